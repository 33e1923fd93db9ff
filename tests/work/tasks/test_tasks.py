"""What is to be done, who looks after what, and handing it over."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation
from factories import officer

from jumelage.accounts.models import User
from jumelage.accounts.roles import Role
from jumelage.work.history.actions import ChangedMeanwhile
from jumelage.work.history.models import Change
from jumelage.work.tasks import actions, queries
from jumelage.work.tasks.models import Responsibility, Task

pytestmark = pytest.mark.django_db
AMIENS, LEEDS, KUMASI = (UUID(int=n) for n in (1, 2, 3))


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def olga(db: None) -> User:
    return officer(name="Olga")


def colleague(of: User, name: str) -> User:
    made = officer(name=name)
    User.objects.filter(pk=made.pk).update(office=of.office)
    return User.objects.get(pk=made.pk)


def test_second_writer_sees_what_the_first_changed(olga: User) -> None:
    task = actions.add_task(by=olga, title="Write to Amiens")
    actions.change_task(task.pk, seen=1, by=olga, title="Telephone Amiens")

    with pytest.raises(ChangedMeanwhile) as changed:
        actions.change_task(task.pk, seen=1, by=olga, title="Visit Amiens")

    assert (changed.value.now.title, changed.value.now.version) == ("Telephone Amiens", 2)


def test_task_is_done_and_opened_again(olga: User) -> None:
    task = actions.add_task(by=olga, title="Write")

    actions.finish_task(task.pk, by=olga)
    assert list(queries.tasks(olga)) == []
    assert [t.done_by for t in queries.tasks(olga, done=True)] == [olga]

    actions.finish_task(task.pk, by=olga, done=False)
    assert list(queries.tasks(olga)) == [task]
    assert [c.said for c in Change.objects.order_by("pk")[1:]] == [{"done": [False, True]}, {"done": [True, False]}]


def test_tasks_come_by_their_day_and_those_without_last(olga: User) -> None:
    for title, due in (("later", date(2026, 12, 1)), ("whenever", None), ("soon", date(2026, 1, 1))):
        actions.add_task(by=olga, title=title, due=due)

    assert [t.title for t in queries.tasks(olga)] == ["soon", "later", "whenever"]
    assert [t.title for t in queries.tasks(olga, sort="-due")] == ["later", "soon", "whenever"]
    assert [t.title for t in queries.tasks(olga, until=date(2026, 1, 1))] == ["soon"]


def test_other_office_neither_sees_nor_finishes_a_task(olga: User) -> None:
    task, stranger = actions.add_task(by=olga, title="Write"), officer()

    assert list(queries.tasks(stranger)) == []
    with pytest.raises(Task.DoesNotExist):
        actions.finish_task(task.pk, by=stranger)
    with pytest.raises(actions.TaskRefused, match="another office"):
        actions.add_task(by=olga, title="Write", assignee=stranger)


def test_partnership_has_one_officer_and_one_deputy(olga: User) -> None:
    bert = colleague(olga, "Bert")
    actions.entrust(AMIENS, officer=olga, deputy=bert, seen=0, by=olga)

    with pytest.raises(ChangedMeanwhile):
        actions.entrust(AMIENS, officer=bert, deputy=None, seen=0, by=bert)
    with pytest.raises(actions.TaskRefused, match="same person"):
        actions.entrust(LEEDS, officer=bert, deputy=bert, seen=0, by=bert)

    assert [(h.officer, h.deputy, h.version) for h in Responsibility.objects.all()] == [(olga, bert, 1)]


def test_everything_of_one_person_goes_to_another_in_one_step(olga: User) -> None:
    bert, carla = colleague(olga, "Bert"), colleague(olga, "Carla")
    actions.entrust(AMIENS, officer=olga, deputy=bert, seen=0, by=olga)
    actions.entrust(LEEDS, officer=bert, deputy=olga, seen=0, by=olga)
    actions.entrust(KUMASI, officer=carla, deputy=olga, seen=0, by=olga)
    mine = actions.add_task(by=olga, title="Write", assignee=olga)
    done = actions.add_task(by=olga, title="Old", assignee=olga)
    actions.finish_task(done.pk, by=olga)
    actions.add_task(by=olga, title="Hers", assignee=carla)

    preview = queries.held_by(olga)
    moved = actions.hand_over(olga, bert, by=carla)

    assert (preview.count, moved.count) == (4, 4)
    assert moved.tasks == (mine,)
    found = {h.partnership: (h.officer, h.deputy) for h in Responsibility.objects.all()}
    assert found == {AMIENS: (bert, None), LEEDS: (bert, None), KUMASI: (carla, bert)}
    assert [t.assignee for t in Task.objects.order_by("title")] == [carla, olga, bert]
    assert queries.held_by(olga).count == 0


def test_nothing_is_handed_to_the_same_person_a_closed_account_or_another_office(olga: User) -> None:
    gone = colleague(olga, "Gone")
    gone.is_active = False
    gone.save()

    for taker, why in ((olga, "the same person"), (gone, "closed"), (officer(), "another office")):
        with pytest.raises(actions.TaskRefused, match=why):
            actions.hand_over(olga, taker, by=olga)


@pytest.mark.parametrize("role", [Role.READER, Role.GUEST, Role.EDITOR])
def test_who_may_not_hand_over_is_refused(role: Role, olga: User) -> None:
    with pytest.raises(PermissionDenied):
        actions.hand_over(olga, colleague(olga, "Bert"), by=officer(role=role))
