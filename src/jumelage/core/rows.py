"""Many rows at once: plain tuples and one prepared statement, where a model instance a row would cost most of the time."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Field, Model, QuerySet

SIZE = 5_000  # within what one statement may hold on either database

T = TypeVar("T")


def chunks(values: Iterable[T], size: int = SIZE) -> Iterator[list[T]]:
    """The values in lists of at most `size`, for statements that name each of them."""
    rest = iter(values)
    while chunk := list(islice(rest, size)):
        yield chunk


def select(found: "QuerySet[Any, Any]") -> Iterator[tuple[Any, ...]]:
    """The rows of a `values_list` of plain columns, a chunk at a time; what repeats from row to row is converted once."""
    compiler: Any = found.query.get_compiler(connection=connection)
    read = compiler.execute_sql(chunked_fetch=True, chunk_size=SIZE) or ()
    converters = _by_position(_reader(column[0].output_field) for column in compiler.select)
    for chunk in read:
        yield from _converted(chunk, converters)


def clear(table: type[Model]) -> None:
    """Deletes every row, without a look at what keys to it."""
    with connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM "{table._meta.db_table}"')  # noqa: S608  # a name from the models alone


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
    converters = _by_position(map(_writer, fields))
    with connection.cursor() as cursor:
        for chunk in chunks(rows):
            cursor.executemany(sql, list(_converted(chunk, converters)))


def _field(table: type[Model], attribute: str) -> Any:
    return next(field for field in table._meta.concrete_fields if field.attname == attribute)


Converter = Callable[[Any], Any]  # of a value that may be None


def _by_position(converters: Iterable[Converter | None]) -> dict[int, Converter]:
    return {position: convert for position, convert in enumerate(converters) if convert}


def _converted(rows: Sequence[Sequence[Any]], converters: dict[int, Converter]) -> Iterator[tuple[Any, ...]]:
    """Column by column, which is several times faster than row by row."""
    columns: list[Iterable[Any]] = list(zip(*rows, strict=True))
    for position, convert in converters.items():
        columns[position] = map(convert, columns[position])
    return zip(*columns, strict=True)


def _writer(field: "Field[Any, Any]") -> Converter | None:
    """What a value must become for this database; None where it can go as it is."""
    return (WRITERS if connection.vendor == "sqlite" else WRITERS_ANYWHERE).get(_kind(field))


def _reader(field: Any) -> Converter | None:
    """What a value of the database must become for us; None where it can stay as it came."""
    return (READERS if connection.vendor == "sqlite" else READERS_ANYWHERE).get(_kind(field))


def _kind(field: Any) -> str:
    while field.is_relation:
        field = field.target_field
    return str(field.get_internal_type())


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode  # the same value has the same bytes
_decode = json.JSONDecoder().raw_decode  # does not look for blanks before the value: there are none


def _json(value: Any) -> str | None:
    return None if value is None else _encode(value)


def _value(text: str | None) -> Any:
    return None if text is None else _decode(text)[0]


@lru_cache(maxsize=8192)
def _hex(value: UUID | None) -> str | None:
    return value.hex if value else None


@lru_cache(maxsize=8192)
def _uuid(text: str | None) -> UUID | None:
    return UUID(hex=text) if text else None


@lru_cache(maxsize=64)
def _written(moment: datetime | None) -> str | None:
    written: str | None = connection.ops.adapt_datetimefield_value(moment)
    return written


@lru_cache(maxsize=64)
def _moment(naive: datetime | None) -> datetime | None:
    """SQLite's driver gives moments without their zone, which is UTC."""
    return naive.replace(tzinfo=UTC) if naive else None


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


WRITERS_ANYWHERE: dict[str, Converter] = {"JSONField": _json}
WRITERS: dict[str, Converter] = {**WRITERS_ANYWHERE, "UUIDField": _hex, "DateTimeField": _written, "DateField": _text}
READERS_ANYWHERE: dict[str, Converter] = {"JSONField": _value}
READERS: dict[str, Converter] = {**READERS_ANYWHERE, "UUIDField": _uuid, "DateTimeField": _moment}
