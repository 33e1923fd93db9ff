"""Reads entries of the ledger with what they say, for whoever tells the past again."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from jumelage.core import rows
from jumelage.knowledge.claims.actions.append import Recorded
from jumelage.knowledge.claims.actor import names, who
from jumelage.knowledge.claims.chain import Link, said
from jumelage.knowledge.claims.merging import Merges, merges
from jumelage.knowledge.claims.models import Entry, Op

NOTHING = "{}"


def recorded(which: Q | None = None, *, until: int | None = None) -> Iterator[Recorded]:
    """Entries in their order, up to and with `until`; one whose payload was redacted says nothing."""
    entries = Entry.objects.filter(which or Q())
    if until is not None:
        entries = entries.filter(seq__lte=until)
    found = entries.order_by("seq").values_list(*Link._fields, "payload__body")
    for row in rows.select(found):
        yield Recorded(Link(*row[:-1]), said(row[-1] or NOTHING))


def merges_until(seq: int | None = None) -> Merges:
    """What was one with what after entry `seq`; now, where it is None."""
    return merges(recorded(Q(op__in=[Op.MERGE, Op.SPLIT]), until=seq))


@dataclass(frozen=True, slots=True)
class Told:
    """One entry in words: `who` is a name or a part of the software."""

    recorded: Recorded
    who: str

    def plain(self) -> dict[str, Any]:
        entry = self.recorded.entry
        return {
            "seq": entry.seq, "recorded_at": entry.recorded_at.isoformat(), "by": self.who, "op": entry.op,
            "subject": str(entry.subject_id), "property": entry.property, "target": entry.target_id,
            "source": str(entry.source_id) if entry.source_id else None, "period": entry.period, **self.recorded.body,
        }  # fmt: skip

    @property
    def text(self) -> str:
        entry, body = self.recorded
        about = f" #{entry.target_id}" if entry.target_id else ""
        words = [str(body[name]) for name in ("value", "into", "from", "label") if body.get(name) is not None]
        line = (
            f"#{entry.seq} {entry.recorded_at:%Y-%m-%d %H:%M} {self.who}: {entry.op}{about} {entry.property}".rstrip()
        )
        return " ".join([line, *words]) + (f" ({body['reason']})" if body.get("reason") else "")


def told(subject: str) -> list[Told]:
    """The history of an identity with all that was merged into it, or of one claim (`#120`); nothing where there is none."""
    if subject.startswith("#") and subject[1:].isdecimal():
        which = Q(pk=int(subject[1:])) | Q(target=int(subject[1:]))
    else:
        try:
            lineage = merges_until().all_of([UUID(subject)])
        except ValueError:
            return []
        which = Q(subject__in=lineage)
    found = list(recorded(which))
    people = names({entry.actor for entry, _ in found})
    return [Told(one, who(one.entry.actor, one.body, people)) for one in found]
