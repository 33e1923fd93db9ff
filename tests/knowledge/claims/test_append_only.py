"""Nothing that was recorded can be changed, whichever way one tries."""

import pytest
from django.db import DatabaseError, connection, models, transaction
from factories import claim, municipality

from jumelage.core import guard
from jumelage.knowledge.claims.models import Entry, Identity, LedgerHead, Payload
from jumelage.knowledge.claims.verify import verify

pytestmark = pytest.mark.django_db

ENTRY_COLUMNS = "seq, recorded_at, actor, op, target_id, subject_id, property, source_id, period, start_min, start_max, end_min, end_max, payload_digest, prev_hash, hash"

SQL = {
    "update": "UPDATE claims_entry SET actor = 'me'",
    "delete": "DELETE FROM claims_entry WHERE seq = 2",
    "delete all": "DELETE FROM claims_entry",
    "payload update": "UPDATE claims_payload SET body = '{}'",
    "payload delete": "DELETE FROM claims_payload",
    "head back": "UPDATE claims_ledgerhead SET seq = 1",
    "head forged": "UPDATE claims_ledgerhead SET hash = 'x'",
    "head delete": "DELETE FROM claims_ledgerhead",
    "identity rekeyed": "UPDATE claims_identity SET key = 'geonames:1'",
    "identity deleted": "DELETE FROM claims_identity",
    "insert out of order": "INSERT INTO claims_entry SELECT 99, recorded_at, actor, op, target_id, subject_id, property, source_id, period, start_min, start_max, end_min, end_max, payload_digest, prev_hash, hash FROM claims_entry WHERE seq = 2",
    "insert unchained": "INSERT INTO claims_entry SELECT 3, recorded_at, actor, op, target_id, subject_id, property, source_id, period, start_min, start_max, end_min, end_max, payload_digest, 'x', hash FROM claims_entry WHERE seq = 2",
    "upsert": f"INSERT INTO claims_entry ({ENTRY_COLUMNS}) SELECT {ENTRY_COLUMNS} FROM claims_entry WHERE seq = 2 ON CONFLICT (seq) DO UPDATE SET actor = 'me'",
    "disguised upsert": "WITH x AS (SELECT 1) UPDATE claims_entry SET op = 'reject' WHERE seq = 2",
}
SQLITE = {
    "replace": f"REPLACE INTO claims_entry SELECT {ENTRY_COLUMNS} FROM claims_entry WHERE seq = 2",
    "insert or replace": f"INSERT OR REPLACE INTO claims_entry SELECT {ENTRY_COLUMNS} FROM claims_entry WHERE seq = 1",
    "update or replace": "UPDATE OR REPLACE claims_entry SET seq = 1 WHERE seq = 2",
    "drop trigger": "DROP TRIGGER guard_claims_entry_update",
    "drop table": "DROP TABLE claims_entry",
    "rename table": "ALTER TABLE claims_entry RENAME TO other",
    "drop column": "ALTER TABLE claims_entry DROP COLUMN period",
    "trigger that ignores": "CREATE TRIGGER mine BEFORE INSERT ON claims_entry BEGIN SELECT RAISE(IGNORE); END",
    "temporary trigger": "CREATE TEMP TRIGGER mine BEFORE UPDATE ON claims_entry BEGIN SELECT RAISE(IGNORE); END",
    "writable schema": "PRAGMA writable_schema = ON",
    "recursive triggers off": "PRAGMA recursive_triggers = OFF",
}
POSTGRESQL = {
    "truncate": "TRUNCATE claims_entry CASCADE",
    "drop trigger": "DROP TRIGGER guard_claims_entry_update ON claims_entry",
    "disable triggers": "ALTER TABLE claims_entry DISABLE TRIGGER ALL",
    "drop table": "DROP TABLE claims_entry CASCADE",
    "replication role": "SET session_replication_role = replica",
    "replace function": "CREATE OR REPLACE FUNCTION guard_claims_entry_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
}


@pytest.fixture
def recorded() -> None:
    claim(municipality(), "count", {"what": "partner cities", "value": 9})


def refused(sql: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except DatabaseError:
        return True
    return False


@pytest.mark.parametrize("sql", SQL.values(), ids=SQL)
def test_statement_is_refused(recorded: None, sql: str) -> None:
    assert refused(sql)
    assert verify().fault is None


@pytest.mark.parametrize("name", sorted({*SQLITE, *POSTGRESQL}))
def test_statement_of_this_database_is_refused(recorded: None, name: str) -> None:
    statements = SQLITE if connection.vendor == "sqlite" else POSTGRESQL
    if name not in statements:
        pytest.skip(f"not a statement of {connection.vendor}")

    assert refused(statements[name])
    assert verify().fault is None


@pytest.mark.parametrize(
    "change",
    [
        lambda: Entry.objects.filter(seq=1).update(actor="me"),
        lambda: Entry.objects.bulk_update(_renamed(Entry.objects.all()), ["actor"]),
        lambda: Entry.objects.get(seq=1).delete(),
        lambda: Entry.objects.get(seq=2).save(),
        lambda: Payload.objects.update(body="{}"),
        lambda: Identity.objects.update(type="source"),
        lambda: LedgerHead.objects.update(seq=0),
        lambda: Entry.objects.bulk_create(
            Entry.objects.all(), update_conflicts=True, update_fields=["actor"], unique_fields=["seq"]
        ),
    ],
    ids=["update", "bulk_update", "delete", "save", "payload", "identity", "head", "upsert"],
)
def test_orm_is_refused(recorded: None, change: object) -> None:
    with pytest.raises((DatabaseError, models.ProtectedError)), transaction.atomic():
        change()  # type: ignore[operator]

    assert verify().fault is None


def _renamed(entries: models.QuerySet[Entry]) -> list[Entry]:
    renamed = list(entries)
    for entry in renamed:
        entry.actor = "me"
    return renamed


def test_guards_are_all_there() -> None:
    assert guard.missing(connection) == []
