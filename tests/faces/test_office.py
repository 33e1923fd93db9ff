"""The office's pages: who may open what, and what deciding does."""

from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from factories import PASSWORD, officer
from test_office_records import MATRIX as RECORDS

from jumelage.accounts.models import User
from jumelage.accounts.roles import Role
from jumelage.knowledge.claims.actions.append import Draft, append
from jumelage.knowledge.claims.actions.decide import accept_source
from jumelage.knowledge.claims.models import Claim, Entry, Op
from jumelage.knowledge.claims.queries import source_cards
from jumelage.knowledge.claims.verify import verify
from jumelage.knowledge.sources.models import Source, WatchedPage
from jumelage.knowledge.sources.watched import watch_page
from jumelage.work.editorial.models import Contact, Question

pytestmark = pytest.mark.django_db

READ = {Role.READER: 200, Role.OFFICER: 200, Role.EDITOR: 200, Role.HEAD: 200, Role.ADMINISTRATOR: 200, Role.GUEST: 403}
DECIDE = {
    Role.READER: 403,
    Role.EDITOR: 403,
    Role.GUEST: 403,
    Role.OFFICER: 302,
    Role.HEAD: 302,
    Role.ADMINISTRATOR: 302,
}
EDIT = READ | {Role.READER: 403}
MATRIX = {
    "today": ("GET", READ),
    "queue": ("GET", READ),
    "review": ("GET", READ),
    "findings": ("GET", READ),
    "decide": ("POST", DECIDE),
    "accept-partner": ("POST", DECIDE),
    "describe": ("POST", DECIDE),
    "settle": ("POST", DECIDE),
    "texts": ("GET", READ),
    "text": ("GET", EDIT),
    "accessibility": ("GET", EDIT),
    "add-contact": ("GET", EDIT),
    "contact": ("GET", EDIT),
    "picture": ("GET", EDIT),
    "questions": ("GET", EDIT),
    "question": ("GET", EDIT),
    "watching": ("GET", READ),
    "watch": ("POST", DECIDE | {role: 400 for role, answer in DECIDE.items() if answer == 302}),  # an empty form
    "look-at-all": ("POST", DECIDE),
    "watched-page": ("POST", DECIDE),
}
OPEN_TO_ALL = {"login", "logout"}


def paths(page: Source) -> dict[str, str]:
    claim = Claim.objects.filter(source=page, property="kind")[0]
    contact, _ = Contact.objects.get_or_create(subject="general", name="Office", email="office@example.org")
    question, _ = Question.objects.get_or_create(text="How?", page="/en/", sent_at=page.retrieved_at)
    base = "/en/office/"
    watched = WatchedPage.objects.first() or watch_page("https://city.example/", by="system")
    return {
        "today": base,
        "queue": f"{base}review/",
        "review": f"{base}review/{page.pk}/",
        "findings": f"{base}findings/",
        "decide": f"{base}review/{page.pk}/claim/{claim.pk}/accept/",
        "accept-partner": f"{base}review/{page.pk}/partner/{claim.subject_id}/accept/",
        "describe": f"{base}review/{page.pk}/source/",
        "settle": f"{base}findings/{claim.subject_id}/",
        "texts": f"{base}texts/",
        "text": f"{base}texts/{claim.subject_id}/fr/",
        "accessibility": f"{base}texts/accessibility/",
        "add-contact": f"{base}texts/contact/",
        "contact": f"{base}texts/contact/{contact.pk}/",
        "picture": f"{base}texts/picture/{claim.subject_id}/",
        "questions": f"{base}questions/",
        "question": f"{base}questions/{question.pk}/",
        "watching": f"{base}watching/",
        "watch": f"{base}watching/add/",
        "look-at-all": f"{base}watching/look/",
        "watched-page": f"{base}watching/{watched.pk}/look/",
    }


