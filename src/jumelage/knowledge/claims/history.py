"""Reads entries of the ledger with what they say, for whoever tells the past again."""

import json
from collections.abc import Iterator

from django.db.models import Q

from jumelage.core import rows
from jumelage.knowledge.claims.actions.append import Recorded
from jumelage.knowledge.claims.chain import Link
from jumelage.knowledge.claims.merging import Merges, merges
from jumelage.knowledge.claims.models import Entry, Op

NOTHING = "{}"


def recorded(which: Q | None = None, *, until: int | None = None) -> Iterator[Recorded]:
    """Entries in their order, up to and with `until`; one whose payload was redacted says nothing."""
    entries = Entry.objects.filter(which or Q())
    if until is not None:
        entries = entries.filter(seq__lte=until)
    found = entries.order_by("seq").values_list(*Link._fields, "payload__body")
    for row in found.iterator(chunk_size=rows.SIZE):
        yield Recorded(Link._make(row[:-1]), json.loads(row[-1] or NOTHING))


def merges_until(seq: int | None = None) -> Merges:
    """What was one with what after entry `seq`; now, where it is None."""
    return merges(recorded(Q(op__in=[Op.MERGE, Op.SPLIT]), until=seq))
