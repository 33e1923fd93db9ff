"""What the register answers as of a day, from claims that people accepted."""

from datetime import date
from uuid import UUID

import pytest
from factories import claim, municipality, officer, pair, source

from jumelage.accounts.models import User
from jumelage.knowledge.claims.actions.append import Draft, append
from jumelage.knowledge.claims.actions.decide import accept_and_prefer, accept_source, decide, state_fact
from jumelage.knowledge.claims.models import Claim, LedgerHead, Op
from jumelage.knowledge.partnerships import queries
from jumelage.knowledge.partnerships.findings import conflicts, count_findings, silences
from jumelage.knowledge.sources.models import Source

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> UUID:
    return municipality("Dortmund", "DE")


@pytest.fixture
def user() -> User:
    return officer()


def page(user: User, published: str, *facts: tuple[UUID, str, object]) -> Source:
    """A page of that date with these facts, all accepted."""
    made = source()
    for subject, property_, value in facts:
        period = f"{value}/.." if property_ == "since" else ""
        claim(subject, property_, value, source=made, period=period)
    if published:
        state_fact(made.pk, "published", published, by=user, reason="", source=made.pk)
    accept_source(made.pk, by=user)
    return made


def shown(home: UUID, day: str, **options: object) -> list[tuple[str, str | None, str, bool, bool]]:
    partners = queries.partners_of(home, date.fromisoformat(day), **options)  # type: ignore[arg-type]
    return [(s.partner.label, s.kind, s.status, s.counted, s.certain) for s in partners.states]


def test_partner_since_a_year_is_possible_in_it_and_certain_after_it(home: UUID, user: User) -> None:
    kumasi = pair(home, municipality("Kumasi", "GH"))
    page(user, "2025", (kumasi, "kind", "partnership"), (kumasi, "since", "2024"), (kumasi, "status", "active"))

    assert shown(home, "2023-12-31") == []
    assert shown(home, "2024-06-30") == [("Kumasi", "partnership", "active", True, False)]
    assert shown(home, "2024-12-31") == [("Kumasi", "partnership", "active", True, True)]


def test_plan_is_no_start_and_ends_with_it(home: UUID, user: User) -> None:
    zhytomyr = pair(home, municipality("Zhytomyr", "UA"))
    page(user, "2023-10", (zhytomyr, "kind", "partnership"), (zhytomyr, "status", "planned"))

    assert shown(home, "2024-06-30") == [("Zhytomyr", "partnership", "planned", False, True)]

    page(user, "2025-12", (zhytomyr, "since", "2025"), (zhytomyr, "status", "active"))

    assert shown(home, "2024-12-31") == [("Zhytomyr", "partnership", "planned", False, True)]
    assert shown(home, "2025-12-31") == [("Zhytomyr", "partnership", "active", True, True)]


def test_undated_plan_is_from_before_the_beginning(home: UUID, user: User) -> None:
    kumasi = pair(home, municipality("Kumasi", "GH"))
    page(user, "", (kumasi, "kind", "partnership"), (kumasi, "status", "planned"))
    page(user, "", (kumasi, "since", "2024"), (kumasi, "status", "active"))

    assert shown(home, "2026-01-01") == [("Kumasi", "partnership", "active", True, True)]


def test_newer_list_without_remark_does_not_lift_a_rest(home: UUID, user: User) -> None:
    rostov = pair(home, municipality("Rostov-on-Don", "RU"))
    page(user, "2014/2023", (rostov, "kind", "partnership"), (rostov, "since", "1977"), (rostov, "status", "active"))
    page(user, "2023-10", (rostov, "status", "resting"))
    page(user, "2025/..", (rostov, "kind", "partnership"), (rostov, "status", "active"))

    states = queries.partners_of(home, date(2026, 1, 1)).states

    assert [(s.status, s.counted, s.certain, s.last_stated) for s in states] == [("resting", True, True, "2023-10")]
    assert [s.listed.value for s in silences(home)] == ["active"]


