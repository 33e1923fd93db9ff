import socket

import click

from jumelage.cli import fail, require_register

STOPPING = 10  # seconds that a worker has for its last answers when the server stops


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes.")
def command(host: str, port: int, workers: int) -> None:
    """Serve portal and office until stopped (Ctrl-C)."""
    require_register()
    serve(host, port, workers)


def serve(host: str, port: int, workers: int = 1) -> None:
    from django.conf import settings
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
        workers_kill_timeout=STOPPING,
    )
    server.serve()


def require_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            fail(f"Cannot listen on {host}:{port} ({error.strerror}); name another port with --port.")
