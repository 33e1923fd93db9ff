"""The nightly check: nobody changed the past, and every quote stands in its source."""

import logging
from dataclasses import asdict
from typing import Any

from jumelage.core.jobs.worker import Run
from jumelage.knowledge.claims.verify import document_faults, verify
from jumelage.knowledge.sources.models import Document

log = logging.getLogger(__name__)

SHOWN = 20


def check_evidence(run: Run) -> dict[str, Any]:
    """What `jumelage ledger verify --documents` does. What it finds is its result, not a failure of the job."""
    verdict = verify()
    run.step(1, 2)
    faults = document_faults()
    found = verdict.fault or (f"guards lost: {', '.join(verdict.unguarded)}" if verdict.unguarded else "")
    for trouble in filter(None, (found, *map(str, faults[:SHOWN]))):
        log.error("The nightly check found: %s", trouble)
    return {
        "entries": verdict.count,
        "documents": Document.objects.count(),
        "chain_fault": verdict.fault,
        "bad_entry": verdict.bad_seq,
        "unguarded": list(verdict.unguarded),
        "faults": [asdict(fault) for fault in faults[:SHOWN]],
        "fault_count": len(faults),
    }
