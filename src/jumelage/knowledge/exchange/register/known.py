"""Which entries this ledger has already, by the ids under which they are known everywhere. Reads only."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from jumelage.knowledge.claims.models import Entry, Op, Payload
from jumelage.knowledge.claims.origin import DIGITS, ORIGIN, REDACTED


def known_ids() -> dict[bytes, int]:
    """The number of each entry of this ledger, by the id under which it is known everywhere."""
    found = {bytes.fromhex(hash_[:DIGITS]): seq for seq, hash_ in Entry.objects.values_list("seq", "hash").iterator()}
    said = Payload.objects.filter(body__contains=f'"{ORIGIN}":{{').values_list("pk", "body")
    return found | dict(_elsewhere(said.iterator()))


def _elsewhere(payloads: Iterable[Any]) -> Iterator[tuple[bytes, Any]]:
    for seq, body in payloads:
        if origin := json.loads(body).get(ORIGIN):
            yield bytes.fromhex(origin["id"]), seq
    tombs = Payload.objects.filter(entry__op=Op.REDACT, body__contains=f'"{REDACTED}":{{')
    for target, body in tombs.values_list("entry__target", "body"):
        yield bytes.fromhex(json.loads(body)[REDACTED]["id"]), target
