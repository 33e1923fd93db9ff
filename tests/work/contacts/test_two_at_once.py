"""Officers who save the same record in the same moment: one is first, the others are told, and nothing is lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection
from factories import officer

from jumelage.work.contacts.actions import add_person, change_person
from jumelage.work.contacts.models import Person
from jumelage.work.history.actions import ChangedMeanwhile
from jumelage.work.history.models import Change

WRITERS = 4


def test_one_of_several_who_save_at_once_is_first(committed_db: str) -> None:
    user = officer()
    person = add_person(by=user, family_name="Example", purpose="p", legal_basis="task")
    together = Barrier(WRITERS)

    def save(number: int) -> bool:
        together.wait(30)
        try:
            change_person(person.pk, seen=1, by=user, phone=str(number))
        except ChangedMeanwhile:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(WRITERS) as pool:
        saved = list(pool.map(save, range(WRITERS)))

    assert saved.count(True) == 1
    now = Person.objects.get()
    assert (now.version, now.phone) == (2, str(saved.index(True)))
    assert Change.objects.count() == 2