def test_newer_version_that_still_lists_a_resting_partner_is_silent_too(home: UUID, user: User) -> None:
    rostov = pair(home, municipality("Rostov-on-Don", "RU"))
    page(user, "2022", (rostov, "kind", "partnership"), (rostov, "status", "active"))
    page(user, "2023-10", (rostov, "status", "resting"))
    assert silences(home) == []
    newer = source("Rostow am Don")
    state_fact(newer.pk, "published", "2025", by=user, reason="by its content", source=newer.pk)

    listed = Claim.objects.get(subject=rostov, value="active")
    append([Draft(Op.ASSERT, newer.pk, "repeats", newer.pk, body={"value": [listed.seq], "evidence": []})], by="system")

    assert [(s.listed, s.source) for s in silences(home)] == [(listed, newer)]


def test_resumption_lifts_a_rest(home: UUID, user: User) -> None:
    rostov = pair(home, municipality("Rostov-on-Don", "RU"))
    page(user, "2023-10", (rostov, "kind", "partnership"), (rostov, "since", "1977"), (rostov, "status", "resting"))
    page(user, "2031", (rostov, "event", {"type": "resumption", "date": "2030-05-01"}))
    resumed = Claim.objects.get(property="event")
    assert resumed.period == ""  # the factory sets none; the reader and people do

    claim(rostov, "status", "active", period="2030-05-01/..")
    decide(Op.ACCEPT, [Claim.objects.order_by("-seq")[0]], by=user)

    assert shown(home, "2029-12-31") == [("Rostov-on-Don", "partnership", "resting", True, True)]
    assert shown(home, "2030-05-01") == [("Rostov-on-Don", "partnership", "active", True, True)]


def test_kinds_that_differ_are_a_conflict_until_one_is_rejected(home: UUID, user: User) -> None:
    zwickau = pair(home, municipality("Zwickau", "DE"))
    page(user, "2020", (zwickau, "kind", "friendship"), (zwickau, "since", "1988"), (zwickau, "status", "active"))
    page(user, "2023", (zwickau, "kind", "partnership"))
    page(user, "2025", (zwickau, "kind", "partnership"))

    assert shown(home, "2026-01-01") == [("Zwickau", "partnership", "active", True, False)]
    assert [(c.property, [s.value for s in c.sides]) for c in conflicts(home)] == [
        ("kind", ["friendship", "partnership"])
    ]

    decide(Op.REJECT, [Claim.objects.get(value="friendship")], by=user, reason="the deed says partnership")

    assert shown(home, "2026-01-01") == [("Zwickau", "partnership", "active", True, True)]
    assert conflicts(home) == []


def test_start_is_the_finest_of_dates_that_agree(home: UUID, user: User) -> None:
    amiens = pair(home, municipality("Amiens", "FR"))
    page(user, "2020", (amiens, "kind", "partnership"), (amiens, "since", "1960"), (amiens, "status", "active"))
    page(
        user, "2021", (amiens, "since", "1960-04-02"), (amiens, "event", {"type": "proclamation", "date": "1960-04-02"})
    )

    state = queries.partners_of(home, date(2026, 1, 1)).states[0]

    assert state.since is not None
    assert (state.since.date, state.since.counts) == ("1960-04-02", "proclamation")
    assert [s.date for s in state.record.starts] == ["1960-04-02", "1960"]
    assert conflicts(home) == []


def test_starts_that_differ_are_both_kept_and_the_preferred_is_shown(home: UUID, user: User) -> None:
    buffalo = pair(home, municipality("Buffalo", "US"))
    page(user, "2020", (buffalo, "kind", "partnership"), (buffalo, "since", "1978"), (buffalo, "status", "active"))
    page(user, "2015", (buffalo, "since", "1975"))

    assert shown(home, "1976-01-01") == [("Buffalo", "partnership", "active", True, False)]

    decide(Op.PREFER, [Claim.objects.get(value="1978")], by=user, reason="the deed of October 1978")

    assert shown(home, "1976-01-01") == []
    assert [s.date for s in queries.partners_of(home, date(2020, 1, 1)).states[0].record.starts] == ["1978", "1975"]


def test_as_known_tells_what_the_register_said_then(home: UUID, user: User) -> None:
    leeds = pair(home, municipality("Leeds", "GB"))
    page(user, "2020", (leeds, "kind", "partnership"), (leeds, "since", "1969"), (leeds, "status", "active"))
    then = LedgerHead.objects.get().seq
    decide(Op.REJECT, list(Claim.objects.filter(subject=leeds)), by=user, reason="another Leeds")

    assert shown(home, "2026-01-01") == []
    assert shown(home, "2026-01-01", as_known=then) == [("Leeds", "partnership", "active", True, True)]


