"""HTML to a stream of starts, ends and words in which every start has its end, in time and memory that grow with the page.

A tree is not built: what a browser's parser does to bad markup can take it far more than linear time (each of a few thousand
`<font color=…>` that nobody closed is made again for every paragraph; docs/decisions/0015-html.md). Markup that is left open
ends where the HTML standard says that its end may be left out; an end that fits nothing is passed over.
"""

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Literal

from jumelage.knowledge.sources.extract.blocks import ExtractError

DEEPEST = 5_000
MARKUP = re.compile(
    r"<(?:(?P<end>/)?(?P<name>[a-zA-Z][^\s/>]*+)(?P<rest>(?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+)*+)>?"
    r"|!--(?:-?>|.*?(?:--!?>|\Z))|[!?/][^>]*+>?)",
    re.DOTALL,
)
ATTRIBUTE = re.compile(r"([^\s/>=\"'][^\s/>=]*+)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s>]*+)))?+")
BEYOND = re.compile(r"&#0*+\d{9,}+;?")
RAW = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
    for name in ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes")
}
VOID = frozenset([
    "area", "base", "basefont", "br", "col", "embed", "frame", "hr", "img", "input", "keygen", "link", "meta",
    "param", "source", "track", "wbr",
])  # fmt: skip
INLINE = frozenset([
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "ins", "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var",
])  # fmt: skip
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
IN_HEAD = frozenset(["html", "base", "link", "meta", "noscript", "script", "style", "template", "title"])
IN_TABLE = frozenset(["table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption"])
WALLS = frozenset(["table", "td", "th", "caption", "template", "button", "object"])
CLOSES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "li": (("li",), ("ul", "ol", "menu")),
    "dt": (("dt", "dd"), ("dl",)),
    "dd": (("dt", "dd"), ("dl",)),
    **dict.fromkeys(("td", "th"), (("td", "th"), ("table",))),
    "tr": (("tr", "td", "th"), ("table",)),
    **dict.fromkeys(
        ("thead", "tbody", "tfoot"), (("thead", "tbody", "tfoot", "caption", "tr", "td", "th"), ("table",))
    ),
    **dict.fromkeys(HEADINGS, (HEADINGS, ("div", "section", "article"))),
}
"""What a start ends that is still open, and the elements beyond which it does not look."""
CLOSES_P = frozenset([
    "address", "article", "aside", "blockquote", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "li", "main", "menu", "nav",
    "ol", "p", "pre", "search", "section", "summary", "table", "ul",
]).union(HEADINGS)  # fmt: skip

Event = tuple[Literal["start", "end", "words"], str, str]
"""What it is; the name of the element, also of one with raw words (a title); the words, or the attributes as they are written."""


def attributes(written: str) -> dict[str, str]:
    """An element's attributes; of two of one name the first counts, as in browsers."""
    found: dict[str, str] = {}
    for name, double, single, bare in ATTRIBUTE.findall(written):
        found.setdefault(name.lower(), plain(double or single or bare))
    return found


def plain(words: str) -> str:
    """The words with the signs that their character references stand for; one beyond all signs stands for U+FFFD."""
    return unescape(BEYOND.sub("\ufffd", words)) if "&" in words else words


def events(html: str, *, is_xml: bool = False) -> Iterator[Event]:
    """In XML a start that closes itself has no words. Raises ExtractError where elements stand in one another deeper than on
    any page for people."""
    stack, at = Stack(is_xml), 0
    while found := MARKUP.search(html, at):
        if found.start() > at:
            yield "words", "", plain(html[at : found.start()])
        at = found.end()
        end, name, rest = found.groups()
        if end:
            yield from _ended(stack, name.lower())
        elif name:
            name = name.lower()
            yield from _started(stack, name, rest)
            if name in RAW and stack.names[-1:] == [name]:
                closing = RAW[name].search(html, at)
                start, at = at, closing.start() if closing else len(html)
                yield "words", name, html[start:at]
    if at < len(html):
        yield "words", "", plain(html[at:])
    yield from stack.cut(0)


def _started(stack: "Stack", name: str, rest: str) -> Iterator[Event]:
    if name not in INLINE:
        if stack.at["head"] and name not in IN_HEAD:
            yield from stack.cut(stack.at["head"][-1])
        if name in CLOSES:
            yield from stack.cut(stack.open_one(*CLOSES[name]))
        if name in CLOSES_P and stack.at["p"]:
            yield from stack.cut(stack.open_one(("p",), ()))
    yield "start", name, rest
    if name in VOID or (rest.endswith("/") and (stack.is_xml or stack.at["svg"] or stack.at["math"])):
        yield "end", name, ""
    else:
        stack.push(name)


def _ended(stack: "Stack", name: str) -> Iterator[Event]:
    """An end counts where its start is open: of inline elements in the same block, of others in the same cell or button."""
    if name == "br":
        yield from (("start", name, ""), ("end", name, ""))
    elif name in HEADINGS:
        yield from stack.cut(stack.open_one(HEADINGS, ()))
    elif stack.at[name]:
        index = stack.at[name][-1]
        beyond = stack.blocks if name in INLINE else stack.at["table"] if name in IN_TABLE else stack.walls
        if not beyond or index >= beyond[-1]:
            yield from stack.cut(index)


@dataclass
class Stack:
    """The open elements. at holds where those of a name stand, blocks where those that are not inline, walls where those
    from inside of which little is ended outside."""

    is_xml: bool = False
    names: list[str] = field(default_factory=list)
    at: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    blocks: list[int] = field(default_factory=list)
    walls: list[int] = field(default_factory=list)

    def push(self, name: str) -> None:
        index = len(self.names)
        if index >= DEEPEST:
            raise ExtractError(f"The page nests its elements more than {DEEPEST:,} deep; save its text alone.")
        self.names.append(name)
        self.at[name].append(index)
        if name not in INLINE:
            self.blocks.append(index)
        if name in WALLS:
            self.walls.append(index)

    def cut(self, index: int | None) -> Iterator[Event]:
        """Ends the element at the index and all in it; none for None."""
        while index is not None and len(self.names) > index:
            name = self.names.pop()
            self.at[name].pop()
            if name not in INLINE:
                self.blocks.pop()
            if name in WALLS:
                self.walls.pop()
            yield "end", name, ""

    def open_one(self, names: tuple[str, ...], walls: tuple[str, ...]) -> int | None:
        """Where the outermost of the names stands that is inside of the innermost of these walls, or of any."""
        inner = [self.at[name][-1] for name in walls if self.at[name]]
        if "table" not in walls:
            inner += self.walls[-1:]
        wall = max(inner, default=-1)
        found = [at[i] for name in names if (i := bisect(at := self.at[name], wall)) < len(at)]
        return min(found, default=None)
