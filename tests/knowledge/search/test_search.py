"""What can be found, and what cannot: on what is accepted, and in step with the ledger."""

from uuid import UUID

import pytest
from factories import claim, municipality, officer, pair, source

from jumelage.accounts.models import User
from jumelage.accounts.roles import Role
from jumelage.knowledge.claims.actions.decide import accept_source, decide
from jumelage.knowledge.claims.actions.redact import redact
from jumelage.knowledge.claims.models import Claim, Op
from jumelage.knowledge.search.models import Found, Gram
from jumelage.knowledge.search.projection import rebuild_all
from jumelage.knowledge.search.queries import search

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return officer()


@pytest.fixture
def amiens(user: User) -> UUID:
    """Dortmund and Amiens with a school link and a signing, accepted; Dijon only proposed."""
    home, made = municipality("Dortmund", "DE", 2935517), source()
    subject = pair(home, municipality("Amiens", "FR", 3037854))
    claim(subject, "kind", "partnership", source=made)
    event = {
        "type": "signing",
        "date": "1960-04-02",
        "title": "Unterschrift im Goldsaal",
        "people": [{"name": "Vera Muster"}],
    }
    claim(subject, "event", event, source=made)
    link = {"relation": "partnership", "type": "school", "home_organisation": "Leibniz-Gymnasium", "partner_organisation": "Lycée Sacré-Cœur"}  # fmt: skip
    claim(subject, "link", link, source=made)
    accept_source(made.pk, by=user)
    claim(pair(home, municipality("Dijon", "FR")), "kind", "partnership", source=source())
    return subject


def texts(question: str) -> list[str]:
    return [hit.text for hit in search(question)]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Amiens", "Amiens"),
        ("AMIENS", "Amiens"),
        ("am", "Amiens"),
        ("amines", "Amiens"),
        ("Samarobriva", "Amiens"),
        ("leibnitz", "Leibniz-Gymnasium"),
        ("sacre coeur", "Lycée Sacré-Cœur"),
        ("goldsaal", "Unterschrift im Goldsaal Vera Muster"),
        ("unterschrift golds", "Unterschrift im Goldsaal Vera Muster"),
    ],
)
def test_best_hit_comes_first(question: str, first: str, amiens: UUID) -> None:
    assert texts(question)[0] == first


@pytest.mark.parametrize("question", ["", " ", "a", "!!!", "xyzzyx", "Dijon", "%", "' OR 1=1 --", "\x00"])
def test_nothing_is_found_by(question: str, amiens: UUID) -> None:
    assert texts(question) == []


def test_question_of_ten_thousand_letters_is_answered(amiens: UUID) -> None:
    assert isinstance(search("amiens " * 1_500), list)


def test_what_is_rejected_or_redacted_leaves_the_index(amiens: UUID, user: User) -> None:
    decide(Op.REJECT, list(Claim.objects.filter(subject=amiens, property="link")), by=user, reason="closed")
    redact(
        [Claim.objects.get(subject=amiens, property="event").pk],
        by=officer(role=Role.HEAD),
        reason="asked by the person",
    )

    assert (texts("leibniz"), texts("muster")) == ([], [])
    assert texts("amiens") == ["Amiens"]


def test_town_is_found_as_long_as_one_of_its_partnerships_holds(amiens: UUID, user: User) -> None:
    dijon = Claim.objects.get(state="proposed")
    decide(Op.ACCEPT, [dijon], by=user, reason="")
    assert texts("dijon") == ["Dijon"]

    dijon.refresh_from_db()
    decide(Op.REJECT, [dijon], by=user, reason="another town")

    assert texts("dijon") == []
    assert texts("dortmund") == ["Dortmund"]


def test_index_made_anew_finds_the_same(amiens: UUID) -> None:
    def rows() -> tuple[set[object], set[object]]:
        found = {f.pk: (f.kind, f.subject, f.claim, f.text, f.words) for f in Found.objects.all()}
        return set(found.values()), {(g.gram, found[g.found_id]) for g in Gram.objects.all()}

    before = rows()
    rebuild_all()

    assert rows() == before
    assert len(before[0]) == 5


def test_question_takes_the_same_number_of_queries_for_one_hit_and_many(amiens: UUID, user: User) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        search("amiens")
    home = municipality("Dortmund", "DE", 2935517)
    for name in ("Amiensville", "Amienshausen", "Amiensdorf"):
        made = source()
        claim(pair(home, municipality(name, "FR")), "kind", "partnership", source=made)
        accept_source(made.pk, by=user)
    with CaptureQueriesContext(connection) as many:
        assert len(search("amiens")) == 4

    assert len(many) == len(few) <= 3
