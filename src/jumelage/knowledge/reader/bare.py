"""A page without the markup that its frozen text holds, and the way back: what is read of the one has its words in the other."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from jumelage.knowledge.reader.model import Claim, Evidence, Reading
from jumelage.knowledge.sources.extract.assemble import BETWEEN
from jumelage.knowledge.sources.extract.blocks import Block, Cell, Document, Markup, Span


@dataclass(frozen=True)
class Bare:
    """document is what is seen of a page; starts and ends tell for each of its characters where it stands in the frozen text."""

    frozen: str
    document: Document
    starts: Sequence[int]
    ends: Sequence[int]

    def back(self, reading: Reading) -> Reading:
        """The reading with the words of the frozen text; nothing that it says is changed."""
        findings = tuple(replace(f, evidence=self._written(f.evidence)) for f in reading.findings)
        dropped = tuple(replace(r, claim=r.claim and self._claim(r.claim)) for r in reading.rejected)
        claims = tuple(map(self._claim, reading.claims))
        return replace(reading, claims=claims, findings=findings, rejected=dropped)

    def _claim(self, claim: Claim) -> Claim:
        return replace(claim, evidence=self._written(claim.evidence))

    def _written(self, proof: Sequence[Evidence]) -> tuple[Evidence, ...]:
        spans = [(e.role, self.starts[e.start], self.ends[e.end - 1]) for e in proof]
        return tuple(Evidence(role, start, end, self.frozen[start:end]) for role, start, end in spans)


def bare(page: Document) -> Bare:
    """The page as it is seen: a block a line, a row's cells apart, no tags, letters for their names."""
    view = _View(page.text, page.markup)
    for block in page.blocks:
        view.write(block)
    text = "".join(view.parts)
    blocks = tuple(map(view.moved, page.blocks))
    return Bare(page.text, replace(page, text=text, blocks=blocks, markup=()), view.starts, view.ends)


class _View:
    def __init__(self, text: str, markup: Sequence[Markup]) -> None:
        self.text, self.markup = text, markup
        self.begins = [mark.start for mark in markup]
        self.parts: list[str] = []
        self.starts, self.ends = array("L"), array("L")
        self.last = 0

    def write(self, block: Block) -> None:
        if self.parts:
            if bisect_left(self.begins, self.last) < bisect_left(self.begins, block.start):
                self._show("\n", self.last, block.start)
            else:
                self._plain(self.last, block.start)
        self.last = block.start
        cells = [cell for cell in block.cells if block.start <= cell.start and cell.end <= block.end]
        spans = [(cell.start, cell.end) for cell in cells] or [(block.start, block.end)]
        for number, (start, end) in enumerate(spans):
            if number:
                self._show(BETWEEN, self.last, start)
            self._words(start, end)
            self.last = end

    def _words(self, start: int, end: int) -> None:
        for mark in self.markup[bisect_left(self.begins, start) : bisect_left(self.begins, end)]:
            self._plain(start, mark.start)
            self._show(mark.shown, mark.start, mark.end)
            start = mark.end
        self._plain(start, end)

    def _plain(self, start: int, end: int) -> None:
        self.parts.append(self.text[start:end])
        self.starts.extend(range(start, end))
        self.ends.extend(range(start + 1, end + 1))

    def _show(self, words: str, start: int, end: int) -> None:
        self.parts.append(words)
        self.starts.extend([start] * len(words))
        self.ends.extend([end] * len(words))

    def moved(self, block: Block) -> Block:
        lead = block.lead_in
        return replace(
            block,
            start=self._span(block).start,
            end=self._span(block).end,
            heading_path=tuple(map(self._span, block.heading_path)),
            lead_in=self._span(lead) if lead else None,
            cells=tuple(
                Cell(self._span(c).start, self._span(c).end, c.header and self._span(c.header)) for c in block.cells
            ),
        )

    def _span(self, span: Span | Cell | Block) -> Span:
        """Where a span of the frozen text stands in what is seen."""
        return Span(bisect_left(self.starts, span.start), bisect_right(self.ends, span.end))
