"""Lines to blocks: what plain text shows by its layout (bullets, short lines, blank lines) becomes headings, items and paragraphs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from jumelage.knowledge.sources.extract.blocks import Block, Boilerplate, Cell, Kind, Span
from jumelage.knowledge.sources.extract.boilerplate import IMAGE, MARKERS, TEASER
from jumelage.knowledge.sources.extract.outline import Outline

BULLET = re.compile(r"[ \t]*(?:[•·▪◦‣●○–—*+-])[ \t]+(?=\S)")
NUMBERED = re.compile(r"[ \t]*(\d{1,3})[.)][ \t]+(?=\S)")
SHORT = 90
BREADCRUMB = 40
WRAPPED = 68
SAYS = 35
ENDS = ".!?;…"
STATES = ".;…"
LONGEST = 2_000_000
MOST_LINES = 30_000
CUT = f"The text has more than {LONGEST:,} characters or {MOST_LINES:,} lines; what follows was not read."


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its margins. number is that of a numbered item; gap tells whether a blank line stands before; indent is
    the width of the left margin; level is a heading's or item's; cells are a row's."""

    kind: Kind
    start: int
    end: int
    gap: bool
    number: int | None = None
    level: int = 0
    indent: int = 0
    cells: tuple[Cell, ...] = ()


