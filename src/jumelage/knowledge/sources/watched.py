"""Which pages are watched, when each is due, and how the last look ended."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from jumelage.knowledge.places import gazetteer
from jumelage.knowledge.sources.fetch import Fetched, checked
from jumelage.knowledge.sources.models import Source, Visit, WatchedPage

FIRST_WAIT = timedelta(hours=1)  # after the first failure; each further one doubles it
LONGEST_WAIT = timedelta(days=7)
LOOKED = (
    "due_at", "looked_at", "fetched_at", "changed_at", "visit", "problem", "details", "failures",
    "found_at", "etag", "modified", "source",
)  # fmt: skip  # not what people say of the page, who may do so while it is looked at
ENDS = {"gone": Visit.GONE, "robots": Visit.FORBIDDEN}


class WatchRefused(ValueError):
    """The page is not watched; the message is one sentence for people. field: of the two arguments the one that is wrong."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


def watched() -> "QuerySet[WatchedPage]":
    return WatchedPage.objects.filter(stopped_at=None).select_related("source", "noted").order_by("address")


def due(now: datetime) -> "QuerySet[WatchedPage]":
    return watched().filter(due_at__lte=now).order_by("due_at", "address")


def watch_page(address: str, *, home: str = "", home_country: str = "", by: str) -> WatchedPage:
    """It is due at once. Raises WatchRefused for one that is watched, FetchError for what is no address of the public web."""
    address = str(checked(address.strip()).copy_with(fragment=None))
    home, home_country = home.strip(), home_country.strip().upper()
    if home and not gazetteer.lookup(home, country=home_country or None):
        raise WatchRefused("home", _("No place named %(name)s is known; check the spelling.") % {"name": home})
    known = Source.objects.filter(origin=address, followed_by=None).first()
    page = WatchedPage(
        address=address,
        home=home,
        home_country=home_country,
        added_by=by,
        due_at=timezone.now(),
        source=known,
        noted=known,
    )
    try:
        with transaction.atomic():
            page.save()
    except IntegrityError:
        raise WatchRefused("address", _("%(address)s is watched already.") % {"address": address}) from None
    return page


def stop_watching(page: WatchedPage, *, by: str) -> None:
    page.stopped_by, page.stopped_at = by, timezone.now()
    page.save(update_fields=["stopped_by", "stopped_at"])


def make_due(pages: "QuerySet[WatchedPage]") -> None:
    """Looked at as soon as somebody looks at pages."""
    pages.update(due_at=timezone.now())


def note_seen(page: WatchedPage, source: Source) -> None:
    """Somebody has seen what the page says no more up to this version."""
    page.noted = source
    page.save(update_fields=["noted"])


def note_same(page: WatchedPage, fetched: Fetched | None) -> None:
    """It answered, and reads as it did; fetched is None where the server only said so."""
    _answered(page, Visit.SAME)
    if fetched:
        _found(page, fetched)
    page.save(update_fields=LOOKED)


def note_version(page: WatchedPage, fetched: Fetched, source: Source, *, is_new: bool) -> None:
    _answered(page, Visit.CHANGED if is_new else Visit.SAME)
    _found(page, fetched)
    if is_new:
        page.changed_at = page.looked_at
    if page.source is None:
        note_seen(page, source)
    page.source = source
    page.save(update_fields=LOOKED)


def note_unread(page: WatchedPage, problem: str, details: Mapping[str, str]) -> None:
    """It answered, but was not taken in; the next look fetches it whole again."""
    _answered(page, Visit.REFUSED)
    page.problem, page.details = problem, dict(details)
    page.found_at = page.etag = page.modified = ""
    page.save(update_fields=LOOKED)


def note_failure(page: WatchedPage, problem: str, details: Mapping[str, str], again: float | None = None) -> None:
    """Looked at later each time, and not before the seconds after which the server wants to be asked again."""
    now = timezone.now()
    page.looked_at, page.failures = now, page.failures + 1
    page.visit = ENDS.get(problem, Visit.FAILED)
    page.problem, page.details = problem, dict(details)
    wait = min(FIRST_WAIT * 2 ** min(page.failures - 1, 10), LONGEST_WAIT)
    asked = timedelta(seconds=min(again or 0.0, LONGEST_WAIT.total_seconds()))
    page.due_at = now + max(wait, asked)
    page.save(update_fields=LOOKED)


def _answered(page: WatchedPage, visit: Visit) -> None:
    now = timezone.now()
    page.looked_at = page.fetched_at = now
    page.due_at = now + timedelta(hours=settings.WATCH_HOURS)
    page.visit, page.failures, page.problem, page.details = visit, 0, "", {}


def _found(page: WatchedPage, fetched: Fetched) -> None:
    page.found_at, page.etag, page.modified = fetched.address, fetched.etag, fetched.modified
