"""A person who is erased is nowhere any more, and the ledger's chain is whole."""

import os
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from factories import claim, municipality, officer, pair
from serving import environment_of, run

from jumelage.accounts.models import User
from jumelage.accounts.roles import Role as UserRole
from jumelage.knowledge.claims.actions.decide import accept_source, state_fact
from jumelage.knowledge.claims.models import Claim
from jumelage.knowledge.claims.verify import document_faults, verify
from jumelage.knowledge.partnerships.actions import open_register
from jumelage.knowledge.places import gazetteer
from jumelage.knowledge.sources.models import FrozenText, Masking, Source
from jumelage.work.contacts.actions import add_person, change_person, set_role
from jumelage.work.contacts.models import Person, Role
from jumelage.work.editorial.models import Contact, Question, Text
from jumelage.work.history.models import Change
from jumelage.work.privacy.erasing import erase
from jumelage.work.privacy.kept import Kept, as_file, kept_about, spellings_of
from jumelage.work.saved.models import View
from jumelage.work.tasks.actions import add_task
from jumelage.work.tasks.models import Task

NAME, MAIL = "Wilfriede Probemann", "w.probemann@example.org"
SAID: dict[str, Any] = {"purpose": "the partnership", "legal_basis": "task"}
PAGE = f"""# Leeds

Dortmund und Leeds sind seit 1969 Partnerstädte. Am 12. Mai 1969 unterzeichneten Bürgermeisterin {NAME} und
Lord Mayor John Example die Urkunde in Leeds. Fragen an WILFRIEDE  PROBEMANN, {MAIL}.
"""


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def head(committed_db: str, settings: Any, tmp_path: Path) -> User:
    """A register with a source that names her, as an installation has it."""
    folder = (os.environ | environment_of(committed_db))["JUMELAGE_DATA"]
    documents = settings.STORAGES["documents"] | {"OPTIONS": {"location": Path(folder) / "documents"}}
    settings.STORAGES = settings.STORAGES | {"documents": documents}
    take_in(committed_db, tmp_path)
    return officer(role=UserRole.HEAD)


def take_in(committed_db: str, folder: Path) -> None:
    page = folder / "page.md"
    page.write_text(PAGE, encoding="utf-8")
    done = run("ingest", str(page), "--home", "Dortmund", environment=environment_of(committed_db))
    assert done.returncode == 0, done.stderr


def known(by: User) -> Person:
    """She is everywhere."""
    person = add_person(by=by, given_name="Wilfriede", family_name="Probemann", email=MAIL, **SAID)
    change_person(person.pk, seen=1, by=by, phone="+49 231 555 01")
    other = add_person(by=by, given_name="Max", family_name="Muster", note=f"Nachfolger von {NAME}", **SAID)
    set_role(Role(person=other, title=f"Deputy of {NAME}", partnership=UUID(int=7), since="2020"), by=by)
    add_task(by=by, title=f"Call {NAME}", note=f"or write to {MAIL}")
    Question.objects.create(page="/", text=f"Is {NAME} in?", sent_at=datetime.now(UTC), email=MAIL)
    Text.objects.create(about="about", language="en", body="Founded by Probemann, Wilfriede, in 1969.")
    Contact.objects.create(subject="schools", name=NAME, email=MAIL)
    partnership = pair(municipality("Dortmund"), municipality("Leeds", "GB"))
    event = {"type": "signing", "date": "1969-05-12", "people": [{"name": NAME, "role": "mayor"}]}
    state_fact(partnership, "event", event, by=by, reason=f"{NAME} told it")
    return Person.objects.get(pk=person.pk)


def found(person: Person, by: User) -> Kept:
    return kept_about(person, spellings_of(person), by=by)


def everything() -> str:
    """Every value of every table."""
    rows = [row for table in apps.get_models() for row in table._base_manager.values_list()]
    return repr(rows).casefold()


def test_erased_person_is_nowhere(committed_db: str, head: User, tmp_path: Path) -> None:
    kept = found(known(head), head)
    assert "probemann" in everything()

    done = erase(kept, by=head, reason="on request, March 2026", in_register=True)

    assert (done.records >= 6, done.entries >= 2, done.texts) == (True, True, 1)
    assert "probemann" not in everything()
    assert "max" in everything()
    assert verify().fault is None
    assert document_faults() == []
    environment = environment_of(committed_db)
    backup = run("backup", str(tmp_path / "new.zip"), environment=environment)
    assert backup.returncode == 0, backup.stderr
    with zipfile.ZipFile(tmp_path / "new.zip") as packed:
        assert not [n for n in packed.namelist() if b"probemann" in packed.read(n).lower()]
    if folder := environment.get("JUMELAGE_DATA"):
        connection.close()
        files = [path for path in Path(folder).rglob("*") if path.is_file()]
        assert [path.name for path in files if b"probemann" in path.read_bytes().lower()] == []
        assert (Path(folder) / "jumelage.sqlite3") in files


