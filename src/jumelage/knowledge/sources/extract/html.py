"""HTML: a walker over the page's markup that finds its pieces."""

import re
from dataclasses import dataclass, field
from itertools import islice

from jumelage.knowledge.sources.extract.assemble import assembled, title_in
from jumelage.knowledge.sources.extract.blocks import Boilerplate, Document, ExtractError, Kind
from jumelage.knowledge.sources.extract.boilerplate import named
from jumelage.knowledge.sources.extract.decode import decode
from jumelage.knowledge.sources.extract.html_table import OpenTable
from jumelage.knowledge.sources.extract.pieces import BREAK, Fold, Part, Piece, Table, raised, sentences_of, tidy
from jumelage.knowledge.sources.extract.soup import HEADINGS, INLINE, VOID, Event, attributes, events, plain

VERSION = "2"
SKIPPED = frozenset([
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "head", "select", "button",
    "textarea", "canvas", "audio", "video", "noframes", "noembed", "applet", "map", "datalist", "progress", "meter",
    "xmp", "plaintext",
])  # fmt: skip
KINDS: dict[str, Kind] = {"li": "item", "dt": "term", "dd": "definition", "figcaption": "caption", "caption": "caption"}
KINDS |= dict.fromkeys((*HEADINGS, "summary"), "heading")
PARAGRAPHS = frozenset(["p", "ul", "ol", "menu", "dl", "table", "blockquote", "pre", "address"])
FURNITURE: dict[str, Boilerplate] = {"nav": "navigation", "footer": "footer", "aside": "teaser"}
KEPT = frozenset(["item", "heading", "term", "definition", "caption"])
NAMELESS = frozenset(["html", "body", "main", "article", "p", *HEADINGS])
BOLD = frozenset(["b", "strong"])
ONE_LINE = frozenset(["heading", "item", "term", "caption"])
WITHOUT_WORDS = VOID - {"hr"}
HIDES = re.compile(
    r"(?<![\w-])hidden(?![\w-])|aria-hidden\s*=\s*[\"']?true|display\s*:\s*none|visibility\s*:\s*hidden", re.I
)
PANEL = re.compile(r"accordion|collaps|panel|toggle|\btab", re.IGNORECASE)
PUBLISHED = ("article:published_time", "date", "dcterms.date", "dc.date", "dc.date.issued", "dcterms.issued")
LINKED_DATA = re.compile(r"\"datePublished\"\s*:\s*\"(\d{4}-\d\d-\d\d)")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MOST = 300_000
CUT = f"The page has more than {MOST // 2:,} elements; what follows was not read."


def extract_html(data: bytes, media_type: str) -> Document:
    html, warnings = decode(data, f"{media_type} {data[:2048].decode('latin-1')}")
    walker, stream = Walker(), events(html, is_xml="xhtml" in media_type)
    for event in islice(stream, MOST):
        walker.take(event)
    if next(stream, None):
        warnings = (*warnings, CUT)
    text, blocks = assembled(walker.finished())
    if not text:
        raise ExtractError("The page has no text; give the address of a page that shows its text without scripts.")
    title = title_in(text, blocks) or walker.title
    return Document(text, blocks, title, walker.language, walker.published, "html", VERSION, warnings)


@dataclass(slots=True)
class Frame:
    """An open element, as far as its words depend on it. item is the one that it is in, filled when that has its words."""

    name: str
    kind: Kind = "paragraph"
    level: int = 0
    marker: Boilerplate | None = None
    soft: bool = False
    language: str | None = None
    skipped: bool = False
    keeps_lines: bool = False
    item: "Frame | None" = None
    filled: bool = False


