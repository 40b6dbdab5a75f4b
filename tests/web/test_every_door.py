"""What holds at every door of the list: forms need their token, and every answer has its headers."""

import re

import pytest

from samskaping.web.security import CSP, HEADERS
from tests.house.answers import ALL, HOME, OTHER, Door, all_doors
from tests.statements import Statements

pytestmark = pytest.mark.second_in_matrix

#: Doors that other machines send to, each with what stands in the token's place.
OTHERS_SEND = {
    "/varsler/av/<token>": "one click in a mail program: the signed link itself (RFC 8058)",
    "/id-porten/logg-ut": "the issuer's server: a signed token (OpenID Connect back-channel logout)",
    "/csp": "browsers tell what a page was stopped from (Reporting API), in a type that no form has",
}
#: The page that the issuer may frame, where there is one (tests/web/test_openid_logout.py).
FRAMED = "/id-porten/avslutt"
_AT_WORK = re.compile(r"/(arbeid|oppsett)(/|$)")
_WRITTEN = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+\"?(\w+)")
#: What a refusal may leave: that it was refused, and that the session is in use.
TRACES = {"security_events", "web_sessions"}


def sent(crowd, door: Door, name: str, fields: dict[str, str]) -> tuple[int, set[str]]:
    """The answer to a form, and the tables that it wrote in."""
    with Statements.listening() as heard:
        answer = crowd.ask(door.path, name, "POST", fields)
    return answer.status_code, {found[1] for one in heard.heard if (found := _WRITTEN.match(one))}


def forms(crowd) -> list[Door]:
    every = [door for door in all_doors(crowd.app) if door.method == "POST"]
    assert set(OTHERS_SEND) <= {door.rule for door in every}
    found = [door for door in every if door.rule not in OTHERS_SEND]
    return [door for door in found if door.place != OTHER]


@pytest.mark.case("CS-01")
@pytest.mark.parametrize("token", ["", "x", "another's"])
def test_a_form_without_its_token_does_nothing_at_any_door(crowd, token):
    shown = crowd.seats["resident"][1] if token == "another's" else token
    fields = {"once": "noe", **({"csrf_token": shown} if shown else {})}
    for door in forms(crowd):
        status, tables = sent(crowd, door, ALL, fields)
        assert status in (400, 403, 404), (door, status)
        assert tables <= TRACES, (door, tables)


@pytest.mark.case("CS-01")
def test_a_form_with_its_token_is_taken_without_a_referer_and_not_from_another_site(crowd):
    fields, taken = {"csrf_token": crowd.seats[ALL][1], "once": "noe"}, 0
    for door in forms(crowd):
        taken += crowd.ask(door.path, ALL, "POST", fields).status_code in (200, 303, 422)
        foreign = crowd.ask(door.path, ALL, "POST", fields, Origin="https://evil.example.com")
        assert foreign.status_code in (400, 403, 404), door
        crossing = {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}
        assert crowd.ask(door.path, ALL, "POST", fields, **crossing).status_code in (400, 403, 404), door
    assert taken > 50


@pytest.mark.case("AC-03")
@pytest.mark.parametrize("name", [ALL, "leder", "administrator"])
def test_staff_of_another_municipality_are_refused_at_every_desk_and_that_is_logged(crowd, name):
    desks = [door for door in all_doors(crowd.app) if door.place == OTHER and _AT_WORK.match(door.rule)]
    assert len(desks) > 190
    for door in desks:
        with Statements.listening() as heard:
            fields = {"csrf_token": crowd.seats[name][1], "once": "noe"} if door.method == "POST" else None
            answer = crowd.ask(door.path, name, door.method, fields)
        tables = {found[1] for one in heard.heard if (found := _WRITTEN.match(one))}
        assert answer.status_code == 403, door
        assert "security_events" in tables, door
        assert tables <= TRACES, (door, tables)


@pytest.fixture(scope="module")
def read(crowd):
    """Every page, as nobody and as somebody with every role: the door, who, and the answer."""
    doors = [door for door in all_doors(crowd.app) if door.method == "GET" and door.place != OTHER]
    return [(door, name, crowd.ask(door.path, name)) for door in doors for name in ("unknown", ALL)]


@pytest.mark.case("CS-05", "CS-10")
def test_every_page_has_every_header(read):
    for door, _name, answer in read:
        for header, value in HEADERS.items() if door.rule != FRAMED else ():
            assert answer.headers[header] == value, (door, header)
        if answer.mimetype.startswith("text/"):
            assert answer.mimetype_params.get("charset") == "utf-8", door
        assert "Server" not in answer.headers, door
        assert not [header for header, _value in answer.headers if header.startswith("Access-Control")], door


@pytest.mark.case("CS-08")
def test_what_is_personal_is_stored_by_nobody_and_reading_sets_no_cookie(read):
    for door, name, answer in read:
        assert "Cookie" in answer.headers.get("Vary", ""), door
        kept = answer.headers.get("Cache-Control")
        has_form = "csrf_token" in answer.get_data(as_text=True) if answer.mimetype == "text/html" else False
        if name == ALL or has_form:
            assert kept == "no-store", (door, name, kept)
        else:
            assert "Set-Cookie" not in answer.headers, door
            assert kept in ("no-cache", "no-store", "public, max-age=86400"), (door, kept)


@pytest.mark.case("AC-18")
def test_another_way_to_ask_is_decided_as_the_page_is(crowd, read):
    overrides = {
        "Accept": "application/json", "X-Requested-With": "XMLHttpRequest", "X-HTTP-Method-Override": "DELETE",
        "X-HTTP-Method": "DELETE", "X-Original-URL": "/healthz", "Origin": "https://evil.example.com",
    }  # fmt: skip
    for door, name, answer in read:
        for other in (
            crowd.ask(f"{door.path}?format=csv&_method=DELETE&embed=1", name, **overrides),
            crowd.ask(door.path, name, "HEAD", Origin="null"),
        ):
            assert other.status_code == answer.status_code, door
            assert other.mimetype == answer.mimetype, door
            assert not [header for header, _value in other.headers if header.startswith("Access-Control")], door


@pytest.mark.case("AC-18", "LG-06")
def test_other_methods_and_endings_lead_nowhere(crowd):
    for door in {door.path for door in all_doors(crowd.app) if door.place == HOME}:
        for method in ("PUT", "PATCH", "DELETE", "TRACE", "CONNECT"):
            assert crowd.ask(door, ALL, method).status_code in (404, 405), (door, method)
        if not door.endswith((".txt", ".atom", ".xml", "/")):
            assert crowd.ask(f"{door}.json", "unknown").status_code in (302, 404, 405, 410), door


@pytest.mark.case("CS-05")
def test_the_policy_lets_in_nothing_inline_and_nothing_from_elsewhere():
    parts = dict(part.split(" ", 1) for part in CSP.split("; "))
    assert parts["default-src"] == "'none'"
    assert parts["frame-ancestors"] == parts["base-uri"] == parts["object-src"] == "'none'"
    assert {parts[name] for name in ("script-src", "style-src", "connect-src", "font-src", "form-action")} == {"'self'"}
    assert "unsafe" not in CSP
    assert "http" not in CSP