def test_words_around_stay_where_they_were(head: User) -> None:
    before = FrozenText.objects.get().text

    erase(found(known(head), head), by=head, reason="on request", in_register=True)

    after = FrozenText.objects.get().text
    assert len(after) == len(before)
    assert "Bürgermeisterin █████████ █████████ und" in " ".join(after.split())
    assert Claim.objects.filter(property="since", value="1969-05-12").exists()


def test_public_sees_that_words_were_taken_out(head: User, client: Client) -> None:
    assert head.office
    head.office.municipality = open_register(gazetteer.lookup("Dortmund")[0])
    head.office.save()
    accept_source(Source.objects.get().pk, by=head)
    address = reverse("portal:source", args=[Source.objects.get().pk])
    assert "Personal data was taken out" not in client.get(address).content.decode()

    erase(found(known(head), head), by=head, reason="on request", in_register=True)

    page = client.get(address).content.decode()
    assert "Personal data was taken out" in page
    assert "probemann" not in page.lower()


def test_same_document_does_not_come_back(committed_db: str, head: User, tmp_path: Path) -> None:
    erase(found(known(head), head), by=head, reason="on request", in_register=True)

    take_in(committed_db, tmp_path)

    assert Source.objects.count() == 1
    assert "probemann" not in everything()


def test_register_stays_when_only_the_records_are_erased(head: User) -> None:
    kept = found(known(head), head)

    erase(kept, by=head, reason="", in_register=False)

    assert NAME in FrozenText.objects.get().text
    assert not Masking.objects.exists()
    assert not Task.objects.filter(title__contains="Probemann").exists()
    assert not Change.objects.filter(record=kept.person.pk).exclude(said__erased=[None, True]).exists()


@pytest.mark.django_db
def test_saved_view_that_looks_for_the_person_goes() -> None:
    by = officer()
    person = add_person(by=by, given_name="Amélie", family_name="Probemann", **SAID)
    for name, words in (("hers", {"q": "Amélie Probemann"}), ("all", {"sort": "name"})):
        View.objects.create(user=by, list="contacts", name=name, query=urlencode(words))

    erase(found(person, by), by=by, reason="", in_register=False)

    assert list(View.objects.values_list("name", flat=True)) == ["all"]


def test_officer_takes_nothing_out_of_the_register(head: User) -> None:
    plain = officer()
    kept = found(known(plain), plain)

    with pytest.raises(PermissionDenied):
        erase(kept, by=plain, reason="on request", in_register=True)

    assert Person.objects.filter(pk=kept.person.pk).exists()


def test_file_tells_all_that_is_kept(head: User) -> None:
    told = as_file(found(known(head), head))

    assert told["person"]["email"] == MAIL
    assert {one["record"] for one in told["named_in"]} == {
        "person",
        "role",
        "task",
        "question",
        "text",
        "contact",
        "change",
    }
    assert any(NAME in str(one["said"]) for one in told["register"])
    assert [one["title"] for one in told["sources"]] == ["Leeds"]
    assert len(told["changes"]) == 2


def test_other_offices_records_are_not_looked_through(head: User) -> None:
    person = known(head)
    add_task(by=officer(), title=f"Call {NAME}", note="")

    tasks = [one for one in found(person, head).records if isinstance(one, Task)]

    assert len(tasks) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["another text", "shorter"])
def test_texts_are_changed_by_masking_alone(text: str) -> None:
    claim(municipality(), "wikidata", "Q1")
    frozen = FrozenText.objects.create(
        document_id=_document(), extractor="text", version="1", text="another tex!", sha256="0" * 64
    )

    with pytest.raises(DatabaseError, match=r"only grows|permission denied"), transaction.atomic():
        FrozenText.objects.filter(pk=frozen.pk).update(text=text)

    Masking.objects.create(text=frozen, sha256="1" * 64, reason="on request")
    if text == "shorter":
        with pytest.raises(DatabaseError, match=r"only grows|permission denied"), transaction.atomic():
            FrozenText.objects.filter(pk=frozen.pk).update(text=text)


def _document() -> str:
    from jumelage.knowledge.sources.models import Document

    return Document.objects.create(sha256="a" * 64, size=1, media_type="text/plain").pk


def test_spelling_too_short_to_be_told_is_left_out(db: None) -> None:
    person = Person(given_name="Li", family_name="Wu", email="", phone="12")

    assert spellings_of(person, ["Wu", "李"]).words == ("Li Wu", "Wu, Li")
