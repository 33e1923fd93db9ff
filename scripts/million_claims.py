"""Makes the register that `./run bench register` measures: the same municipalities, partnerships and claims each time.

Everything goes through the actions that readers, importers and people use; only salts and times differ from one to the next.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID, uuid5

from jumelage.accounts.models import User
from jumelage.core import rows
from jumelage.knowledge.claims.actions.append import Draft, append
from jumelage.knowledge.claims.actions.decide import accept_source, decide
from jumelage.knowledge.claims.actions.identify import Wanted, identify, municipality, partnership
from jumelage.knowledge.claims.actions.ingest import announce, date_source
from jumelage.knowledge.claims.models import Claim, Op
from jumelage.knowledge.claims.rules import period_of
from jumelage.knowledge.places import gazetteer, store
from jumelage.knowledge.sources.actions import keep_source
from jumelage.knowledge.sources.extract import extract
from jumelage.knowledge.sources.models import Source

CLAIMS_EACH = 5
PARTNERS_EACH = 20
PARTNERSHIPS_A_SOURCE = 1_000
NAMESPACE = UUID("6c1f52a4-4a2b-4b86-9c5c-0d6a3f2f9f10")
LARGEST = "SELECT geonameid FROM places ORDER BY population DESC, geonameid LIMIT ?"
FIELDS = ("schools", "culture", "sport", "economy", "science", "youth", "climate", "administration")
EVERY_SO_OFTEN = {Op.REJECT: 83, Op.DEPRECATE: 89, Op.PREFER: 97}  # of so many claims people judge one


@dataclass(frozen=True, slots=True)
class Town:
    name: str
    country: str
    geonameid: int
    lat: float
    lon: float
    label: str = ""


Parties = tuple[tuple[UUID, Town], tuple[UUID, Town]]


def build(claims: int, by: User) -> None:
    """Fills an empty register; `by` decides."""
    pairs = list(_pairs(claims // CLAIMS_EACH))
    towns = _towns(max(map(max, pairs)) + 1)
    for number, some in enumerate(rows.chunks(pairs, PARTNERSHIPS_A_SOURCE)):
        _page(number, [(towns[one], towns[other]) for one, other in some], by)


def _pairs(number: int) -> Iterator[tuple[int, int]]:
    """Towns on a ring, each with ten of those behind it: so every one has twenty partners."""
    steps = [step * step for step in range(1, PARTNERS_EACH // 2 + 1)]
    size = max(number // len(steps), 2 * max(steps) + 1)
    return islice(((town, (town + step) % size) for town in range(size) for step in steps), number)


def _towns(number: int) -> list[tuple[UUID, Town]]:
    """The largest of the gazetteer, made known to the ledger."""
    places = [gazetteer.place(geonameid) for (geonameid,) in store.query(LARGEST, (number,))]
    towns = [Town(p.name, p.country, p.geonameid, p.lat, p.lon) for p in places if p]
    known = [municipality(town) for town in towns]
    ids = identify({key: Wanted(w.type, w.facts, uuid5(NAMESPACE, key)) for key, w in known}, by="bench")
    return [(ids[key], town) for (key, _), town in zip(known, towns, strict=True)]


def _page(number: int, pairs: Sequence[Parties], by: User) -> None:
    """A list of partnerships with its date, proposed, accepted as a whole, a few claims judged one by one."""
    known = [partnership(one, other) for (one, _), (other, _) in pairs]
    ids = identify({key: Wanted(w.type, w.facts, uuid5(NAMESPACE, key)) for key, w in known}, by="bench")
    chance = random.Random(number)
    said = [(ids[key], parties, _said(chance)) for (key, _), parties in zip(known, pairs, strict=True)]
    lines = [
        f"{one.name} – {other.name}: {'; '.join(words for *_, words in facts)}"
        for _, ((_, one), (_, other)), facts in said
    ]
    source = _kept(number, "\n".join(lines))
    date_source(source, str(1990 + number % 35), None, "bench")
    append(list(_drafts(source, said, lines)), by="bench")
    accept_source(source.pk, by=by, reason="bench")
    for op, often in EVERY_SO_OFTEN.items():
        decide(
            op,
            [c for c in Claim.objects.filter(source=source).exclude(property="published") if c.seq % often == 0],
            by=by,
            reason="bench",
        )


def _kept(number: int, text: str) -> Source:
    page = extract(text.encode(), media_type="text/plain")
    name = f"list-{number}.txt"
    kept = keep_source(
        data=text.encode(), media_type="text/plain", page=page, location=name, origin=name, title=name, language="en"
    )
    announce(kept.source, "bench")
    return kept.source


def _said(chance: random.Random) -> list[tuple[str, Any, str]]:
    """Property, value and words of the five claims on one partnership."""
    year = chance.randint(1950, 2015)
    day = f"{year}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    kind = chance.choices(("partnership", "friendship", "project", "contact"), (80, 10, 6, 4))[0]
    ending = ("until", str(year + chance.randint(3, 30))) if chance.random() < 0.1 else ("field", chance.choice(FIELDS))
    status = chance.choices(("active", "resting"), (92, 8))[0]
    signing = {"type": "signing", "date": day}
    facts = (("kind", kind), ("since", str(year)), ("status", status), ("event", signing), ending)
    return [(name, value, f"signed on {day}" if name == "event" else f"{name} {value}") for name, value in facts]


def _drafts(
    source: Source, said: Iterable[tuple[UUID, Parties, list[tuple[str, Any, str]]]], lines: Sequence[str]
) -> Iterator[Draft]:
    begin = 0
    for (subject, ((home, one), (_, other)), facts), line in zip(said, lines, strict=True):
        for name, value, words in facts:
            at = begin + line.index(words)
            evidence = [{"role": "value", "start": at, "end": at + len(words), "quote": words}]
            body = {"value": value, "evidence": evidence, "home": str(home), "names": [one.name, other.name]}
            yield Draft(Op.ASSERT, subject, name, source.pk, period_of(name, value, None), body=body)
        begin += len(line) + 1
