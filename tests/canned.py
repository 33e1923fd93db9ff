"""An OpenAI-compatible endpoint on loopback that answers what a test tells it to, over real sockets."""

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

KEY = "sk-loopback-0123456789"
Answer = Callable[[BaseHTTPRequestHandler], None]
EMPTY = {
    "home": None, "partner": None, "date": None, "what": None, "home_organisation": None, "partner_organisation": None,
}  # fmt: skip


@dataclass
class Model:
    """answers are given in turn, the last one again and again; asked holds path, headers and body of each question."""

    address: str = ""
    answers: list[Answer] = field(default_factory=list, repr=False)
    asked: list[tuple[str, dict[str, str], dict[str, Any]]] = field(default_factory=list, repr=False)
    stopped: threading.Event = field(default_factory=threading.Event)

    def says(self, *answers: Answer) -> None:
        self.answers[:] = answers


def row(property_: str, partner: str | None, value: str, *quotes: str, **more: str) -> dict[str, Any]:
    """A claim as the schema has it."""
    return EMPTY | {"property": property_, "partner": partner, "value": value, "quotes": list(quotes)} | more


def claims(*rows: Any) -> Answer:
    return content(json.dumps({"claims": rows}))


def content(words: str | None, **choice: Any) -> Answer:
    """What the model wrote, in the envelope of a chat completion."""
    return raw(json.dumps({"choices": [{"message": {"role": "assistant", "content": words}, **choice}]}).encode())


def raw(data: bytes, status: int = 200, media_type: str = "application/json", **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content-Type": media_type, "Content-Length": str(len(data)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(data)

    return answer


def drips(*, head: bytes, drop: bytes, stopped: threading.Event, pause: float = 0) -> Answer:
    """An answer that never ends: its head, then drop after drop until the test is over or the reader hangs up."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(head)
        while not stopped.wait(pause):
            handler.wfile.write(drop)

    return answer


@contextmanager
def serving(certificate: Path | None = None) -> Iterator[Model]:
    """With a certificate and its key in one file it speaks TLS."""
    model = Model()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            model.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            answer = model.answers.pop(0) if len(model.answers) > 1 else model.answers[0]
            answer(self)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            pass  # the reader hangs up on some answers

    with Server(("127.0.0.1", 0), Handler) as server:
        if certificate:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        model.address = f"http{'s' if certificate else ''}://127.0.0.1:{server.server_address[1]}/v1"
        try:
            yield model
        finally:
            model.stopped.set()
            server.shutdown()
            thread.join()
