"""The gate lets pass what the page's words carry, and nothing else."""

from dataclasses import replace

import pytest

from jumelage.knowledge.reader.gate import fault, passed
from jumelage.knowledge.reader.language import load
from jumelage.knowledge.reader.model import Claim, Evidence, PlaceRef

TEXT = (
    "Mit Amiens besteht seit 1960 eine Städtepartnerschaft, eine von elf Partnerstädten. "
    "Am 14. Mai 1960 wurde sie besiegelt. Die Ratsschule und das Lycée Thuillier verbindet eine Schulpartnerschaft."
)
AMIENS = PlaceRef("Amiens", "Amiens", "FR", 3037854)
SINCE = Claim(None, AMIENS, "since", "1960", "de.since.official.since", 0.9, (Evidence("value", 24, 28, "1960"),))
KIND = Claim(
    None,
    AMIENS,
    "kind",
    "partnership",
    "de.kind.partnership.staedtepartnerschaft",
    0.9,
    (Evidence("value", 34, 53, "Städtepartnerschaft"),),
)
COUNT = Claim(
    None,
    None,
    "count",
    {"what": "partner cities", "value": 11},
    "de.count",
    0.9,
    (Evidence("value", 64, 82, "elf Partnerstädten"),),
)


def value(quote: str) -> Evidence:
    start = TEXT.index(quote)
    return Evidence("value", start, start + len(quote), quote)


EVENT = Claim(
    None,
    AMIENS,
    "event",
    {"type": "signing", "date": "1960-05-14"},
    "de.event.signing.besiegelt",
    0.9,
    (value("besiegelt"), value("14. Mai 1960")),
)
LINK = Claim(
    None,
    AMIENS,
    "link",
    {"home_organisation": "Ratsschule", "partner_organisation": "Lycée Thuillier", "since": None},
    "de.link.partnership.schulpartnerschaft",
    0.9,
    (value("Schulpartnerschaft"), value("Ratsschule"), value("Lycée Thuillier")),
)


@pytest.mark.parametrize("claim", [SINCE, KIND, COUNT, EVENT, LINK], ids=["since", "kind", "count", "event", "link"])
def test_what_the_words_carry_passes(claim: Claim) -> None:
    assert fault(claim, TEXT, load("de")) is None


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        (replace(SINCE, value="1961"), "cannot be had"),
        (replace(SINCE, evidence=(Evidence("value", 25, 29, "1960"),)), "does not stand at 25"),
        (replace(SINCE, evidence=(Evidence("value", 24, 999, "1960"),)), "does not stand"),
        (replace(SINCE, evidence=(Evidence("subject", 4, 10, "Amiens"),)), "no words"),
        (replace(KIND, rule="de.kind.friendship.staedtefreundschaft"), "cannot be had"),
        (replace(COUNT, value={"what": "partner cities", "value": 12}), "cannot be had"),
        (replace(COUNT, value={"what": "friendship cities", "value": 11}), "cannot be had"),
        (replace(EVENT, value={"type": "signing", "date": "1961"}), "cannot be had"),
        (replace(EVENT, rule="de.event.renewal.erneuert"), "cannot be had"),
        (replace(SINCE, value="1960-05"), "cannot be had"),
        (replace(LINK, value={**dict(LINK.value), "partner_organisation": "Lycée Condorcet"}), "cannot be had"),
        (replace(KIND, evidence=(value("partnerschaft"),), rule="de.kind.partnership.partnerschaft"), "inside a word"),
    ],
)
def test_what_they_do_not_carry_is_dropped_with_a_reason(claim: Claim, reason: str) -> None:
    kept, dropped = passed([claim], TEXT, load("de"))

    assert kept == []
    assert reason in dropped[0].reason
