"""One page read by the second reader: asked part by part, each answer weighed, failures told in one sentence."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from jumelage.knowledge.reader.context import Context
from jumelage.knowledge.reader.gate import passed
from jumelage.knowledge.reader.language import Language
from jumelage.knowledge.reader.model import Claim, PlaceRef, Reading, Rejection
from jumelage.knowledge.reader.second.answer import AnswerError, rows_of
from jumelage.knowledge.reader.second.derive import READER, derived
from jumelage.knowledge.reader.second.endpoint import LIMITS, Endpoint, EndpointError, Limits, ask
from jumelage.knowledge.reader.second.merge import alone, merged
from jumelage.knowledge.reader.second.orders import order_in
from jumelage.knowledge.reader.second.page import Page, parts_of
from jumelage.knowledge.reader.second.place import Refused, placed
from jumelage.knowledge.reader.second.quotes import Words, plain, shown
from jumelage.knowledge.reader.second.request import question
from jumelage.knowledge.reader.second.schema import Row

MOST_PARTS = 24


@dataclass(frozen=True, slots=True)
class Answered:
    """What comes of one question: claims for the gate, what was refused, or one sentence on why nothing came."""

    claims: tuple[Claim, ...] = ()
    rejected: tuple[Rejection, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SecondReader:
    endpoint: Endpoint
    limits: Limits = LIMITS

    def beside(self, rules: Reading, text: str, contexts: Sequence[Context], language: Language) -> Reading:
        """The rules' reading with what the second reader adds; it comes through the same gate.

        Never raises for what the endpoint does: the rules' claims stand, and a warning says what is missing.
        """
        page = Page(text, tuple(sorted(contexts, key=lambda c: c.m.start)), rules.home, rules.published, language)
        answers = list(self._answers(page, list(parts_of(page))))
        told, dropped = passed((c for a in answers for c in a.claims), text, language)
        kept, torn = alone(told)
        claims, conflicts = merged(rules.claims, kept)
        return replace(
            rules,
            claims=tuple(claims),
            findings=(*rules.findings, *conflicts),
            warnings=(*rules.warnings, *(w for a in answers for w in a.warnings)),
            rejected=(*rules.rejected, *(r for a in answers for r in a.rejected), *dropped, *torn),
        )

    def _answers(self, page: Page, parts: Sequence[Words]) -> Iterator[Answered]:
        """An answer that cannot be used costs its part; an endpoint that fails costs the parts that are left."""
        deadline = time.monotonic() + self.limits.page
        if refusal := self._refusal(page):
            yield Answered(warnings=(refusal,))
            return
        for index, part in enumerate(parts):
            try:
                self._check(index, deadline)
                yield self._answer(page, part, index, len(parts), deadline)
            except AnswerError as error:
                yield self._failed(str(error), index, index + 1, len(parts))
            except EndpointError as error:
                yield self._failed(str(error), index, len(parts), len(parts))
                return

    def _refusal(self, page: Page) -> str | None:
        """Why nothing is asked about the page at all."""
        if fault := self.endpoint.fault():
            return f"There is no second reader: {fault}."
        order = order_in(context.m for context in page.contexts)
        return (
            f"The page gives orders to language models, so it was not shown to one: {shown(order)}." if order else None
        )

    def _check(self, index: int, deadline: float) -> None:
        if index == MOST_PARTS:
            raise EndpointError(f"is asked about {MOST_PARTS} parts of a page at most")
        if time.monotonic() >= deadline:
            raise EndpointError(f"has used up its time for a page ({self.limits.page:.3g} s)")

    def _answer(self, page: Page, part: Words, index: int, of: int, deadline: float) -> Answered:
        body = question(page, part, model=self.endpoint.model, number=index + 1, of=of)
        data = ask(self.endpoint, body, deadline=deadline, limits=self.limits)
        rows, faults = rows_of(data, key=self.endpoint.key)
        weighed = [_weighed(row, page, part) for row in rows]
        unfit = [Rejection(None, fault) for fault in faults]
        return Answered(
            tuple(w for w in weighed if isinstance(w, Claim)),
            (*unfit, *(w for w in weighed if isinstance(w, Rejection))),
        )

    def _failed(self, why: str, first: int, end: int, of: int) -> Answered:
        left = "this page" if (first, end) == (0, of) else f"part {end} of {of}"
        left = left if end - first in (1, of) else f"parts {first + 1} to {end} of {of}"
        return Answered(warnings=(f"The second reader at {self.endpoint.host} {why}; the rules alone read {left}.",))


def _weighed(row: Row, page: Page, part: Words) -> Claim | Rejection:
    try:
        return derived(placed(row, page, part))
    except Refused as reason:
        return Rejection(_as_said(row, page), str(reason))


def _as_said(row: Row, page: Page) -> Claim:
    """For people to look at: nothing in it was found in the page."""
    name = plain(row.partner) if row.partner else None
    partner = PlaceRef(name, name) if name else None
    return Claim(page.home, partner, row.property, plain(row.value), f"{READER}.{row.property}", 0, (), reader=READER)
