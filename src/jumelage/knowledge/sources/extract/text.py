"""Plain text: the frozen text is the file's own text, with the tags in it where it has some."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from jumelage.knowledge.sources.extract.assemble import BETWEEN
from jumelage.knowledge.sources.extract.blocks import Block, Document, Markup
from jumelage.knowledge.sources.extract.columns import tabled
from jumelage.knowledge.sources.extract.decode import decode
from jumelage.knowledge.sources.extract.layout import LONGEST, blocks_of, cut_warning, outlined, plain_lines
from jumelage.knowledge.sources.extract.tagged import is_tagged, tagged_lines

VERSION = "3"


def extract_text(data: bytes, media_type: str) -> Document:
    text, warnings = decode(data, media_type)
    warnings += cut_warning(text)
    if is_tagged(text):
        lines, markup = tagged_lines(text[:LONGEST])
        blocks = outlined(text, lines)
    else:
        blocks = blocks_of(text, tabled(text, plain_lines(text)))
        markup = tuple(_gaps(blocks))
    return Document(
        text, blocks, title_of(text, blocks), extractor="text", version=VERSION, warnings=warnings, markup=markup
    )


def _gaps(blocks: Sequence[Block]) -> Iterator[Markup]:
    """What parts the cells of a row, shown as it is in every other table."""
    for before, cell in (pair for block in blocks for pair in pairwise(block.cells)):
        yield Markup(before.end, cell.start, BETWEEN)


def title_of(text: str, blocks: tuple[Block, ...]) -> str | None:
    """The first heading that is not furniture."""
    first = next((b for b in blocks if b.kind == "heading" and not b.boilerplate), None)
    return text[first.start : first.end] if first else None
