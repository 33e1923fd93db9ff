"""From a page to proposals: keep it, read it, and put what it says into the ledger for people to decide."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from jumelage.core.text import fold
from jumelage.knowledge.claims.actions.append import Draft, append
from jumelage.knowledge.claims.actions.identify import Wanted, identify, municipality, partnership
from jumelage.knowledge.claims.actor import SYSTEM, reader
from jumelage.knowledge.claims.comparison import compare
from jumelage.knowledge.claims.models import Claim, IdentityType, Op
from jumelage.knowledge.claims.rules import REPEATS, period_of
from jumelage.knowledge.claims.versions import repeats, statement_key, statements_of
from jumelage.knowledge.places import gazetteer, spelling
from jumelage.knowledge.reader.model import Claim as Read
from jumelage.knowledge.reader.model import Evidence, PlaceRef, Reading
from jumelage.knowledge.sources.actions import keep_source
from jumelage.knowledge.sources.extract import Document
from jumelage.knowledge.sources.load import Loaded
from jumelage.knowledge.sources.models import Source

Listed = Mapping[tuple[str, tuple[Evidence, ...]], dict[str, Any]]
"""How many a page lists itself where it states another count: by what is counted and the words that state it."""


class IngestRefused(ValueError):
    """The page is not taken in; the message is one sentence for people."""


@dataclass(frozen=True, slots=True)
class Ingested:
    """proposed: the claims that this page put into the ledger, none where it was known. known: those of them whose value
    another source had already given. conflicts: pairs of a proposed claim and one from before that cannot both be true.
    repeated: the numbers of the claims of the version before that this one says again."""

    source: Source
    is_new: bool
    reading: Reading
    proposed: Sequence[Claim] = ()
    known: Sequence[Claim] = ()
    conflicts: Sequence[tuple[Claim, Claim]] = ()
    repeated: Sequence[int] = ()


def ingest(loaded: Loaded, page: Document, reading: Reading, *, published: str | None = None, by: str) -> Ingested:
    """All or nothing, in one transaction. published is the page's date as the one who brings it knows it.

    Raises IngestRefused for a page that does not tell whose it is.
    """
    if reading.home is None:
        raise IngestRefused(f"{loaded.location}: whose page this is cannot be told; name the municipality with --home.")
    with transaction.atomic():
        kept = keep_source(
            data=loaded.data,
            media_type=loaded.media_type,
            page=page,
            location=loaded.location,
            origin=loaded.origin,
            title=reading.title or loaded.location,
            language=reading.language or "",
        )
        if not kept.is_new:
            date_source(kept.source, published, None, by)
            return Ingested(kept.source, False, reading)
        announce(kept.source, by)
        date_source(kept.source, published, reading.published, by)
        proposed = propose(kept.source, reading)
        beside = compare(proposed)
        repeated = repeats([kept.source.pk]).get(kept.source.pk, ())
    known = [claim for claim in proposed if beside[claim.seq].same]
    conflicts = [(claim, other) for claim in proposed for other in beside[claim.seq].clashing if other.seq < claim.seq]
    return Ingested(kept.source, True, reading, proposed, known, conflicts, repeated)


TITLE_TOWN = 10_000


def refuse_stranger(text: str, guess: Reading, *, home: str, geonameid: int | None) -> None:
    """Raises IngestRefused for a page that can be another municipality's: it never names ours; the title names another and
    not ours; or the reader, told nothing (guess), reads it as another's alone, as one's that it names more often, or as
    somebody's who counts ours among the partners."""
    ours = _named(text, home, geonameid)
    if not ours:
        raise IngestRefused(f"This page never names {home}; to take it in as another's, say whose it is with --home.")
    title = guess.title or ""
    homes = [claim.home for claim in guess.claims if claim.home]
    others = [place for place in (guess.home, *homes) if place and not _is(place, home, geonameid)]
    alone = others[0].label if homes and len(others) >= len(homes) else ""
    other = next((p.label for p in others if _named(text, p.name, p.geonameid) > ours), "") or alone
    if not other and not _named(title, home, geonameid):
        other = next((p.label for p in others if _named(title, p.name, p.geonameid)), "") or _town_in(title)
    if other:
        raise IngestRefused(
            f"This page can be {other}'s, not {home}'s; say whose it is: --home {home!r} or --home {other!r}."
        )
    partners = [claim.partner for claim in guess.claims if claim.partner]
    if any(_is(p, home, geonameid) for p in partners) and not any(_is(place, home, geonameid) for place in homes):
        raise IngestRefused(
            f"This page counts {home} among the partners of somebody it does not clearly name; say whose it is:"
            f" --home {home!r}, or --home with the other's name."
        )


def _is(place: PlaceRef, home: str, geonameid: int | None) -> bool:
    return (place.geonameid or fold(place.label)) == (geonameid or fold(home))


def _town_in(title: str) -> str:
    """A town that a title names as one: a word with a capital, not the first, that the gazetteer knows as a larger town."""
    for word in re.findall(r"(?<=\s)[^\W\d_][\w´’'-]{3,}", title):
        places = gazetteer.lookup(word) if word[0].isupper() else []
        if places and places[0].population >= TITLE_TOWN:
            return places[0].name
    return ""


