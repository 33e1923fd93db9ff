"""`jumelage watch` and `jumelage worker`: what they print, how they fail, what they leave behind."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from serving import run
from web import Web, page

from jumelage.cli import main
from jumelage.core.jobs import queue
from jumelage.core.jobs.models import Job, JobState
from jumelage.knowledge.partnerships.actions import open_register
from jumelage.knowledge.places import gazetteer
from jumelage.knowledge.sources import fetch, visit
from jumelage.settings import JOBS

ADDRESS = "https://www.essen.example/partner"
PAGE = """<!doctype html><html lang="de"><head><title>Unsere Partnerstädte</title></head><body>
<h1>Unsere Partnerstädte</h1><p>Essen pflegt Städtepartnerschaften in aller Welt.</p><h2>Partnerstädte von Essen</h2>
<ul><li>Tampere, Finnland, seit 1960</li><li>Grenoble, Frankreich, seit 1979</li></ul></body></html>"""


@pytest.fixture
def web(db: None, monkeypatch: pytest.MonkeyPatch) -> Web:
    """In the place of the public internet, whose servers need no pause here."""
    from factories import officer

    from jumelage.accounts.models import Office

    user = officer()
    essen = gazetteer.lookup("Essen", country="DE")[0]
    Office.objects.filter(pk=user.office_id).update(municipality=open_register(essen))
    made = Web({ADDRESS: page(PAGE)})
    monkeypatch.setattr(fetch, "PublicTransport", lambda: made.transport)
    monkeypatch.setattr(visit, "PAUSE", 0.0)
    return made


def jumelage(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_page_is_added_listed_looked_at_and_stopped(web: Web) -> None:
    added = jumelage("watch", "add", ADDRESS)
    assert (added.exit_code, added.output) == (0, f"{ADDRESS} is watched from now on.\n")
    assert f"{ADDRESS}: never fetched, next look " in jumelage("watch", "list").output

    first = jumelage("watch", "run", "--due")
    assert first.exit_code == 0
    assert first.output.startswith(f"{ADDRESS}: a new source. 6 proposals: 6 new, 0 known.")
    assert jumelage("watch", "run", "--due").output == "No page is due.\n"
    assert jumelage("watch", "run").output == f"{ADDRESS}: nothing new.\n"

    web.pages[ADDRESS] = page(PAGE.replace("<li>Tampere, Finnland, seit 1960</li>", "").replace("1979", "1978"))
    changed = jumelage("watch", "run").output
    assert "1 proposals: 1 new, 0 known. 2 statements stand as before." in changed
    assert "  no longer says: Tampere: since 1960 (“1960”).\n" in changed
    assert "  no longer says: Grenoble: since 1979 (“1979”); now since 1978.\n" in changed
    assert ", changed " in jumelage("watch", "list").output

    assert jumelage("watch", "stop", ADDRESS).output == f"{ADDRESS} is not watched any more.\n"
    assert jumelage("watch", "list").output == "No page is watched; add one with jumelage watch add.\n"


def test_look_that_fails_is_one_sentence_and_status_1(web: Web) -> None:
    web.pages[ADDRESS] = page(status=404)
    jumelage("watch", "add", ADDRESS)

    done = jumelage("watch", "run")

    assert done.exit_code == 1
    assert (
        done.stderr
        == f"{ADDRESS}: www.essen.example answered 404: the page is not there any more; look where it went.\n"
    )
    assert "the page is not there any more" in jumelage("watch", "list").output


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["add", "essen"], "“essen” is not a web address; give one that begins with https:// or http://."),
        (["add", "http://192.168.1.1/"], "192.168.1.1 is not on the public internet"),
        (["add", ADDRESS, "--home", "Nirgendheim"], "No place named Nirgendheim is known; check the spelling."),
        (["add", ADDRESS, "--by", "nobody@essen.example"], "There is no account nobody@essen.example"),
        (["stop", ADDRESS], f"{ADDRESS} is not watched; jumelage watch list shows what is."),
    ],
)
def test_wrong_use_is_one_sentence_and_status_1(arguments: list[str], sentence: str, web: Web) -> None:
    done = jumelage("watch", *arguments)

    assert done.exit_code == 1
    assert sentence in done.stderr


def test_nobody_looks_while_another_worker_does(web: Web) -> None:
    queue.begin("watch", "another", kinds=JOBS, by="system")

    done = jumelage("watch", "run")

    assert done.exit_code == 1
    assert "being looked at by another worker" in done.stderr


@pytest.mark.django_db
def test_worker_prints_a_line_a_job(web: Web) -> None:
    jumelage("watch", "add", ADDRESS)

    done = jumelage("worker", "--once")

    assert done.exit_code == 0
    assert " evidence: done. documents 0, entries 1, fault count 0\n" in done.output
    assert " questions: done. questions 0\n" in done.output
    assert " watch: done. changed 1" in done.output
    assert jumelage("worker", "--once").output == "Nothing was due.\n"


@pytest.mark.django_db
def test_worker_names_what_did_not_end_well(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    from jumelage.core.jobs.schedule import Kind

    def breaks(run: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(settings, "JOBS", {"evidence": Kind(breaks)})
    queue.ask("evidence", kinds=settings.JOBS, by="system")

    done = jumelage("worker", "--once")

    assert done.exit_code == 1
    assert "evidence: OSError: the disk is full; tried again at " in done.stderr
    assert Job.objects.get().state == JobState.WAITING


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("JUMELAGE_NIGHT", "late", "must be a time such as 02:30"),
        ("JUMELAGE_WATCH_HOURS", "0", "a whole number of hours"),
    ],
)
def test_wrong_setting_is_one_sentence(name: str, value: str, sentence: str, tmp_path: Path) -> None:
    done = run("worker", "--once", environment={"JUMELAGE_DATA": str(tmp_path), name: value})

    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
