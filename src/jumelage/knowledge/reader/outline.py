"""What plain lines are to each other: a table's cells that stand one below the other are a row, a teaser's line ends with
its line. The text stays as it is; only blocks are put together, and a row's line breaks are read like dots."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from jumelage.knowledge.places import gazetteer
from jumelage.knowledge.reader.countries import is_country
from jumelage.knowledge.reader.cues import cues
from jumelage.knowledge.reader.dates import dates
from jumelage.knowledge.reader.language import Language
from jumelage.knowledge.reader.sentences import Sentence, sentences
from jumelage.knowledge.reader.sheets import sheet
from jumelage.knowledge.sources.extract.blocks import Block

CELL = 45
EMPTY = "–—-/.·"
LINE_ENDS = "\n\r"
CELL_BREAK = "·"


def outlined(text: str, low: str, blocks: Sequence[Block], language: Language) -> tuple[list[Block], str]:
    """The blocks as they belong together, and the low text with the line breaks of rows as dots."""
    found: list[Block] = []
    breaks: list[int] = []
    whole = (piece for b in _unteased(text, blocks) for piece in _dated(text, low, b, language))
    for stanza in _stanzas(text, whole):
        rows = list(_rows(text, low, stanza, language))
        if len(rows) == len(stanza):
            found += sheet(text, stanza, language)
            continue
        for row in rows:
            if len(row) > 1:
                breaks += [at for at in range(row[0].start, row[-1].end) if text[at] in LINE_ENDS]
                found.append(replace(row[0], kind="row", level=0, end=row[-1].end))
            else:
                found.append(row[0])
    cells = {(b.start, b.end) for b in found if b.kind == "row"}
    letters = list(low) if breaks else []
    for at in breaks:
        letters[at] = CELL_BREAK
    return [_below(b, cells) for b in found], "".join(letters) or low


def _below(block: Block, cells: set[tuple[int, int]]) -> Block:
    """A row is no heading of what stands below it."""
    path = tuple(s for s in block.heading_path if not any(start <= s.start < end for start, end in cells))
    return block if path == block.heading_path else replace(block, heading_path=path)


def _unteased(text: str, blocks: Sequence[Block]) -> Iterator[Block]:
    """A line like `Read also: its title` teases no more than itself."""
    inline = False
    for before, block in zip((None, *blocks), blocks, strict=False):
        if block.boilerplate == "teaser" and (before is None or before.boilerplate != "teaser"):
            inline = ":" in text[block.start : block.end - 3]
            yield block
        else:
            yield replace(block, boilerplate=None) if block.boilerplate == "teaser" and inline else block


def _dated(text: str, low: str, block: Block, language: Language) -> Iterator[Block]:
    """A paragraph whose first line is nothing but a date is a heading and a paragraph."""
    line_end = text.find("\n", block.start, block.end)
    end = block.end if line_end < 0 else line_end
    if block.kind not in ("paragraph", "heading") or end - block.start > CELL or block.boilerplate:
        yield block
        return
    line = next(iter(sentences(text, low, block.start, end)), None)
    if line is None or not _is_date(text, low, line, language):
        yield block
        return
    yield replace(block, kind="heading", end=end, level=block.level or 2)
    if line_end >= 0:
        yield replace(block, kind="paragraph", start=line_end + 1, level=0)


def _stanzas(text: str, blocks: Iterator[Block]) -> Iterator[list[Block]]:
    """Runs of blocks without a blank line between them."""
    stanza: list[Block] = []
    for block in blocks:
        if stanza and text[stanza[-1].end : block.start].count("\n") != 1:
            yield stanza
            stanza = []
        stanza.append(block)
    if stanza:
        yield stanza


def _rows(text: str, low: str, stanza: list[Block], language: Language) -> Iterator[list[Block]]:
    """A place's line with the lines behind it that hold nothing but its country, its kind or its year."""
    row: list[Block] = []
    for block in stanza:
        if row and _is_cell(text, low, block, language) and (len(row) > 1 or _heads(text, row[0], block, language)):
            row.append(block)
        else:
            if row:
                yield row
            row = [block]
    if row:
        yield row


def _is_cell(text: str, low: str, block: Block, language: Language) -> bool:
    raw = text[block.start : block.end]
    if len(raw) > CELL or block.boilerplate or block.cells:
        return False
    if is_country(raw, language) or not raw.strip(EMPTY + " "):
        return True
    found = next(iter(sentences(text, low, block.start, block.end)), None)
    return found is not None and (_is_date(text, low, found, language) or _is_kind(found, language))


def _is_date(text: str, low: str, line: Sentence, language: Language) -> bool:
    known = dates(text, low, line, language)
    small = language.among("since") | language.among("seasons")
    rest = [w for w in line.words if not any(d.start <= w.start < d.end for d in known) and w.low not in small]
    return bool(known) and not rest


def _is_kind(line: Sentence, language: Language) -> bool:
    found = [c for c in cues(line, language) if c.family in ("kind", "status")]
    return bool(found) and found[0].start == line.start and len(line.words) <= 4


def _heads(text: str, block: Block, following: Block, language: Language) -> bool:
    """Whether a line can be the first of a row: a known place, or any name above the line of a country."""
    raw = text[block.start : block.end]
    words = raw.partition("(")[0].split()
    if len(raw) > CELL or not raw[0].isupper() or len(words) > 4:
        return False
    below = is_country(text[following.start : following.end], language)
    return 0 < gazetteer.longest(words) == len(words) or (below and not is_country(raw, language))
