"""An officer's decisions written down in a TOML file, applied through the same verbs as in the office.

It names claims by source, partner, property and value, and holds no sentence of the pages:

    [[source]]                      # in any order; `file` is a name with * and ?
    file = "page-004*"
    published = "2023-10"           # EDTF; also class, title, retells
    reason = "names February 2023 as past and 2024 as to come"

    [[decision]]                    # before anything is accepted wholesale
    partner = "Zwickau"             # left out: claims on the home alone; source and value may be left out too
    property = "kind"
    value = "friendship"
    decide = "reject"               # accept, reject, prefer, deprecate, correct (then `to`)
    reason = "…"

    [accept]                        # everything still open of these sources
    sources = ["*"]
    reason = "…"
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from jumelage.accounts.models import User
from jumelage.core.text import fold
from jumelage.knowledge.claims.actions.decide import accept_source, correct, decide, state_fact
from jumelage.knowledge.claims.models import Claim, Op
from jumelage.knowledge.partnerships.models import Partnership
from jumelage.knowledge.sources.models import Source

SOURCE_FIELDS = {"published": "published", "class": "source_class", "title": "title", "retells": "retells"}
VERBS = {"accept": Op.ACCEPT, "reject": Op.REJECT, "prefer": Op.PREFER, "deprecate": Op.DEPRECATE, "correct": None}
ALLOWED = {
    "source": {"file", "reason", *SOURCE_FIELDS},
    "decision": {"source", "partner", "property", "value", "decide", "to", "reason"},
    "accept": {"sources", "reason"},
}


class DecisionsError(ValueError):
    """The file cannot be applied; the message says where and why."""


@dataclass(slots=True)
class Applied:
    """How many claims each verb touched."""

    counts: dict[str, int] = field(default_factory=dict)

    def add(self, verb: str, number: int) -> None:
        self.counts[verb] = self.counts.get(verb, 0) + number


def load_decisions(path: Path) -> dict[str, Any]:
    """Raises DecisionsError for a file that is not there, is not TOML, or says something unknown."""
    try:
        decisions = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DecisionsError(f"{path.name} cannot be read: {error}") from None
    for table, part in decisions.items():
        if table not in ALLOWED:
            raise DecisionsError(f"{path.name}: [{table}] is unknown; expected {', '.join(ALLOWED)}")
        if not isinstance(part, dict if table == "accept" else list):
            raise DecisionsError(f"{path.name}: write {'[accept]' if table == 'accept' else f'[[{table}]]'}")
        for entry in part if isinstance(part, list) else [part]:
            if unknown := set(entry) - ALLOWED[table]:
                raise DecisionsError(f"{path.name}: {', '.join(sorted(unknown))} is unknown in [[{table}]]")
    return decisions


def apply_decisions(decisions: dict[str, Any], *, home: UUID, sources: Iterable[Source], by: User) -> Applied:
    """All or nothing. A decision that names no claim is an error: the page or the reader has changed under it."""
    sources, applied = list(sources), Applied()
    with transaction.atomic():
        for entry in decisions.get("source", []):
            _describe(entry, sources, by, applied)
        for entry in decisions.get("decision", []):
            _decide(entry, home, sources, by, applied)
        wholesale = decisions.get("accept", {})
        for source in _matching(sources, wholesale.get("sources", [])):
            number = Claim.objects.open().filter(source=source).count()
            accept_source(source.pk, by=by, reason=wholesale.get("reason", ""))
            applied.add("accept", number)
    return applied


def _matching(sources: list[Source], patterns: list[str]) -> list[Source]:
    return [s for s in sources if any(fnmatch(s.location, pattern) for pattern in patterns)]


def _describe(entry: dict[str, Any], sources: list[Source], by: User, applied: Applied) -> None:
    found = _matching(sources, [entry.get("file", "")])
    if not found:
        raise DecisionsError(f"no page is named {entry.get('file')}")
    for source in found:
        for name, property_ in SOURCE_FIELDS.items():
            if name in entry:
                state_fact(source.pk, property_, entry[name], by=by, reason=entry.get("reason", ""), source=source.pk)
                applied.add("describe", 1)


def _decide(entry: dict[str, Any], home: UUID, sources: list[Source], by: User, applied: Applied) -> None:
    verb = entry.get("decide")
    if verb not in VERBS or "property" not in entry:
        raise DecisionsError(f"{verb!r} is no decision on a property; expected {', '.join(VERBS)}")
    claims = _claims(entry, home, sources)
    if not claims:
        raise DecisionsError(f"no claim fits {entry!r}")
    op = VERBS[verb]
    if op:
        decide(op, claims, by=by, reason=entry.get("reason", ""))
    else:
        for claim in claims:
            correct(claim, entry.get("to"), by=by, reason=entry.get("reason", ""))
    applied.add(verb, len(claims))


def _claims(entry: dict[str, Any], home: UUID, sources: list[Source]) -> list[Claim]:
    subjects = _partnerships_with(entry["partner"]) if "partner" in entry else [home]
    claims = Claim.objects.live().filter(subject__in=subjects, property=entry["property"]).order_by("seq")
    if "source" in entry:
        claims = claims.filter(source__in=_matching(sources, [entry["source"]]))
    return [claim for claim in claims if "value" not in entry or _fits(claim.value, entry["value"])]


def _fits(value: Any, wanted: Any) -> bool:
    """A table fits a value that has all of its parts."""
    if isinstance(wanted, dict) and isinstance(value, dict):
        return all(_fits(value.get(name), part) for name, part in wanted.items())
    return bool(value == wanted)


def _partnerships_with(name: str) -> list[UUID]:
    rows = Partnership.objects.select_related("one", "other")
    return [r.pk for r in rows if any(fold(p.label) == fold(name) for p in (r.one, r.other))]
