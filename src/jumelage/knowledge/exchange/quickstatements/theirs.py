"""What Wikidata says of twinnings, as a file of it shows. Pure: no Django."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from jumelage.knowledge.exchange.formats import is_result, wikidata_json
from jumelage.knowledge.exchange.formats.entity import entities_in, read_entities
from jumelage.knowledge.exchange.formats.sparql import read_results
from jumelage.knowledge.exchange.formats.statements import TWINNED
from jumelage.knowledge.exchange.model import Reading, Told

Pair = tuple[str, str]
ITEM = re.compile(r"Q[1-9]\d{0,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Known:
    """One statement on P190. start and end are EDTF or empty; ended: it has an end, known or not."""

    start: str = ""
    end: str = ""
    ended: bool = False
    deprecated: bool = False
    referenced: bool = False


@dataclass(slots=True)
class Theirs:
    """statements by item and partner. covered: items of which all statements are shown; doubtful: items that a statement names
    which was not understood."""

    statements: dict[Pair, list[Known]] = field(default_factory=dict)
    covered: set[str] = field(default_factory=set)
    doubtful: set[str] = field(default_factory=set)

    def add(self, item: str, partner: str, known: Known) -> None:
        self.covered.add(item)
        self.statements.setdefault((item, partner), []).append(known)


def theirs_of(files: Iterable[bytes]) -> Theirs:
    """Out of entities or results of a query. Raises ImportRefused."""
    found = Theirs()
    for data in files:
        parsed = wikidata_json(data)
        if is_result(parsed):
            _note(found, read_results(parsed))
            continue
        entities = entities_in(parsed)
        found.covered |= entities.keys()
        if any(entity.get("claims", {}).get(TWINNED) for entity in entities.values()):
            _note(found, read_entities(parsed))
    return found


def _note(found: Theirs, reading: Reading) -> None:
    for told in reading.told:
        if told.one:
            found.add(told.one.wikidata, told.other.wikidata, _known(told))
    for problem in reading.problems:
        found.doubtful |= set(ITEM.findall(problem.words))


def _known(told: Told) -> Known:
    said: Mapping[str, str] = {one.property: one.value for one in told.said}
    end = said.get("until", "")
    ended = bool(end) or said.get("status") == "ended"
    return Known(said.get("since", ""), end, ended, bool(told.deprecated), bool(told.detail.get("references")))
