"""What the styles of a Word file say: which are headings, captions, running heads, and what numbering makes of lists."""

import re
from dataclasses import dataclass, field, replace

from jumelage.knowledge.sources.extract.docx.package import Attributes

HEADING = re.compile(r"heading (\d)")
FOLLOWED = 20


@dataclass
class Style:
    """As written; level is a heading's, from 1; depth that of its items, from 0; None where the style does not say."""

    name: str = ""
    parent: str = ""
    level: int | None = None
    depth: int | None = None
    bold: bool | None = None


@dataclass
class Styles:
    """Listens to styles.xml. language is that of the text by default."""

    known: dict[str, Style] = field(default_factory=dict)
    current: Style = field(default_factory=Style)
    language: str | None = None
    default: str = ""

    def start(self, name: str, given: Attributes) -> None:
        value = given.get("val", "")
        if name == "style":
            self.current = self.known[given.get("styleId", "")] = Style()
            if given.get("type") == "paragraph" and given.get("default") in ("1", "true"):
                self.default = given.get("styleId", "")
        elif name == "name":
            self.current.name = value.lower()
            found = HEADING.fullmatch(self.current.name)
            self.current.level = int(found[1]) if found else self.current.level
        elif name == "basedOn":
            self.current.parent = value
        elif name == "outlineLvl":
            self.current.level = outline_level(value)
        elif name == "numPr":
            self.current.depth = self.current.depth or 0
        elif name == "ilvl":
            self.current.depth = list_level(value)
        elif name == "b":
            self.current.bold = is_on(value)
        elif name == "lang" and self.language is None:
            self.language = value or None

    def end(self, name: str) -> None: ...

    def words(self, words: str) -> None: ...

    def of(self, style_id: str) -> Style:
        """The style with what it takes from those that it is based on."""
        style = replace(self.known.get(style_id or self.default, Style()))
        parent = style.parent
        for _ in range(FOLLOWED):
            above = self.known.get(parent)
            if above is None:
                break
            for part in ("level", "depth", "bold"):
                if getattr(style, part) is None:
                    setattr(style, part, getattr(above, part))
            parent = above.parent
        return style


def is_on(value: str) -> bool:
    return value not in ("0", "false", "off", "none")


def outline_level(value: str) -> int | None:
    return int(value) + 1 if value in "012345678" and value else None


def list_level(value: str) -> int:
    return int(value) if value in "012345678" and value else 0