def office_names() -> set[str]:
    def names(patterns: list[URLPattern | URLResolver], inside: bool) -> set[str]:
        found: set[str] = set()
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                found |= names(pattern.url_patterns, inside or pattern.namespace == "office")
            elif inside and pattern.name:
                found.add(pattern.name)
        return found

    return names(get_resolver().url_patterns, False)


def test_every_office_page_has_its_row_in_the_matrix() -> None:
    assert office_names() == set(MATRIX) | set(RECORDS) | OPEN_TO_ALL


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", MATRIX)
def test_role_opens_what_the_table_says(name: str, role: Role, client: Client, page: Source) -> None:
    method, answers = MATRIX[name]
    client.force_login(officer(role=role))

    response = getattr(client, method.lower())(paths(page)[name])

    assert response.status_code == answers[role]


@pytest.mark.parametrize("name", MATRIX)
def test_stranger_is_sent_to_the_login(name: str, client: Client, page: Source) -> None:
    method, _ = MATRIX[name]
    before = Entry.objects.count()

    response = getattr(client, method.lower())(paths(page)[name])

    assert response.status_code == 302
    assert response["Location"].startswith("/en/office/login/?next=")
    assert Entry.objects.count() == before


@pytest.mark.parametrize("name", ["decide", "accept-partner", "describe"])
def test_deciding_by_get_decides_nothing_and_leads_back(name: str, client: Client, page: Source, user: User) -> None:
    client.force_login(user)
    before = Entry.objects.count()

    response = client.get(paths(page)[name])

    assert response.status_code == 302
    assert response["Location"].startswith(f"/en/office/review/{page.pk}/")
    assert Entry.objects.count() == before


def test_deciding_needs_the_token_of_the_form(page: Source, user: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)

    assert client.post(paths(page)["decide"]).status_code == 403
    assert Claim.objects.open().filter(source=page).count() == 6


def test_office_pages_are_never_kept_in_a_cache(client: Client, page: Source, user: User) -> None:
    client.force_login(user)

    assert client.get(paths(page)["review"])["Cache-Control"] == "no-store"


def test_accepting_says_who_and_goes_to_the_next(client: Client, page: Source, user: User) -> None:
    client.force_login(user)
    first, second = Claim.objects.filter(source=page).order_by("pk")[:2]

    response = client.post(f"/en/office/review/{page.pk}/claim/{first.pk}/accept/", follow=True)

    assert response.redirect_chain == [(f"/en/office/review/{page.pk}/#claim-{second.pk}", 302)]
    html = response.content.decode()
    assert "Accepted by Olga Offizier" in html
    assert Claim.objects.get(pk=first.pk).state == "accepted"


def test_rejecting_without_a_reason_changes_nothing(client: Client, page: Source, user: User) -> None:
    client.force_login(user)
    first = Claim.objects.filter(source=page).order_by("pk")[0]

    html = client.post(f"/en/office/review/{page.pk}/claim/{first.pk}/reject/", follow=True).content.decode()

    assert "Say in a few words why" in html
    assert Claim.objects.get(pk=first.pk).state == "proposed"


def test_correction_that_is_wrong_comes_back_as_it_was_typed(client: Client, page: Source, user: User) -> None:
    client.force_login(user)
    since = Claim.objects.filter(source=page, property="since").order_by("pk")[0]
    sent = {f"c{since.pk}-value": "10/11/1969", f"c{since.pk}-reason": "the deed"}

    response = client.post(f"/en/office/review/{page.pk}/claim/{since.pk}/correct/", sent)

    assert response.status_code == 400
    html = response.content.decode()
    assert 'value="10/11/1969"' in html
    assert 'value="the deed"' in html
    assert "“10/11/1969” can be 11 October 1969 or 10 November 1969; write the month as a word." in html


