"""The job that looks at watched pages; the schedule calls it every hour, the office when somebody asks."""

from collections import Counter
from collections.abc import Callable

import httpx2

from jumelage.core.jobs.worker import Run
from jumelage.knowledge.reader.second import second_reader
from jumelage.knowledge.sources.visit import Visitor
from jumelage.knowledge.watching.check import Looked, look_at_due


def check_pages(
    run: Run,
    *,
    report: Callable[[Looked], object] = lambda looked: None,
    transport: httpx2.BaseTransport | None = None,
) -> dict[str, int]:
    """How many looks ended how. Tests inject the transport."""
    visitor = Visitor(transport=transport, sleep=run.wait)
    ends: Counter[str] = Counter()
    for looked in look_at_due(visitor, second=second_reader(), step=run.step):
        report(looked)
        ends[looked.page.visit] += 1
    return dict(ends)
