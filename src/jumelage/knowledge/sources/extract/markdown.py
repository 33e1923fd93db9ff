"""Markdown: the frozen text is the file's own text; signs of markup stay in it and outside the blocks."""

import re
from typing import TYPE_CHECKING

from jumelage.knowledge.sources.extract.blocks import Cell, Document, Kind, Span
from jumelage.knowledge.sources.extract.decode import decode
from jumelage.knowledge.sources.extract.layout import Line, blocks_of, cut_warning, lines_of, outlined, plain_lines
from jumelage.knowledge.sources.extract.text import title_of

if TYPE_CHECKING:
    from markdown_it.token import Token

VERSION = "2"
BREAK = re.compile(r"\r\n?|\n")
HARD = re.compile(r"(?:(?<! ) {2,}+|\\)\n")
BOLD = re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,90}+)\1$")
FRONT = re.compile(r"(title|lang|language|date):[ \t]*+[\"']?+([^\n\"']*+)", re.IGNORECASE)
DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
WIDE = re.compile(r"(?:\|[^|\n]*+){500}")
DEEPEST = 40


def extract_markdown(data: bytes, media_type: str) -> Document:
    """A file in which nothing is marked as a heading or table is read by its layout, as plain text is."""
    text, warnings = decode(data, media_type)
    front, start = _front(text)
    lines = Reader(text, start).lines()
    if any(line.kind in ("heading", "row") for line in lines):
        blocks = outlined(text, lines)
    else:
        blocks = blocks_of(text, [line for line in plain_lines(text) if line.start >= start])
    date = DATE.match(front.get("date", ""))
    return Document(
        text, blocks, front.get("title") or title_of(text, blocks), front.get("language") or front.get("lang"),
        date[0] if date else None, "markdown", VERSION, warnings + cut_warning(text),
    )  # fmt: skip


def _front(text: str) -> tuple[dict[str, str], int]:
    """What is said before the text between two lines of dashes, and where the text begins."""
    told: dict[str, str] = {}
    for number, (start, end) in enumerate(lines_of(text) if text.startswith("---") else ()):
        line = text[start:end].rstrip()
        if number and line in ("---", "..."):
            return told, end
        found = FRONT.match(line)
        if found and found[2].strip():
            told[found[1].lower()] = found[2].strip()
    return {}, 0


def _tokens(source: str) -> "list[Token]":
    """The blocks of the source; what stands within their lines is left as it is."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST})
    if not WIDE.search(source):
        parser.enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser.parse(source)


class Reader:
    """Finds in the text what the parser's tokens hold; begin is where they begin."""

    def __init__(self, text: str, begin: int) -> None:
        end = max((end for _, end in lines_of(text)), default=0)
        self.text, self.source = text, text[begin:end]
        self.starts = [begin, *(begin + found.end() for found in BREAK.finditer(self.source)), end]
        self.found: list[Line] = []
        self.kind: Kind | None = None
        self.level = 0
        self.cells: list[Span] = []
        self.heads: list[Span] = []

    def lines(self) -> list[Line]:
        for token in _tokens(self.source):
            self._take(token)
        return self.found

    def _take(self, token: "Token") -> None:
        match token.type:
            case "heading_open":
                self.kind, self.level = "heading", int(token.tag[1])
            case "list_item_open":
                self.kind, self.level = "item", token.level // 2
            case "tr_open":
                self.cells = []
            case "tr_close":
                self._row()
            case "table_close":
                self.heads = []
            case "th_open" | "td_open":
                self.kind = "row"
            case "inline" if self.kind == "row":
                self.cells.append(
                    self._span(token.content.replace("|", "\\|"), token, self.cells[-1].end if self.cells else 0)
                )
                self.kind = None
            case "inline":
                self._words(token)
            case "code_block" | "fence":
                self.kind = None
                self._words(token)

    def _words(self, token: "Token") -> None:
        """A heading or item, or paragraphs: one for each line that ends hard."""
        kind, level, self.kind, self.level = self.kind or "paragraph", self.level if self.kind else 0, None, 0
        at = 0
        for part in HARD.split(token.content) if kind == "paragraph" else [token.content]:
            span = self._span(part, token, at)
            at = span.end
            bold = BOLD.fullmatch(self.text, span.start, span.end) if kind == "paragraph" else None
            if bold:
                self.found.append(Line("heading", bold.start(2), bold.end(2), gap=True))
            elif span.start < span.end:
                self.found.append(Line(kind, span.start, span.end, gap=True, level=level))

    def _row(self) -> None:
        said = [span for span in self.cells if span.start < span.end]
        if not said:
            return
        heads = [*self.heads, *[None] * len(self.cells)]
        cells = tuple(Cell(span.start, span.end, head) for span, head in zip(self.cells, heads, strict=False))
        self.found.append(Line("row", said[0].start, said[-1].end, gap=True, level=int(not self.heads), cells=cells))
        self.heads = self.heads or self.cells

    def _span(self, words: str, token: "Token", at: int) -> Span:
        """Where the words stand in the token's lines, at or behind a point; the lines where the parser altered the words."""
        first, last = token.map or (0, 1)
        begin, limit = max(self.starts[first], at), self.starts[min(last, len(self.starts) - 1)]
        lines = [line.strip() for line in words.strip().split("\n")]
        start = self.text.find(lines[0], begin, limit)
        end = self.text.rfind(lines[-1], begin, limit) + len(lines[-1]) if len(lines) > 1 else start + len(lines[0])
        if 0 <= start < end:
            return Span(start, end)
        raw = self.text[begin:limit]
        start = begin + len(raw) - len(raw.lstrip())
        return Span(start, max(start, begin + len(raw.rstrip()))) if words.strip() else Span(begin, begin)
