"""One partnership: its key facts, its course, its organisations."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from jumelage.core import edtf
from jumelage.core.datewords import iso
from jumelage.faces import words
from jumelage.faces.marks import Marks
from jumelage.knowledge.partnerships.record import Link, Milestone, Start
from jumelage.knowledge.partnerships.state import Party, State
from jumelage.knowledge.partnerships.timeline import Span

LONGEST_TEXT = 400
FOUNDING = ("signing", "proclamation")


def shown_name(party: Party) -> str:
    """The name in the reader's language where sources have one, else the main name."""
    return party.name(words.language())


def doubt(state: State) -> str:
    """In plain words why it is not certain on that day; empty where it is."""
    if state.certain:
        return ""
    if len(state.record.kinds.spans) > 1:
        return _("The sources differ on what it is; the office is looking into it.")
    if state.since and state.since.date:
        since = words.since_words(state.since.date)
        return _("The sources say only “%(since)s”; the exact day is not known.") % {"since": since}
    return _("Whether it was so on this day, the sources do not say.")


def last_stated(state: State) -> str:
    if not state.last_stated:
        return ""
    return _("last stated: %(date)s") % {"date": words.date_words(state.last_stated)}


def facts(state: State, marks: Marks) -> list[dict[str, Any]]:
    kind_claims = [seq for span in state.record.kinds.spans for seq in span.claims]
    rows = [
        {"term": _("Kind of relation"), "kind": state.kind, "sources": marks(kind_claims), "doubt": doubt(state)},
        {
            "term": _("Status"),
            "status": state.status,
            "scope": state.scope,
            "note": ", ".join(filter(None, (_when(state), last_stated(state)))),
            "sources": marks(state.claims),
        },
    ]
    known = [row for row in rows if row.get("kind") or row.get("status")]
    return known + _starts(state, marks) + _confirmed(state) + _fields(state, marks)


def _when(state: State) -> str:
    """Since when it rests, or when it ended, where a source dates that."""
    span = next((s for s in reversed(state.record.statuses.spans) if s.value == state.status), None)
    if span is None or not span.explicit or state.status not in ("resting", "ended"):
        return ""
    return words.between(span.start_min, span.start_max)


def _confirmed(state: State) -> list[dict[str, Any]]:
    if not state.confirmed:
        return []
    names = {"city": shown_name(state.home), "partner": shown_name(state.partner)}
    return [{"term": _("Confirmed"), "value": _("by %(city)s and by %(partner)s") % names}]


def _starts(state: State, marks: Marks) -> list[dict[str, Any]]:
    """The date that is shown and, where they are not the same statement, the others."""
    shown = state.since
    if shown is None:
        return _plan(state, marks)
    agreeing = [s for s in state.record.starts if s is shown or shown.date.startswith(s.date)]
    row = _date(_("Partner since"), shown.date, marks([seq for s in agreeing for seq in s.claims]))
    row["note"] = _start_note(state, shown)
    if marks.corrected & set(shown.claims):
        row["note"] = _("as the office has corrected it; the source says otherwise")
    others = [s for s in state.record.starts if s not in agreeing]
    if others and not (shown.preferred or all(s.sides for s in state.record.starts)):
        row["doubt"] = _("The sources give different dates; the office is looking into it.")
        return [row]
    return [row] + [_date(_("Also stated"), s.date, marks(s.claims)) | {"note": _who_counts(state, s)} for s in others]


def _start_note(state: State, start: Start) -> str:
    if start.inferred:
        return _("computed from the age that a source gives")
    differ = len({s.sides for s in state.record.starts}) > 1
    return (_who_counts(state, start) if differ else "") or words.counts_from(start.counts)


def _who_counts(state: State, start: Start) -> str:
    """Which of the two cities counts from that date, where its own pages say so."""
    parties = [p for p in (state.home, state.partner) if str(p.id) in start.sides]
    if len(parties) == 1:
        return _("as %(city)s counts") % {"city": shown_name(parties[0])}
    return _("as both cities count") if parties else ""


def _plan(state: State, marks: Marks) -> list[dict[str, Any]]:
    if not state.target:
        return []
    by = _("by %(date)s") % {"date": words.date_words(state.target)}
    return [{"term": _("Planned for"), "value": by, "sources": marks(state.claims)}]


