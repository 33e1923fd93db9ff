"""The nightly check tells what it found; that evidence is broken is a result, and loud."""

import pytest
from django.db import connection
from factories import claim, municipality, source

from jumelage.core.jobs.models import Job, JobState
from jumelage.core.jobs.schedule import Daily
from jumelage.core.jobs.worker import Worker
from jumelage.knowledge.claims.models import LedgerHead
from jumelage.settings import JOBS

KINDS = {"evidence": JOBS["evidence"]}


def nightly() -> Job:
    Worker(KINDS).run_due()
    return Job.objects.get(kind="evidence")


def test_the_check_is_made_every_night() -> None:
    assert isinstance(KINDS["evidence"].when, Daily)


@pytest.mark.django_db
def test_lost_document_is_named(caplog: pytest.LogCaptureFixture) -> None:
    made = source()
    claim(municipality(), "field", "music", source=made)

    job = nightly()

    assert job.state == JobState.DONE
    assert job.result["entries"] == LedgerHead.objects.get().seq
    assert (job.result["chain_fault"], job.result["bad_entry"], job.result["unguarded"]) == (None, None, [])
    assert {(fault["what"], fault["which"]) for fault in job.result["faults"]} == {
        ("lost", made.text.document_id),
        ("text", str(made.text)),
    }
    assert f"The document {made.text.document_id} cannot be read" in caplog.text


def test_changed_entry_is_named(committed_db: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("on PostgreSQL the application's role cannot tamper")
    first = claim(municipality(), "field", "music")
    connection.ensure_connection()
    connection.connection.set_authorizer(None)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER guard_claims_entry_update")
        cursor.execute(f"UPDATE claims_entry SET actor = 'somebody' WHERE seq = {first.pk}")

    result = nightly().result

    assert (result["bad_entry"], result["chain_fault"]) == (first.pk, f"#{first.pk} was changed")
