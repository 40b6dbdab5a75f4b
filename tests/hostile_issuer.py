"""An issuer of identities that lies, for tests: whatever it says, it says as the test wants it."""

import hashlib
import hmac
import json
import threading
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from tests.openid import CLIENT

LOGOUT = "http://schemas.openid.net/event/backchannel-logout"


@dataclass
class Hostile:
    """What it answers is in its fields; ``asked`` is what it was asked."""

    address: str
    key: Any = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    shown: list[Any] = field(default_factory=list)
    token: str = ""
    #: Path → what is answered there instead: a status, raw bytes, or an event to wait for.
    instead: dict[str, Any] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.shown = [self.key]

    def says(self, path: str) -> dict[str, Any]:
        if path == "/jwks":
            return KeySet(self.shown).as_dict(private=False)  # type: ignore[return-value]
        if path == "/token":
            return {"access_token": "x", "token_type": "Bearer", "id_token": self.token}
        names = ("authorization_endpoint", "token_endpoint", "jwks_uri", "end_session_endpoint")
        pages = zip(names, ("auth", "token", "jwks", "end"), strict=True)
        return {"issuer": self.address, **{name: f"{self.address}/{page}" for name, page in pages}}

    def claims(self, now: datetime, asked: str, /, **other: Any) -> dict[str, Any]:
        """Those of a token that is in order, with others in their place; None takes one away."""
        at = int(now.timestamp())
        right = {
            "iss": self.address, "sub": "kari", "aud": CLIENT, "exp": at + 120, "iat": at, "nonce": asked,
            "acr": "idporten-loa-substantial", "sid": "s1",
        }  # fmt: skip
        return {name: value for name, value in {**right, **other}.items() if value is not None}

    def signed(self, claims: dict[str, Any], *, key: Any = None, **header: Any) -> str:
        used = key or self.key
        head = {"alg": "RS256", "kid": "one", **header}
        if head["alg"] == "none":
            return _unsigned(head, claims)
        return jwt.encode({k: v for k, v in head.items() if v is not None}, claims, used, [head["alg"]])

    def by_secret(self, claims: dict[str, Any]) -> str:
        """HS256, with the public key for a secret: for those who believe what a token says of its algorithm."""
        bare = _unsigned({"alg": "HS256", "kid": "one"}, claims).removesuffix(".")
        mark = hmac.digest(self.key.as_pem(private=False), bare.encode(), hashlib.sha256)
        return f"{bare}.{urlsafe_b64encode(mark).decode().rstrip('=')}"

    def logout(self, now: datetime, **other: Any) -> str:
        at = int(now.timestamp())
        right = {
            "iss": self.address, "aud": CLIENT, "iat": at, "exp": at + 120, "jti": "one", "sid": "s1",
            "events": {LOGOUT: {}},
        }  # fmt: skip
        kept = {name: value for name, value in {**right, **other}.items() if value is not None}
        return self.signed(kept, typ="logout+jwt")


def _unsigned(header: dict[str, Any], claims: dict[str, Any]) -> str:
    parts = (urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in (header, claims))
    return ".".join((*parts, ""))


class Answers(BaseHTTPRequestHandler):
    """What an issuer answers; each has a class of its own, which knows ``who`` it is."""

    who: Hostile

    def do_GET(self) -> None:
        self.answer({})

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.answer({name: values[0] for name, values in parse_qs(sent).items()})

    def answer(self, sent: dict[str, str]) -> None:
        self.who.asked.append((self.path, sent))
        instead = self.who.instead.get(self.path)
        if isinstance(instead, threading.Event):
            instead.wait(30)
            return
        body = instead if isinstance(instead, bytes) else json.dumps(self.who.says(self.path)).encode()
        self.send_response(instead if isinstance(instead, int) else 200)
        if instead == 302:
            self.send_header("Location", f"{self.who.address}/elsewhere")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_given: object) -> None:
        pass


@contextmanager
def hostile() -> Iterator[Hostile]:
    """Such an issuer, until the block ends."""
    answers = type("Own", (Answers,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), answers)
    answers.who = who = Hostile(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield who
    finally:
        for instead in who.instead.values():
            if isinstance(instead, threading.Event):
                instead.set()
        server.shutdown()
        thread.join()
        server.server_close()
