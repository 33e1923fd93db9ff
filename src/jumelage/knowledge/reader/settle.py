"""One claim a fact: of all that a page says of one partner, the best statement of each property."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from jumelage.core.edtf import DateError, parse
from jumelage.knowledge.reader.model import Claim, Evidence, Finding

SINGLE = ("kind", "status", "since", "until")
MOST_EVIDENCE = 4
CLEAR = 0.85
Key = tuple[object, object]


def settled(claims: Iterable[Claim]) -> tuple[list[Claim], list[Finding]]:
    """Claims merged and chosen, in reading order of their first appearance, with the conflicts found on the way."""
    groups: dict[tuple[Key, str], list[Claim]] = {}
    others: dict[object, Claim] = {}
    for claim in claims:
        if claim.property in SINGLE:
            groups.setdefault((_pair(claim), claim.property), []).append(claim)
        else:
            key = (claim.property, _pair(claim), repr(_bare(claim)))
            others[key] = _joined(others[key], claim) if key in others else claim
    pairs = list(dict.fromkeys(pair for pair, _ in groups))
    findings: list[Finding] = []
    found = [c for pair in pairs for c in _of_pair(pair, groups, pairs, findings)]
    rest = [_owned(c, found, list(others.values())) for c in others.values()]
    return [*(_refined(c, rest) for c in found), *rest], findings


def _owned(claim: Claim, facts: Sequence[Claim], others: Sequence[Claim]) -> Claim:
    """A signature told of no partner is that of the one relation that began in its year."""
    if claim.partner is not None or not _is_signing(claim):
        return claim
    begun = [c for c in facts if c.property == "since" and str(c.value)[:4] == _day(claim)[:4]]
    told = any(c.partner is not None and _is_signing(c) and _day(c)[:4] == _day(claim)[:4] for c in others)
    if len(begun) != 1 or told:
        return claim
    subject = tuple(e for e in begun[0].evidence if e.role == "subject")
    return replace(claim, home=begun[0].home, partner=begun[0].partner, evidence=claim.evidence + subject)


def _refined(claim: Claim, others: Sequence[Claim]) -> Claim:
    """The beginning as exactly as the signature that is told elsewhere."""
    if claim.property != "since":
        return claim
    signed = [c for c in others if _is_signing(c) and c.partner == claim.partner and ".event.signing." in c.rule]
    finer = [c for c in signed if len(_day(c)) > len(str(claim.value)) and _within(str(claim.value), _day(c))]
    return _joined(replace(claim, value=_day(finer[0])), replace(finer[0], score=0)) if finer else claim


def _is_signing(claim: Claim) -> bool:
    return not isinstance(claim.value, str) and claim.value.get("type") == "signing" and bool(claim.value["date"])


def _day(claim: Claim) -> str:
    return str(claim.value["date"]) if not isinstance(claim.value, str) else ""


def _pair(claim: Claim) -> Key:
    return claim.home.key if claim.home else None, claim.partner.key if claim.partner else None


def _bare(claim: Claim) -> object:
    if claim.property != "event" or isinstance(claim.value, str):
        return (
            claim.value
            if isinstance(claim.value, str)
            else sorted((k, str(v)) for k, v in claim.value.items() if k != "since_words")
        )
    return claim.value["type"], claim.value["date"]


def _joined(best: Claim, other: Claim) -> Claim:
    """The better of two equal claims with the evidence of both."""
    if other.score > best.score:
        best, other = other, best
    return _proved(best, [other])


def _proved(best: Claim, others: Sequence[Claim]) -> Claim:
    """The claim with its own evidence, and of the others' what says the value in other words, up to a few quotes."""
    proof = list(best.evidence)
    for evidence in (e for c in others for e in c.evidence if e.role == "value"):
        if len(proof) < MOST_EVIDENCE and evidence.quote not in {e.quote for e in proof}:
            proof.append(evidence)
    return replace(best, evidence=tuple(proof))


