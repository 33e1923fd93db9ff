import multiprocessing
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import click

from jumelage.cli import fail, require_register

ANSWERING = 10  # seconds that a process has for its last answers when the server stops
STOPPING = 20.0  # seconds that a job has to come to its next step


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes.")
@click.option("--jobs/--no-jobs", default=None, help="Run the jobs too; default: on SQLite yes, on PostgreSQL no.")
def command(host: str, port: int, workers: int, jobs: bool | None) -> None:
    """Serve portal and office until stopped (Ctrl-C), and run the jobs beside them in the small installation."""
    require_register()
    serve(host, port, workers, jobs)


def serve(host: str, port: int, workers: int = 1, jobs: bool | None = None) -> None:
    from django.conf import settings
    from django.db import connection
    from granian import Granian
    from granian.constants import Interfaces

    if not settings.HAS_KEPT_KEY:
        fail("There is no secret key; set JUMELAGE_SECRET_KEY, or make the register with jumelage init.")
    require_free(host, port)
    server = Granian(
        "jumelage.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=1,
        log_enabled=False,
        workers_kill_timeout=ANSWERING,
    )
    with _jobs(connection.vendor == "sqlite" if jobs is None else jobs):
        server.serve()


@contextmanager
def _jobs(wanted: bool) -> Iterator[None]:
    """A worker in a thread of this process, which else only waits: the pages are served by others, so none waits for a job."""
    if not wanted:
        yield
        return
    from jumelage.core.jobs.worker import Worker

    multiprocessing.set_start_method("spawn", force=True)  # a process that has threads is not to be forked
    worker = Worker()
    thread = threading.Thread(target=worker.run_until_stopped, name="jobs", daemon=True)
    thread.start()
    try:
        yield
    finally:
        worker.stop.set()
        thread.join(STOPPING)


def require_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            fail(f"Cannot listen on {host}:{port} ({error.strerror}); name another port with --port.")
