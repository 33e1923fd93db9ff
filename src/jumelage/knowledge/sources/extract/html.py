"""HTML: a walker over the tree that yields the page's blocks; the frozen text is their text, one block a line."""

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from jumelage.knowledge.sources.extract.blocks import Block, Boilerplate, Cell, Document, ExtractError, Kind, Span
from jumelage.knowledge.sources.extract.decode import decode
from jumelage.knowledge.sources.extract.layout import furniture

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "iframe",
        "object",
        "head",
        "select",
        "option",
        "button",
        "input",
        "textarea",
        "canvas",
        "audio",
        "video",
    ]
)
INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "code",
        "data",
        "dfn",
        "em",
        "font",
        "i",
        "kbd",
        "mark",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "label",
        "del",
        "ins",
    ]
)
KINDS: dict[str, Kind] = {"li": "item", "dt": "term", "dd": "definition", "figcaption": "caption", "caption": "caption"}
KINDS |= dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading")
FURNITURE: dict[str, Boilerplate] = {"nav": "navigation", "footer": "footer", "aside": "teaser", "form": "navigation"}
NAMED = re.compile(
    r"\b(?:(?P<navigation>nav|navigation|menu|breadcrumbs?)|(?P<teaser>teasers?|related)|(?P<footer>footer|cookies?))\b",
    re.IGNORECASE,
)
BLANKS = re.compile(r"\s+")
DEEPEST = 5_000
MOST_NODES = 400_000
PUBLISHED = (
    'meta[property="article:published_time"]',
    'meta[name="date"]',
    'meta[name="dcterms.date"]',
    "time[datetime]",
)
DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def extract_html(data: bytes, media_type: str) -> Document:
    from selectolax.lexbor import LexborHTMLParser

    html, warnings = decode(data, f"{media_type} {data[:2048].decode('latin-1')}")
    tree = LexborHTMLParser(html)
    builder = Builder()
    if tree.body is not None:
        _walk(tree.body, builder)
    text = "".join(builder.parts)
    if not text.strip():
        raise ExtractError("The page has no text; give the address of a page that shows its text without scripts.")
    return Document(
        text,
        tuple(builder.blocks),
        _title(tree, text, builder.blocks),
        _attribute(tree, "html[lang]", "lang"),
        _published(tree),
        "html",
        "1",
        warnings,
    )


@dataclass
class Builder:
    """Collects words until a block ends, then writes the block to the text."""

    parts: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    path: list[tuple[int, Span]] = field(default_factory=list)
    lead_in: Span | None = None
    length: int = 0

    def write(self, words: str) -> Span:
        span = Span(self.length, self.length + len(words))
        self.parts.append(words + "\n")
        self.length += len(words) + 1
        return span

    def flush(self, kind: Kind, level: int, marker: Boilerplate | None) -> None:
        words = BLANKS.sub(" ", "".join(self.words)).strip()
        self.words.clear()
        if words:
            span = self.write(words)
            self.add(
                Block(kind, span.start, span.end, level, boilerplate=marker or furniture(words)), words.endswith(":")
            )

    def add(self, block: Block, announces: bool) -> None:
        """Puts a block under its headings; one that ends with a colon leads in the items that follow."""
        span = Span(block.start, block.end)
        if block.kind == "heading":
            self.path = [step for step in self.path if step[0] < block.level]
        listed = block.kind in ("item", "row", "definition")
        self.blocks.append(
            replace(block, heading_path=tuple(s for _, s in self.path), lead_in=self.lead_in if listed else None)
        )
        if block.kind == "heading":
            self.path.append((block.level, span))
        if not listed:
            self.lead_in = span if announces else None


def _walk(body: "LexborNode", builder: Builder) -> None:
    """Depth first without recursion, so that a page nested ten thousand deep cannot break it."""
    stack: list[tuple[LexborNode | None, Kind, int, Boilerplate | None, int]] = [(body, "paragraph", 0, None, 0)]
    for _ in range(MOST_NODES):
        if not stack:
            return
        node, kind, level, marker, depth = stack.pop()
        if node is None:
            builder.flush(kind, level, marker)
            continue
        tag = str(node.tag)
        if tag == "-text":
            builder.words.append(node.text_content or "")
        elif tag == "br":
            builder.flush(kind, level, marker)
        elif tag == "tr" and depth < DEEPEST:
            builder.flush(kind, level, marker)
            _row(node, builder, marker)
        elif tag not in SKIPPED and not tag.startswith(("-", "_")) and depth < DEEPEST:
            _enter(node, tag, (kind, level, marker, depth), stack, builder)


def _enter(
    node: "LexborNode",
    tag: str,
    outer: tuple[Kind, int, Boilerplate | None, int],
    stack: "list[tuple[LexborNode | None, Kind, int, Boilerplate | None, int]]",
    builder: Builder,
) -> None:
    kind, level, marker, depth = outer
    if tag not in INLINE:
        builder.flush(kind, level, marker)
        kind = KINDS.get(tag, "paragraph" if tag in ("p", "ul", "ol", "dl", "table") else kind)
        level = int(tag[1]) if kind == "heading" and tag in KINDS else level * (kind == "heading")
        marker = marker or FURNITURE.get(tag) or _named(node)
        stack.append((None, kind, level, marker, depth))
    children = [(child, kind, level, marker, depth + 1) for child in node.iter(include_text=True)]
    stack.extend(reversed(children))


def _named(node: "LexborNode") -> Boilerplate | None:
    attributes = node.attributes
    found = NAMED.search(f"{attributes.get('role') or ''} {attributes.get('id') or ''} {attributes.get('class') or ''}")
    return found.lastgroup if found else None  # type: ignore[return-value]  # the groups are named after the literals


def _row(row: "LexborNode", builder: Builder, marker: Boilerplate | None) -> None:
    """A table row as one block; its cells know the words that head their columns."""
    texts = [(BLANKS.sub(" ", c.text(separator=" ")).strip(), str(c.tag)) for c in row.iter() if c.tag in ("td", "th")]
    if not any(words for words, _ in texts):
        return
    is_head = all(tag == "th" for _, tag in texts)
    heads = [] if is_head else _heads(builder)
    start, cells = builder.length, []
    for index, (words, _) in enumerate(texts):
        cells.append(Cell(start, start + len(words), heads[index] if index < len(heads) else None))
        start += len(words) + 3
    span = builder.write(" | ".join(words for words, _ in texts))
    builder.add(Block("row", span.start, span.end, 1 if is_head else 0, cells=tuple(cells), boilerplate=marker), False)


def _heads(builder: Builder) -> list[Span]:
    """The cells of the head row right above, however many rows ago."""
    for block in reversed(builder.blocks):
        if block.kind != "row":
            return []
        if block.level:
            return [Span(cell.start, cell.end) for cell in block.cells]
    return []


def _title(tree: "LexborHTMLParser", text: str, blocks: list[Block]) -> str | None:
    heading = next((b for b in blocks if b.kind == "heading" and b.level == 1 and not b.boilerplate), None)
    if heading:
        return text[heading.start : heading.end]
    node = tree.css_first("title")
    return BLANKS.sub(" ", node.text()).strip() or None if node else None


def _attribute(tree: "LexborHTMLParser", selector: str, name: str) -> str | None:
    node = tree.css_first(selector)
    return (node.attributes.get(name) or None) if node else None


def _published(tree: "LexborHTMLParser") -> str | None:
    for selector in PUBLISHED:
        value = _attribute(tree, selector, "datetime" if selector.startswith("time") else "content")
        found = DATE.match(value or "")
        if found:
            return found[0]
    return None
