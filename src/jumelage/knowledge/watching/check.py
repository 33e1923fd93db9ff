"""Looks at a watched page: fetched politely, kept where it reads otherwise, proposed what changed."""

import hashlib
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from jumelage.core.text import N_
from jumelage.knowledge.claims.actions.ingest import Ingested, IngestRefused
from jumelage.knowledge.claims.actor import SYSTEM
from jumelage.knowledge.claims.versions import Lost, lost
from jumelage.knowledge.partnerships.intake import take_in
from jumelage.knowledge.reader import LanguageError
from jumelage.knowledge.sources import watched
from jumelage.knowledge.sources.extract import ExtractError
from jumelage.knowledge.sources.fetch import PROBLEMS as FETCH_PROBLEMS
from jumelage.knowledge.sources.fetch import Fetched, FetchError, Seen
from jumelage.knowledge.sources.load import Loaded
from jumelage.knowledge.sources.models import WatchedPage
from jumelage.knowledge.sources.visit import Visitor

if TYPE_CHECKING:
    from jumelage.knowledge.reader.second.reading import SecondReader

log = logging.getLogger(__name__)

PROBLEMS = FETCH_PROBLEMS | {
    "whose": N_("It cannot be told whose page this is; stop watching it and add it again with the name of the municipality."),
    "unreadable": N_("The page is there, but its text cannot be read; save the page and give the file to jumelage ingest."),
    "language": N_("The page is in a language that is not read here."),
    "crashed": N_("Reading this page broke off, and the fault is on our side; the log has the details."),
}  # fmt: skip
UNREAD: dict[type[ValueError], str] = {IngestRefused: "whose", ExtractError: "unreadable", LanguageError: "language"}


@dataclass(frozen=True, slots=True)
class Looked:
    """ingested is None where there was nothing to take in; lost: what the page says no more since this look. sentence: what
    went wrong, in full."""

    page: WatchedPage
    ingested: Ingested | None = None
    lost: Sequence[Lost] = ()
    sentence: str = ""


def look_at_due(
    visitor: Visitor, *, second: "SecondReader | None", step: Callable[[int, int], object] = lambda done, total: None
) -> Iterator[Looked]:
    """All that are due, one after another, also those that become due meanwhile. step is called before each."""
    done = 0
    while page := watched.due(timezone.now()).first():
        step(done, done + watched.due(timezone.now()).count())
        yield look_at(page, visitor, second=second)
        done += 1


def look_at(page: WatchedPage, visitor: Visitor, *, second: "SecondReader | None" = None) -> Looked:
    """What is wrong with one page is noted with it, and keeps nobody from looking at the next."""
    try:
        return _look_at(page, visitor, second)
    except FetchError as error:
        watched.note_failure(page, error.code, error.details, error.again)
        return Looked(page, sentence=str(error))
    except Exception:
        log.exception("Looking at %s broke off.", page.address)
        watched.note_failure(page, "crashed", {})
        return Looked(page, sentence=PROBLEMS["crashed"])


def _look_at(page: WatchedPage, visitor: Visitor, second: "SecondReader | None") -> Looked:
    fetched = visitor.visit(page.address, Seen(page.found_at, page.etag, page.modified))
    if fetched is None or _is_kept(page, fetched):
        watched.note_same(page, fetched)
        return Looked(page)
    return _take_in(page, fetched, second)


def _is_kept(page: WatchedPage, fetched: Fetched) -> bool:
    """The very bytes; what another extractor makes of them is no change of the page."""
    return page.source is not None and page.source.text.document_id == hashlib.sha256(fetched.data).hexdigest()


def _take_in(page: WatchedPage, fetched: Fetched, second: "SecondReader | None") -> Looked:
    """A page that is found elsewhere by now still follows the version from before."""
    origin = page.source.origin if page.source else fetched.address
    loaded = Loaded(fetched.address, fetched.data, fetched.media_type, origin)
    try:
        done = take_in(loaded, home=page.home or None, home_country=page.home_country or None, second=second, by=SYSTEM)
    except tuple(UNREAD) as error:
        code = next(code for kind, code in UNREAD.items() if isinstance(error, kind))
        watched.note_unread(page, code, {})
        return Looked(page, sentence=str(error))
    watched.note_version(page, fetched, done.source, is_new=done.is_new)
    if not done.is_new:
        return Looked(page)
    gone = [one for one in lost([done.source])[done.source.pk] if one.missing_from.pk == done.source.pk]
    return Looked(page, done, gone)