def _date(term: str, date: str, sources: list[dict[str, str]]) -> dict[str, Any]:
    return {"term": term, "value": words.date_words(date), "iso": iso(date), "sources": sources}


def _fields(state: State, marks: Marks) -> list[dict[str, Any]]:
    return [
        {"term": _("Field of exchange"), "value": value, "sources": marks(claims)}
        for value, claims in state.record.fields
    ]


def timeline(state: State, marks: Marks) -> list[dict[str, Any]]:
    """Milestones and changes of the status in one course; what has no date comes last."""
    steps = [(_milestone_day(m), _milestone(m, marks)) for m in state.record.milestones]
    steps += [(_change_day(span), _change(span, marks)) for span in state.record.statuses.spans if _is_told(span)]
    steps += _beginning(state, marks)
    return [shown for _, shown in sorted(steps, key=lambda step: step[0])]


def _beginning(state: State, marks: Marks) -> list[tuple[date, dict[str, Any]]]:
    """The year or day of the beginning, where no milestone of that time tells it."""
    shown = state.since
    if shown is None or any(m.date.startswith(shown.date) and m.type in FOUNDING for m in state.record.milestones):
        return []
    step = _date(_("The partnership begins"), shown.date, marks(shown.claims))
    begins = {
        "words": step["value"],
        "iso": step["iso"],
        "title": step["term"],
        "kind": "signing",
        "sources": step["sources"],
    }
    return [(edtf.parse(shown.date).earliest or date.min, begins)]


def _milestone_day(milestone: Milestone) -> date:
    return (edtf.parse(milestone.date).earliest or date.min) if milestone.date else date.max


def _change_day(span: Span) -> date:
    return (span.start_min if span.explicit else None) or span.start_max or date.max


def _is_told(span: Span) -> bool:
    """The beginning is told by its milestones and the key facts."""
    return span.value in ("planned", "resting", "ended")


def _change(span: Span, marks: Marks) -> dict[str, Any]:
    return {
        "words": words.between(span.start_min if span.explicit else None, span.start_max),
        "iso": "",
        "title": words.status(span.value),
        "text": _("Planned for: by %(date)s") % {"date": words.date_words(span.target)} if span.target else "",
        "kind": {"resting": "suspension", "ended": "termination"}.get(span.value, "other"),
        "sources": marks(span.claims),
    }


def _milestone(milestone: Milestone, marks: Marks) -> dict[str, Any]:
    planned = _("planned")
    return {
        "words": words.step_words(milestone.type, milestone.date) or _("undated"),
        "iso": iso(milestone.date) if milestone.date else "",
        "title": words.event(milestone.type) + (f" ({planned})" if milestone.planned else ""),
        "kind": "resolution" if milestone.type == "council_resolution" else milestone.type,
        "place": milestone.place,
        "text": words.quoted(milestone.title) if milestone.title and len(milestone.title) <= LONGEST_TEXT else "",
        "lang": marks.language(milestone.claims),
        "people": [_person(p) for p in milestone.people],
        "sources": marks(milestone.claims),
        "doubt": _milestone_doubt(milestone, marks),
    }


def _milestone_doubt(milestone: Milestone, marks: Marks) -> str:
    if marks.corrected & set(milestone.claims):
        return _("as the office has corrected it; the source says otherwise")
    return _("The date is inferred from the context.") if milestone.inferred else ""


def _person(person: dict[str, Any]) -> str:
    role = person.get("role")
    return f"{person['name']} ({role})" if role else str(person["name"])


def links(found: Sequence[Link], marks: Marks) -> list[dict[str, Any]]:
    return [
        {
            "home": link.home_organisation,
            "partner": link.partner_organisation,
            "relation": words.relation(link.relation),
            "since": words.date_words(link.since),
            "since_iso": iso(link.since) if link.since else "",
            "sources": marks(link.claims),
        }
        for link in found
    ]


def claims_of(state: State) -> list[int]:
    """Every claim that the page of this partnership names."""
    record = state.record
    rows: list[Any] = [*record.kinds.spans, *record.statuses.spans, *record.starts, *record.milestones, *record.links]
    return [seq for row in rows for seq in row.claims] + [seq for _, claims in record.fields for seq in claims]