def lines_of(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every line, without the line break, as far as a text is read."""
    start = 0
    for line in islice(text[:LONGEST].splitlines(keepends=True), MOST_LINES):
        yield start, start + len(line.rstrip("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"))
        start += len(line)


def cut_warning(text: str) -> tuple[str, ...]:
    """Says that a text was not read to its end, where that is so."""
    if len(text) <= MOST_LINES:
        return ()
    end = max(end for _, end in lines_of(text))
    return (CUT,) if text[end:].strip() else ()


def plain_lines(text: str) -> list[Line]:
    """The text's lines with the kind that their layout shows."""
    found: list[Line] = []
    gap, last_number = True, 0
    margins: list[int] = []
    for start, end in lines_of(text):
        raw = text[start:end]
        if not raw.strip():
            gap = True
            continue
        line = nested(_line(text, raw, start, end, gap, last_number), margins)
        last_number = line.number or last_number
        found.append(line)
        gap = False
    return found


def nested(line: Line, margins: list[int]) -> Line:
    """An item with its level: how many items around it have a smaller margin. margins are theirs, and are kept up to date."""
    if line.kind != "item":
        margins[:] = [margin for margin in margins if margin < line.indent]
        return line
    margins[:] = [*(margin for margin in margins if margin < line.indent), line.indent]
    return replace(line, level=len(margins) - 1)


def _line(text: str, raw: str, start: int, end: int, gap: bool, last_number: int) -> Line:
    end = start + len(raw.rstrip())
    bullet, numbered = BULLET.match(raw), NUMBERED.match(raw)
    margin = len(raw) - len(raw.lstrip())
    if bullet:
        return Line("item", start + bullet.end(), end, gap, indent=margin)
    if numbered and int(numbered[1]) in (1, last_number + 1) and end - start < 200:
        return Line("item", start + numbered.end(), end, gap, int(numbered[1]), indent=margin)
    begin = start + margin
    short = end - begin <= SHORT and text[end - 1] not in STATES and not text[begin].islower()
    return Line("heading" if short else "paragraph", begin, end, gap, indent=margin)


def blocks_of(text: str, lines: Sequence[Line]) -> tuple[Block, ...]:
    """Blocks from plain lines: wrapped lines joined, heading paths and lead-ins kept, furniture marked."""
    joined = list(_joined(text, lines))
    return outlined(text, list(_grouped(joined)), _breadcrumbs(joined))


def outlined(text: str, lines: Sequence[Line], crumbs: frozenset[int] = frozenset()) -> tuple[Block, ...]:
    """Blocks from lines that are whole; crumbs are the starts of those that tell the way to the page."""
    return tuple(_marked(text, list(_under_headings(text, lines)), crumbs))


def _joined(text: str, lines: Sequence[Line]) -> Iterator[Line]:
    """Lines of one paragraph that were wrapped are one: the line before is long and ends without a full stop."""
    held: Line | None = None
    for line in lines:
        if held and _continues(text, held, line):
            held = replace(held, end=line.end, kind="paragraph" if held.kind == "heading" else held.kind)
            continue
        if held:
            yield held
        held = line
    if held:
        yield held


def _grouped(lines: Sequence[Line]) -> Iterator[Line]:
    """The last of several lines without a blank between is a heading's matter, not another heading, when it says something."""
    for index, line in enumerate(lines):
        is_last = index + 1 == len(lines) or lines[index + 1].gap
        says = line.end - line.start >= SAYS and index > 0 and not line.gap and not line.level
        yield replace(line, kind="paragraph") if line.kind == "heading" and is_last and says else line


def _continues(text: str, held: Line, line: Line) -> bool:
    if line.gap or line.number is not None or line.kind in ("item", "row") or held.kind == "row":
        return False
    if held.kind == "item" and line.indent > held.indent:
        return True
    last = text.rfind("\n", held.start, held.end) + 1 or held.start
    wrapped = held.end - last >= WRAPPED and text[held.end - 1] not in ENDS + ":"
    return wrapped or (text[line.start].islower() and held.kind == "paragraph")


def _under_headings(text: str, lines: Sequence[Line]) -> Iterator[Block]:
    outline = Outline()
    before: Line | None = None
    for line in lines:
        level = line.level
        if line.kind == "heading" and furniture(text[line.start : line.end]) in ("navigation", "footer"):
            yield Block("heading", line.start, line.end, 6, outline.above())
            before = line
            continue
        if line.kind == "heading":
            level = level or _depth(outline, before)
        outline.leave(line.kind, level)
        lead_in = outline.lead_in() if line.kind in ("item", "row") else None
        yield Block(line.kind, line.start, line.end, level, outline.above(), lead_in, line.cells)
        if line.kind != "row":
            outline.enter(line.kind, level, Span(line.start, line.end), _lead_in(text, line))
        before = line


def _depth(outline: Outline, before: Line | None) -> int:
    """A plain heading's level: the first is the title, one right under another is deeper, all others stand side by side."""
    if not outline.headings:
        return 1
    return min(outline.headings[-1].level + 1, 4) if before and before.kind == "heading" else 2


def _lead_in(text: str, line: Line) -> Span | None:
    """The last sentence of a paragraph that ends with a colon, all of a heading or item that does."""
    if text[line.end - 1] != ":":
        return None
    if line.kind != "paragraph":
        return Span(line.start, line.end)
    cut = max(text.rfind(". ", line.start, line.end), text.rfind("\n", line.start, line.end))
    return Span(cut + 2 if cut >= 0 and text[cut] == "." else max(cut + 1, line.start), line.end)


def _breadcrumbs(lines: Sequence[Line]) -> frozenset[int]:
    """Starts of the short numbered lines at the head of a page: the way to the page, not a list."""
    head = list(lines[:1]) if lines and lines[0].number == 1 else []
    for line in lines[1:8]:
        if not head or line.number != len(head) + 1:
            break
        head.append(line)
    short = all(line.end - line.start <= BREADCRUMB for line in head)
    return frozenset(line.start for line in head) if short and len(head) > 1 else frozenset()


def _marked(text: str, blocks: Sequence[Block], crumbs: frozenset[int]) -> Iterator[Block]:
    teaser = False
    for block in blocks:
        marker = "navigation" if block.start in crumbs else furniture(text[block.start : block.end])
        if block.kind == "heading" and TEASER.match(text, block.start):
            teaser = True
        yield replace(block, boilerplate=marker or ("teaser" if teaser else None))


def furniture(words: str) -> Boilerplate | None:
    """What kind of page furniture the words are, if any; long text is none."""
    if len(words) > 160:
        return None
    for name, pattern in MARKERS:
        if pattern.match(words):
            return name  # type: ignore[return-value]  # the table holds the three literals
    return "navigation" if IMAGE.match(words) else None
