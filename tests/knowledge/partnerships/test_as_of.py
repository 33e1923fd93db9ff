"""As of any day, as known at any entry, as stated up to any day: what the register answers is what the slow way finds, and what
is made anew from the ledger is what was there."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from histories import FIRST, LAST, Step, histories, tell
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from oracle import Answer, Oracle

from jumelage.knowledge.claims.models import Claim, Identity, LedgerHead
from jumelage.knowledge.partnerships.models import CountedYears, Municipality, Partnership
from jumelage.knowledge.partnerships.projection import rebuild_all
from jumelage.knowledge.partnerships.queries import register_on
from jumelage.knowledge.partnerships.state import State

TOGETHER = 10  # histories that are told into one register
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)  # to shrink ten histories takes longer than to read the one
Question = tuple[date, int | None, date | None]

days = st.dates(FIRST, LAST)
questions = st.tuples(days, st.none() | st.integers(1, 100), st.none() | days)


@pytest.mark.parametrize(
    ("number", "longest"), [(300, 4), pytest.param(20_000, 10, marks=[pytest.mark.long, pytest.mark.timeout(7200)])]
)
@pytest.mark.django_db
def test_register_answers_what_the_slow_way_finds(number: int, longest: int) -> None:
    @settings(max_examples=number // TOGETHER, deadline=None, phases=UNSHRUNK, suppress_health_check=list(HealthCheck))
    @given(st.tuples(*[histories(longest)] * TOGETHER), st.lists(questions, min_size=4, max_size=4))
    def differences(told: Sequence[Sequence[Step]], asked: Sequence[Question]) -> None:
        with transaction.atomic():
            tell(told)
            compare(told, asked)
            before = derived()
            rebuild_all()
            assert derived() == before, "\n".join(map(str, told))
            transaction.set_rollback(True)

    differences()


def compare(told: Sequence[Sequence[Step]], asked: Sequence[Question]) -> None:
    """A share of the ledger in hundredths is the entry as of which it is asked."""
    oracle, last = Oracle(), LedgerHead.objects.get().seq
    for day, share, until in asked:
        known = share and last * share // 100
        states = register_on(day, as_known=known, stated_until=until)
        found = {frozenset((s.home.label, s.partner.label)): answer(s, day) for s in states}
        expected = oracle.answers(day, known, until)
        for sides in {*found, *expected}:
            history = "\n".join(map(str, told[int(min(sides).split()[-1])]))
            differs = f"{sides} on {day} as known at {known} as stated until {until}:\n{found.get(sides)}\n{expected.get(sides)}"
            assert found.get(sides) == expected.get(sides), f"{differs}\n{history}"


def derived() -> list[list[tuple[Any, ...]]]:
    """What can be made again from the ledger, as the database holds it."""
    tables = (
        (Claim, ()),
        (Municipality, ()),
        (Partnership, ()),
        (CountedYears, ("partnership", "country", "first", "last")),
    )
    found = [list(table._default_manager.values_list(*columns)) for table, columns in tables]
    return [sorted(rows, key=repr) for rows in [*found, list(Identity.objects.values_list("pk", "merged_into"))]]


def answer(state: State, day: date) -> Answer:
    return {
        "kinds": state.record.kinds.possible(day), "kind": state.kind,
        "statuses": state.record.statuses.possible(day), "status": state.status,
        "scope": state.scope, "target": state.target, "since": state.since.date if state.since else None,
        "last stated": state.last_stated, "counted": state.counted, "certain": state.certain,
    }  # fmt: skip
