"""Text that holds its page's tags, as a saved source does: the frozen text is the file's own, and the tags stay in it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import unescape

from jumelage.knowledge.sources.extract.blocks import Cell, Kind, Markup, Span
from jumelage.knowledge.sources.extract.grid import placed
from jumelage.knowledge.sources.extract.layout import MOST_LINES, Line, plain_lines
from jumelage.knowledge.sources.extract.pieces import TableCell

TAGGED = re.compile(r"</(?:h[1-6]|p|li|td|tr|dd|div|table)\s*+>", re.IGNORECASE)
MARK = re.compile(
    r"<!--(?:(?!-->).)*+(?:-->|\Z)|<(?P<raw>script|style|head)\b(?:(?!</(?P=raw)).)*+(?:</(?P=raw)\s*+>|\Z)"
    r"|<(?P<close>/?)(?P<name>[a-z][a-z0-9]*+)(?P<given>(?:\s[^<>]*+)?)>|&(?:[a-z]{2,8}|\#\d{2,6});",
    re.IGNORECASE | re.DOTALL,
)
SPANS = re.compile(r"\b(colspan|rowspan)\s*+=\s*+[\"']?(\d{1,2})\b", re.IGNORECASE)
UNCLOSED = {"p": ("p",), "li": ("p", "li"), "dt": ("dt", "dd"), "dd": ("dt", "dd"), "td": ("td", "th"), "th": ("td", "th"),
            "tr": ("td", "th", "tr")}  # fmt: skip
LEAST = 2
LONG_CELL = 600
DEEPEST = 100
KINDS: dict[str, Kind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    "li": "item", "dt": "term", "dd": "definition", "caption": "caption", "figcaption": "caption",
}  # fmt: skip
CELLS = ("td", "th")
PARTS = (*KINDS, *CELLS, "p", "div", "section", "article", "header", "footer", "nav", "main", "aside", "ul", "ol", "dl",
         "table", "thead", "tbody", "tfoot", "tr", "br", "hr", "html", "body", "blockquote", "figure")  # fmt: skip


def is_tagged(text: str) -> bool:
    """Whether at least two parts of the text are closed by tags."""
    return "</" in text and len(TAGGED.findall(text)) >= LEAST


def tagged_lines(text: str) -> tuple[list[Line], tuple[Markup, ...]]:
    """The text's lines by its tags, by their layout where it has none, and what in them is markup."""
    reader = Reader(text)
    for found in MARK.finditer(text):
        reader.take(found)
        if reader.is_full:
            break
    else:
        reader.flush(len(text))
    reader.end_table()
    return reader.lines, tuple(reader.markup)


@dataclass
class Reader:
    """open names the tags around; begin is where the words not yet taken begin; rows are those of the table so far."""

    text: str
    lines: list[Line] = field(default_factory=list)
    markup: list[Markup] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    begin: int = 0
    rows: list[list[tuple[TableCell, Span]]] = field(default_factory=list)
    cells: int = 0

    @property
    def is_full(self) -> bool:
        """Whether no more of a page is read."""
        return len(self.lines) > MOST_LINES or self.cells > MOST_LINES

    def take(self, found: re.Match[str]) -> None:
        name = (found["name"] or "").lower()
        shown = unescape(found[0]).replace("\xa0", " ") if found[0][0] == "&" else " " if name == "br" else ""
        self.markup.append(Markup(found.start(), found.end(), shown))
        inside = bool(self.open) and self.open[-1] in CELLS
        if name not in PARTS or (inside and name not in (*CELLS, "tr", "table")):
            return
        self.flush(found.start())
        self.begin = found.end()
        if found["close"]:
            self._close(name)
        elif name not in ("br", "hr"):
            self._opened(name, found["given"])

    def _opened(self, name: str, given: str) -> None:
        while self.open and self.open[-1] in UNCLOSED.get(name, ()):
            self.open.pop()
        if len(self.open) < DEEPEST:
            self.open.append(name)
        if name == "table":
            self.end_table()
        elif name == "tr":
            self.rows.append([])
        elif name in CELLS:
            spans = {key.lower(): max(1, int(value)) for key, value in SPANS.findall(given)}
            cell = TableCell("", name == "th", spans.get("colspan", 1), spans.get("rowspan", 1))
            self.rows = self.rows or [[]]
            self.cells += 1
            self.rows[-1].append((cell, Span(self.begin, self.begin)))

    def _close(self, name: str) -> None:
        if name in self.open:
            while self.open.pop() != name:
                pass
        if name == "table":
            self.end_table()

    def end_table(self) -> None:
        self.lines += table_lines(self.rows)
        self.rows = []

    def flush(self, end: int) -> None:
        """Takes the words up to a point, as what the tags around make of them."""
        raw = self.text[self.begin : end]
        if not raw.strip():
            return
        span = Span(self.begin + len(raw) - len(raw.lstrip()), self.begin + len(raw.rstrip()))
        inner = self.open[-1] if self.open else ""
        if inner in CELLS and self.rows:
            self.rows[-1][-1] = _said(self.rows[-1][-1], raw, span)
        elif inner:
            kind: Kind = next((KINDS[name] for name in reversed(self.open) if name in KINDS), "paragraph")
            level = int(inner[1]) if kind == "heading" else self.open.count("li") - 1 if kind == "item" else 0
            self.lines.append(Line(kind, span.start, span.end, gap=True, level=level))
        elif MARK.sub("", raw).strip():
            moved = plain_lines(raw)
            self.lines += [replace(line, start=line.start + self.begin, end=line.end + self.begin) for line in moved]


def _said(cell: tuple[TableCell, Span], raw: str, span: Span) -> tuple[TableCell, Span]:
    """The cell with the words that are seen of it."""
    return replace(cell[0], words=MARK.sub(_shown, raw).strip()), span


def _shown(found: re.Match[str]) -> str:
    return unescape(found[0]) if found[0][0] == "&" else " "


def table_lines(rows: Sequence[Sequence[tuple[TableCell, Span]]]) -> Iterator[Line]:
    """Rows whose cells know the words that head their columns; the cells of a table that only lays out the page are paragraphs."""
    spans = [span for row in rows for _, span in row]
    if any(span.end - span.start > LONG_CELL for span in spans):
        yield from (Line("paragraph", span.start, span.end, gap=True) for span in spans if span.start < span.end)
        return
    heads: dict[int, Span] = {}
    for line in placed([[cell for cell, _ in row] for row in rows]):
        own = [p for p in line if p.is_new]
        said = [spans[p.number] for p in own if p.cell.words]
        if not said:
            continue
        is_head = all(p.cell.is_head for p in own)
        cells = tuple(
            Cell(spans[p.number].start, spans[p.number].end, None if is_head else heads.get(p.column)) for p in line
        )
        yield Line("row", said[0].start, said[-1].end, gap=True, level=int(is_head), cells=cells)
        if is_head and len(own) > 1:
            heads |= {c: spans[p.number] for p in own for c in range(p.column, p.column + p.cell.columns)}
