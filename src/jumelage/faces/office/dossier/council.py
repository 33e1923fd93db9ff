"""The tabs of what the council asked for and decided, and of what was signed."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from jumelage.faces.office.agreements import signed, term
from jumelage.faces.office.council import record_rows
from jumelage.faces.office.dossier.frame import Dossier, Tab
from jumelage.work.agreements.queries import agreements, signatures
from jumelage.work.council import queries
from jumelage.work.council.life import Standing, course


def _council(request: HttpRequest, dossier: Dossier) -> dict[str, Any]:
    may_edit = dossier.may("edit council")
    return {
        "records": record_rows(queries.records(dossier.user, partnership=dossier.partnership)),
        "life": _life(dossier),
        "waiting": record_rows(queries.records(dossier.user, waiting=True, sort="date")[:5]) if may_edit else [],
        "may_edit": may_edit,
    }


def _life(dossier: Dossier) -> tuple[Standing, ...]:
    """From the council's records, the agreements, and the steps that the register knows."""
    milestones = dossier.state.record.milestones if dossier.state else ()
    events = {f"event:{milestone.type}" for milestone in milestones if not milestone.planned}
    signed = signatures(agreements(dossier.user, partnership=dossier.partnership))
    return course(events | signed | queries.decided(dossier.user, dossier.partnership))


def _agreements(request: HttpRequest, dossier: Dossier) -> dict[str, Any]:
    found = agreements(dossier.user, partnership=dossier.partnership)
    return {
        "agreements": [{"agreement": one, "signed": signed(one), "term": term(one)} for one in found],
        "may_edit": dossier.may("edit agreement"),
    }


COUNCIL = Tab("council", gettext_lazy("Council"), "office/dossier_council.html", _council)
AGREEMENTS = Tab("agreements", gettext_lazy("Agreements"), "office/dossier_agreements.html", _agreements)
