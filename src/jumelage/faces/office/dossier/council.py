"""The tab of what the council asked for and decided."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from jumelage.faces.office.council import record_rows
from jumelage.faces.office.dossier.frame import Dossier, Tab
from jumelage.work.council import queries


def context(request: HttpRequest, dossier: Dossier) -> dict[str, Any]:
    may_edit = dossier.may("edit council")
    return {
        "records": record_rows(queries.records(dossier.user, partnership=dossier.partnership)),
        "waiting": record_rows(queries.records(dossier.user, waiting=True, sort="date")[:5]) if may_edit else [],
        "may_edit": may_edit,
    }


COUNCIL = Tab("council", gettext_lazy("Council"), "office/dossier_council.html", context)