def test_as_stated_leaves_out_what_was_said_later(home: UUID, user: User) -> None:
    kumasi = pair(home, municipality("Kumasi", "GH"))
    page(user, "2023-10", (kumasi, "kind", "partnership"), (kumasi, "status", "planned"))
    page(user, "2025", (kumasi, "since", "2024"), (kumasi, "status", "active"))

    assert shown(home, "2026-01-01", stated_until=date(2023, 12, 31)) == [
        ("Kumasi", "partnership", "planned", False, True)
    ]


def test_project_partners_are_there_and_not_counted(home: UUID, user: User) -> None:
    dura = pair(home, municipality("Dura", "PS"))
    page(user, "2023-10", (dura, "kind", "project"), (dura, "status", "active"))

    assert shown(home, "2023-10-31") == [("Dura", "project", "active", False, True)]


def test_counting_rule_is_data_of_the_register(home: UUID, user: User) -> None:
    zwickau = pair(home, municipality("Zwickau", "DE"))
    page(user, "2020", (zwickau, "kind", "partnership"), (zwickau, "since", "1988"), (zwickau, "status", "active"))
    abroad = {"name": "partner cities abroad", "kinds": ["partnership"], "statuses": ["active"], "inland": False}

    assert queries.partners_of(home, date(2026, 1, 1)).count.possible == 1
    state_fact(home, "counting_rule", abroad, by=user, reason="council decision")
    assert queries.partners_of(home, date(2026, 1, 1)).count.possible == 0


def test_stated_count_is_checked_on_the_day_of_its_page(home: UUID, user: User) -> None:
    leeds, kumasi = pair(home, municipality("Leeds", "GB")), pair(home, municipality("Kumasi", "GH"))
    facts = [(p, "kind", "partnership") for p in (leeds, kumasi)] + [(p, "status", "active") for p in (leeds, kumasi)]
    page(user, "2025", *facts, (leeds, "since", "1969"), (kumasi, "since", "2024-05-14"))
    page(user, "2020", (home, "count", {"what": "partner cities", "value": 2}))
    page(user, "2024", (home, "count", {"what": "partner cities", "value": 2}))

    early, right = count_findings(home, today=date(2026, 1, 1))

    assert (early.agrees, early.fewest, early.most, early.fits) == (False, 1, 1, ((date(2024, 5, 14), None),))
    assert (right.agrees, right.fewest, right.most) == (True, 1, 2)


def test_page_that_lists_another_number_than_it_states_is_looked_at_though_the_register_agrees(
    home: UUID, user: User
) -> None:
    leeds = pair(home, municipality("Leeds", "GB"))
    page(user, "2025", (leeds, "kind", "partnership"), (leeds, "status", "active"), (leeds, "since", "1969"))
    body = {"value": {"what": "partner cities", "value": 1}, "listed": {"count": 3, "complete": True}}
    append([Draft(Op.ASSERT, home, "count", source("one, and three listed").pk, body=body)], by="reader:rules")

    (found,) = count_findings(home, today=date(2026, 1, 1))

    assert (found.agrees, found.listed, found.quiet) == (True, 3, False)


def test_rebuilding_gives_the_same_register(home: UUID, user: User) -> None:
    from jumelage.knowledge.partnerships import models, projection

    amiens = pair(home, municipality("Amiens", "FR"))
    page(user, "2020", (amiens, "kind", "partnership"), (amiens, "since", "1960"), (amiens, "status", "active"))
    decide(Op.REJECT, [Claim.objects.get(value="1960")], by=user, reason="why not")

    def everything() -> list[object]:
        tables = (Claim, models.Municipality, models.Partnership, models.CountedYears)
        return [
            sorted(map(repr, ({k: v for k, v in r.items() if k != "id"} for r in t.objects.values()))) for t in tables
        ]

    before = everything()
    projection.rebuild_all()

    assert everything() == before


