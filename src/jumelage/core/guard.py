"""Tables that only grow: the database itself refuses what would change their past.

A room declares its tables with `protect` when it starts. After every migration the triggers are made anew, because Django
remakes a SQLite table on some changes and its triggers are lost with it. On SQLite every connection also refuses to drop
them; on PostgreSQL the role of the application has no right to change these tables at all.
"""

import sqlite3
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

NEVER = "FALSE"
PREFIX = "guard_"


@dataclass(frozen=True, slots=True)
class Guarded:
    """Conditions in SQL, over OLD and NEW, under which a row may be inserted, updated or deleted."""

    table: str
    insert_if: str | None = None
    update_if: str = NEVER
    delete_if: str = NEVER

    def conditions(self) -> dict[str, str]:
        all_three = {"insert": self.insert_if, "update": self.update_if, "delete": self.delete_if}
        return {verb: condition for verb, condition in all_three.items() if condition is not None}

    def trigger(self, verb: str) -> str:
        return f"{PREFIX}{self.table}_{verb}"


PROTECTED: dict[str, Guarded] = {}


def protect(table: str, **conditions: str) -> None:
    PROTECTED[table] = Guarded(table, **conditions)


# Installing


def install(connection: BaseDatabaseWrapper) -> None:
    """Makes the triggers (and on PostgreSQL the rights) of all protected tables that exist."""
    tables = set(connection.introspection.table_names())
    lift(connection)
    with connection.cursor() as cursor:
        for guarded in PROTECTED.values():
            if guarded.table in tables:
                for statement in STATEMENTS[connection.vendor](guarded):
                    cursor.execute(statement)
        if connection.vendor == "postgresql" and settings.AS_OWNER and settings.DATABASE_ROLE:
            for statement in _rights(settings.DATABASE_ROLE, tables):
                cursor.execute(statement)
    arm(connection)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the triggers that should be there and are not."""
    tables = set(connection.introspection.table_names())
    expected = [
        g.trigger(verb) for g in PROTECTED.values() if g.table in tables for verb in _verbs(g, connection.vendor)
    ]
    with connection.cursor() as cursor:
        cursor.execute(NAMES[connection.vendor], [f"{PREFIX}%"])
        found = {name for (name,) in cursor.fetchall()}
    return sorted(set(expected) - found)


NAMES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D' AND tgname LIKE %s",
}


def _verbs(guarded: Guarded, vendor: str) -> list[str]:
    return [*guarded.conditions(), *(["truncate"] if vendor == "postgresql" else [])]


def _sqlite(guarded: Guarded) -> list[str]:
    statements = []
    for verb, condition in guarded.conditions().items():
        name = guarded.trigger(verb)
        refusal = f"RAISE(ABORT, '{guarded.table} refuses this {verb}: it is a record that only grows')"
        statements += [
            f"DROP TRIGGER IF EXISTS {name}",
            f"CREATE TRIGGER {name} BEFORE {verb.upper()} ON {guarded.table} "
            f"WHEN NOT ({condition}) BEGIN SELECT {refusal}; END",
        ]
    return statements


def _postgresql(guarded: Guarded) -> list[str]:
    statements = []
    for verb, condition in (guarded.conditions() | {"truncate": NEVER}).items():
        name, scope = guarded.trigger(verb), "STATEMENT" if verb == "truncate" else "ROW"
        row = {"delete": "OLD", "truncate": "NULL"}.get(verb, "NEW")
        statements += [
            f"""CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF NOT ({condition}) THEN
                    RAISE EXCEPTION '{guarded.table} refuses this {verb}: it is a record that only grows';
                END IF;
                RETURN {row}; END $$""",
            f"DROP TRIGGER IF EXISTS {name} ON {guarded.table}",
            f"CREATE TRIGGER {name} BEFORE {verb.upper()} ON {guarded.table} FOR EACH {scope} EXECUTE FUNCTION {name}()",
        ]
    return statements


STATEMENTS = {"sqlite": _sqlite, "postgresql": _postgresql}


def _rights(role: str, tables: set[str]) -> list[str]:
    statements = [
        f'GRANT USAGE ON SCHEMA public TO "{role}"',
        f'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "{role}"',
        f'GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO "{role}"',
    ]
    for guarded in PROTECTED.values():
        denied = ["TRUNCATE"] + [
            verb.upper() for verb in ("update", "delete") if guarded.conditions().get(verb) == NEVER
        ]
        if guarded.table in tables:
            statements.append(f'REVOKE {", ".join(denied)} ON "{guarded.table}" FROM "{role}"')
    return statements


# SQLite's connections


ON_TABLES = (sqlite3.SQLITE_ALTER_TABLE, sqlite3.SQLITE_CREATE_TRIGGER, sqlite3.SQLITE_CREATE_TEMP_TRIGGER)


def _authorise(action: int, first: str | None, second: str | None, *_: Any) -> int:
    """Nobody drops a guard, puts another trigger before it, alters its table, or takes its conditions away."""
    drops = action == sqlite3.SQLITE_DROP_TRIGGER and (first or "").startswith(PREFIX)
    alters = action in ON_TABLES and second in PROTECTED
    unlocks = action == sqlite3.SQLITE_PRAGMA and first in ("writable_schema", "recursive_triggers") and second
    return sqlite3.SQLITE_DENY if drops or alters or unlocks else sqlite3.SQLITE_OK


def arm(connection: BaseDatabaseWrapper) -> None:
    if connection.vendor == "sqlite" and connection.connection is not None:
        connection.connection.set_authorizer(_authorise)


def lift(connection: BaseDatabaseWrapper) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        connection.connection.set_authorizer(None)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Only for migrations, which install them again."""
    lift(connection)
    with connection.cursor() as cursor:
        for guarded in PROTECTED.values():
            for verb in guarded.conditions():
                cursor.execute(f"DROP TRIGGER IF EXISTS {guarded.trigger(verb)}")


# Django's own signals; see apps.py


def on_connect(*, connection: BaseDatabaseWrapper, **_: Any) -> None:
    arm(connection)


def before_migration(*, using: str, **_: Any) -> None:
    """SQLite cannot remake a table that another table's trigger names, so they all go until the migration is done."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        remove(connection)


def after_migration(*, using: str, **_: Any) -> None:
    install(connections[using])
