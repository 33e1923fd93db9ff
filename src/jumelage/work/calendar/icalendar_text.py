"""Events as a calendar file (iCalendar, RFC 5545). Knows nothing of Django."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event, vText

PRODUCT = "-//Jumelage//Calendar//EN"
REREAD = timedelta(hours=6)  # when a program should look again

CONTROLS = dict.fromkeys({*range(32), 127} - {ord("\n")}, " ")  # no text may hold them


@dataclass(frozen=True, slots=True)
class Dated:
    """Something on a whole day. uid: the same for the same thing at every reading. changed: None where it is not known."""

    uid: str
    day: date
    title: str
    text: str
    url: str
    category: str
    changed: datetime | None = None


def calendar_text(name: str, events: Iterable[Dated], made_at: datetime) -> bytes:
    """made_at: the stamp of events of which no change is known, so that a calendar without a change is the same text."""
    calendar = Calendar()
    for key, value in {
        "prodid": PRODUCT,
        "version": "2.0",
        "calscale": "GREGORIAN",
        "x-wr-calname": vText(name),
    }.items():
        calendar.add(key, value)
    calendar.add("refresh-interval", REREAD, parameters={"VALUE": "DURATION"})
    for event in events:
        calendar.add_component(_event(event, made_at))
    text: bytes = calendar.to_ical()
    return text


def _event(dated: Dated, made_at: datetime) -> Event:
    event = Event()
    said = {
        "uid": f"{dated.uid}@jumelage",
        "dtstamp": dated.changed or made_at,
        "last-modified": dated.changed,
        "dtstart": dated.day,
        "dtend": dated.day + timedelta(days=1),
        "summary": dated.title.translate(CONTROLS),
        "description": dated.text.translate(CONTROLS),
        "url": dated.url,
        "categories": [dated.category],
        "transp": "TRANSPARENT",
    }
    for key, value in said.items():
        if value:
            event.add(key, value)
    return event
