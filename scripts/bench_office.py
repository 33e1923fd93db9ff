"""The office's lists at ten thousand people, two roles each, and as many tasks; asked of the views themselves."""

import statistics
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

PEOPLE = 10_000
RUNS = 7
LISTS = {
    "people": "contacts/",
    "people by a word": "contacts/?q=anna99",
    "people, page 150": "contacts/?page=150",
    "people of a partnership": "contacts/?partnership={}&side=theirs",
    "organisations": "organisations/",
    "tasks": "tasks/",
    "partnerships": "partnerships/",
    "dossier, people": "partnerships/{}/contacts/",
    "calendar": "calendar/",
    "today": "",
    "search": "find/?q=anna99",
    "search that fits everybody": "find/?q=anna",
    "search, all tasks of a word": "find/?q=aufgabe&only=tasks",
}
FILES = {"all people as CSV": "contacts/export/csv/", "all people as Excel": "contacts/export/xlsx/"}


def lists(register: Callable[[str], AbstractContextManager[Path]]) -> list[tuple[str, str]]:
    with register("demo"):
        from django.conf import settings
        from django.test import Client

        from jumelage.accounts.models import User

        settings.ALLOWED_HOSTS = ["testserver"]
        client, user = Client(), User.objects.order_by("created_at")[0]
        client.force_login(user)
        one = _filled(user)
        shown = [(name, f"{_median(client, path.format(one)):.0f} ms of CPU") for name, path in LISTS.items()]
        return shown + [(name, f"{_median(client, path, 1) / 1000:.1f} s of CPU") for name, path in FILES.items()]


def _median(client: Any, path: str, runs: int = RUNS) -> float:
    """Milliseconds of CPU, for the machine is shared; after one that is not counted."""
    taken = []
    for _ in range(runs + 1):
        start = time.process_time()
        response = client.get(f"/de/office/{path}")
        taken.append((time.process_time() - start) * 1000)
        assert response.status_code == 200, path
    return statistics.median(taken[1:])


def _filled(user: Any) -> Any:
    """One of the partnerships."""
    from jumelage.knowledge.partnerships.models import Partnership
    from jumelage.work.contacts.models import Person, Role
    from jumelage.work.tasks.models import Task

    partnerships = list(Partnership.objects.order_by("pk").values_list("pk", flat=True))
    people = [
        Person(
            office=user.office, family_name=f"Beispiel {n % 700}", given_name=f"Anna{n}", email=f"a{n}@example.org",
            phone=f"0231 {n}", purpose="measure", legal_basis="task", review_on=_within_two_years(n),
        )
        for n in range(PEOPLE)
    ]  # fmt: skip
    for person in people:
        person.derive()
    Person.objects.bulk_create(people)
    spans = (("2001", "2010"), ("2015", ""))
    roles = [
        Role(
            person=p, title="Vorsitz", side="theirs", partnership=partnerships[n % len(partnerships)], since=a, until=b
        )
        for n, p in enumerate(people)
        for a, b in spans
    ]
    for role in roles:
        role.derive()
    Role.objects.bulk_create(roles)
    Task.objects.bulk_create(
        Task(
            office=user.office,
            title=f"Aufgabe {n}",
            partnership=partnerships[n % len(partnerships)],
            assignee=user,
            due=_within_two_years(n),
        )
        for n in range(PEOPLE)
    )
    return partnerships[0]


def _within_two_years(number: int) -> date:
    return date.today() + timedelta(days=number % 730)
