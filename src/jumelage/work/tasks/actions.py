"""What people do here. Every verb writes what it changed into the history, in the same transaction."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jumelage.accounts.models import User
from jumelage.work.history.actions import ChangedMeanwhile, facts, office_of, record_change
from jumelage.work.tasks.models import TASK_FIELDS, Responsibility, Task
from jumelage.work.tasks.queries import Held, held_by


class TaskRefused(ValueError):
    """It cannot be done so; the message says why."""


def add_task(*, by: User, **said: Any) -> Task:
    """said: TASK_FIELDS. Raises TaskRefused for an assignee of another office."""
    _guard(by, "edit task")
    _refuse_stranger(said.get("assignee"), by)
    with transaction.atomic():
        task = Task.objects.create(office=office_of(by), version=1, **said)
        _record(task, by, None, facts(task, TASK_FIELDS))
        return task


def change_task(pk: UUID, *, seen: int, by: User, **said: Any) -> Task:
    """seen: the version that the writer had before them. Raises ChangedMeanwhile, TaskRefused, Task.DoesNotExist."""
    _guard(by, "edit task")
    _refuse_stranger(said.get("assignee"), by)
    with transaction.atomic():
        task = _locked(pk, by)
        if task.version != seen:
            raise ChangedMeanwhile(task)
        before = facts(task, TASK_FIELDS)
        for name, value in said.items():
            setattr(task, name, value)
        _save(task, by, before)
        return task


def finish_task(pk: UUID, *, by: User, done: bool = True) -> Task:
    """Done, or to be done again after all."""
    _guard(by, "edit task")
    with transaction.atomic():
        task = _locked(pk, by)
        if bool(task.done_at) != done:
            task.done_at, task.done_by = (timezone.now(), by) if done else (None, None)
            task.version += 1
            task.save()
            _record(task, by, {"done": not done}, {"done": done})
        return task


def entrust(partnership: UUID, *, officer: User, deputy: User | None, seen: int, by: User) -> Responsibility:
    """Says who looks after a partnership. seen: as in change_task, 0 for none. Raises ChangedMeanwhile, TaskRefused."""
    _guard(by, "edit task")
    for one in (officer, deputy):
        _refuse_stranger(one, by)
    if officer == deputy:
        raise TaskRefused(_("The deputy is the same person; choose another, or nobody."))
    with transaction.atomic():
        held, new = Responsibility.objects.select_for_update().get_or_create(
            office=office_of(by), partnership=partnership, defaults={"officer": officer, "deputy": deputy}
        )
        if not new and held.version != seen:
            raise ChangedMeanwhile(held)
        before = None if new else _of(held)
        held.officer, held.deputy, held.version = officer, deputy, held.version + 1
        held.save()
        _record_responsibility(held, by, before)
        return held


def hand_over(giver: User, taker: User, *, by: User) -> Held:
    """Everything open of one person to another of the office, in one step; what was moved. Raises TaskRefused."""
    _guard(by, "hand over")
    _refuse_stranger(giver, by)
    _refuse_stranger(taker, by)
    if giver == taker:
        raise TaskRefused(_("Both are the same person; choose who takes over."))
    if not taker.is_active:
        raise TaskRefused(_("This account is closed; choose somebody who works here."))
    with transaction.atomic():
        held = held_by(giver, lock=True)
        for task in held.tasks:
            before = facts(task, TASK_FIELDS)
            task.assignee = taker
            _save(task, by, before)
        for one in (*held.officer_of, *held.deputy_of):
            _pass_on(one, giver, taker, by)
        return held


def _pass_on(held: Responsibility, giver: User, taker: User, by: User) -> None:
    """Who takes over and was the deputy leaves that place free; nobody stands in for themselves."""
    before = _of(held)
    if held.officer_id == giver.pk:
        held.officer, held.deputy = taker, None if held.deputy_id == taker.pk else held.deputy
    else:
        held.deputy = None if held.officer_id == taker.pk else taker
    held.version += 1
    held.save()
    _record_responsibility(held, by, before)


def _locked(pk: UUID, by: User) -> Task:
    return Task.objects.of(by).select_for_update().get(pk=pk)


def _save(task: Task, by: User, before: dict[str, Any]) -> None:
    after = facts(task, TASK_FIELDS)
    if before != after:
        task.version += 1
        task.save()
        _record(task, by, before, after)


def _record(task: Task, by: User, before: dict[str, Any] | None, after: dict[str, Any]) -> None:
    record_change("task", task.pk, by=by, label=task.title, before=before, after=after, partnership=task.partnership)


def _of(held: Responsibility) -> dict[str, Any]:
    return facts(held, ("officer", "deputy"))


def _record_responsibility(held: Responsibility, by: User, before: dict[str, Any] | None) -> None:
    record_change(
        "responsibility",
        held.partnership,
        by=by,
        label="",
        before=before,
        after=_of(held),
        partnership=held.partnership,
    )


def _refuse_stranger(user: User | None, by: User) -> None:
    if user is not None and user.office_id != office_of(by).pk:
        raise TaskRefused(_("This person belongs to another office; choose somebody of yours."))


def _guard(user: User, action: str) -> None:
    if not user.may(action):
        raise PermissionDenied(f"The role {user.role} may not: {action}.")
