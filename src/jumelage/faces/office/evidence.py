"""What the nightly check found, and which jobs did not end well."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jumelage.core.jobs.models import Job, JobState
from jumelage.core.jobs.queries import last_done, troubled
from jumelage.faces import words
from jumelage.knowledge.claims.verify import FAULTS

OVERDUE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Checked:
    """kind: of the notice. details: one sentence for each thing that is wrong."""

    kind: str
    text: str
    details: tuple[str, ...] = ()


def evidence() -> Checked:
    job = last_done("evidence")
    if job is None or job.finished_at is None:
        return Checked("info", _("The evidence has not been checked yet. The check runs every night, where jumelage serve or jumelage worker runs."))  # fmt: skip
    found: dict[str, Any] = job.result or {}
    when = {"when": words.moment(job.finished_at)}
    faults = _faults(found)
    if faults:
        return Checked("error", _("Checked on %(when)s: not all evidence is what it was. Restore it from a backup.") % when, faults)  # fmt: skip
    if job.finished_at < timezone.now() - OVERDUE:
        return Checked("warning", _("Checked on %(when)s for the last time, and it should be every night: see that jumelage serve or jumelage worker runs.") % when)  # fmt: skip
    return Checked("success", _whole(when["when"], found))


def _whole(when: str, found: dict[str, Any]) -> str:
    entries, documents = found["entries"], found["documents"]
    return " ".join(
        [
            _("Checked on %(when)s: all quotes stand.") % {"when": when},
            ngettext("The chain of %(count)d entry is whole.", "The chain of %(count)d entries is whole.", entries)
            % {"count": entries},
            ngettext("%(count)d document is as it was.", "%(count)d documents are as they were.", documents)
            % {"count": documents},
        ]
    )


def _faults(found: dict[str, Any]) -> tuple[str, ...]:
    told = [_fault(**fault) for fault in found["faults"]]
    more = found["fault_count"] - len(told)
    if found["chain_fault"]:
        told.insert(0, _("The chain is broken after entry #%(number)d.") % {"number": found["entries"]})
    if found["unguarded"]:
        lost = {"names": ", ".join(found["unguarded"])}
        told.insert(0, _("The database has lost its guards (%(names)s); jumelage migrate puts them back.") % lost)
    if more:
        told.append(_("And %(count)d more; jumelage ledger verify --documents names all.") % {"count": more})
    return tuple(told)


def _fault(what: str, which: str, detail: str) -> str:
    return _(FAULTS[what]) % {"which": which, "detail": detail}


def failed_jobs() -> list[str]:
    return [_failed(job) for job in troubled(settings.JOBS)]


def _failed(job: Job) -> str:
    told = {"job": words.job(job.kind), "error": job.error, "when": words.moment(job.due_at)}
    if job.state == JobState.FAILED:
        return _("%(job)s failed several times and was given up: %(error)s") % told
    return _("%(job)s failed and is tried again on %(when)s: %(error)s") % told
