"""What stands above a block: headings, the items around an item, a definition's term, and the words that announce a list."""

from dataclasses import dataclass, field

from jumelage.knowledge.sources.extract.blocks import Kind, Span


@dataclass(frozen=True, slots=True)
class Step:
    level: int
    span: Span
    announces: bool = False


@dataclass
class Outline:
    """depth is the level of the last heading that the source itself calls one."""

    headings: list[Step] = field(default_factory=list)
    items: list[Step] = field(default_factory=list)
    term: Span | None = None
    announced: Span | None = None
    depth: int = 0
    folded: list[tuple[list[Step], int]] = field(default_factory=list)

    def open(self) -> None:
        self.folded.append((list(self.headings), self.depth))

    def close(self) -> None:
        if self.folded:
            self.headings, self.depth = self.folded.pop()
            self.announced = None

    def leave(self, kind: Kind, level: int = 0) -> None:
        """Ends what does not hold for such a block: deeper headings, items that it is not in, the term of another list."""
        if kind == "heading":
            self.headings = [step for step in self.headings if step.level < level]
        self.items = [step for step in self.items if step.level < level] if kind == "item" else []
        self.term = self.term if kind == "definition" else None

    def above(self) -> tuple[Span, ...]:
        steps = tuple(step.span for step in (*self.headings, *self.items))
        return (*steps, self.term) if self.term else steps

    def lead_in(self) -> Span | None:
        """The innermost item around that announces its own list, else the words before the list."""
        return next((step.span for step in reversed(self.items) if step.announces), self.announced)

    def enter(
        self, kind: Kind, level: int, span: Span, announced: Span | None = None, *, is_guessed: bool = False
    ) -> None:
        """Takes a block in; announced are the words of it that announce a list, if any do."""
        if kind == "heading":
            self.headings.append(Step(level, span))
            self.depth = self.depth if is_guessed else level
        if kind == "item":
            self.items.append(Step(level, span, announced is not None))
        elif kind != "definition":
            self.announced = announced
        self.term = span if kind == "term" else self.term
