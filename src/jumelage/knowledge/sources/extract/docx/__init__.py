"""Word files (.docx): the paragraphs, lists, tables and notes of the text, with what was deleted left out."""

import re
from collections.abc import Iterator
from typing import Literal

from jumelage.knowledge.sources.extract.assemble import assembled, title_in
from jumelage.knowledge.sources.extract.blocks import Document, ExtractError
from jumelage.knowledge.sources.extract.docx.body import MOST, Body
from jumelage.knowledge.sources.extract.docx.package import CONTENT_TYPES, Attributes, Listener, Package, relations
from jumelage.knowledge.sources.extract.docx.styles import Styles
from jumelage.knowledge.sources.extract.pieces import Part, tidy

VERSION = "1"
DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MACROS = "The Word file holds macros and is not opened; save it as .docx without macros."
RUNNING: tuple[Literal["header", "footer"], ...] = ("header", "footer")
NO_WORD = "The file is a zip, but no Word document; give a .docx."
CUT = f"The Word file has more than {MOST:,} paragraphs or cells; what follows was not read."
PLACEHOLDER = re.compile(r"(?:microsoft word\b.*|.*\.docx?|dokument ?\d*|document ?\d*|untitled.*)", re.IGNORECASE)


def extract_docx(data: bytes, media_type: str) -> Document:
    package = Package(data)
    _refuse_macros(package)
    name = next((target for kind, target in relations(package, "").values() if kind == "officeDocument"), "")
    if name not in package.names:
        raise ExtractError(NO_WORD)
    styles = Styles()
    beside = list(relations(package, name).values())
    for kind, target in beside:
        if kind == "styles":
            package.feed(target, styles)
    body = Body(styles, _notes(package, beside, styles))
    package.feed(name, body)
    heads, feet = (list(_running(package, wanted, beside, styles)) for wanted in RUNNING)
    text, blocks = assembled([*heads, *body.finished(), *feet])
    if not text:
        raise ExtractError("The Word file has no text; give one that holds more than pictures.")
    core = Core()
    package.feed("docProps/core.xml", core)
    told = None if PLACEHOLDER.fullmatch(core.told.get("title", "-").strip()) else core.told.get("title")
    title = title_in(text, blocks) or told or None
    date = DATE.match(core.told.get("modified") or core.told.get("created") or "")
    language = core.told.get("language") or styles.language
    return Document(
        text, blocks, title, language, date[0] if date else None, "docx", VERSION, (CUT,) if body.cut else ()
    )


def _refuse_macros(package: Package) -> None:
    kinds: list[str] = []
    package.feed(CONTENT_TYPES, Listener(lambda _, given: kinds.append(given.get("ContentType", ""))))
    if any("macroEnabled" in kind or "vbaProject" in kind for kind in kinds) or any(
        name.lower().endswith("vbaproject.bin") for name in package.names
    ):
        raise ExtractError(MACROS)


def _notes(package: Package, beside: list[tuple[str, str]], styles: Styles) -> dict[tuple[str, str], list[Part]]:
    found: dict[tuple[str, str], list[Part]] = {}
    for kind, target in beside:
        if kind in ("footnotes", "endnotes"):
            body = Body(styles, {})
            package.feed(target, body)
            found |= {(kind, number): parts for number, parts in body.notes.items()}
    return found


def _running(
    package: Package, wanted: Literal["header", "footer"], beside: list[tuple[str, str]], styles: Styles
) -> Iterator[Part]:
    """What stands at the edge of every page; what several of the parts repeat is told once."""
    told: set[Part] = set()
    for kind, target in beside:
        if kind == wanted:
            body = Body(styles, {}, wanted)
            package.feed(target, body)
            for part in body.finished():
                if part not in told:
                    told.add(part)
                    yield part


class Core:
    """Listens to the core properties: title, language, created, modified."""

    def __init__(self) -> None:
        self.told: dict[str, str] = {}
        self.name = ""

    def start(self, name: str, given: Attributes) -> None:
        self.name = name

    def end(self, name: str) -> None:
        self.name = ""

    def words(self, words: str) -> None:
        if self.name:
            self.told[self.name] = tidy(self.told.get(self.name, "") + words)
