"""The calendar of an office or of a person, for calendar programs. Who knows the address reads; nobody logs in."""

from collections.abc import Collection, Iterator
from uuid import uuid5

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext
from django.views.decorators.http import conditional_page, require_safe

from jumelage.core.text import fold
from jumelage.faces import words
from jumelage.faces.office.anniversaries import AHEAD, name, source_url, years
from jumelage.faces.office.partners import states_of
from jumelage.knowledge.claims.queries import settled_at
from jumelage.knowledge.partnerships.anniversaries import Anniversary, anniversaries, round_ones, tie_anniversaries
from jumelage.knowledge.partnerships.state import State
from jumelage.work.calendar.icalendar_text import Dated, calendar_text
from jumelage.work.calendar.models import Feed
from jumelage.work.calendar.queries import changed_at, dated_tasks, feed_under, looked_after


@require_safe
@conditional_page
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    found = feed_under(secret)
    if found is None:
        raise Http404
    with override(found.language):
        text = _text(request, found)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


def _text(request: HttpRequest, found: Feed) -> bytes:
    office = found.user.office if found.user else found.office
    assert office, "feed_under closes the feed of who belongs to no office"
    ours = states_of(office.municipality)
    mine = looked_after(found)
    jubilees = _jubilees([state for state in ours if mine is None or state.partnership in mine])
    events = [*_anniversaries(request, jubilees), *_tasks(request, found, ours)]
    title = _("%(name)s: my calendar") if found.user else _("%(name)s: calendar")
    return calendar_text(title % {"name": office.name}, events, found.made_at)


def _jubilees(states: Collection[State]) -> list[Anniversary]:
    """Round ones of partnerships and ties, from this year to the third after it."""
    first = timezone.localdate().year
    return [
        *round_ones(anniversaries(states, first, first + AHEAD)),
        *round_ones(tie_anniversaries(states, first, first + AHEAD)),
    ]


def _anniversaries(request: HttpRequest, found: Collection[Anniversary]) -> Iterator[Dated]:
    """A date that is known by its month or year stands on the first day, and says so."""
    settled = settled_at(seq for one in found for seq in one.claims)
    for one in found:
        span = _span(one)
        title = _("%(age)s with %(name)s") if one.link is None else pgettext("tie", "%(age)s: %(name)s")
        said = [words.since_words(one.since), span, _("The partnership is resting.") if one.resting else ""]
        if one.link:
            said.insert(0, one.state.partner.name(words.language()))
        yield Dated(
            f"anniversary-{_key(one)}-{one.age}",
            one.first,
            title % {"age": years(one), "name": name(one)} + (f" ({span})" if span else ""),
            "\n".join(filter(None, said)),
            request.build_absolute_uri(source_url(one)),
            _("Anniversary"),
            max((settled[seq] for seq in one.claims if seq in settled), default=None),
        )


def _key(one: Anniversary) -> str:
    """The same however the date is corrected."""
    if one.link is None:
        return str(one.state.partnership)
    sides = fold(one.link.home_organisation), fold(one.link.partner_organisation)
    return str(uuid5(one.state.partnership, "|".join(sides)))


def _span(one: Anniversary) -> str:
    if len(one.when) == len("2035"):
        return _("in the course of %(year)s") % {"year": one.when}
    if len(one.when) == len("2035-05"):
        return pgettext("month", "in the course of %(month)s") % {"month": words.date_words(one.when)}
    return ""


def _tasks(request: HttpRequest, found: Feed, states: Collection[State]) -> Iterator[Dated]:
    """Their titles and partners; a note stays in the office."""
    tasks = list(dated_tasks(found))
    changed = changed_at(tasks)
    partners = {state.partnership: state.partner.name(words.language()) for state in states}
    for task in tasks:
        assert task.due, "dated_tasks have a day"
        yield Dated(
            f"task-{task.pk}",
            task.due,
            task.title,
            partners.get(task.partnership, "") if task.partnership else "",
            request.build_absolute_uri(reverse("office:task", args=[task.pk])),
            pgettext("record", "Task"),
            changed.get(task.pk),
        )
