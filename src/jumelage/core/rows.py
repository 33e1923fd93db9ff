"""Many rows at once: plain tuples and one prepared statement, where a model instance a row would cost most of the time."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Model

SIZE = 5_000  # within what one statement may hold on either database

T = TypeVar("T")


def chunks(values: Iterable[T], size: int = SIZE) -> Iterator[list[T]]:
    """The values in lists of at most `size`, for statements that name each of them."""
    rest = iter(values)
    while chunk := list(islice(rest, size)):
        yield chunk


def insert(table: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Inserts the rows; columns are the attributes of the model's fields (`source_id`), in the order of each row."""
    fields = [_field(table, column) for column in columns]
    names = ", ".join(f'"{field.column}"' for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    sql = f'INSERT INTO "{table._meta.db_table}" ({names}) VALUES ({marks})'  # noqa: S608  # names from the models alone
    _execute(sql, fields, rows)


def update(table: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Sets the columns of the rows with these keys; the primary key comes last in each row."""
    fields = [*(_field(table, column) for column in columns), table._meta.pk]
    settings = ", ".join(f'"{field.column}" = %s' for field in fields[:-1])
    sql = f'UPDATE "{table._meta.db_table}" SET {settings} WHERE "{fields[-1].column}" = %s'  # noqa: S608  # as above
    _execute(sql, fields, rows)


def _execute(sql: str, fields: Sequence[Any], rows: Iterable[Sequence[Any]]) -> None:
    converters = [(i, convert) for i, f in enumerate(fields) if (convert := _converter(f, connection))]
    with connection.cursor() as cursor:
        for chunk in chunks(rows):
            cursor.executemany(sql, [_converted(row, converters) for row in chunk])


def _field(table: type[Model], attribute: str) -> Any:
    return next(field for field in table._meta.concrete_fields if field.attname == attribute)


def _converted(row: Sequence[Any], converters: Sequence[tuple[int, Callable[[Any], Any]]]) -> list[Any]:
    converted = list(row)
    for position, convert in converters:
        if converted[position] is not None:
            converted[position] = convert(converted[position])
    return converted


def _converter(field: "Field[Any, Any]", database: BaseDatabaseWrapper) -> Callable[[Any], Any] | None:
    """What a value must become for this database; None where it can go as it is."""
    target: Any = field
    while target.is_relation:
        target = target.target_field
    kind = target.get_internal_type()
    if kind == "JSONField":
        return _json
    if database.vendor == "sqlite":
        adapt: dict[str, Callable[[Any], Any]] = {
            "UUIDField": lambda value: value.hex,
            "DateTimeField": database.ops.adapt_datetimefield_value,
            "DateField": str,
        }
        return adapt.get(kind)
    return None


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)  # the same value has the same bytes
