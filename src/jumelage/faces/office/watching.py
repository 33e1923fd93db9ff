"""Watched pages: what became of each, what it says that is out of date, what it says no more."""

from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from jumelage.core.jobs import queue
from jumelage.core.jobs.models import Job, JobState
from jumelage.core.jobs.queries import open_job
from jumelage.faces import words
from jumelage.faces.office.access import View, may, user_of
from jumelage.faces.office.forms import WatchForm
from jumelage.knowledge.claims.actor import person
from jumelage.knowledge.claims.models import Claim
from jumelage.knowledge.claims.queries import evidence_of
from jumelage.knowledge.claims.rules import ABOUT_SOURCES
from jumelage.knowledge.claims.versions import Lost
from jumelage.knowledge.partnerships.findings import CountFinding
from jumelage.knowledge.partnerships.home import home
from jumelage.knowledge.partnerships.queries import other_parties
from jumelage.knowledge.partnerships.state import Party
from jumelage.knowledge.sources import watched as actions
from jumelage.knowledge.sources.fetch import FetchError
from jumelage.knowledge.sources.models import WatchedPage
from jumelage.knowledge.watching.findings import PageFindings, page_findings


@dataclass(frozen=True, slots=True)
class Gone:
    """A statement that a page makes no more, in words."""

    said: str
    words: str
    instead: str
    url: str


