"""Markdown that an editor wrote, as HTML that is safe to show: no markup of their own, no pictures, no scripts in links."""

from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token


def html(text: str, *, top: int = 2) -> SafeString:
    """The first level of heading becomes h<top>, since the page has its own h1."""
    reader = _reader()
    tokens = reader.parse(text)
    _lower(tokens, top - 1)
    return mark_safe(str(reader.renderer.render(tokens, reader.options, {})))  # noqa: S308  # the reader escapes all markup


def _reader() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


def _lower(tokens: "Sequence[Token]", by: int) -> None:
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1:]) + by, 6)}"
