"""Markdown: the frozen text is the file's own text; signs of markup stay in it and outside the blocks."""

import re
from dataclasses import replace

from jumelage.knowledge.sources.extract.blocks import Document
from jumelage.knowledge.sources.extract.decode import decode
from jumelage.knowledge.sources.extract.layout import Line, blocks_of, plain_lines
from jumelage.knowledge.sources.extract.text import title_of

HEADING = re.compile(r"(#{1,6})[ \t]+")
RULE = re.compile(r"(?:[-*_=][ \t]*){3,}$|\|?[ \t:|-]+\|[ \t:|-]*$")


def extract_markdown(data: bytes, media_type: str) -> Document:
    text, warnings = decode(data, media_type)
    lines = [_marked(text, line) for line in plain_lines(text) if not RULE.match(text[line.start : line.end])]
    blocks = blocks_of(text, lines)
    return Document(text, blocks, title_of(text, blocks), extractor="markdown", warnings=warnings)


def _marked(text: str, line: Line) -> Line:
    """A heading by its hashes, a row by its bars."""
    found = HEADING.match(text, line.start, line.end)
    if found and found.end() < line.end:
        return replace(line, kind="heading", start=found.end(), level=len(found[1]))
    if text[line.start] == "|":
        return replace(line, kind="row")
    return line
