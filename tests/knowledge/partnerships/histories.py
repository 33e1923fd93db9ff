"""Histories of a register, made up: what sources say, and what people decide, merge, split and redact. Each has towns of its own."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from factories import officer
from hypothesis import strategies as st
from partial_dates import intervals, partial_dates, points

from jumelage.accounts.models import User
from jumelage.accounts.roles import Role
from jumelage.knowledge.claims.actions.append import Draft, append
from jumelage.knowledge.claims.actions.decide import DecisionRefused, accept_source, correct, decide, state_fact
from jumelage.knowledge.claims.actions.identify import Wanted, identify, partnership
from jumelage.knowledge.claims.actions.merge import MergeRefused
from jumelage.knowledge.claims.actions.redact import redact
from jumelage.knowledge.claims.models import Claim, IdentityType, Op
from jumelage.knowledge.claims.rules import period_of
from jumelage.knowledge.partnerships.actions import merge_municipalities, split_municipality, split_partner_off
from jumelage.knowledge.places.gazetteer import Place
from jumelage.knowledge.sources.models import Document, FrozenText, Source

PARTNERS, SOURCES = 2, 3
FIRST, LAST = date(1985, 1, 1), date(1996, 12, 31)
REFUSALS = (DecisionRefused, MergeRefused)

# What is said, and done

dates = points(FIRST, LAST, "?~")
whole_dates = partial_dates(FIRST, LAST, "?~")
spells = st.one_of(st.just(""), st.just(""), points(FIRST, LAST, ""), intervals(FIRST, LAST, "~"))
partner_numbers = st.integers(0, PARTNERS - 1)
source_numbers = st.integers(0, SOURCES - 1)
claim_numbers = st.integers(0, 11)


@dataclass(frozen=True)
class Fact:
    partner: int
    property: str
    value: Any
    period: str = ""
    detail: dict[str, str] = field(default_factory=dict)


def chosen(*values: str) -> st.SearchStrategy[str]:
    return st.sampled_from(values)


events = st.fixed_dictionaries(
    {"type": chosen("suspension", "resumption", "termination", "signing", "renewal", "visit"), "date": whole_dates},
    optional={"planned": st.booleans()},
)
details = st.fixed_dictionaries({}, optional={"scope": chosen("official", "all"), "target": points(FIRST, LAST, "")})
facts = st.one_of(
    st.builds(
        Fact, partner_numbers, st.just("kind"), chosen("partnership", "partnership", "friendship", "project"), spells
    ),
    st.builds(
        Fact, partner_numbers, st.just("status"), chosen("active", "resting", "planned", "ended"), spells, details
    ),
    st.builds(Fact, partner_numbers, st.just("since"), whole_dates),
    st.builds(Fact, partner_numbers, st.just("until"), whole_dates),
    st.builds(Fact, partner_numbers, st.just("event"), events),
)


@dataclass
class Told:
    """One history as it is told: its identities, its sources, and the claims so far."""

    home: UUID
    partners: list[UUID]
    partnerships: list[UUID]
    sources: list[UUID]
    number: int
    by: User
    claims: list[int] = field(default_factory=list)

    def claim(self, number: int) -> Claim | None:
        """None where there is none yet, or nothing is left of it."""
        if not self.claims:
            return None
        return Claim.objects.filter(pk=self.claims[number % len(self.claims)]).first()


Step = "Callable[[Told], None] | Saying"


@dataclass(frozen=True)
class Saying:
    """A page says something; what pages say in one turn is read in one batch."""

    source: int
    facts: list[Fact]

    def drafts(self, told: Told) -> list[Draft]:
        source = told.sources[self.source]
        return [
            Draft(Op.ASSERT, told.partnerships[f.partner], f.property, source, period_of(f.property, f.value, f.period),
                  body={"value": f.value, "evidence": [], **f.detail})
            for f in self.facts
        ]  # fmt: skip


def know(told: Told, *, fact: Fact) -> None:
    made = state_fact(
        told.partnerships[fact.partner], fact.property, fact.value, by=told.by, reason="known", period=fact.period
    )
    told.claims.append(made.seq)


def accept_all(told: Told, *, source: int) -> None:
    accept_source(told.sources[source], by=told.by)


def put_date(told: Told, *, source: int, published: str, read: bool) -> None:
    """What was read on the page is only proposed."""
    subject = told.sources[source]
    if read:
        append([Draft(Op.ASSERT, subject, "published", subject, body={"value": published})], by="reader:rules")
    else:
        state_fact(subject, "published", published, by=told.by, reason="", source=subject)


def judge(told: Told, *, op: Op, number: int) -> None:
    if claim := told.claim(number):
        decide(op, [claim], by=told.by, reason="so decided")


def amend(told: Told, *, number: int, fact: Fact) -> None:
    if (claim := told.claim(number)) and claim.property == fact.property:
        told.claims.append(correct(claim, fact.value, by=told.by, reason="misread").seq)


def join(told: Told, *, one: int, into: int) -> None:
    merge_municipalities(told.partners[one], told.partners[into], by=told.by, reason="one town")


def part(told: Told, *, one: int) -> None:
    split_municipality(told.partners[one], by=told.by, reason="two towns")


def split_off(told: Told, *, number: int) -> None:
    """A claim turns out to be about a town that had not been named."""
    if claim := told.claim(number):
        place = Place(900_000_000 + told.number, f"Other town {told.number}", "FR", "", 48.0, 2.0, 1000)
        split_partner_off([claim], told.home, place, by=told.by, reason="mixed up")


def take_away(told: Told, *, number: int) -> None:
    if claim := told.claim(number):
        redact([claim.seq], by=told.by, reason="asked for")


def step(action: Callable[..., None], **arguments: st.SearchStrategy[Any]) -> st.SearchStrategy["Step"]:
    return st.fixed_dictionaries(arguments).map(lambda given: partial(action, **given))


decisions = st.sampled_from([Op.ACCEPT, Op.REJECT, Op.WITHDRAW, Op.PREFER, Op.PREFER, Op.DEPRECATE])
saying = st.builds(Saying, source_numbers, st.lists(facts, min_size=1, max_size=4))
accepting = step(accept_all, source=source_numbers)
dating = step(put_date, source=source_numbers, published=whole_dates, read=st.booleans())
steps = st.one_of(
    saying, accepting, accepting, dating,
    step(know, fact=facts),
    step(judge, op=decisions, number=claim_numbers),
    step(judge, op=decisions, number=claim_numbers),
    step(amend, number=claim_numbers, fact=facts),
    step(join, one=partner_numbers, into=partner_numbers),
    step(part, one=partner_numbers),
    step(split_off, number=claim_numbers),
    step(take_away, number=claim_numbers),
)  # fmt: skip
openings = st.tuples(saying, saying, dating, accepting, accepting)


def histories(longest: int) -> st.SearchStrategy[list[Step]]:
    """Two pages are read, one is dated, some of it is accepted; then whatever comes."""
    return st.builds(lambda first, then: [*first, *then], openings, st.lists(steps, min_size=1, max_size=longest))


# Telling them


def tell(together: Sequence[Sequence[Step]]) -> None:
    """All of them into one register, in turns; what is refused on the way is no part of the history."""
    told = begun(len(together))
    for turn in range(max(map(len, together), default=0)):
        now = [(one, history[turn]) for one, history in zip(told, together, strict=True) if turn < len(history)]
        read([(one, step) for one, step in now if isinstance(step, Saying)])
        for one, step in now:
            if not isinstance(step, Saying):
                with suppress(*REFUSALS):
                    step(one)


def read(said: Sequence[tuple[Told, Saying]]) -> None:
    drafts = [(one, draft) for one, saying in said for draft in saying.drafts(one)]
    append([draft for _, draft in drafts], by="reader:rules")
    for one, draft in drafts:
        one.claims.append(draft.seq)


def begun(number: int) -> list[Told]:
    """So many homes with their partners and sources, made known to the ledger."""
    by = officer(role=Role.HEAD)
    towns = [f"{name} {n}" for n in range(number) for name in ("Home", *(f"Partner {p}" for p in range(PARTNERS)))]
    ids = list(identify({f"place:DE/{town}": _town(town) for town in towns}, by="system").values())
    groups = [ids[at : at + 1 + PARTNERS] for at in range(0, len(ids), 1 + PARTNERS)]
    pairs = [partnership(home, partner) for home, *partners in groups for partner in partners]
    made = list(identify(dict(pairs), by="system").values())
    sources = _sources(number * SOURCES)
    return [
        Told(home, partners, made[n * PARTNERS :][:PARTNERS], sources[n * SOURCES :][:SOURCES], n, by)
        for n, (home, *partners) in enumerate(groups)
    ]


def _town(label: str) -> Wanted:
    return Wanted(IdentityType.MUNICIPALITY, {"label": label, "country": "DE"})


def _sources(number: int) -> list[UUID]:
    """One in three was retrieved before all that is told of."""
    digests = [uuid4().hex * 2 for _ in range(number)]
    Document.objects.bulk_create(Document(sha256=d, size=1, media_type="text/plain") for d in digests)
    texts = FrozenText.objects.bulk_create(
        FrozenText(document_id=d, extractor="text", version="1", text="", sha256=d) for d in digests
    )
    sources = Source.objects.bulk_create(
        Source(
            text=text, location="page", title="page", retrieved_at=datetime(2020 - 30 * (n % 3 == 2), 6, 1, tzinfo=UTC)
        )
        for n, text in enumerate(texts)
    )
    wanted = {f"source:{s.pk}": Wanted(IdentityType.SOURCE, {"location": "page"}, s.pk) for s in sources}
    return list(identify(wanted, by="system").values())
