"""Plain text: the frozen text is the file's own text."""

from jumelage.knowledge.sources.extract.blocks import Block, Document
from jumelage.knowledge.sources.extract.decode import decode
from jumelage.knowledge.sources.extract.layout import blocks_of, cut_warning, plain_lines

VERSION = "2"


def extract_text(data: bytes, media_type: str) -> Document:
    text, warnings = decode(data, media_type)
    blocks = blocks_of(text, plain_lines(text))
    warnings += cut_warning(text)
    return Document(text, blocks, title_of(text, blocks), extractor="text", version=VERSION, warnings=warnings)


def title_of(text: str, blocks: tuple[Block, ...]) -> str | None:
    """The first heading that is not furniture."""
    first = next((b for b in blocks if b.kind == "heading" and not b.boilerplate), None)
    return text[first.start : first.end] if first else None
