"""The life of a partnership as steps, each with what it needs. What is there is told in codes, so that the table says all:

council:STEP  a record with this step, adopted      mandate    an adopted mandate for it
draft:KIND    an agreement of this kind             signed:KIND  one that both sides have signed
event:TYPE    a step that the register knows
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from jumelage.work.council.models import Step


@dataclass(frozen=True, slots=True)
class Need:
    """Met by any of the codes."""

    words: Any
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Stage:
    """optional: many partnerships go without it. later: only shown once something of it is there."""

    step: Step
    needs: tuple[Need, ...]
    optional: bool = False
    later: bool = False


def _need(words: Any, *codes: str) -> Need:
    return Need(words, frozenset(codes))


SIGNED = ("signed:partnership", "event:signing")
STAGES = (
    Stage(Step.IDEA, (_need(_("a record of the idea"), "council:idea", "mandate", "event:idea"),)),
    Stage(Step.PREPARATION, (_need(_("a mandate to prepare it"), "council:preparation", "mandate"),)),
    Stage(Step.PROJECT, (_need(_("a decision on a project"), "council:project"),), optional=True),
    Stage(
        Step.LETTER,
        (
            _need(_("a decision on the letter of intent"), "council:letter"),
            _need(_("a letter of intent signed by both sides"), "signed:letter"),
        ),
        optional=True,
    ),
    Stage(
        Step.RESOLUTION,
        (_need(_("the council’s resolution, adopted"), "council:resolution", "event:council_resolution"),),
    ),
    Stage(
        Step.SIGNING,
        (
            _need(_("the text of the agreement and its parties"), "draft:partnership", *SIGNED),
            _need(_("the signatures of both sides"), *SIGNED),
        ),
    ),
    Stage(
        Step.RENEWAL,
        (_need(_("a renewal signed by both sides"), "signed:renewal", "event:renewal"),),
        later=True,
    ),
    Stage(Step.REST, (_need(_("a decision that it rests"), "council:rest", "event:suspension"),), later=True),
    Stage(
        Step.RESUMPTION,
        (_need(_("a decision to take it up again"), "council:resumption", "event:resumption"),),
        later=True,
    ),
    Stage(Step.END, (_need(_("a decision to end it"), "council:end", "event:termination"),), later=True),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a step is. is_next: it is what has to be done now; what is missing of a step before the last one is a gap in the papers."""

    stage: Stage
    missing: tuple[Need, ...]
    is_next: bool = False

    @property
    def is_reached(self) -> bool:
        return not self.missing


def course(have: Collection[str]) -> tuple[Standing, ...]:
    """The steps of the way; of those that can be left out, or may never come, only what is begun or still to come. have: codes."""
    codes = set(have)
    found = [Standing(stage, tuple(n for n in stage.needs if not n.codes & codes)) for stage in STAGES]
    last = max((i for i, one in enumerate(found) if one.is_reached), default=-1)
    coming = (i for i, one in enumerate(found) if i > last and not one.stage.optional and not one.stage.later)
    next_ = next(coming, None)
    told = (Standing(one.stage, one.missing, i == next_) for i, one in enumerate(found))
    return tuple(one for i, one in enumerate(told) if _is_told(one, is_past=i < last))


def _is_told(one: Standing, *, is_past: bool) -> bool:
    """Nothing is missing of what was left out, or of what may never come."""
    is_begun = len(one.missing) < len(one.stage.needs)
    return is_begun or not (one.stage.later or (one.stage.optional and is_past))