def _of_pair(
    pair: Key, groups: dict[tuple[Key, str], list[Claim]], pairs: Sequence[Key], findings: list[Finding]
) -> Iterator[Claim]:
    kind = _kind(groups.get((pair, "kind"), []), groups, pair, findings)
    if kind:
        yield kind
    status = _status(groups.get((pair, "status"), []))
    if status:
        yield status
    for name in ("since", "until"):
        if status and status.value == "planned":
            continue
        start = _since([c for c in groups.get((pair, name), []) if not (kind and _is_below(c, kind))])
        if start:
            yield start


def _is_below(start: Claim, kind: Claim) -> bool:
    """Whether a date is that of a letter of intent, for a relation that is more than a contact."""
    return ".since.lower." in start.rule and kind.value not in ("contact", "friendship")


def _best(claims: Sequence[Claim]) -> Claim:
    return _gathered(max(claims, key=lambda c: c.score), claims)


def _gathered(best: Claim, claims: Sequence[Claim]) -> Claim:
    """The best claim with the evidence of all that say the same."""
    return _proved(best, [c for c in claims if c is not best and c.value == best.value])


def _kind(
    claims: list[Claim], groups: dict[tuple[Key, str], list[Claim]], pair: Key, findings: list[Finding]
) -> Claim | None:
    """Friendship stands where the page sets it apart from partnership; a headline's friendship does not."""
    if not claims:
        return None
    by_value: dict[object, list[Claim]] = {}
    for claim in claims:
        by_value.setdefault(claim.value, []).append(claim)
    named = [c for c in claims if not c.rule.endswith("partnership.page")] or claims
    values = list(dict.fromkeys(c.value for c in named))
    chosen = _chosen([str(v) for v in values], named)
    if len(values) > 1:
        findings.append(_conflict(named))
    return _best([c for c in claims if c.value == chosen])


def _chosen(values: list[str], claims: Sequence[Claim]) -> str:
    """What is said of the partner itself goes before what a heading says of all; a lower kind needs that no partnership is
    said of it as clearly."""
    clear = [c for c in claims if c.score >= CLEAR]
    told = clear or list(claims)
    values = [v for v in values if any(c.value == v for c in told)]
    for lower in ("project", "contact"):
        if lower in values and not {"partnership", "friendship"} & set(values):
            return lower
    if "friendship" in values and "partnership" in values:
        apart = [c for c in clear if c.value == "friendship"]
        plain = [c for c in clear if c.value == "partnership"]
        return "friendship" if len(apart) >= len(plain) and apart else "partnership"
    return str(max(told, key=lambda c: c.score).value)


def _conflict(claims: Sequence[Claim]) -> Finding:
    values = list(dict.fromkeys(str(c.value) for c in claims))
    proof: list[Evidence] = [
        next(e for c in claims if c.value == v for e in c.evidence if e.role == "value") for v in values
    ]
    return Finding("conflict", claims[0].property, values[0], values[1:], None, tuple(proof), claims[0].partner)


RANK = {"ended": 3, "resting": 2, "planned": 1, "active": 0}


def _status(claims: list[Claim]) -> Claim | None:
    """A status that the page states goes before one that is only read off a list; an end before a rest before a plan."""
    if not claims:
        return None
    resumed = max((_where(c) for c in claims if ".event.resumption." in c.rule), default=-1)
    stated = [c for c in claims if not c.rule.endswith(".listed") and (c.value != "resting" or _where(c) > resumed)]
    best = max(stated or claims, key=lambda c: (RANK[str(c.value)], c.target is not None, c.score))
    return _gathered(best, [c for c in claims if c.value == best.value])


def _where(claim: Claim) -> int:
    return claim.evidence[0].start


def _since(claims: list[Claim]) -> Claim | None:
    """The best ground; the earliest of equal ones; then the most exact form of that date that the page gives."""
    if not claims:
        return None
    top = max(c.score for c in claims)
    first = min((c for c in claims if c.score == top), key=lambda c: str(c.value))
    finer = [
        c
        for c in claims
        if c.score >= 0.6 and str(c.value) != str(first.value) and _within(str(first.value), str(c.value))
    ]
    best = max([first, *finer], key=lambda c: (len(str(c.value)), c.score))
    return _gathered(best, claims)


def _within(coarse: str, fine: str) -> bool:
    try:
        return parse(coarse).contains(parse(fine))
    except DateError:
        return False