def test_correction_takes_the_place_of_what_was_read(client: Client, page: Source, user: User) -> None:
    client.force_login(user)
    since = Claim.objects.filter(source=page, property="since").order_by("pk")[0]
    sent = {f"c{since.pk}-value": "1969-10", f"c{since.pk}-reason": "the deed"}

    client.post(f"/en/office/review/{page.pk}/claim/{since.pk}/correct/", sent)

    mine = Claim.objects.get(subject=since.subject_id, property="since", state="accepted")
    assert (mine.value, mine.source_id, mine.actor) == ("1969-10", page.pk, f"person:{user.pk}")
    assert Claim.objects.get(pk=since.pk).state == "rejected"


def test_date_is_typed_in_the_language_of_the_page(client: Client, page: Source, user: User) -> None:
    client.force_login(user)
    since = Claim.objects.filter(source=page, property="since").order_by("pk")[0]
    sent = {f"c{since.pk}-value": "seit Oktober 1969", f"c{since.pk}-reason": "die Urkunde"}

    client.post(f"/de/office/review/{page.pk}/claim/{since.pk}/correct/", sent)

    assert Claim.objects.get(subject=since.subject_id, property="since", state="accepted").value == "1969-10"


def test_accepting_a_partner_leaves_the_other_open(client: Client, page: Source, user: User) -> None:
    client.force_login(user)

    client.post(paths(page)["accept-partner"])

    assert (
        sorted(Claim.objects.filter(source=page).values_list("state", flat=True)) == ["accepted"] * 3 + ["proposed"] * 3
    )


def test_decision_can_be_taken_back(client: Client, page: Source, user: User) -> None:
    client.force_login(user)
    accept_source(page.pk, by=user)
    first = Claim.objects.filter(source=page).order_by("pk")[0]

    client.post(f"/en/office/review/{page.pk}/claim/{first.pk}/withdraw/")

    assert Claim.objects.get(pk=first.pk).state == "proposed"


def test_source_gets_a_date_and_a_class(client: Client, page: Source, user: User) -> None:
    client.force_login(user)
    sent = {
        "published": "2025-11-28/..",
        "source_class": "city",
        "title": "",
        "retells": "",
        "reason": "reports on that day",
    }

    client.post(paths(page)["describe"], sent)

    card = source_cards([page])[page.pk]
    assert (card.published, card.source_class) == ("2025-11-28/..", "city")
    assert verify().fault is None


def test_date_of_a_source_that_is_wrong_comes_back(client: Client, page: Source, user: User) -> None:
    client.force_login(user)

    response = client.post(paths(page)["describe"], {"published": "autumn 2023"})

    assert response.status_code == 400
    assert 'value="autumn 2023"' in response.content.decode()


def test_date_of_a_source_is_taken_back_with_a_reason(client: Client, page: Source, user: User) -> None:
    client.force_login(user)
    address = paths(page)["describe"]
    append([Draft(Op.ASSERT, page.pk, "published", page.pk, body={"value": "2024-11"})], by="reader:rules")
    client.post(address, {"published": "October 2023", "reason": "as the archive says"})
    assert source_cards([page])[page.pk].published == "2023-10"

    unexplained = client.post(address, {"published": "", "reason": ""})
    client.post(address, {"published": "", "reason": "the archive mixed up two pages"})

    assert unexplained.status_code == 400
    assert "Say why what was known is taken back" in unexplained.content.decode()
    assert source_cards([page])[page.pk].published == ""
    assert Claim.objects.filter(subject=page.pk, property="published").count() == 2


def test_correction_and_original_name_each_other(client: Client, page: Source, user: User) -> None:
    client.force_login(user)
    since = Claim.objects.filter(source=page, property="since")[0]
    form = {f"c{since.pk}-value": "1968", f"c{since.pk}-reason": "typing error", "seen": "none"}

    client.post(f"{paths(page)['review']}claim/{since.pk}/correct/", form)

    html = client.get(paths(page)["review"]).content.decode()
    mine = Claim.objects.get(source=page, property="since", value="1968")
    assert f'<a href="#claim-{mine.pk}">Corrected to: 1968</a>' in html
    assert f'<a href="#claim-{since.pk}">Takes the place of: {since.value}</a>' in html


