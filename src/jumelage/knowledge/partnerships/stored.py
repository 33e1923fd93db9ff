"""A record as it is stored: plain JSON, and back. What is empty is left out, so that a small record is small. Pure functions."""

from collections.abc import Callable, Iterable
from dataclasses import fields
from datetime import date
from functools import cache
from typing import Any, TypeVar

from jumelage.knowledge.partnerships.kinds import Kinds
from jumelage.knowledge.partnerships.record import Link, Milestone, Record, Start
from jumelage.knowledge.partnerships.timeline import DAYS, Span, Timeline

T = TypeVar("T")
Plain = dict[str, Any]
LISTS = {"starts": Start, "milestones": Milestone, "links": Link}


def plain(record: Record) -> Plain:
    made: Plain = {"kinds": _each(record.kinds.spans), "statuses": _each(record.statuses.spans)}
    made |= {name: _each(getattr(record, name)) for name in LISTS}
    made |= {"fields": record.fields, "sides": record.sides}
    return {name: rows for name, rows in made.items() if rows}


def record(stored: Plain) -> Record:
    lists: dict[str, Any] = {name: _all(kind, stored.get(name, ())) for name, kind in LISTS.items()}
    return Record(
        Kinds(_all(Span, stored.get("kinds", ()))),
        Timeline(_all(Span, stored.get("statuses", ()))),
        fields=tuple((value, tuple(claims)) for value, claims in stored.get("fields", ())),
        sides=tuple(stored.get("sides", ())),
        **lists,
    )


def _each(rows: Iterable[Any]) -> list[Plain]:
    return [{n: WRITE.get(n, _same)(v) for n in _names(row.__class__) if (v := getattr(row, n))} for row in rows]


def _all(kind: type[T], rows: Iterable[Plain]) -> tuple[T, ...]:
    return tuple(kind(**{n: READ.get(n, _tuple)(v) for n, v in row.items()}) for row in rows)


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _same(value: Any) -> Any:
    return value


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _stated_plain(pairs: Any) -> list[list[str | None]]:
    return [[day.isoformat() if day else None, text] for day, text in pairs]


def _stated(pairs: Any) -> tuple[tuple[date | None, str], ...]:
    return tuple((date.fromisoformat(day) if day else None, text) for day, text in pairs)


WRITE: dict[str, Callable[[Any], Any]] = {**dict.fromkeys(DAYS, date.isoformat), "stated": _stated_plain}
READ: dict[str, Callable[[Any], Any]] = {**dict.fromkeys(DAYS, date.fromisoformat), "stated": _stated}
