"""Tables as lines of JSON: the columns' values in order, one row a line."""

import base64
import json
from collections.abc import Iterable, Iterator
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps.registry import Apps
from django.db.models import Model

from jumelage.core import rows

Table = type[Model]

# Made anew by every installation, or over with it.
LEFT_OUT = {
    "contenttypes.ContentType",
    "auth.Permission",
    "auth.Group_permissions",
    "sessions.Session",
    "usersessions.UserSession",
}
NOT_IN_JSON = {"UUIDField", "DateTimeField", "DateField", "TimeField", "BinaryField", "DecimalField", "DurationField"}


def tables(apps: Apps) -> list[Table]:
    """All that a backup holds, by the names of their tables."""
    models = (m for m in apps.get_models(include_auto_created=True) if m._meta.label not in LEFT_OUT)
    return sorted((m for m in models if m._meta.managed and not m._meta.proxy), key=lambda m: m._meta.db_table)


def columns(table: Table) -> list[str]:
    return [field.attname for field in table._meta.concrete_fields]


def lines(table: Table) -> Iterator[list[bytes]]:
    """Many together, in the order of their keys: a ledger's entry comes after the one before it."""
    found = table._base_manager.order_by("pk").values_list(*columns(table))
    yield from rows.chunks(_encode(row).encode() + b"\n" for row in rows.select(found))


def fill(table: Table, names: list[str], written: Iterable[bytes]) -> int:
    """Puts these rows in place of all that the table has; returns how many there were."""
    kinds = {field.attname: field for field in table._meta.concrete_fields}
    convert = {at: kinds[name].to_python for at, name in enumerate(names) if _kind(kinds[name]) in NOT_IN_JSON}
    count = 0

    def read() -> Iterator[list[Any]]:
        nonlocal count
        for count, line in enumerate(written, 1):  # noqa: B007  # how many there were
            row = json.loads(line)
            for at, to_python in convert.items():
                row[at] = to_python(row[at])
            yield row

    rows.clear(table)  # of what the migrations put there
    rows.insert(table, names, read())
    return count


def _kind(field: Any) -> str:
    while field.is_relation:
        field = field.target_field
    return str(field.get_internal_type())


def _plain(value: Any) -> str:
    """What JSON has no word for, as the field's `to_python` reads it again."""
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    if isinstance(value, date | time):  # a moment is a date too
        return value.isoformat()
    if isinstance(value, UUID | Decimal | timedelta):
        return str(value)
    raise TypeError(f"A backup has no words for {type(value).__name__}.")


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain).encode
