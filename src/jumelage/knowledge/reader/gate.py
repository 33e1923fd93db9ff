"""The gate: a quote stands in the text exactly, and the value can be had from the quote again; all else is dropped and counted."""

from collections.abc import Iterable

from jumelage.knowledge.reader.cues import cues
from jumelage.knowledge.reader.language import Language
from jumelage.knowledge.reader.model import Claim, Rejection
from jumelage.knowledge.reader.numbers import value_of
from jumelage.knowledge.reader.sentences import flattened, sentences

LONGEST = 300
UNQUOTED = ("listed", "page")


def passed(claims: Iterable[Claim], text: str, language: Language) -> tuple[list[Claim], list[Rejection]]:
    """The claims that pass, and those that do not with the reason."""
    kept: list[Claim] = []
    dropped: list[Rejection] = []
    for claim in claims:
        reason = fault(claim, text, language)
        if reason:
            dropped.append(Rejection(claim, reason))
        else:
            kept.append(claim)
    return kept, dropped


def fault(claim: Claim, text: str, language: Language) -> str | None:
    """Why the claim may not pass; None where it may."""
    for e in claim.evidence:
        if not 0 <= e.start < e.end <= len(text) or text[e.start : e.end] != e.quote:
            return f"the quote {e.quote[:40]!r} does not stand at {e.start}"
    values = [e.quote for e in claim.evidence if e.role == "value"]
    if not values or any(not v.strip() or len(v) > LONGEST for v in values):
        return "no words of 1 to 300 characters carry the value"
    return None if _derivable(claim, values, language) else f"{claim.value!r} cannot be had from {values!r}"


def _derivable(claim: Claim, quotes: list[str], language: Language) -> bool:
    if claim.property in ("since", "until"):
        return claim.inferred or any(str(claim.value)[:4] in quote for quote in quotes)
    if claim.property == "count" and not isinstance(claim.value, str):
        return any(_holds_number(quote, claim.value["value"], language) for quote in quotes)
    if claim.property in ("kind", "status"):
        return any(_holds_cue(quote, claim, language) for quote in quotes)
    return True


def _holds_number(quote: str, value: object, language: Language) -> bool:
    words = quote.lower().replace("-", " ").split()
    figures = "".join(c for c in quote if c.isdigit())
    return (
        figures == str(value)
        or any(w.isdigit() and int(w) == value for w in words)
        or any(value_of(w, language) == value for w in words)
    )


def _holds_cue(quote: str, claim: Claim, language: Language) -> bool:
    low = flattened(quote)
    found = {c.rule for s in sentences(low, low, 0, len(low)) for c in cues(s, language)}
    rule = claim.rule.split(".", 1)[1]
    if rule.endswith((".listed", ".page")):
        return any(r.startswith(("kind.", "bond.")) for r in found)
    return rule in found
