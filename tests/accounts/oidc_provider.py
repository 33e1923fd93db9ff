"""A small OpenID Connect service on the loopback: discovery, keys, tokens; it can be made to lie."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

CLIENT, SECRET = "jumelage", "the secret of the client, long enough for a shared key"


def new_key() -> RSAPrivateKey:
    return generate_private_key(65537, 2048)


def signed(said: dict[str, Any], key: Any, algorithm: str = "RS256", kid: str | None = "one") -> str:
    return jwt.encode(said, key, algorithm, headers={"kid": kid} if kid else None)


@dataclass
class Service:
    """person: what it says of who signs in. lie: makes the ID token from what would be true; None: tells the truth."""

    base: str
    key: RSAPrivateKey
    person: dict[str, Any] = field(default_factory=dict)
    nonce: str = ""
    lie: Callable[["Service", dict[str, Any]], str | None] | None = None
    asked: list[dict[str, list[str]]] = field(default_factory=list)

    def truth(self) -> dict[str, Any]:
        now = int(time.time())
        return {
            "iss": self.base, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": self.nonce, **self.person,
        }  # fmt: skip

    def id_token(self) -> str | None:
        return self.lie(self, self.truth()) if self.lie else signed(self.truth(), self.key)

    def answer(self, path: str) -> dict[str, Any] | None:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {
            "/.well-known/openid-configuration": {
                "issuer": self.base,
                "authorization_endpoint": f"{self.base}/authorize",
                "token_endpoint": f"{self.base}/token",
                "userinfo_endpoint": f"{self.base}/userinfo",
                "jwks_uri": f"{self.base}/keys",
            },
            "/keys": {"keys": [public | {"kid": "one", "use": "sig", "alg": "RS256"}]},
            "/token": {"access_token": "opaque", "token_type": "Bearer"}
            | ({"id_token": token} if (token := self.id_token()) else {}),
        }.get(path)


@contextmanager
def running(key: RSAPrivateKey) -> Iterator[Service]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            service.asked.append(parse_qs(self.rfile.read(length).decode()))
            self._answer()

        def _answer(self) -> None:
            found = service.answer(self.path)
            body = json.dumps(found or {}).encode()
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        service = Service(f"http://127.0.0.1:{server.server_port}", key)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield service
        server.shutdown()
        thread.join()
