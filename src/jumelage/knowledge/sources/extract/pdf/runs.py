"""What a page draws as text: runs of letters with the place, size and weight in which they stand.

pypdf tells the words of a page but not where each of them ends, which columns and tables are told by; so the operators are
followed here, with pypdf's fonts. Every page costs from one budget, so that no file takes longer than its share.
"""

import math
import re
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from pypdf import PageObject
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, StreamObject
from pypdf.generic._font import Font

Matrix = tuple[float, float, float, float, float, float]
ONE: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
TURNED: dict[int, Matrix] = {90: (0, -1, 1, 0, 0, 0), 180: (-1, 0, 0, -1, 0, 0), 270: (0, 1, -1, 0, 0, 0)}
SHOWS = re.compile(rb"T[jJ]|['\"]|Do")
BOLD = re.compile(r"bold|black|heavy|demi|-bd", re.IGNORECASE)
OPERATORS = 300_000
LETTERS = 10
FORMS = 500
DEEPEST_FORM = 8
FAR = 100_000.0


class Exhausted(Exception):
    """The budget of a file is spent."""


@dataclass(frozen=True, slots=True)
class Run:
    """y is the baseline, upwards; blank is how wide a gap before the next run must be to stand for a blank."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    blank: float


@dataclass
class Budget:
    operators: int = OPERATORS
    forms: int = FORMS
    fonts: dict[int, tuple[Any, Font | None]] = field(default_factory=dict)

    def spend(self, operators: int = 1) -> None:
        self.operators -= operators
        if self.operators < 0:
            raise Exhausted


@dataclass
class State:
    """What an operator finds set; saved and restored as a whole."""

    ctm: Matrix = ONE
    font: Font | None = None
    size: float = 12.0
    letter_gap: float = 0.0
    word_gap: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0


def runs_of(page: PageObject, budget: Budget) -> list[Run]:
    """The page's runs as one sees them upright; where most of the text is turned, the page is."""
    turned = {}
    first = int(page.rotation or 0) % 360
    for angle in (first, *(a for a in (0, 90, 180, 270) if a != first)):
        painter = Painter(budget, State(ctm=TURNED.get(angle, ONE)))
        painter.draw(page.get("/Contents"), page.get("/Resources"), page.pdf, 0)
        turned[angle] = painter.upright
        if not painter.others or sum(len(r.text) for r in painter.upright) >= painter.others:
            break
    return max(turned.values(), key=lambda runs: sum(len(r.text) for r in runs))


def times(m: Matrix, n: Matrix) -> Matrix:
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


