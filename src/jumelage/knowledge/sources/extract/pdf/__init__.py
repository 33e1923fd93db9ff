"""PDF: the words of its pages in reading order, with headings, tables and what stands on every sheet told apart."""

import io
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pypdf import Configuration, DocumentInformation, PdfReader, apply_configuration
from pypdf.errors import PyPdfError

from jumelage.knowledge.sources.extract.assemble import assembled, title_in
from jumelage.knowledge.sources.extract.blocks import Document, ExtractError
from jumelage.knowledge.sources.extract.pdf.furniture import furniture_of
from jumelage.knowledge.sources.extract.pdf.hyphens import hyphenated
from jumelage.knowledge.sources.extract.pdf.lines import Segment, rows_of, segments_of
from jumelage.knowledge.sources.extract.pdf.runs import Budget, Exhausted, runs_of
from jumelage.knowledge.sources.extract.pdf.structure import Sheet, pieces_of
from jumelage.knowledge.sources.extract.pieces import tidy

VERSION = "1"
MOST_PAGES = 300
LIMITS = Configuration(
    stream_parsing_work_maximum_count=400_000,
    stream_decoding_work_maximum_length=40_000_000,
    zlib_maximum_output_length=20_000_000,
    lzw_maximum_output_length=5_000_000,
    run_length_maximum_output_length=20_000_000,
    array_based_stream_maximum_output_length=20_000_000,
    page_tree_maximum_entries=10_000,
    disable_legacy_handling=True,
)
BROKEN = "The PDF is broken and cannot be read; open it in a viewer and save it anew, or save its text."
LOCKED = "The PDF is locked; open it with its password and save it without."
SCANNED = "The PDF holds only pictures of its pages (a scan); have its text recognised, or save the text."
LETTERLESS = "The PDF does not tell the letters of its fonts; open it in a viewer and save its text."
INTRICATE = "The PDF is too intricate to be read; open it in a viewer and save its text."
SOME_SCANNED = "Pages without text (pictures, or too intricate): {}; what they show was not read."
CUT = "The PDF is too large or too intricate to be read to its end; what follows page {} was not read."
PLACEHOLDER = re.compile(
    r"(?:microsoft word\b.*|.*\.(?:docx?|pdf|indd|rtf|odt)|untitled.*|dokument ?\d*|document ?\d*|\W*)", re.I
)
STRANGE = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd\ue000-\uf8ff]")
logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its notes on odd files are for those who make them


@dataclass(frozen=True, slots=True)
class Drawn:
    """What pypdf tells of a file; a page is None where it is broken or beyond bounds."""

    pages: list[list[Segment] | None]
    warnings: tuple[str, ...]
    title: str | None
    date: str | None
    language: str | None


def extract_pdf(data: bytes, media_type: str) -> Document:
    drawn = _drawn(data)
    if not any(drawn.pages):
        raise ExtractError(INTRICATE if None in drawn.pages or drawn.warnings else SCANNED)
    pages = [page or [] for page in drawn.pages]
    empty = [str(number) for number, page in enumerate(pages, 1) if not page]
    told = (SOME_SCANNED.format(", ".join(empty[:20])),) if empty else ()
    text, blocks = assembled(pieces_of(list(_sheets(pages)), hyphenated(_all_text(pages))))
    if len(STRANGE.findall(text)) * 3 > len(text):
        raise ExtractError(LETTERLESS)
    title = title_in(text, blocks) or drawn.title
    return Document(text, blocks, title, drawn.language, drawn.date, "pdf", VERSION, drawn.warnings + told)


def _drawn(data: bytes) -> Drawn:
    with apply_configuration(LIMITS):
        try:
            reader = PdfReader(io.BytesIO(data))
            if reader.is_encrypted and not _opened(reader):
                raise ExtractError(LOCKED)
            pages, warnings = _pages(reader)
            language = reader.root_object.get("/Lang")
            return Drawn(
                pages,
                warnings,
                _told_title(reader.metadata),
                _date(reader.metadata),
                str(language) if language else None,
            )
        except (ExtractError, MemoryError):
            raise
        except Exception as error:  # what pypdf raises on broken files is not one family of errors
            raise ExtractError(BROKEN) from error


def _opened(reader: PdfReader) -> bool:
    """Whether a file that is only kept from being changed opens without a password."""
    try:
        return bool(reader.decrypt(""))
    except (PyPdfError, NotImplementedError):
        return False


def _pages(reader: PdfReader) -> tuple[list[list[Segment] | None], tuple[str, ...]]:
    """The segments of each page, as far as the budget goes, and a warning where it ends."""
    budget, found = Budget(), list[list[Segment] | None]()
    for page in reader.pages:
        if len(found) == MOST_PAGES:
            return found, (CUT.format(MOST_PAGES),)
        try:
            found.append(segments_of(runs_of(page, budget)))
        except Exhausted:
            return found, (CUT.format(len(found)),)
        except (PyPdfError, RecursionError):
            found.append(None)
    return found, ()


def _all_text(pages: list[list[Segment]]) -> str:
    return "\n".join(segment.text for page in pages for segment in page)


def _sheets(pages: list[list[Segment]]) -> Iterator[Sheet]:
    for number, (page, edges) in enumerate(zip(pages, furniture_of(pages), strict=True), 1):
        rows = rows_of([segment for segment in page if segment not in edges])
        yield Sheet(number, rows, [(segment.text, side) for segment, side in edges.items()])


def _told_title(told: DocumentInformation | None) -> str | None:
    title = tidy(str(told.title)) if told and told.title else ""
    return None if PLACEHOLDER.fullmatch(title) else title


def _date(told: DocumentInformation | None) -> str | None:
    try:
        made: Any = told.creation_date if told else None
    except (ValueError, TypeError):
        return None
    return f"{made:%Y-%m-%d}" if made else None