def test_partners_take_the_same_number_of_queries_for_one_and_three(
    home: UUID, user: User, django_assert_num_queries: object
) -> None:
    def add(name: str) -> None:
        partnership = pair(home, municipality(name, "FR"))
        page(user, "2020", (partnership, "kind", "partnership"), (partnership, "status", "active"))

    add("Amiens")
    with django_assert_num_queries(3):  # type: ignore[operator]
        queries.partners_of(home, date(2026, 1, 1))
    add("Lille")
    add("Dijon")
    with django_assert_num_queries(3):  # type: ignore[operator]
        queries.partners_of(home, date(2026, 1, 1))


def test_counting_rule_as_known_is_the_rule_of_then(home: UUID, user: User) -> None:
    abroad = {"name": "partner cities abroad", "kinds": ["partnership"], "statuses": ["active"], "inland": False}
    mine = state_fact(home, "counting_rule", abroad, by=user, reason="council decision")
    then = LedgerHead.objects.get().seq
    decide(Op.REJECT, [mine], by=user, reason="repealed")

    assert queries.counting_rule(home).name == "partner cities"
    assert queries.counting_rule(home, as_known=then).name == "partner cities abroad"


def test_what_the_office_knows_holds_from_the_day_it_said_so(home: UUID, user: User) -> None:
    leeds = pair(home, municipality("Leeds", "GB"))
    for property_, value in (("kind", "partnership"), ("status", "active")):
        state_fact(leeds, property_, value, by=user, reason="from memory")

    today = Claim.objects.latest("seq").recorded_at.date()

    assert shown(home, today.isoformat()) == [("Leeds", "partnership", "active", True, True)]


def test_each_side_may_count_from_another_date(home: UUID, user: User) -> None:
    buffalo_city = municipality("Buffalo", "US")
    buffalo = pair(home, buffalo_city)
    ours, theirs = {"home": str(home)}, {"home": str(buffalo_city)}
    own_page(user, "city", (buffalo, "since", "1978-10"), **ours)
    own_page(user, "partner", (buffalo, "since", "1975"), **theirs)

    (conflict,) = conflicts(home)
    assert (conflict.between_sides, conflict.settled) == (True, False)
    state = queries.partners_of(home, date(2026, 1, 1)).states[0]
    assert {s.date: s.sides for s in state.record.starts} == {"1978-10": (str(home),), "1975": (str(buffalo_city),)}
    assert state.confirmed

    accept_and_prefer(list(conflict.sides[0].claims), by=user, reason="the deed of October 1978")

    assert conflicts(home)[0].settled
    state = queries.partners_of(home, date(2026, 1, 1)).states[0]
    assert [(s.date, s.shown) for s in state.record.starts] == [("1978-10", True), ("1975", False)]
    assert shown(home, "1976-01-01") == []


def own_page(user: User, source_class: str, *facts: tuple[UUID, str, object], home: str) -> Source:
    made = source()
    for subject, property_, value in facts:
        body = {"value": value, "evidence": [], "home": home}
        append([Draft(Op.ASSERT, subject, property_, made.pk, f"{value}/..", body=body)], by="reader:rules")
    state_fact(made.pk, "source_class", source_class, by=user, reason="", source=made.pk)
    accept_source(made.pk, by=user)
    return made


def test_what_the_press_or_one_side_says_confirms_nothing(home: UUID, user: User) -> None:
    lille = municipality("Lille", "FR")
    partnership = pair(home, lille)
    own_page(user, "city", (partnership, "since", "1960"), home=str(home))
    own_page(user, "press", (partnership, "since", "1960"), home=str(lille))

    assert not queries.partners_of(home, date(2026, 1, 1)).states[0].confirmed


def test_sources_are_asked_in_the_order_of_their_class(home: UUID, user: User) -> None:
    leeds = pair(home, municipality("Leeds", "GB"))
    for source_class, year in (("press", "1968"), ("retelling", "1970"), ("city", "1969")):
        own_page(user, source_class, (leeds, "since", year), home="")

    assert [side.value for side in conflicts(home)[0].sides] == ["1969", "1968", "1970"]
    state = queries.partners_of(home, date(2026, 1, 1)).states[0]
    begun = state.record.statuses.spans[1]
    assert (begun.start_min, begun.start_max) == (date(1968, 1, 1), date(1970, 12, 31))  # the class decides nothing
