"""The office's pages, and what deciding does. Who may open what: test_office_access.py."""

from uuid import UUID

import pytest
from django.test import Client
from factories import officer

from jumelage.accounts.models import Office, User
from jumelage.knowledge.claims.actions.append import Draft, append
from jumelage.knowledge.claims.actions.decide import accept_source
from jumelage.knowledge.claims.models import Claim, Entry, Op
from jumelage.knowledge.claims.queries import source_cards
from jumelage.knowledge.claims.verify import verify
from jumelage.knowledge.sources.models import Source

pytestmark = pytest.mark.django_db


def paths(page: Source) -> dict[str, str]:
    claim = Claim.objects.filter(source=page, property="kind")[0]
    review = f"/en/office/review/{page.pk}/"
    return {
        "review": review,
        "decide": f"{review}claim/{claim.pk}/accept/",
        "accept-partner": f"{review}partner/{claim.subject_id}/accept/",
        "describe": f"{review}source/",
    }


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


def test_review_says_who_must_still_confirm(client: Client, page: Source, user: User) -> None:

    Office.objects.update(two_persons=True)
    second = officer(name="Bert Zweiter")
    User.objects.filter(pk=second.pk).update(office=user.office)
    first = Claim.objects.filter(source=page).order_by("pk")[0]
    accept = f"/en/office/review/{page.pk}/claim/{first.pk}/accept/"
    client.force_login(user)

    mine = client.post(accept, follow=True).content.decode()
    client.force_login(User.objects.get(pk=second.pk))
    theirs = client.get(paths(page)["review"]).content.decode()
    client.post(accept, {"seen": Claim.objects.get(pk=first.pk).decided_seq})

    assert "Accepted first by Olga Offizier" in mine
    assert "Another person of the office has to confirm this." in mine
    assert "One person has accepted this; a second one has to confirm it." in theirs
    assert ">Confirm " in theirs
    assert Claim.objects.get(pk=first.pk).state == "accepted"
