"""What the watched pages say that is out of date, and what they say no more."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jumelage.knowledge.claims.versions import Lost, claims_of, lost
from jumelage.knowledge.partnerships.findings import CountFinding, counts_today
from jumelage.knowledge.sources.models import WatchedPage


@dataclass(frozen=True, slots=True)
class PageFindings:
    """counts: numbers that the page still says and the register does not bear out today. lost: what the page says no more
    and nobody has noted yet."""

    counts: tuple[CountFinding, ...] = ()
    lost: tuple[Lost, ...] = ()


def page_findings(pages: Collection[WatchedPage], *, home: UUID | None, today: date) -> dict[UUID, PageFindings]:
    """By page; one that was never taken in has none."""
    newest = {page.source.pk: page.source for page in pages if page.source}
    said = claims_of(newest, "count")
    gone = lost(newest.values(), {page.source_id: page.noted for page in pages if page.source_id})
    stated = [claim for claims in said.values() for claim in claims]
    counts = {found.claim.seq: found for found in counts_today(home, stated, today=today)} if home else {}
    found = {}
    for page in pages:
        if page.source:
            mine = tuple(counts[claim.seq] for claim in said[page.source.pk] if claim.seq in counts)
            found[page.pk] = PageFindings(mine, tuple(gone[page.source.pk]))
        else:
            found[page.pk] = PageFindings()
    return found
