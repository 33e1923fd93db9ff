"""The steps of a partnership's life: how far it is, and what is missing for the next one."""

import pytest

from jumelage.work.council.life import STAGES, course
from jumelage.work.council.models import Step


def told(*have: str) -> tuple[list[str], str | None]:
    """The steps that are reached, and the next one."""
    found = course(have)
    reached = [one.stage.step.value for one in found if one.is_reached]
    return reached, next((one.stage.step.value for one in found if one.is_next), None)


def test_every_step_has_its_stage_in_the_order_of_life() -> None:
    assert [stage.step for stage in STAGES] == list(Step)


@pytest.mark.parametrize(
    ("have", "reached", "following"),
    [
        ([], [], "idea"),
        (["mandate"], ["idea", "preparation"], "resolution"),
        (["mandate", "council:letter"], ["idea", "preparation"], "resolution"),
        (["mandate", "council:letter", "signed:letter"], ["idea", "preparation", "letter"], "resolution"),
        (["council:resolution", "draft:partnership"], ["resolution"], "signing"),
        (["event:signing"], ["signing"], None),
        (["event:signing", "council:rest"], ["signing", "rest"], None),
    ],
)
def test_next_step_follows_the_last_one_that_is_reached(have: list[str], reached: list[str], following: str) -> None:
    assert told(*have) == (reached, following)


def test_what_a_step_lacks_is_named() -> None:
    signing = next(one for one in course(["council:resolution", "draft:partnership"]) if one.is_next)

    assert [str(need.words) for need in signing.missing] == ["the signatures of both sides"]


def test_rest_and_end_are_no_steps_that_anybody_waits_for() -> None:
    assert {one.stage.step.value for one in course(["mandate"])}.isdisjoint({"renewal", "rest", "resumption", "end"})


def test_step_that_was_left_out_is_not_asked_for_again() -> None:
    before, after = course(["mandate"]), course(["mandate", "council:resolution", "signed:letter"])

    assert [one.stage.step.value for one in before if one.stage.optional] == ["project", "letter"]
    assert [one.stage.step.value for one in after if one.stage.optional] == ["letter"]
