"""The gate, for the claims of every reader: a quote stands in the text exactly, and the value can be had from the quote
again with the language's own words; all else is dropped and counted."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from jumelage.core.edtf import DateError, parse
from jumelage.knowledge.reader.claims.counts import WHAT
from jumelage.knowledge.reader.cues import cues
from jumelage.knowledge.reader.dates import dates
from jumelage.knowledge.reader.language import Language
from jumelage.knowledge.reader.model import Claim, Property, Rejection
from jumelage.knowledge.reader.numbers import value_of
from jumelage.knowledge.reader.sentences import WORD, flattened, sentences

LONGEST = 300


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
        if is_torn(text, e.start, e.end):
            return f"the quote {e.quote[:40]!r} begins or ends inside a word"
    values = [e.quote for e in claim.evidence if e.role == "value"]
    if not values or any(not v.strip() or len(v) > LONGEST for v in values):
        return "no words of 1 to 300 characters carry the value"
    derivable = DERIVABLE[claim.property](claim, values, language)
    return None if derivable else f"{claim.value!r} cannot be had from {values!r}"


def is_torn(text: str, start: int, end: int) -> bool:
    """Whether a span begins or ends inside a word: `ruht` in `beruht` says nothing."""
    return _are_joined(text[max(0, start - 1) : start + 1]) or _are_joined(text[end - 1 : end + 1])


def _are_joined(two: str) -> bool:
    return len(two) == 2 and two.isalnum()


def _has_cue(claim: Claim, quotes: Sequence[str], language: Language) -> bool:
    return any(_holds_cue(quote, claim, language) for quote in quotes)


def _holds_cue(quote: str, claim: Claim, language: Language) -> bool:
    found = _rules(quote, language)
    rule = claim.rule.split(".", 1)[1]
    if rule.endswith((".listed", ".page")):
        return any(r.startswith(("kind.", "bond.", "label.")) for r in found)
    return rule in found


@lru_cache(maxsize=4096)
def _rules(quote: str, language: Language) -> frozenset[str]:
    """The rules whose cues the quote holds."""
    low = flattened(quote)
    return frozenset(c.rule for s in sentences(low, low, 0, len(low)) for c in cues(s, language))


def _has_date(claim: Claim, quotes: Sequence[str], language: Language) -> bool:
    """What is inferred says so, and an officer weighs it; all else stands in the quote, as exactly or more so."""
    return claim.inferred or _hold_date(str(claim.value), quotes, language)


def _hold_date(value: str, quotes: Sequence[str], language: Language) -> bool:
    try:
        wanted = parse(value)
        return any(wanted.contains(parse(edtf)) for quote in quotes for edtf in _dates(quote, language))
    except DateError:
        return False


@lru_cache(maxsize=4096)
def _dates(quote: str, language: Language) -> tuple[str, ...]:
    low = flattened(quote)
    found = (d for s in sentences(low, low, 0, len(low)) for d in dates(low, low, s, language))
    return tuple(d.edtf for d in found if d.edtf)


def _has_event(claim: Claim, quotes: Sequence[str], language: Language) -> bool:
    """An anniversary that is told by an age alone has no cue of its own."""
    date = None if isinstance(claim.value, str) else claim.value["date"]
    told = claim.rule.endswith(".age") or _has_cue(claim, quotes, language)
    return told and (date is None or claim.inferred or _hold_date(str(date), quotes, language))


def _has_link(claim: Claim, quotes: Sequence[str], language: Language) -> bool:
    """The tie by its word, the bodies and the year as they are written."""
    value = {} if isinstance(claim.value, str) else claim.value
    names = [
        value.get(k) for k in ("home_organisation", "partner_organisation", "since_words" if value.get("since") else "")
    ]
    return _has_cue(claim, quotes, language) and all(any(str(n) in q for q in quotes) for n in names if n)


def _has_count(claim: Claim, quotes: Sequence[str], language: Language) -> bool:
    value = {} if isinstance(claim.value, str) else claim.value
    words = _counted(str(value.get("what")), language)
    return any(_holds_number(q, value.get("value"), language) and not words.isdisjoint(_words(q)) for q in quotes)


def _counted(what: str, language: Language) -> frozenset[str]:
    """The words for what is counted; in a sentence on partners a bare word for towns will do."""
    named = [word for name, meant in WHAT.items() if meant == what for word in language.words[name]]
    return frozenset(named) | language.among("towns")


def _words(quote: str) -> set[str]:
    return set(WORD.findall(flattened(quote)))


def _holds_number(quote: str, value: object, language: Language) -> bool:
    words = quote.lower().replace("-", " ").split()
    figures = "".join(c for c in quote if c.isdigit())
    return (
        figures == str(value)
        or any(w.isdecimal() and int(w) == value for w in words)
        or any(value_of(w, language) == value for w in words)
    )


def _has_title(claim: Claim, quotes: Sequence[str], language: Language) -> bool:
    return not isinstance(claim.value, str) and any(str(claim.value["title"]) in quote for quote in quotes)


DERIVABLE: dict[Property, Callable[[Claim, Sequence[str], Language], bool]] = {
    "kind": _has_cue,
    "status": _has_cue,
    "since": _has_date,
    "until": _has_date,
    "event": _has_event,
    "link": _has_link,
    "count": _has_count,
    "field": _has_cue,
    "membership": _has_cue,
    "project": _has_title,
}
