"""Which twinnings the register can state to Wikidata, and what it knows of Wikidata by imports. Reads only."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

from jumelage.core import edtf, rows
from jumelage.knowledge.claims.models import Claim
from jumelage.knowledge.claims.queries import SourceCard, source_cards
from jumelage.knowledge.claims.rules import SOURCE_CLASSES
from jumelage.knowledge.exchange.facts import ends_of, items_of
from jumelage.knowledge.exchange.known import WIKIDATA
from jumelage.knowledge.exchange.quickstatements.commands import UNKNOWN, LeftOut, Reference, Twinning
from jumelage.knowledge.exchange.quickstatements.theirs import Known, Theirs
from jumelage.knowledge.partnerships.models import Partnership
from jumelage.knowledge.partnerships.queries import TOGETHER, partners_of, register_on
from jumelage.knowledge.partnerships.state import Party, State
from jumelage.knowledge.sources.models import IMPORTED, Source

EXTRACTORS = tuple(prefix + name for prefix in ("", IMPORTED) for name in ("wikidata", "sparql"))
AT_SECOND_HAND = ("aggregator", "retelling")
TWINNED = "partnership"
RUNNING = frozenset({"active", "resting"})


class _Left(Exception):
    """A partnership is not stated; the message says why."""


def twinnings(of: UUID | None, day: date) -> Iterator[Twinning | LeftOut]:
    """Of a municipality, or of the whole register, as of the day; what cannot be stated comes with the reason."""
    states: Iterable[State] = partners_of(of, day).states if of else register_on(day)
    for chunk in rows.chunks(states, TOGETHER):
        teller = _Teller(chunk, day)
        for state in chunk:
            try:
                yield teller.twinning(state)
            except _Left as left:
                yield LeftOut(_name(state), str(left))


def _name(state: State) -> str:
    return f"{state.home.label} – {state.partner.label}"


class _Teller:
    def __init__(self, states: list[State], day: date) -> None:
        self.day = day
        self.items = items_of({party.id for state in states for party in (state.home, state.partner)})
        self.ends = ends_of([state.partnership for state in states if state.status == "ended"])
        claims = {claim for state in states for claim in _claims(state)} | {end.seq for end in self.ends.values()}
        self.sources = dict(Claim.objects.filter(pk__in=claims).exclude(source=None).values_list("pk", "source"))
        found = Source.objects.filter(pk__in=set(self.sources.values())).exclude(text__extractor__in=EXTRACTORS)
        self.cards = source_cards(found)

    def twinning(self, state: State) -> Twinning:
        self._refuse_unclear(state)
        one, other = self._item(state.home), self._item(state.partner)
        start = state.since.date if state.since and not state.since.inferred else ""
        pages = [self._reference(state.since.claims if start and state.since else _claims(state))]
        end = ""
        if state.status == "ended":
            claim = self.ends.get(state.partnership)
            end = claim.value if claim else UNKNOWN
            pages += [self._reference((claim.seq,) if claim else state.claims)]
        return Twinning(one, other, _name(state), start, end, tuple(dict.fromkeys(pages)))

    def _refuse_unclear(self, state: State) -> None:
        kinds, statuses = state.record.kinds.possible(self.day), state.record.statuses.possible(self.day)
        if state.kind != TWINNED:
            raise _Left(f"Its kind is {state.kind or 'not known'}; Wikidata's P190 is for twinnings.")
        if state.status == "planned":
            raise _Left("It is only planned.")
        if kinds != {TWINNED} or not (statuses <= RUNNING or statuses == {"ended"}):
            raise _Left("Its kind or its status is not certain.")
        starts = state.record.starts
        shown = next((start for start in starts if start.shown), None)
        others = [s.date for s in starts if shown and edtf.parse(s.date).disjoint(edtf.parse(shown.date))]
        if shown and others and not shown.preferred:
            raise _Left(f"It has several starts ({', '.join([shown.date, *others])}); prefer one in the office.")

    def _item(self, party: Party) -> str:
        ids = self.items.get(party.id, ())
        if len(ids) != 1:
            several = f"several ids ({', '.join(ids)})"
            raise _Left(f"{party.label} has {several if ids else 'no accepted id'} of Wikidata.")
        return ids[0]

    def _reference(self, claims: Iterable[int]) -> Reference:
        """The page of the first class that says so, the newest among equals."""
        cards = [self.cards[pk] for claim in claims if (pk := self.sources.get(claim)) in self.cards]
        pages = [card for card in cards if card.source.address and card.source_class not in AT_SECOND_HAND]
        if not pages:
            raise _Left("No page on the web says so but Wikidata itself or one that retells.")
        best = min(pages, key=lambda card: (_class(card), -card.source.retrieved_at.timestamp()))
        return Reference(str(best.source.address), best.source.retrieved_at.date(), best.published)


def _class(card: SourceCard) -> int:
    return SOURCE_CLASSES.index(card.source_class) if card.source_class in SOURCE_CLASSES else len(SOURCE_CLASSES)


def _claims(state: State) -> tuple[int, ...]:
    kinds = (claim for span in state.record.kinds.spans for claim in span.claims)
    return (*state.claims, *kinds, *(state.since.claims if state.since else ()))


def imported() -> Theirs:
    """What Wikidata said when it was imported last, whatever became of the claims here."""
    said = Claim.objects.filter(source__text__extractor__in=EXTRACTORS).exclude(property=WIKIDATA)
    newest: dict[str, tuple[UUID, UUID]] = {}
    values: dict[tuple[str, UUID], dict[str, Claim]] = defaultdict(dict)
    for claim in said.order_by("source__retrieved_at", "seq"):
        statement = claim.detail.get("statement", "")
        if statement and claim.source_id:
            newest[statement] = claim.source_id, claim.subject_id
            values[statement, claim.source_id][claim.property] = claim
    partners = _partners({subject for _, subject in newest.values()})
    found = Theirs()
    for statement, (source, subject) in newest.items():
        item = statement.partition("-")[0]
        for partner in partners.get(subject, frozenset()) - {item}:
            found.add(item, partner, _known(values[statement, source]))
    return found


def _partners(partnerships: set[UUID]) -> dict[UUID, frozenset[str]]:
    """The ids of Wikidata that were ever said of either side."""
    sides = {
        pk: (one, other)
        for some in rows.chunks(partnerships)
        for pk, one, other in Partnership.objects.filter(pk__in=some).values_list("pk", "one", "other")
    }
    items: dict[UUID, set[str]] = defaultdict(set)
    for pk, ids in items_of({party for pair in sides.values() for party in pair}).items():
        items[pk] |= set(ids)
    for pk, value in Claim.objects.filter(property=WIKIDATA).values_list("subject", "value"):
        items[pk].add(value)
    return {pk: frozenset(items[one] | items[other]) for pk, (one, other) in sides.items()}


def _known(claims: dict[str, Claim]) -> Known:
    start, end, status = (claims[name].value if name in claims else "" for name in ("since", "until", "status"))
    detail = next(iter(claims.values())).detail
    return Known(
        start, end, bool(end) or status == "ended", detail.get("rank") == "deprecated", bool(detail.get("references"))
    )
