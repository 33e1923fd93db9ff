"""Runs to rows in reading order: what stands on one baseline, cut where a gap is wide, column after column."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from jumelage.knowledge.sources.extract.pdf.runs import Run
from jumelage.knowledge.sources.extract.pieces import raised, tidy

SAME_LINE = 0.45
WIDE = 1.1
RAISED = 0.15
SMALL = 0.8
FEW = 4
DEEPEST = 4
CROSSING = 0.5
AS_WIDE = 0.6
GUTTER = 0.8
PROSE = 18
ALIGNED = 0.5
BULLETS = "•·▪◦‣●○–—-*"


@dataclass(frozen=True, slots=True)
class Segment:
    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Row:
    """Segments on one baseline, from left to right; right is where the column ends in which they stand."""

    segments: tuple[Segment, ...]
    right: float

    @property
    def y(self) -> float:
        return self.segments[0].y

    @property
    def text(self) -> str:
        return " ".join(segment.text for segment in self.segments)


def segments_of(runs: Sequence[Run]) -> list[Segment]:
    """From top to bottom and left to right."""
    lines: list[list[Run]] = []
    for run in sorted(runs, key=lambda r: (-r.y, r.x0)):
        near = lines[-1] if lines else []
        if near and near[0].y - run.y <= SAME_LINE * max(run.size, near[0].size):
            near.append(run)
        else:
            lines.append([run])
    return [segment for line in lines for segment in _segments(sorted(line, key=lambda r: (r.x0, r.x1)))]


def _segments(line: Sequence[Run]) -> Iterator[Segment]:
    held: list[Run] = []
    for run in line:
        if held and _is_shadow(held[-1], run):
            continue
        if held and run.x0 - max(r.x1 for r in held[-3:]) > WIDE * max(run.size, held[-1].size):
            yield from _segment(held)
            held = []
        held.append(run)
    yield from _segment(held)


def _is_shadow(run: Run, again: Run) -> bool:
    """Whether the same words are drawn a second time, to look bold."""
    return run.text == again.text and abs(run.x0 - again.x0) < 0.2 * run.size and abs(run.y - again.y) < 0.2 * run.size


def _segment(runs: Sequence[Run]) -> Iterator[Segment]:
    if not runs:
        return
    size = max(r.size for r in runs)
    base = min(r.y for r in runs if r.size >= SMALL * size)
    words: list[str] = []
    end = runs[0].x0
    for run in runs:
        if run.x0 - end > run.blank:
            words.append(" ")
        lifted = run.size < SMALL * size and run.y - base > RAISED * size
        words.append(raised(run.text) if lifted else run.text)
        end = max(end, run.x1)
    text = tidy("".join(words))
    if text:
        yield Segment(text, runs[0].x0, end, base, size, all(r.bold for r in runs if r.text.strip()))


def rows_of(segments: Sequence[Segment], depth: int = 0) -> list[Row]:
    """The rows in the order in which they are read."""
    gutter = _gutter(segments) if depth < DEEPEST else None
    if gutter is None:
        return _rows(segments)
    rows: list[Row] = []
    sides: tuple[list[Segment], list[Segment]] = ([], [])
    across: list[Segment] = []
    for segment in sorted(segments, key=lambda s: (-s.y, s.x0)):
        if segment.x0 < gutter < segment.x1:
            rows += [row for side in sides for row in rows_of(side, depth + 1)]
            sides = ([], [])
            across.append(segment)
        else:
            rows += _rows(across)
            across = []
            sides[segment.x0 >= gutter].append(segment)
    return rows + _rows(across) + [row for side in sides for row in rows_of(side, depth + 1)]


def _rows(segments: Sequence[Segment]) -> list[Row]:
    right = max((s.x1 for s in segments), default=0)
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda s: (-s.y, s.x0)):
        if rows and rows[-1][0].y - segment.y <= SAME_LINE * max(segment.size, rows[-1][0].size):
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [Row(tuple(sorted(row, key=lambda s: s.x0)), right) for row in rows]


def _gutter(segments: Sequence[Segment]) -> float | None:
    """The middle of the widest strip that few segments cross, with columns of text on both sides; lines as wide as the page
    stand between columns and do not count."""
    width = max((s.x1 for s in segments), default=0) - min((s.x0 for s in segments), default=0)
    narrow = [s for s in segments if s.x1 - s.x0 < AS_WIDE * width]
    if len(narrow) < 2 * FEW:
        return None
    starts, ends = sorted(s.x0 for s in narrow), sorted(s.x1 for s in narrow)
    best: tuple[float, float] | None = None
    edges = sorted({*starts, *ends})
    begun = ended = 0
    for left, right in pairwise(edges):
        while begun < len(starts) and starts[begun] <= left:
            begun += 1
        while ended < len(ends) and ends[ended] <= left:
            ended += 1
        crossing, fewer = begun - ended, min(ended, len(starts) - begun)
        if fewer >= FEW and crossing <= CROSSING * fewer and (best is None or right - left > best[0]):
            best = (right - left, (left + right) / 2)
    if best is None or best[0] < GUTTER * median(s.size for s in segments) or not _are_columns(segments, best[1]):
        return None
    return best[1]


def _are_columns(segments: Sequence[Segment], gutter: float) -> bool:
    """Whether the two sides are read one after the other: prose, lists, or lines that do not stand side by side."""
    left = [s for s in segments if s.x1 <= gutter]
    right = [s for s in segments if s.x0 >= gutter]
    if min(median(len(s.text) for s in side) for side in (left, right)) >= PROSE:
        return True
    if all(sum(s.text[0] in BULLETS for s in side) * 2 > len(side) for side in (left, right)):
        return True
    baselines = {round(s.y) for s in left}
    beside = sum(bool({round(s.y) - 1, round(s.y), round(s.y) + 1} & baselines) for s in right)
    return beside < ALIGNED * min(len(left), len(right))
