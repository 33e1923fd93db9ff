"""Both readers' claims together. A claim of the rules is never replaced: it is borne out, or contradicted, or stands alone."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from jumelage.core.edtf import DateError, parse
from jumelage.core.text import fold
from jumelage.knowledge.reader.model import Claim, Evidence, Finding, Rejection
from jumelage.knowledge.reader.settle import MOST_EVIDENCE, SINGLE

BOTH = "rules+llm"
CONTRADICTING = 0.2
DATES = ("since", "until")


def alone(claims: Iterable[Claim]) -> tuple[list[Claim], list[Rejection]]:
    """What the second reader says of one thing as one claim, the finest date of those that agree; where it contradicts
    itself, none."""
    facts: dict[object, list[Claim]] = {}
    for claim in claims:
        facts.setdefault((_fact(claim), None if claim.property in SINGLE else _content(claim)), []).append(claim)
    kept: list[Claim] = []
    dropped: list[Rejection] = []
    for group in facts.values():
        finest = max(group, key=lambda c: len(str(c.value)))
        if all(_agree(claim, finest) for claim in group):
            kept.append(replace(finest, evidence=_together(finest, *group)))
        else:
            dropped += [Rejection(claim, "the second reader contradicts itself") for claim in group]
    return kept, dropped


def merged(rules: Sequence[Claim], second: Sequence[Claim]) -> tuple[list[Claim], list[Finding]]:
    """The rules' claims in their order, then what only the second reader says; a finding for each contradiction."""
    first = list(rules)
    more: list[Claim] = []
    findings: list[Finding] = []
    for claim in second:
        at = next((i for i, other in enumerate(rules) if _agree(other, claim)), None)
        clash = _clash(rules, claim) if at is None else None
        if at is not None:
            first[at] = _borne_out(first[at], claim)
        if clash:
            findings.append(_finding(clash, claim))
        if at is None or _is_finer(claim, rules[at]):
            more.append(replace(claim, score=CONTRADICTING) if clash else claim)
    return first + more, findings


def _borne_out(rules: Claim, second: Claim) -> Claim:
    """Halfway from its score to certainty, once, however often it is borne out."""
    score = rules.score if rules.reader == BOTH else round((1 + rules.score) / 2, 3)
    return replace(rules, reader=BOTH, score=score, evidence=_together(rules, second))


def _together(*claims: Claim) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(e for claim in claims for e in claim.evidence))[:MOST_EVIDENCE]


def _clash(rules: Sequence[Claim], claim: Claim) -> Claim | None:
    """The claim of the rules that cannot be true with this one."""
    return next((c for c in rules if claim.property in SINGLE and _fact(c) == _fact(claim)), None)


def _finding(rules: Claim, second: Claim) -> Finding:
    proof = tuple(next(e for e in claim.evidence if e.role == "value") for claim in (rules, second))
    return Finding("conflict", rules.property, rules.value, [second.value], None, proof, rules.partner)


def _agree(one: Claim, other: Claim) -> bool:
    if _fact(one) != _fact(other):
        return False
    if _content(one) == _content(other):
        return True
    if isinstance(one.value, str) or isinstance(other.value, str):
        return one.property in DATES and _nest(one.value, other.value)
    return (
        one.property == "event"
        and one.value["type"] == other.value["type"]
        and _nest(one.value["date"], other.value["date"])
    )


def _fact(claim: Claim) -> object:
    """What it is about: home, partner and property."""
    return claim.home and claim.home.key, claim.partner and claim.partner.key, claim.property


def _content(claim: Claim) -> object:
    """What it says, without spelling and without what is only told along with it."""
    value = claim.value
    if isinstance(value, str):
        return fold(value)
    if claim.property == "link":
        bodies = (value["home_organisation"], value["partner_organisation"])
        return value["relation"], frozenset(fold(str(body)) for body in bodies if body)
    names = {"event": ("type", "date"), "count": ("what", "value")}.get(claim.property, tuple(sorted(value)))
    return tuple(str(value[name]) for name in names)


def _nest(one: object, other: object) -> bool:
    """Whether one date lies within the other, so that both can be true; a step without a date agrees with any."""
    if not one or not other:
        return True
    try:
        first, second = parse(str(one)), parse(str(other))
    except DateError:
        return False
    return first.contains(second) or second.contains(first)


def _is_finer(claim: Claim, other: Claim) -> bool:
    return claim.property in DATES and len(str(claim.value)) > len(str(other.value))
