"""Reads a page: blocks in, proposed claims out, each with the exact words that say it. Pure: no Django."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from jumelage.knowledge.reader.bare import bare
from jumelage.knowledge.reader.claims import claims
from jumelage.knowledge.reader.count_check import count_findings, with_includes
from jumelage.knowledge.reader.detect import language_of
from jumelage.knowledge.reader.discourse import Walk
from jumelage.knowledge.reader.frames import Frame, frame
from jumelage.knowledge.reader.gate import passed
from jumelage.knowledge.reader.home import Home, found_home, home_of
from jumelage.knowledge.reader.language import Language, LanguageError
from jumelage.knowledge.reader.mentions import Mentions, Sight, agreed, mentions, sights
from jumelage.knowledge.reader.model import Claim, Evidence, Finding, PlaceRef, Reading, Rejection
from jumelage.knowledge.reader.outline import outlined
from jumelage.knowledge.reader.page import page_of
from jumelage.knowledge.reader.places import Party
from jumelage.knowledge.reader.sentences import flattened
from jumelage.knowledge.reader.settle import settled
from jumelage.knowledge.reader.timing import page_date
from jumelage.knowledge.sources.extract.blocks import Document

if TYPE_CHECKING:
    from jumelage.knowledge.reader.second.reading import SecondReader

LONGEST = 2_000_000
CUT = "The page is longer than two million characters; what follows was not read."
NO_HOME = "The reader could not tell whose page this is; name the municipality with --home."

__all__ = ["Claim", "Evidence", "Finding", "LanguageError", "PlaceRef", "Reading", "Rejection", "read"]


def read(
    document: Document,
    *,
    home: str | None,
    home_country: str | None,
    published: str | None,
    language: str | None,
    second: "SecondReader | None" = None,
) -> Reading:
    """All that the page says about its home's partners.

    published is EDTF; None looks for it in the page. language None is detected. second, where an installation has one, reads
    the page as well. Raises LanguageError.
    """
    if document.markup:
        view = bare(document)
        return view.back(
            read(
                view.document,
                home=home,
                home_country=home_country,
                published=published,
                language=language,
                second=second,
            )
        )
    known, warnings = language_of(document.text, language, document.language_hint)
    blocks = [b for b in document.blocks if b.end <= LONGEST]
    warnings = (*document.warnings, *warnings, *((CUT,) if len(blocks) < len(document.blocks) else ()))
    low = flattened(document.text)
    owner = home_of(home, home_country, known)
    blocks, low = outlined(document.text, low, blocks, known)
    seen = [sight for b in blocks for sight in sights(document.text, low, b, known)]
    rows = agreed([mentions(sight, known, owner) for sight in seen])
    if home is None:
        owner, rows = _guessed(seen, rows, known)
    date = published or page_date(rows, document.published_hint, known)
    frames = list(_frames(Walk(page_of(rows, owner.ref, date, known), document.text), rows))
    told = claims(frames)
    kept, dropped = passed(told, document.text, known)
    final, conflicts = settled(kept)
    warnings += (NO_HOME,) if owner.ref is None else ()
    stated = tuple(with_includes(final))
    reading = Reading(document.title, known.code, date, owner.ref, stated, tuple(conflicts), warnings, tuple(dropped))
    if second:
        reading = second.beside(reading, document.text, [f.context for f in frames], known)
    incomplete = any(m.family("incomplete") for m in rows)
    return replace(reading, findings=(*reading.findings, *count_findings(reading.claims, incomplete)))


def _frames(walk: Walk, rows: Sequence[Mentions]) -> Iterator[Frame]:
    """The sentences in reading order, each leaning on those before it."""
    for m in rows:
        found = frame(walk.step(m))
        walk.heard((tie.home, tie.ref, tie.subject) for tie in found.ties)
        yield found


def _guessed(seen: list[Sight], rows: list[Mentions], language: Language) -> tuple[Home, list[Mentions]]:
    """The page's home by how often and where its places are named; then the places are told again with it."""
    votes = [(p.text, p.key or p.text, _weight(m, p)) for m in rows if not m.block.boilerplate for p in m.parties]
    ref = found_home(votes, language)
    if ref is None:
        return Home(None, None), rows
    owner = home_of(ref.name, ref.country, language)
    return owner, agreed([mentions(sight, language, owner) for sight in seen])


def _weight(m: Mentions, party: Party) -> int:
    """How much a mention speaks for the page's home: a list's entries and what stands behind `with` are partners."""
    if party.before == "partner" or m.block.kind in ("item", "row"):
        return 0
    return 2 if m.block.kind == "heading" or party.named else 1
