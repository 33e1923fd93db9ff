"""Bytes to frozen text and blocks. Pure: no Django, no network, no files."""

from collections.abc import Callable

from jumelage.knowledge.sources.extract.blocks import Block, Cell, Document, ExtractError, Span

LIMIT = 20_000_000
LATER = {
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
    "application/msword": "DOC",
}
SUFFIXES = {
    "txt": "text/plain",
    "md": "text/markdown",
    "markdown": "text/markdown",
    "html": "text/html",
    "htm": "text/html",
    "xhtml": "text/html",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "doc": "application/msword",
}

__all__ = ["LIMIT", "Block", "Cell", "Document", "ExtractError", "Span", "extract", "media_type_of"]


def extract(data: bytes, *, media_type: str, name: str = "") -> Document:
    """The page's frozen text and blocks; name is used in messages only. Raises ExtractError."""
    media = media_type.partition(";")[0].strip().lower()
    _refuse(data, media, name or "the source")
    return _extractor(media, name or "the source")(data, media_type)


def media_type_of(name: str) -> str | None:
    """The media type that a file's name tells, or None."""
    return SUFFIXES.get(name.rpartition(".")[2].lower()) if "." in name else None


def _refuse(data: bytes, media: str, name: str) -> None:
    if not data.strip():
        raise ExtractError(f"{name} is empty; give a page that has text.")
    if len(data) > LIMIT:
        raise ExtractError(
            f"{name} has {len(data) // 1_000_000} MB, more than the {LIMIT // 1_000_000} MB that are read; save the page's text alone."
        )
    if media in LATER or data.startswith((b"%PDF-", b"PK\x03\x04")):
        form = LATER.get(media) or ("PDF" if data.startswith(b"%PDF-") else "DOCX")
        raise ExtractError(f"{form} is not read yet; save {name} as text or HTML.")


def _extractor(media: str, name: str) -> Callable[[bytes, str], Document]:
    if media in ("text/html", "application/xhtml+xml"):
        from jumelage.knowledge.sources.extract.html import extract_html

        return extract_html
    if media in ("text/markdown", "text/x-markdown"):
        from jumelage.knowledge.sources.extract.markdown import extract_markdown

        return extract_markdown
    if media.startswith("text/"):
        from jumelage.knowledge.sources.extract.text import extract_text

        return extract_text
    raise ExtractError(
        f"{name} is {media or 'of an unknown type'}, which is not text; give a text, Markdown or HTML page."
    )