@dataclass(frozen=True, slots=True)
class GoneOf:
    """What a page says no more of a partner, since a look."""

    partner: str
    since: str
    statements: tuple[Gone, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    page: WatchedPage
    title: str
    state: str
    problem: str
    fetched: str
    changed: str
    next: str
    counts: tuple[dict[str, Any], ...]
    gone: tuple[GoneOf, ...]
    open: int

    @property
    def urgency(self) -> tuple[bool, bool, str]:
        """What is to be done comes first."""
        return not (self.counts or self.gone), not self.problem, self.page.address


def watching_counts() -> dict[str, int]:
    """How many pages are watched, how many of them say what is out of date, how many could not be looked at."""
    pages = list(actions.watched())
    found = _findings(pages)
    return {
        "pages": len(pages),
        "findings": sum(bool(found[page.pk].counts or found[page.pk].lost) for page in pages),
        "problems": sum(bool(page.problem) for page in pages),
    }


def _findings(pages: list[WatchedPage]) -> dict[UUID, PageFindings]:
    place = home()
    return page_findings(pages, home=place.pk if place else None, today=timezone.localdate())


def post_or_list(view: View) -> View:
    """These addresses only take forms; who reloads one, or follows a link to it, comes to the list."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return view(request, **kwargs) if request.method == "POST" else _back()

    return guarded


@require_safe
@may("read office")
def watching(request: HttpRequest) -> HttpResponse:
    return _page(request, WatchForm())


def _page(request: HttpRequest, form: WatchForm) -> HttpResponse:
    pages = list(actions.watched())
    context = {
        "pages": _shown(pages),
        "form": form,
        "job": _job(open_job("watch")),
        "may_watch": user_of(request).may("ingest source"),
    }
    return render(request, "office/watching.html", context, status=400 if form.errors else 200)


def _job(job: Job | None) -> str:
    if job and job.state == JobState.RUNNING:
        return _("The pages are being looked at: %(done)d of %(total)d.") % {
            "done": job.done,
            "total": job.total or job.done,
        }
    if job and job.asked_by != queue.SCHEDULE:
        return _("A look at the pages has been asked for and begins in a moment.")
    return ""


def _shown(pages: list[WatchedPage]) -> list[Shown]:
    findings = _findings(pages)
    lost = [one.claim for found in findings.values() for one in found.lost]
    quotes = evidence_of([claim.seq for claim in lost])
    place = home()
    partners = other_parties((claim.subject_id for claim in lost), place.pk if place else None)
    waiting = _open_proposals(pages)
    shown = [_one(page, findings[page.pk], quotes, partners, waiting.get(page.source_id, 0)) for page in pages]
    return sorted(shown, key=lambda one: one.urgency)


def _open_proposals(pages: list[WatchedPage]) -> dict[UUID | None, int]:
    of_pages = Claim.objects.open().filter(source__in=[page.source_id for page in pages if page.source_id])
    counted = of_pages.exclude(property__in=ABOUT_SOURCES).values_list("source").annotate(Count("pk"))
    return dict(counted)


def _one(
    page: WatchedPage,
    found: PageFindings,
    quotes: dict[int, list[dict[str, Any]]],
    partners: dict[UUID, Party],
    is_open: int,
) -> Shown:
    return Shown(
        page,
        page.source.title if page.source else page.address,
        words.visit(page.visit),
        words.problem(page.problem, page.details) if page.problem else "",
        words.moment(page.fetched_at) if page.fetched_at else pgettext("fetched", "never"),
        words.moment(page.changed_at) if page.changed_at else "",
        words.moment(page.due_at),
        tuple(_count(count, page) for count in found.counts),
        _gone(found.lost, quotes, partners),
        is_open,
    )


def _count(found: CountFinding, page: WatchedPage) -> dict[str, Any]:
    said = words.claim_value("count", found.claim.value)
    return {
        "title": _("This page still says: %(count)s") % {"count": said},
        "said": found.stated,
        "said_source": {"url": _review(found.claim), "label": page.source.title if page.source else page.address},
        "counted": str(found.most) if found.fewest == found.most else f"{found.fewest}–{found.most}",
        "rule": words.counting_rule(found.rule),
        "agrees": False,
        "sentence": _count_sentence(found),
    }


def _count_sentence(found: CountFinding) -> str:
    last = found.fits[-1][1] if found.fits else None
    if last is None:
        return _("The register does not count as many today, and never did: the page counts otherwise, or a partnership is missing here.")  # fmt: skip
    return _("That was right until %(day)s. Ask whoever keeps the page to mend it.") % {"day": words.day_words(last)}


def _gone(
    lost: tuple[Lost, ...], quotes: dict[int, list[dict[str, Any]]], partners: dict[UUID, Party]
) -> tuple[GoneOf, ...]:
    groups: dict[tuple[str, str], list[Gone]] = {}
    for one in lost:
        partner = partners.get(one.claim.subject_id)
        name = partner.name(words.language()) if partner else ""
        key = (name, words.moment(one.missing_from.retrieved_at))
        groups.setdefault(key, []).append(_statement(one, quotes.get(one.claim.seq, [])))
    return tuple(GoneOf(*key, tuple(statements)) for key, statements in groups.items())


def _statement(one: Lost, quotes: list[dict[str, Any]]) -> Gone:
    claim = one.claim
    return Gone(
        words.labelled(words.property_name(claim.property), words.claim_value(claim.property, claim.value)),
        " … ".join(span["quote"] for span in quotes if span["role"] == "value"),
        words.claim_value(one.instead.property, one.instead.value) if one.instead else "",
        _review(claim),
    )


def _review(claim: Claim) -> str:
    return f"{reverse('office:review', args=[claim.source_id])}#claim-{claim.seq}"


@post_or_list
@may("ingest source")
def watch(request: HttpRequest) -> HttpResponse:
    """Watches one more page; the first look is asked for at once."""
    form = WatchForm(request.POST)
    if form.is_valid():
        try:
            page = actions.watch_page(**form.cleaned_data, by=person(user_of(request)))
        except FetchError as error:
            form.add_error("address", words.problem(error.code, error.details))
        except actions.WatchRefused as error:
            form.add_error(error.field, str(error))
        else:
            _look(request)
            messages.success(request, _("%(address)s is watched from now on.") % {"address": page.address})
            return _back()
    return _page(request, form)


@post_or_list
@may("ingest source")
def look_at_all(request: HttpRequest) -> HttpResponse:
    actions.make_due(actions.watched())
    _look(request)
    return _back()


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("office:watching"))


def _look(request: HttpRequest) -> None:
    queue.ask("watch", kinds=settings.JOBS, by=person(user_of(request)))


@post_or_list
@may("ingest source")
def watched_page(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """look: as soon as a worker can; stop: no longer watched; note: what it says no more has been seen."""
    page = get_object_or_404(actions.watched(), pk=pk)
    if verb == "look":
        actions.make_due(actions.watched().filter(pk=pk))
        _look(request)
    elif verb == "stop":
        actions.stop_watching(page, by=person(user_of(request)))
        messages.success(request, _("%(address)s is not watched any more. What was taken in from it stays.") % {"address": page.address})  # fmt: skip
    elif verb == "note" and page.source:
        if request.POST.get("version") == str(page.source.pk):
            actions.note_seen(page, page.source)
        else:
            messages.error(request, _("The page has changed in the meantime; look at it again."))
    else:
        raise Http404
    return _back()