def test_claim_of_another_source_cannot_be_decided_here(client: Client, page: Source, user: User) -> None:
    client.force_login(user)
    first = Claim.objects.filter(source=page)[0]

    response = client.post(f"/en/office/review/{UUID(int=5)}/claim/{first.pk}/accept/")

    assert response.status_code == 404


@pytest.mark.parametrize("email", ["o1@example.org", "nobody@example.org"])
def test_login_does_not_tell_whether_an_account_exists(email: str, client: Client, user: User) -> None:
    html = client.post("/en/office/login/", {"username": email, "password": "wrong"}).content.decode()

    assert "Please enter a correct email and password" in html


def test_login_ignores_the_case_of_the_address(client: Client, user: User) -> None:
    user.set_password(PASSWORD)
    user.save()
    sent = {"username": user.email.upper(), "password": PASSWORD}

    assert client.post("/en/office/login/", sent)["Location"] == "/en/office/"


def test_what_a_language_model_alone_says_is_marked(client: Client, page: Source, user: User) -> None:
    since = Claim.objects.filter(source=page, property="since")[0]
    note = "Only the second reader, a language model, says so."
    client.force_login(user)
    assert note not in client.get(paths(page)["review"]).content.decode()

    append([Draft(Op.ASSERT, since.subject_id, "since", page.pk, "1968/..", body={"value": "1968"})], by="reader:llm")

    assert client.get(paths(page)["review"]).content.decode().count(note) == 1


def test_findings_name_both_sides(client: Client, page: Source, user: User) -> None:
    from factories import claim, source

    client.force_login(user)
    leeds = Claim.objects.filter(source=page, property="since", value="1969")[0]
    other = source("Leeds seit 1970", location="other.txt")
    claim(leeds.subject_id, "since", "1970", source=other, period="1970/..")

    html = client.get("/en/office/findings/").content.decode()

    assert "Leeds: Since" in html
    assert f"/en/office/review/{other.pk}/#claim-" in html
    assert f"/en/office/review/{page.pk}/#claim-{leeds.pk}" in html


def test_contradiction_is_settled_with_a_reason_and_stays_to_be_seen(client: Client, page: Source, user: User) -> None:
    from factories import claim, source

    client.force_login(user)
    ours = Claim.objects.filter(source=page, property="since", value="1969")[0]
    theirs = claim(ours.subject_id, "since", "1970", source=source("Leeds seit 1970"), period="1970/..")
    address, form = f"/en/office/findings/{ours.subject_id}/", {"seen": f"{theirs.pk}:0", "verb": "prefer"}

    without_reason = client.post(address, form, follow=True).content.decode()
    assert "the reason stands in the history" in without_reason
    assert Claim.objects.get(pk=theirs.pk).state == "proposed"

    settled = client.post(address, form | {"reason": "the deed"}, follow=True).content.decode()
    now = Claim.objects.get(pk=theirs.pk)
    assert (now.state, now.rank) == ("accepted", "preferred")
    assert "Settled contradictions" in settled
    assert "The register follows one side; the other stays to be seen." in settled

    stale = client.post(address, form | {"reason": "again", "verb": "deprecate"}, follow=True).content.decode()
    assert "Somebody has decided on this in the meantime" in stale
    client.post(address, form | {"seen": f"{now.pk}:{now.decided_seq}", "verb": "withdraw"})
    assert Claim.objects.get(pk=now.pk).rank == "normal"


@pytest.mark.parametrize("path", ["/en/office/review/", "/en/office/"])
def test_queue_takes_the_same_number_of_queries(path: str, client: Client, page: Source, user: User) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from factories import claim, source

    client.force_login(user)
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    for name in ("a.txt", "b.txt"):
        claim(Claim.objects.filter(source=page)[0].subject_id, "kind", "partnership", source=source(location=name))
    with CaptureQueriesContext(connection) as many:
        client.get(path)

    assert len(many) == len(few)
