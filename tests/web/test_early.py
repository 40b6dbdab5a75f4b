"""What is answered before a page is reached: by gunicorn itself, and to whoever comes by plain http."""

import socket
from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from samskaping.web.app import create_app
from samskaping.web.security import HEADERS
from tests.serving import serve

GET = "GET /nb/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n"
#: What is sent, and the status; none where the connection may just as well be closed.
SENT = {
    "no request": ("tull\r\n\r\n", "400"),
    "another protocol": ("GET / HTTP/9.9\r\n\r\n", "400"),
    "a method that is none": ("<script> / HTTP/1.1\r\nHost: {host}\r\n\r\n", "400"),
    "a long address": ("GET /" + "a" * 9_000 + " HTTP/1.1\r\nHost: {host}\r\n\r\n", "4"),
    "a large header": (GET + "X-A: " + "b" * 20_000 + "\r\n\r\n", "4"),
    "many headers": (GET + "".join(f"X-{number}: 1\r\n" for number in range(200)) + "\r\n", "4"),
    "a broken header": (GET + "X A: 1\r\n\r\n", "400"),
    "two lengths": (GET + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n", "400"),
    "length and pieces": (GET + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"),
    "a host that is none": ("GET /nb/ HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n", "4"),
    "too much": (GET.replace("GET", "POST") + "Content-Length: 99999999\r\n\r\n", "4"),
}


@pytest.fixture(scope="module")
def bare(kind, templates, worker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("bare")
    with serve(templates.copy(kind, f"bare_{worker}", folder), folder) as site:
        yield site


def answer(address: str, words: str) -> tuple[str, dict[str, str], str]:
    """Status, headers and body of what is answered to these bytes."""
    where = urlsplit(address)
    with socket.create_connection((where.hostname, where.port), timeout=60) as line:
        line.sendall(words.replace("{host}", where.netloc).encode("latin-1"))
        line.shutdown(socket.SHUT_WR)
        said = b""
        while more := line.recv(65_536):
            said += more
    head, _gap, body = said.decode("latin-1").partition("\r\n\r\n")
    first, *lines = head.split("\r\n")
    return first.split(" ")[1], dict(one.split(": ", 1) for one in lines), body


@pytest.mark.one_database
@pytest.mark.case("CS-07")
@pytest.mark.parametrize("name", SENT)
def test_what_is_no_request_is_told_without_a_name_and_with_our_headers(bare, name):
    words, expected = SENT[name]
    status, headers, body = answer(bare.address, words)
    assert status.startswith(expected), (status, body)
    for header, value in HEADERS.items():
        assert headers[header] == value, header
    said = f"{headers} {body}".lower()
    assert headers.get("Server", "gunicorn") == "gunicorn"  # a name, and no version
    assert [word for word in ("python", "werkzeug", "traceback", "<script>", "aaaa", "bbbb") if word in said] == []


@pytest.fixture
def behind(settings, connection, halden):
    """The product behind a proxy that ends TLS."""
    halden.db.commit()
    base = "https://samskaping.example.no"
    return create_app(replace(settings, base_url=base, proxy_hops=1), connection).test_client()


@pytest.mark.one_database
@pytest.mark.case("CS-13")
@pytest.mark.parametrize(
    "path", ["/", "/halden/nb/forslag?sok=a%20b&tema=%C3%A5", "/halden/nb/logg-inn", "/finnes//ikke"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_plain_http_leads_to_the_same_address_by_https_without_a_cookie(behind, method, path):
    proxied = {"X-Forwarded-Proto": "http", "X-Forwarded-For": "192.0.2.7", "Host": "samskaping.example.no"}
    told = behind.open(path, method=method, headers=proxied)
    assert told.status_code == 308
    assert told.headers["Location"] == f"https://samskaping.example.no{path}"
    assert "Set-Cookie" not in told.headers
    assert told.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]


@pytest.mark.one_database
@pytest.mark.case("CS-05", "CS-13")
def test_by_https_nobody_is_led_elsewhere_and_browsers_are_told_to_stay(behind):
    proxied = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7", "Host": "samskaping.example.no"}
    told = behind.get("/halden/nb/logg-inn", headers=proxied)
    assert told.status_code == 200
    assert told.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert "Secure" in told.headers["Set-Cookie"]
    static = behind.get(behind.application.jinja_env.globals["asset"]("css/app.css"), headers=proxied)
    static.close()
    assert static.status_code == 200
    assert static.headers["Strict-Transport-Security"] == told.headers["Strict-Transport-Security"]
    assert behind.get("/healthz", headers={"Host": "samskaping.example.no"}).status_code == 200
