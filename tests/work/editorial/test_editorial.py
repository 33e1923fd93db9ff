"""What the office writes for the portal, and what the public writes to the office."""

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone, translation
from factories import officer
from PIL import Image

from jumelage.accounts.models import User
from jumelage.accounts.roles import Role
from jumelage.core import revision
from jumelage.work.editorial import actions, pictures, queries
from jumelage.work.editorial.markup import html
from jumelage.work.editorial.models import Contact, Picture, Question, Text

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    return officer(role=Role.EDITOR)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def picture(width: int = 900, height: int = 600, form: str = "JPEG", **options: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, form, **options)
    return out.getvalue()


def sent(age: timedelta) -> str:
    """The proof of a form that was opened so long ago."""
    from django.core import signing

    return signing.dumps((timezone.now() - age).timestamp(), salt="question")


def test_what_two_people_write_at_once_is_not_lost(editor: User) -> None:
    actions.write_text("about", "de", "first", seen=0, by=editor)
    actions.write_text("about", "de", "second", seen=1, by=editor)

    with pytest.raises(actions.ChangedMeanwhile) as changed:
        actions.write_text("about", "de", "late", seen=1, by=editor)

    assert (changed.value.text.body, changed.value.text.version) == ("second", 2)
    assert Text.objects.get().body == "second"


def test_every_change_of_what_the_public_sees_bumps_the_revision(editor: User) -> None:
    place, contact = uuid4(), Contact(subject="general", name="Office", email="o@example.org")
    said = {"conformity": "full", "method": "self", "assessed_on": date(2026, 1, 1), "email": ""}
    verbs = [
        lambda: actions.write_text("about", "de", "text", seen=0, by=editor),
        lambda: actions.state_accessibility(editor, **said),
        lambda: actions.save_contact(contact, by=editor),
        lambda: actions.remove_contact(contact, by=editor),
        lambda: actions.hang_picture(place, picture(), by=editor, alt={"de": "a"}, credit="x", licence="CC0"),
        lambda: actions.take_down_picture(place, by=editor),
    ]
    for verb in verbs:
        before = revision.current()
        verb()
        assert revision.current() > before


def test_reader_may_not_write(editor: User) -> None:
    with pytest.raises(PermissionDenied):
        actions.write_text("about", "de", "text", seen=0, by=officer(role=Role.READER))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("# Head", "<h2>Head</h2>"),
        ("<script>alert(1)</script>", "&lt;script&gt;"),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("![x](https://example.org/a.png)", '!<a href="https://example.org/a.png">x</a>'),
        ('a <b onclick="x()">b</b>', "&lt;b onclick=&quot;x()&quot;&gt;"),
    ],
)
def test_markdown_of_an_editor_is_safe_to_show(text: str, shown: str) -> None:
    assert shown in html(text)


def test_picture_is_kept_in_two_sizes_without_what_a_camera_adds() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera of Somebody"
    exif[0x0112] = 6  # lies on its side

    kept = pictures.keep(picture(2400, 1200, exif=exif))

    from django.core.files.storage import storages

    sizes = []
    for width in pictures.SIZES:
        with storages["default"].open(pictures.path(kept.name, width)) as file:
            data = file.read()
        assert b"Camera" not in data
        sizes.append(Image.open(BytesIO(data)).size)
    assert sizes == [(800, 1600), (1200, 2400)]
    assert (kept.width, kept.height) == (1200, 2400)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "JPEG, PNG or WebP"),
        (picture()[:300], "JPEG, PNG or WebP"),
        (b"", "JPEG, PNG or WebP"),
        (picture(200, 100), "less than 400 pixels"),
        (b"\xff" * 20_000_001, "more than 20 MB"),
        (picture(10_000, 6_001, "PNG"), "more than 60 million pixels"),
    ],
    ids=["svg", "cut off", "empty", "small", "heavy", "vast"],
)
def test_file_that_is_no_fit_picture_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(pictures.PictureRefused, match=sentence):
        pictures.keep(data)


def test_question_comes_in_and_is_forgotten_after_its_year() -> None:
    old = actions.ask("How?", page="/de/", name="", email="", opened=sent(timedelta(minutes=2)))
    new = actions.ask("Why?", page="/de/", name="", email="", opened=sent(timedelta(minutes=2)))
    Question.objects.filter(pk=old.pk).update(sent_at=timezone.now() - actions.KEPT - timedelta(days=1))

    assert actions.forget() == 1
    assert list(Question.objects.all()) == [new]


@pytest.mark.parametrize("opened", ["", "forged", timedelta(seconds=1), timedelta(days=2)])
def test_form_that_a_machine_sends_is_not_taken(opened: str | timedelta) -> None:
    opened = sent(opened) if isinstance(opened, timedelta) else opened
    with pytest.raises(actions.NotTaken, match="once more"):
        actions.ask("Buy!", page="", name="", email="", opened=opened)
    assert not Question.objects.exists()


def test_flood_is_stopped() -> None:
    now = timezone.now()
    Question.objects.bulk_create(Question(text="x", sent_at=now) for _ in range(actions.MOST_AN_HOUR))

    with pytest.raises(actions.NotTaken, match="Very many"):
        actions.ask("one more", page="", name="", email="", opened=sent(timedelta(minutes=1)))


def test_duties_name_what_is_missing_and_what_is_a_year_old(editor: User) -> None:
    day = date(2026, 6, 1)
    assert queries.duties(day) == ["legal", "privacy", "accessibility"]
    for about in ("legal", "privacy", "accessibility"):
        actions.write_text(about, "de", "text", seen=0, by=editor)
    actions.state_accessibility(editor, conformity="full", method="self", assessed_on=date(2025, 7, 1), email="")

    assert queries.duties(day) == []
    assert queries.duties(date(2026, 7, 2)) == ["accessibility"]


def test_partnership_without_contacts_of_its_own_has_those_for_all() -> None:
    mine, other = UUID(int=1), UUID(int=2)
    Contact.objects.create(subject="press", name="Press", phone="1")
    Contact.objects.create(subject="general", name="All", phone="1")
    Contact.objects.create(subject="general", name="Mine", phone="1", partnership=mine)

    assert [c.name for c in queries.contacts(mine)] == ["Mine"]
    assert [c.name for c in queries.contacts(other)] == ["All", "Press"]
    assert not Picture.objects.exists()
