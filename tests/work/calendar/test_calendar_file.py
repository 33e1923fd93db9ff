"""The text of a calendar against the rules of RFC 5545, and read again by a parser."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from jumelage.work.calendar.icalendar_text import Dated, calendar_text

MADE = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
CHANGED = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
JUBILEE = Dated("a-60", date(2029, 5, 14), "60 years", "since 1969", "https://city.example/d/", "Anniversary", CHANGED)


def events(text: bytes) -> list[Event]:
    return list(Calendar.from_ical(text).walk("VEVENT"))


def lines(text: bytes) -> list[str]:
    return text.decode().split("\r\n")


def test_event_is_a_whole_day_that_blocks_nobody_and_rings_for_nobody() -> None:
    said = lines(calendar_text("Office", [JUBILEE], MADE))

    assert said[said.index("BEGIN:VEVENT") : said.index("END:VEVENT")] == [
        "BEGIN:VEVENT",
        "SUMMARY:60 years",
        "DTSTART;VALUE=DATE:20290514",
        "DTEND;VALUE=DATE:20290515",
        "DTSTAMP:20260304T050607Z",
        "UID:a-60@jumelage",
        "CATEGORIES:Anniversary",
        "DESCRIPTION:since 1969",
        "LAST-MODIFIED:20260304T050607Z",
        "TRANSP:TRANSPARENT",
        "URL:https://city.example/d/",
    ]


def test_calendar_says_who_made_it_and_when_to_look_again() -> None:
    said = lines(calendar_text("Dortmund, Amt; \\", [], MADE))

    assert (said[0], said[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])
    assert {"VERSION:2.0", "PRODID:-//Jumelage//Calendar//EN", "REFRESH-INTERVAL;VALUE=DURATION:PT6H"} <= set(said)
    assert r"X-WR-CALNAME:Dortmund\, Amt\; \\" in said


def test_event_of_unknown_change_is_stamped_with_the_address_s_day_and_stays_the_same_text() -> None:
    unknown = Dated("a", date(2029, 1, 1), "t", "", "https://city.example/", "Task")

    first, again = (calendar_text("Office", [unknown], MADE) for _ in range(2))

    assert first == again
    assert (events(first)[0]["DTSTAMP"].dt, "LAST-MODIFIED" in events(first)[0]) == (MADE, False)


def test_characters_that_no_calendar_may_hold_become_blanks() -> None:
    odd = Dated("a", date(2029, 1, 1), "a\x07b\rc", "one\ntwo\x00", "https://city.example/", "Task", CHANGED)

    found = events(calendar_text("Office", [odd], MADE))[0]

    assert (str(found["SUMMARY"]), str(found["DESCRIPTION"])) == ("a b c", "one\ntwo ")


@given(
    st.text(st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from(",;\\\n\"':é日"), min_size=1, max_size=300)
)
def test_words_come_back_as_they_were_and_no_line_is_longer_than_75_octets(words: str) -> None:
    words = words.strip() or "x"
    made = Dated("a", date(2028, 2, 29), words, words, "https://city.example/", "Task", CHANGED)

    text = calendar_text(words, [made], MADE)

    assert max(map(len, text.split(b"\r\n"))) <= 75
    assert b"\n" not in text.replace(b"\r\n", b"")
    found = events(text)[0]
    assert (str(found["SUMMARY"]), str(found["DESCRIPTION"])) == (words, words)
    assert found["DTEND"].dt - found["DTSTART"].dt == timedelta(days=1)
