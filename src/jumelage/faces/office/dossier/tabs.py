"""The tabs of a dossier, in their order. A room that comes later adds its own here."""

from operator import itemgetter
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from jumelage.faces import course
from jumelage.faces.marks import Marks
from jumelage.faces.office import changes
from jumelage.faces.office.dossier.council import AGREEMENTS, COUNCIL
from jumelage.faces.office.dossier.facts import FACTS, review_url
from jumelage.faces.office.dossier.frame import Dossier, Tab
from jumelage.faces.office.dossier.people import PEOPLE
from jumelage.faces.office.ledger import history
from jumelage.faces.office.tasks import task_rows
from jumelage.work.editorial import queries as editorial
from jumelage.work.editorial.markup import html
from jumelage.work.editorial.models import Text
from jumelage.work.history.queries import changes as changes_of
from jumelage.work.tasks import queries as tasks

SHOWN = 200


def _timeline(request: HttpRequest, dossier: Dossier) -> dict[str, Any]:
    if dossier.state is None:
        return {"timeline": [], "may_decide": dossier.may("decide claim")}
    marks = Marks.of(course.claims_of(dossier.state), review_url)
    return {"timeline": course.timeline(dossier.state, marks), "may_decide": dossier.may("decide claim")}


def _portrait(request: HttpRequest, dossier: Dossier) -> dict[str, Any]:
    about = str(dossier.partnership)
    found = {text.language: text for text in Text.objects.filter(about=about)}
    texts = [
        {
            "code": code,
            "language": name,
            "url": reverse("office:text", args=[about, code]),
            "body": html(found[code].body, top=4) if code in found else "",
        }
        for code, name in settings.LANGUAGES
    ]
    return {
        "texts": texts,
        "picture": editorial.picture(dossier.partnership),
        "may_edit": dossier.may("edit portal"),
    }


def _tasks(request: HttpRequest, dossier: Dossier) -> dict[str, Any]:
    partners, wanted = dossier.around.partners, {"partnership": dossier.partnership}
    return {
        "tasks": task_rows(tasks.tasks(dossier.user, **wanted), partners),  # type: ignore[arg-type]  # one keyword
        "done": task_rows(tasks.tasks(dossier.user, done=True, **wanted)[:50], partners),  # type: ignore[arg-type]
        "may_edit": dossier.may("edit task"),
    }


def _history(request: HttpRequest, dossier: Dossier) -> dict[str, Any]:
    """What was said and decided in the ledger, and what was changed in the office's records, the newest first."""
    found = changes_of(dossier.user, partnership=dossier.partnership)[:SHOWN]
    rows = [*changes.rows(found, dossier.user, dossier.around), *history(dossier.partnership)]
    told = [row | {"partner": ""} for row in sorted(rows, key=itemgetter("at"), reverse=True)]
    return {"changes": told[:SHOWN], "more": len(told) > SHOWN}


TABS: tuple[Tab, ...] = (
    FACTS,
    Tab("timeline", gettext_lazy("Timeline"), "office/dossier_timeline.html", _timeline),
    PEOPLE,
    COUNCIL,
    AGREEMENTS,
    Tab("portrait", gettext_lazy("Portrait"), "office/dossier_portrait.html", _portrait),
    Tab("tasks", gettext_lazy("Tasks"), "office/dossier_tasks.html", _tasks),
    Tab("history", pgettext_lazy("dossier", "History"), "office/dossier_history.html", _history),
)
