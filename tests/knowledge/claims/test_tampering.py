"""Whoever can write to the file, past every trigger, changes the ledger: verify finds each change.

`SEED` makes the run repeatable; a change that is not found says what it was.
"""

import os
import random
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from factories import claim, municipality, officer, pair, source

from jumelage.accounts.roles import Role
from jumelage.core import guard
from jumelage.knowledge.claims import anchors, chain
from jumelage.knowledge.claims.actions.decide import accept_source, decide
from jumelage.knowledge.claims.actions.redact import redact
from jumelage.knowledge.claims.anchors import Anchor
from jumelage.knowledge.claims.chain import Link
from jumelage.knowledge.claims.models import Claim, Op
from jumelage.knowledge.claims.verify import verify

KEYS = {"claims_entry": "seq", "claims_payload": "entry_id", "claims_ledgerhead": "id"}
ENTRY = ", ".join(Link._fields)


@pytest.fixture
def ledger(committed_db: str) -> Anchor:
    """Entries of every kind on a file without its guards, and where it stood."""
    if connection.vendor != "sqlite":
        pytest.skip("the application's role cannot do this on PostgreSQL")
    head, page = officer(role=Role.HEAD), source()
    subject = pair(municipality(), municipality("Amiens", "FR"))
    made = [claim(subject, "since", str(1960 + n), source=page, period=f"{1960 + n}/..") for n in range(24)]
    decide(Op.REJECT, made[:3], by=head, reason="misread")
    accept_source(page.pk, by=head)
    decide(Op.PREFER, list(Claim.objects.filter(pk=made[5].pk)), by=head, reason="the deed")
    redact([made[7].pk, made[9].pk], by=head, reason="asked for")
    guard.remove(connection)
    run("PRAGMA foreign_keys = OFF")
    assert verify().fault is None
    return anchors.current()


def run(sql: str, *values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


def numbers(table: str) -> list[int]:
    return [number for (number,) in run(f"SELECT {KEYS[table]} FROM {table} ORDER BY 1")]


# Ways to change it; each says what it did


def flip(chance: random.Random) -> str:
    """One byte of one column of one row becomes another."""
    table = chance.choice([*["claims_entry"] * 6, *["claims_payload"] * 3, "claims_ledgerhead"])
    column = chance.choice([name for _, name, *_ in run(f"PRAGMA table_info({table})") if name != "id"])
    row = chance.choice(numbers(table))
    ((old,),) = run(f"SELECT CAST({column} AS BLOB) FROM {table} WHERE {KEYS[table]} = %s", row)
    kind = run(f"SELECT typeof({column}) FROM {table} WHERE {KEYS[table]} = %s", row)[0][0]
    new = _flipped(old or b"", kind, chance)
    run(f"UPDATE OR REPLACE {table} SET {column} = CAST(%s AS TEXT) WHERE {KEYS[table]} = %s", new, row)
    return f"{table}.{column} of {row}: {old!r} became {new!r}"


def _flipped(old: bytes, kind: str, chance: random.Random) -> bytes:
    if kind == "integer":
        return str(int(old) ^ 1 << chance.randrange(20)).encode()
    if not old:
        return (
            b"0" if kind == "text" or chance.random() < 0.5 else b""
        )  # what was empty or null is so no more, or otherwise
    at = chance.randrange(len(old))
    return old[:at] + bytes([old[at] ^ chance.randrange(1, 256)]) + old[at + 1 :]


def insert(chance: random.Random) -> str:
    """A copy of an entry or a payload under another number, with the right hash or with its own."""
    seq, new = chance.choice(numbers("claims_entry")), chance.choice([-1, 0, 0, *range(200, 220)])
    if chance.random() < 0.3:
        run("INSERT INTO claims_payload SELECT %s, salt, body FROM claims_payload LIMIT 1", new)
        return f"a payload for #{new}"
    link = _link(seq)._replace(seq=new)
    _write(link if chance.random() < 0.5 else link._replace(hash=chain.entry_hash(link)), "INSERT")
    return f"#{seq} once more as #{new}"


def delete(chance: random.Random) -> str:
    table = chance.choice([*["claims_entry"] * 4, *["claims_payload"] * 4, "claims_ledgerhead"])
    row = chance.choice(numbers(table))
    run(f"DELETE FROM {table} WHERE {KEYS[table]} = %s", row)
    return f"{row} of {table} is gone"


def reorder(chance: random.Random) -> str:
    """Two entries, or the words of two, change places; perhaps with new hashes for both."""
    one, other = chance.sample(numbers(table := chance.choice(["claims_entry", "claims_payload"])), 2)
    key = KEYS[table]
    for old, new in ((one, -7), (other, one), (-7, other)):
        run(f"UPDATE {table} SET {key} = %s WHERE {key} = %s", new, old)
    if table == "claims_entry" and chance.random() < 0.5:
        for seq in (one, other):
            _write(_link(seq)._replace(hash=chain.entry_hash(_link(seq))), "REPLACE")
    return f"{one} and {other} of {table} changed places"


def cut(chance: random.Random) -> str:
    """The tail goes, and the head says that this was all."""
    last = chance.choice(numbers("claims_entry")[:-1])
    run("DELETE FROM claims_payload WHERE entry_id > %s", last)
    run("DELETE FROM claims_entry WHERE seq > %s", last)
    _put_head()
    return f"cut behind #{last}"


def rewrite(chance: random.Random) -> str:
    """From some entry on everything is chained anew, as if it had been so from the start."""
    seqs = numbers("claims_entry")
    first = chance.choice(seqs)
    run("UPDATE claims_entry SET actor = 'somebody else' WHERE seq = %s", first)
    before = _link(first).prev_hash
    for seq in seqs[first - 1 :]:
        link = _link(seq)._replace(prev_hash=before)
        before = chain.entry_hash(link)
        _write(link._replace(hash=before), "REPLACE")
    _put_head()
    return f"chained anew from #{first} on"


def _link(seq: int) -> Link:
    return Link._make(
        run(
            f"SELECT {ENTRY.replace('recorded_at', 'CAST(recorded_at AS TEXT)')} FROM claims_entry WHERE seq = %s", seq
        )[0]
    )


def _write(link: Link, verb: str) -> None:
    run(f"{verb} INTO claims_entry ({ENTRY}) VALUES ({', '.join(['%s'] * len(link))})", *link)


def _put_head() -> None:
    run(
        "UPDATE claims_ledgerhead SET (seq, hash, recorded_at) = (SELECT seq, hash, recorded_at FROM claims_entry ORDER BY seq DESC LIMIT 1)"
    )


WAYS: list[Callable[[random.Random], str]] = [flip, flip, flip, insert, delete, reorder, cut, rewrite]


@pytest.mark.parametrize("number", [300, pytest.param(5_000, marks=[pytest.mark.long, pytest.mark.timeout(3600)])])
def test_every_change_is_found(number: int, ledger: Anchor) -> None:
    seed = os.environ.get("SEED") or os.urandom(4).hex()
    chance = random.Random(seed)
    for turn in range(number):
        way = WAYS[turn % len(WAYS)]
        with transaction.atomic():
            done = way(chance)
            verdict = verify([ledger] if way in (cut, rewrite) else [])
            transaction.set_rollback(True)
        assert verdict.fault, f"SEED={seed} turn {turn}, {way.__name__}: {done}"
    assert verify([ledger]).fault is None
