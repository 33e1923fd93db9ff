"""Bytes to frozen text and blocks. Pure: no Django, no network, no files."""

from importlib import import_module

from jumelage.knowledge.sources.extract.blocks import Block, Cell, Document, ExtractError, Span

LIMIT = 20_000_000
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MACROS = "application/vnd.ms-word.document.macroenabled.12"
DOC = "application/msword"
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
SUFFIXES = {
    "txt": "text/plain",
    "md": "text/markdown",
    "markdown": "text/markdown",
    "html": "text/html",
    "htm": "text/html",
    "xhtml": "text/html",
    "pdf": PDF,
    "docx": DOCX,
    "docm": MACROS,
    "doc": DOC,
}
FORMS = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/markdown": "markdown",
    "text/x-markdown": "markdown",
}

__all__ = ["LIMIT", "Block", "Cell", "Document", "ExtractError", "Span", "extract", "media_type_of"]


def extract(data: bytes, *, media_type: str, name: str = "") -> Document:
    """The page's frozen text and blocks; name is used in messages only. Raises ExtractError."""
    try:
        return _extracted(data, media_type, name or "the source")
    except ExtractError as error:
        if not name or name in str(error):
            raise
        raise ExtractError(f"{name}: {error}") from error


def _extracted(data: bytes, media_type: str, name: str) -> Document:
    _refuse(data, name)
    form = _form(data, media_type.partition(";")[0].strip().lower(), name)
    document: Document = getattr(import_module(f"{__name__}.{form}"), f"extract_{form}")(data, media_type)
    return document


def media_type_of(name: str) -> str | None:
    """The media type that a file's name tells, or None."""
    return SUFFIXES.get(name.rpartition(".")[2].lower()) if "." in name else None


def _refuse(data: bytes, name: str) -> None:
    if not data.strip():
        raise ExtractError(f"{name} is empty; give a page that has text.")
    if len(data) > LIMIT:
        raise ExtractError(
            f"{name} has {len(data) // 1_000_000} MB, more than the {LIMIT // 1_000_000} MB that are read; save the page's text alone."
        )
    if data.startswith(OLD_OFFICE):
        raise ExtractError(
            f"{name} is an old Word file or locked with a password; open it and save it as .docx without a password."
        )


def _form(data: bytes, media: str, name: str) -> str:
    """Which extractor reads the bytes; what they begin with counts more than what they are said to be."""
    if data.lstrip()[:5] == b"%PDF-" or media == PDF:
        return "pdf"
    if data.startswith(b"PK\x03\x04") or media in (DOCX, MACROS):
        return "docx"
    if media in FORMS or media.startswith("text/"):
        return FORMS.get(media, "text")
    raise ExtractError(
        f"{name} is {media or 'of an unknown type'}, which is not read; give a text, Markdown, HTML, PDF or Word (.docx) page."
    )