def _named(text: str, name: str, geonameid: int | None) -> int:
    """How often the place is named, by the most frequent of its names; an ending may follow."""
    names = {spelling.key(name)} | set(gazetteer.names(geonameid) if geonameid else ())
    plain = spelling.key(text)
    return max(len(re.findall(rf"(?<!\w){re.escape(n)}\w{{0,3}}(?!\w)", plain)) for n in names if len(n) > 2)


@transaction.atomic
def propose(source: Source, reading: Reading) -> list[Claim]:
    """The readers' claims as entries, each naming the words of the frozen text that carry it.

    One batch for each reader, for it is the reader who speaks; what two readers say goes before what one says alone. What the
    version before said as well is not proposed again, but noted in one entry.
    """
    by_reader: dict[str, list[Read]] = {}
    for claim in (claim for claim in reading.claims if claim.home):
        by_reader.setdefault(claim.reader, []).append(claim)
    names = sorted(by_reader, key=lambda name: "+" not in name)
    listed = {(f.what, f.evidence): {"count": f.listed, "complete": f.complete} for f in reading.findings}
    before = statements_of(source.follows) if source.follows else {}
    proposed: list[Draft] = []
    again: dict[int, Draft] = {}
    for name in names:
        drafts = _drafts(source, by_reader[name], listed, by=reader(name))
        again |= {before[key]: draft for draft in drafts if (key := _key(draft)) in before}
        new = [draft for draft in drafts if _key(draft) not in before]
        append(new, by=reader(name)) if new else None
        proposed += new
    append([_repeats(source, again)], by=SYSTEM) if again else None
    return list(Claim.objects.filter(seq__in=[draft.seq for draft in proposed]).order_by("seq"))


def _drafts(source: Source, claims: Sequence[Read], listed: Listed, *, by: str) -> list[Draft]:
    subjects = _subjects(claims, by)
    drafts = [_draft(claim, *subjects[_parties(claim)], source, listed) for claim in claims]
    for evidence in (e for draft in drafts for e in draft.body["evidence"]):
        if source.text.text[evidence["start"] : evidence["end"]] != evidence["quote"]:
            raise IngestRefused(f"{source.location}: a quote does not stand in the text: {evidence!r}")
    return drafts


def _key(draft: Draft) -> str:
    return statement_key(draft.subject, draft.property, draft.body["value"], draft.period, draft.body)


def _repeats(source: Source, again: Mapping[int, Draft]) -> Draft:
    evidence = [{"claim": seq, **span} for seq, draft in again.items() for span in draft.body["evidence"]]
    return Draft(Op.ASSERT, source.pk, REPEATS, source.pk, body={"value": sorted(again), "evidence": evidence})


def announce(source: Source, by: str) -> None:
    """Makes a new source known in the ledger."""
    facts = {
        "location": source.location,
        "title": source.title,
        "document": source.text.document_id,
        "text": source.text.sha256,
        "retrieved_at": source.retrieved_at.isoformat(),
        "follows": str(source.follows_id) if source.follows_id else None,
    }
    identify({f"source:{source.pk}": Wanted(IdentityType.SOURCE, facts, source.pk)}, by=by)


def date_source(source: Source, given: str | None, read: str | None, by: str) -> None:
    """What the page says of its date is a proposal; what the bringer says is decided, once."""
    said = Claim.objects.accepted().filter(subject=source.pk, property="published", value=given)
    if given and not said.exists():
        draft = Draft(Op.ASSERT, source.pk, "published", source.pk, body={"value": given})
        append([draft, Draft(Op.ACCEPT, source.pk, "published", source.pk, target=draft)], by=by)
    elif read and not given:
        append([Draft(Op.ASSERT, source.pk, "published", source.pk, body={"value": read})], by=reader("rules"))


def _parties(claim: Read) -> tuple[str, str | None]:
    assert claim.home
    return municipality(claim.home)[0], municipality(claim.partner)[0] if claim.partner else None


def _subjects(claims: Sequence[Read], by: str) -> dict[tuple[str, str | None], tuple[UUID, UUID]]:
    """The identities that each pair of parties is about (their partnership, or the home alone), and of the home."""
    places = dict(municipality(place) for claim in claims for place in (claim.home, claim.partner) if place)
    ids = identify(places, by=by)
    pairs = {_parties(claim) for claim in claims}
    wanted = {pair: partnership(ids[pair[0]], ids[pair[1]]) for pair in pairs if pair[1]}
    found = identify(dict(wanted.values()), by=by) if wanted else {}
    return {p: (found[wanted[p][0]] if p in wanted else ids[p[0]], ids[p[0]]) for p in pairs}


def _draft(claim: Read, subject: UUID, home: UUID, source: Source, listed: Listed) -> Draft:
    value = claim.value if isinstance(claim.value, str) else dict(claim.value)
    what = str(value.get("what", "")) if isinstance(value, dict) else ""
    said: dict[str, Any] = {
        "scope": claim.scope,
        "target": claim.target,
        "reported_by": claim.reported_by,
        "inferred": claim.inferred or None,
        "rule": claim.rule,
        "score": round(claim.score, 3),
        "home": str(home),
        "names": [place.name for place in (claim.home, claim.partner) if place],
        "listed": listed.get((what, claim.evidence)),
    }
    evidence = [{"role": e.role, "start": e.start, "end": e.end, "quote": e.quote} for e in claim.evidence]
    body = {"value": value, "evidence": evidence} | {name: part for name, part in said.items() if part is not None}
    period = period_of(claim.property, value, claim.period)
    return Draft(Op.ASSERT, subject, claim.property, source.pk, period, body=body)
