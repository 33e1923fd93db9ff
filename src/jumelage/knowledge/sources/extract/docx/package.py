"""The parts of a Word file: a zip that is opened with care, and XML that is read as a stream with bounds."""

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import Protocol
from xml.parsers import expat  # declarations are refused, sizes and depth are bounded

from jumelage.knowledge.sources.extract.blocks import ExtractError

MOST_PARTS = 5_000
UNPACKED = 40_000_000
DEEPEST = 250
MOST_ELEMENTS = 500_000
CHUNK = 65_536
BROKEN = "The Word file is broken ({}); open it in a word processor and save it anew."
TOO_LARGE = (
    f"The Word file unpacks to more than {UNPACKED // 1_000_000} MB or {MOST_ELEMENTS:,} elements; "
    "save the part on partnerships alone."
)
CONTENT_TYPES, RELATIONS = "[Content_Types].xml", "_rels/.rels"
Attributes = Mapping[str, str]


class Reader(Protocol):
    """What listens to the elements of a part; names and attributes are without their namespaces."""

    def start(self, name: str, given: Attributes) -> None: ...
    def end(self, name: str) -> None: ...
    def words(self, words: str) -> None: ...


class Package:
    def __init__(self, data: bytes) -> None:
        if data.count(b"PK\x01\x02") > MOST_PARTS:
            raise ExtractError(BROKEN.format("it claims thousands of parts"))
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
        except Exception as error:  # as in _chunks
            raise ExtractError(BROKEN.format(_why(error))) from error
        self.names = frozenset(self.zip.namelist())
        self.left = UNPACKED
        self.elements = 0

    def feed(self, name: str, reader: Reader) -> None:
        """Lets the reader hear the part; one that is not there says nothing. Raises ExtractError."""
        if name not in self.names:
            return
        parser = self._parser(reader)
        try:
            for chunk in self._chunks(name):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise ExtractError(BROKEN.format(f"{name}: {error}")) from error

    def _chunks(self, name: str) -> Iterator[bytes]:
        try:
            with self.zip.open(name) as part:
                while chunk := part.read(CHUNK):
                    self.left -= len(chunk)
                    if self.left < 0:
                        raise ExtractError(TOO_LARGE)
                    yield chunk
        except (ExtractError, MemoryError):
            raise
        except Exception as error:  # what zipfile raises on broken files is not one family of errors
            raise ExtractError(BROKEN.format(_why(error))) from error

    def _parser(self, reader: Reader) -> "expat.XMLParserType":
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        depth = 0

        def start(name: str, given: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            self.elements += 1
            if depth > DEEPEST:
                raise ExtractError(BROKEN.format(f"its elements stand more than {DEEPEST} deep in one another"))
            if self.elements > MOST_ELEMENTS:
                raise ExtractError(TOO_LARGE)
            reader.start(_local(name), {_local(key): value for key, value in given.items()})

        def end(name: str) -> None:
            nonlocal depth
            depth -= 1
            reader.end(_local(name))

        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = reader.words
        parser.StartDoctypeDeclHandler = _refuse
        return parser


def _why(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _refuse(*_declared: object) -> None:
    """Word writes no document types; whoever does means to swell the text."""
    raise ExtractError(BROKEN.format("it declares a document type"))


def _local(name: str) -> str:
    """The name without its namespace; drawings keep a mark, since their letters are no text of the page."""
    space, _, local = name.rpartition(" ")
    return f"drawing {local}" if "drawingml" in space else local


class Listener:
    """A reader that only looks at starts."""

    def __init__(self, heard: Callable[[str, Attributes], None]) -> None:
        self.heard = heard

    def start(self, name: str, given: Attributes) -> None:
        self.heard(name, given)

    def end(self, name: str) -> None: ...

    def words(self, words: str) -> None: ...


def relations(package: Package, name: str) -> dict[str, tuple[str, str]]:
    """Of a part: id → kind (the last word of its type) and name of the part that is meant; addresses elsewhere are left out."""
    found: dict[str, tuple[str, str]] = {}
    folder = name.rpartition("/")[0]
    source = f"{folder}/_rels/{name.rpartition('/')[2]}.rels" if name else RELATIONS

    def heard(element: str, given: Attributes) -> None:
        target = given.get("Target", "")
        if element == "Relationship" and given.get("TargetMode") != "External":
            path = target.lstrip("/") if target.startswith("/") or not folder else f"{folder}/{target}"
            found[given.get("Id", "")] = (given.get("Type", "").rpartition("/")[2], path)

    package.feed(source.lstrip("/"), Listener(heard))
    return found