@dataclass
class Walker:
    """Collects words until a block ends, then hands on a piece. plain_words: some of them are not bold."""

    parts: list[Part] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=lambda: [Frame("")])
    tables: list[OpenTable] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    raised: list[int] = field(default_factory=list)
    bold: int = 0
    plain_words: bool = False
    lists: int = 0
    title: str | None = None
    language: str | None = None
    dates: dict[str, str] = field(default_factory=dict)

    def take(self, event: Event) -> None:
        what, name, text = event
        if what == "words":
            self._words(name, text)
        elif what == "start":
            self._start(name, text)
        else:
            self._end(name)

    def finished(self) -> list[Part]:
        self._flush()
        return self.parts

    @property
    def published(self) -> str | None:
        known = [self.dates[name] for name in (*PUBLISHED, "linked data", "time") if name in self.dates]
        return known[0] if known else None

    def _words(self, name: str, text: str) -> None:
        frame = self.frames[-1]
        if name == "title" and self.title is None:
            self.title = tidy(plain(text)) or None
        elif name == "script" and (found := LINKED_DATA.search(text)):
            self.dates.setdefault("linked data", found[1])
        elif not (frame.skipped or name):
            is_blank = text.isspace()
            if self.words or not is_blank:
                self.words.append(text.replace("\n", BREAK) if frame.keeps_lines else text)
            self.plain_words = self.plain_words or not (self.bold or is_blank)

    def _start(self, name: str, rest: str) -> None:
        outer = self.frames[-1]
        if name == "meta":
            self._meta(attributes(rest))
        if outer.skipped or name in SKIPPED:
            self.frames.append(outer if outer.skipped else Frame(name, skipped=True))
        elif name in INLINE:
            self._start_inline(name, rest, outer)
        elif name in WITHOUT_WORDS:
            self.words += [BREAK] if name == "br" else []
            self.frames.append(outer)
        else:
            self._flush()
            frame = self._frame(name, attributes(rest) if rest else {}, outer)
            self.frames.append(frame)
            self._open(frame, rest)

    def _start_inline(self, name: str, rest: str, outer: Frame) -> None:
        if HIDES.search(rest):
            self.frames.append(Frame(name, skipped=True))
            return
        self.frames.append(outer)
        self.bold += name in BOLD
        if name == "sup":
            self.raised.append(len(self.words))
        if name == "time" and not outer.marker:
            self._date("time", attributes(rest).get("datetime", ""))

    def _frame(self, name: str, given: dict[str, str], outer: Frame) -> Frame:
        """What the words in a block element are, from the element, its names and what it stands in."""
        if name == "html":
            self.language = given.get("lang") or given.get("xml:lang") or None
            return outer
        kind = KINDS.get(name) or ("heading" if given.get("role") == "heading" else outer.kind)
        if name in PARAGRAPHS and outer.kind not in KEPT:
            kind = "paragraph"
        level = self._level(name, kind, given, outer)
        frame = Frame(name, kind, level, outer.marker, outer.soft, given.get("lang") or outer.language)
        frame.keeps_lines = outer.keeps_lines or name == "pre"
        frame.item = frame if name == "li" else outer.item
        if given or name in FURNITURE:
            self._mark(frame, given)
        if name == "main" and frame.soft:
            frame.marker, frame.soft = None, False
        return frame

    def _level(self, name: str, kind: Kind, given: dict[str, str], outer: Frame) -> int:
        if name in HEADINGS:
            return int(name[1])
        if kind == "heading" and given.get("role") == "heading":
            level = given.get("aria-level", "")
            return int(level) if level in ("1", "2", "3", "4", "5", "6") else 2
        if kind == "item":
            return max(self.lists - 1, 0)
        return outer.level if kind == "heading" and name != "summary" else 0

    def _mark(self, frame: Frame, given: dict[str, str]) -> None:
        """The outermost marker holds."""
        if frame.marker:
            return
        names = f"{given.get('id', '')} {given.get('class', '')}"
        shuts = HIDES.search(
            " ".join(f'{k}="{v}"' for k, v in given.items() if k in ("hidden", "aria-hidden", "style"))
        )
        if frame.name in FURNITURE:
            frame.marker = FURNITURE[frame.name]
        elif shuts and not PANEL.search(f"{names} {given.get('role', '')}"):
            frame.marker = "hidden"
        elif frame.name not in NAMELESS:
            frame.marker = named(given.get("role", ""), names)
            frame.soft = frame.marker is not None

    def _open(self, frame: Frame, rest: str) -> None:
        name = frame.name
        if name in ("ul", "ol", "menu"):
            self.lists += 1
        elif name == "details":
            self.parts.append(Fold(opens=True))
        elif name == "table":
            layout = attributes(rest).get("role") in ("presentation", "none")
            table = OpenTable(self.parts, layout)
            self.tables.append(table)
            self.parts = table.loose
        elif name == "tr" and self.tables:
            self.tables[-1].rows.append([])
        elif name in ("td", "th") and self.tables:
            self._open_cell(name, attributes(rest))

    def _open_cell(self, name: str, given: dict[str, str]) -> None:
        in_head = any(frame.name == "thead" for frame in self.frames[-3:])
        self.parts = self.tables[-1].open_cell(name == "th" or in_head, given).parts

    def _end(self, name: str) -> None:
        frame = self.frames[-1]
        if name in INLINE and not frame.skipped:
            self.bold -= name in BOLD
            if name == "sup":
                self._raise()
        elif not frame.skipped and name not in WITHOUT_WORDS:
            self._flush()
            self._close(name, frame)
        self.frames.pop()

    def _close(self, name: str, frame: Frame) -> None:
        if name in ("ul", "ol", "menu"):
            self.lists -= 1
        elif name == "details":
            self.parts.append(Fold(opens=False))
        elif name in ("td", "th") and self.tables:
            self.parts = self.tables[-1].loose
        elif name == "table" and self.tables:
            table = self.tables.pop()
            self.parts = table.around
            self.parts += table.closed(Table((), frame.marker, frame.soft, frame.language))

    def _raise(self) -> None:
        start = self.raised.pop()
        self.words[start:] = [raised("".join(self.words[start:]))]

    def _flush(self) -> None:
        """Hands on the words as pieces: one, or one a line where the lines are not one sentence."""
        if not self.words:
            return
        frame, emphatic = self.frames[-1], not self.plain_words
        kind = frame.kind
        if kind == "item" and frame.item:
            kind = "paragraph" if frame.item.filled else "item"
        lines = [tidy(line) for line in "".join(self.words).split(BREAK)]
        self.words.clear()
        self.plain_words = False
        for words in [" ".join(lines).strip()] if kind in ONE_LINE else sentences_of(lines):
            if words:
                self.parts.append(
                    Piece(kind, words, frame.level, frame.marker, frame.soft, frame.language, None, emphatic)
                )
                if frame.item:
                    frame.item.filled = True

    def _meta(self, given: dict[str, str]) -> None:
        name = (given.get("property") or given.get("name") or "").lower()
        if name in PUBLISHED:
            self._date(name, given.get("content", ""))

    def _date(self, name: str, value: str) -> None:
        found = DATE.match(value)
        if found:
            self.dates.setdefault(name, found[0])