class Painter:
    """Follows the operators of one page. upright are the runs; others counts the letters that stand otherwise."""

    def __init__(self, budget: Budget, state: State) -> None:
        self.budget, self.state = budget, state
        self.saved: list[State] = []
        self.matrix = self.line = ONE
        self.upright: list[Run] = []
        self.others = 0

    def draw(self, contents: Any, resources: Any, pdf: Any, depth: int) -> None:
        contents = contents.get_object() if contents is not None else None
        if not isinstance(contents, ArrayObject | StreamObject):
            return
        stream = ContentStream(contents, pdf, "bytes")
        if not SHOWS.search(stream.get_data()):
            return
        known = resources.get_object() if resources is not None else None
        given = known if isinstance(known, DictionaryObject) else DictionaryObject()
        for operands, operator in stream.operations:
            self.budget.spend()
            handler = HANDLERS.get(operator)
            try:
                if handler:
                    handler(self, *operands)
                elif operator == b"Tf":
                    self.state.font = self._font(given, operands[0])
                    self.state.size = float(operands[1])
                elif operator == b"Do":
                    self._form(given, operands[0], pdf, depth)
            except (TypeError, ValueError, IndexError, KeyError, AttributeError, OverflowError):
                continue  # an operator that is drawn wrong draws nothing

    def _font(self, resources: DictionaryObject, name: str) -> Font | None:
        font = _named(resources, "/Font", name)
        if id(font) not in self.budget.fonts:
            self.budget.fonts[id(font)] = (font, None)  # kept with its font, whose id none else may get; None if broken
            self.budget.fonts[id(font)] = (font, Font.from_font_resource(font))
        return self.budget.fonts[id(font)][1]

    def _form(self, resources: DictionaryObject, name: str, pdf: Any, depth: int) -> None:
        form = _named(resources, "/XObject", name)
        if form.get("/Subtype") != "/Form" or depth >= DEEPEST_FORM:
            return
        self.budget.forms -= 1
        if self.budget.forms < 0:
            raise Exhausted
        self.save()
        matrix = [float(n) for n in form.get("/Matrix", ONE)]
        self.state.ctm = times(tuple(matrix[:6]), self.state.ctm)  # type: ignore[arg-type]  # six numbers, else IndexError
        kept, level = (self.matrix, self.line), len(self.saved)
        self.draw(form, form.get("/Resources", resources), pdf, depth + 1)
        del self.saved[level:]
        self.matrix, self.line = kept
        self.restore()

    def save(self) -> None:
        self.saved.append(copy(self.state))

    def restore(self) -> None:
        if self.saved:
            self.state = self.saved.pop()

    def transform(self, *numbers: Any) -> None:
        a, b, c, d, e, f = (float(n) for n in numbers)
        self.state.ctm = times((a, b, c, d, e, f), self.state.ctm)

    def begin(self) -> None:
        self.matrix = self.line = ONE

    def place(self, *numbers: Any) -> None:
        a, b, c, d, e, f = (float(n) for n in numbers)
        self.matrix = self.line = (a, b, c, d, e, f)

    def move(self, x: Any, y: Any) -> None:
        self.matrix = self.line = times((1, 0, 0, 1, float(x), float(y)), self.line)

    def move_and_lead(self, x: Any, y: Any) -> None:
        self.state.leading = -float(y)
        self.move(x, y)

    def next_line(self) -> None:
        self.move(0, -self.state.leading)

    def show(self, text: Any) -> None:
        if isinstance(text, bytes) and self.state.font:
            self._run(text, self.state.font)

    def show_array(self, items: Any) -> None:
        for item in items:
            if isinstance(item, bytes):
                self.show(item)
            elif isinstance(item, int | float):
                self._forward(-float(item) / 1000 * self.state.size * self.state.stretch)

    def show_next(self, text: Any) -> None:
        self.next_line()
        self.show(text)

    def show_spaced(self, word_gap: Any, letter_gap: Any, text: Any) -> None:
        self.state.word_gap, self.state.letter_gap = float(word_gap), float(letter_gap)
        self.show_next(text)

    def _forward(self, width: float) -> None:
        self.matrix = times((1, 0, 0, 1, width, 0), self.matrix)

    def _run(self, value: bytes, font: Font) -> None:
        state = self.state
        self.budget.spend(len(value) // LETTERS)
        letters, text = decoded(value, font)
        wide = sum(font.space_width if c == font.space_char else font.get_text_width(c) for c in letters)
        width = wide / 1000 * state.size + len(letters) * state.letter_gap + letters.count(" ") * state.word_gap
        start = times(times((1, 0, 0, 1, 0, state.rise), self.matrix), state.ctm)
        self._forward(width * state.stretch)
        end = times(self.matrix, state.ctm)
        size = abs(state.size) * math.hypot(start[2], start[3])
        is_upright = start[0] > 0 and abs(start[1]) < 0.1 * start[0]
        if not text.strip() or not all(math.isfinite(n) and abs(n) < FAR for n in (*start, *end, size)):
            return
        if not is_upright:
            self.others += len(text)
            return
        blank = size * min(max(font.space_width / 2000, 0.1), 0.2)
        self.upright.append(Run(text, start[4], end[4], start[5], size, bool(BOLD.search(font.name)), blank))


def decoded(value: bytes, font: Font) -> tuple[str, str]:
    """The letters as the font counts their widths, and as text."""
    if isinstance(font.encoding, str):
        letters = value.decode(font.encoding, "replace")
        text = letters
    else:
        letters = "".join(map(chr, value))
        text = "".join(str(font.encoding.get(byte, chr(byte))) for byte in value)
    return letters, "".join(str(font.character_map.get(c, c)) for c in text)


def _named(resources: DictionaryObject, kind: str, name: str) -> Any:
    """Raises KeyError, AttributeError or TypeError where the resources do not hold it."""
    known: Any = resources[kind]
    return known.get_object()[name].get_object()


def _set(name: str, factor: float = 1.0) -> Any:
    def setter(painter: Painter, value: Any) -> None:
        setattr(painter.state, name, float(value) * factor)

    return setter


HANDLERS: dict[bytes, Any] = {
    b"q": Painter.save, b"Q": Painter.restore, b"cm": Painter.transform, b"BT": Painter.begin, b"Tm": Painter.place,
    b"Td": Painter.move, b"TD": Painter.move_and_lead, b"T*": Painter.next_line, b"Tj": Painter.show,
    b"TJ": Painter.show_array, b"'": Painter.show_next, b'"': Painter.show_spaced, b"Tc": _set("letter_gap"),
    b"Tw": _set("word_gap"), b"TL": _set("leading"), b"Ts": _set("rise"), b"Tz": _set("stretch", 0.01),
}  # fmt: skip
