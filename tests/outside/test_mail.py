"""Mail over TLS to a real server of the test's own, at once or after STARTTLS; none to one that we cannot trust."""

import socket
import ssl
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from samskaping.outside.mail import Mail, NotSent, made, send
from tests.ports import reserved
from tests.world import NOW

HOST, USER, PASSWORD = "127.0.0.1", "bruker", "pass ord"
MAIL = Mail(
    id="<1@example.no>",
    sender="Samskaping <fra@example.no>",
    to_name="Åse",
    to_address="til@example.no",
    subject="Nytt i saken",
    text="Hei.",
    html="<p>Hei.</p>",
    language="nb",
    date=NOW,
)


class Taking:
    """Keeps what it is sent, and whether it came through TLS."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []
        self.secured: list[bool] = []
        self.logins: list[tuple[bytes, bytes]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.mails.append(envelope.content)
        self.secured.append(server.transport.get_extra_info("ssl_object") is not None)
        return "250 OK"

    def sign_in(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        self.logins.append((given.login, given.password))
        fits = (given.login, given.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=fits, handled=False)


class Smtps(Controller):
    """TLS from the first byte. The controller's own knock takes the server's context, which opens no connection."""

    def __init__(self, handler: Any, knock: ssl.SSLContext, **options: Any) -> None:
        self.knock = knock
        super().__init__(handler, **options)

    def _trigger_server(self) -> None:
        with (
            socket.create_connection((HOST, self.port), 240) as raw,
            self.knock.wrap_socket(raw, server_hostname=HOST) as s,
        ):
            s.recv(1024)


class Post:
    """A mail server with a certificate, which the machine trusts or not."""

    def __init__(self, authority: trustme.CA) -> None:
        self.authority, self.taking, self.running = authority, Taking(), []

    def start(self, scheme: str, *, has_login: bool = True) -> str:
        server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.authority.issue_cert(HOST).configure_cert(server)
        options: dict[str, Any] = {"hostname": HOST, "port": reserved(), "ready_timeout": 240}
        if has_login:
            options |= {"authenticator": self.taking.sign_in, "auth_required": scheme == "smtp"}
        if scheme == "smtps":
            knock = ssl.create_default_context()
            self.authority.configure_trust(knock)
            # The server counts only STARTTLS as TLS; here the whole connection is.
            options |= {"ssl_context": server, "auth_require_tls": False}
            self.running.append(Smtps(self.taking, knock, **options))
        else:
            self.running.append(Controller(self.taking, tls_context=server, require_starttls=True, **options))
        self.running[-1].start()
        login = f"{USER}:{PASSWORD.replace(' ', '%20')}@" if has_login else ""
        return f"{scheme}://{login}{HOST}:{options['port']}"


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def post(authority: trustme.CA) -> Iterator[Post]:
    office = Post(authority)
    yield office
    for one in office.running:
        one.stop()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path, monkeypatch) -> None:
    """The machine trusts the server's authority, as it trusts those of its own store."""
    kept = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(kept)
    monkeypatch.setenv("SSL_CERT_FILE", str(kept))


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
@pytest.mark.usefixtures("trusted")
def test_mail_and_password_go_through_tls(post: Post, scheme: str):
    send(post.start(scheme), MAIL)
    assert post.taking.secured == [True]
    assert b"Subject: Nytt i saken" in post.taking.mails[0]
    assert post.taking.logins == [(USER.encode(), PASSWORD.encode())]


@pytest.mark.usefixtures("trusted")
def test_tls_is_taken_where_it_is_offered_although_nobody_signs_in(post: Post):
    send(post.start("smtp", has_login=False), MAIL)
    assert post.taking.secured == [True]


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_server_that_nobody_vouches_for_gets_neither_password_nor_mail(post: Post, scheme: str):
    with pytest.raises(NotSent) as refused:
        send(post.start(scheme), MAIL)
    assert str(refused.value) == "SSLCertVerificationError"
    assert not refused.value.for_good
    assert (post.taking.mails, post.taking.logins) == ([], [])


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
@pytest.mark.usefixtures("trusted")
def test_a_wrong_password_is_told_without_the_password(post: Post, scheme: str):
    with pytest.raises(NotSent) as refused:
        send(post.start(scheme).replace("pass%20ord", "feil"), MAIL)
    assert str(refused.value) == "SMTPAuthenticationError 535"
    assert post.taking.mails == []


def test_the_way_out_is_an_address_and_not_encoded_words():
    way_out = f"<https://samskaping.example.no/halden/nb/varsler/av/{'a1B2-' * 40}>"
    lines = made(replace(MAIL, extra={"List-Unsubscribe": way_out})).as_bytes().decode("ascii").splitlines()
    assert f"List-Unsubscribe: {way_out}" in lines
