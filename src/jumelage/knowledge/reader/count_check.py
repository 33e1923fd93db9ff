"""A stated count against what the page itself lists."""

from collections.abc import Sequence
from dataclasses import replace

from jumelage.knowledge.reader.model import Claim, Finding

KINDS = {
    "partner cities": "partnership",
    "friendship cities": "friendship",
    "project partnerships": "project",
    "contacts": "contact",
}
LIVE = ("active", "resting")


def count_findings(claims: Sequence[Claim], incomplete: bool) -> list[Finding]:
    """One finding a stated count that differs from the number of partners listed; none where the page lists too few to judge."""
    found = []
    for claim in claims:
        if claim.property == "count" and not isinstance(claim.value, str):
            what, stated = str(claim.value["what"]), claim.value["value"]
            listed = len(_listed(claims, KINDS.get(what, "")))
            if listed >= 3 and listed != stated:
                found.append(Finding("count", what, stated, listed, not incomplete, claim.evidence))
    return found


def with_includes(claims: Sequence[Claim]) -> list[Claim]:
    """A count that the page's own list bears out names whom it takes in."""
    return [_including(c, claims) if c.property == "count" else c for c in claims]


def _including(claim: Claim, claims: Sequence[Claim]) -> Claim:
    assert not isinstance(claim.value, str)
    listed = _listed(claims, KINDS.get(str(claim.value["what"]), ""))
    if len(listed) != claim.value["value"] or claim.value["includes"]:
        return claim
    names = list(dict.fromkeys(c.partner.label for c in claims if c.partner and c.partner.key in listed))
    return replace(claim, value={**claim.value, "includes": names})


def _listed(claims: Sequence[Claim], kind: str) -> set[object]:
    live = {c.partner.key for c in claims if c.property == "status" and c.value in LIVE and c.partner}
    return {
        c.partner.key
        for c in claims
        if c.property == "kind" and c.value == kind and c.partner and c.partner.key in live
    }
