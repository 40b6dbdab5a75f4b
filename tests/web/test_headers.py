"""The headers of every kind of answer, errors and files among them; and what a fault of ours shows and leaves."""

import logging
import re

import pytest
from flask import Blueprint, abort

from samskaping.web.access import PUBLIC, Where, open_to
from samskaping.web.security import CSP
from tests.visitor import Site

pytestmark = pytest.mark.second_in_matrix

#: Written here a second time, by hand.
WANTED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Reporting-Endpoints": 'csp="/csp"',
    "Permissions-Policy": "geolocation=(), camera=(), microphone=(), payment=(), usb=(), browsing-topics=()",
}
OWN = ("script-src 'self'", "base-uri 'none'")
STATUSES = (400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503)


def looked_at(answer):
    for name, value in WANTED.items():
        assert answer.headers.getlist(name) == [value], (name, answer.request.path)
    [policy] = answer.headers.getlist("Content-Security-Policy")
    assert "unsafe" not in policy
    # A file that is opened by itself may do nothing at all.
    own = ("sandbox",) if answer.headers.get("Cache-Control", "").endswith("immutable") else OWN
    for part in ("default-src 'none'", "frame-ancestors 'none'", *own):
        assert part in policy
    answer.close()
    kind = answer.headers.get("Content-Type", "")
    if kind.startswith("text/"):
        assert "charset=utf-8" in kind.lower().replace('"', ""), answer.request.path


@pytest.mark.case("CS-05")
def test_every_kind_of_answer_has_them(settings, connection, halden):
    site = Site(settings, connection, halden, alone=True)
    fails = Blueprint("fails", __name__)

    @fails.get("/feil/<int:status>")
    @open_to(PUBLIC)
    def fail(status):
        if status == 500:
            raise KeyError("en feil av vår egen")
        abort(status)

    site.app.register_blueprint(fails)
    site.app.config["PROPAGATE_EXCEPTIONS"] = False
    client, ref = site.app.test_client(), halden.proposal()
    seen = set()
    paths = [
        "/halden/nb/", "/nb/", "/halden/nb/forslag", f"/halden/nb/forslag/{ref}", "/halden/nb/nyheter.atom",
        "/halden/nb/min-side", "/halden", "/finnesikke", "/halden/nb/finnesikke", "/readyz", "/healthz", "/robots.txt",
        "/.well-known/security.txt", "/favicon.ico", "/static/finnesikke.css",
        *(f"/halden/nb/feil/{status}" for status in STATUSES),
    ]  # fmt: skip
    page = client.get("/halden/nb/").get_data(as_text=True)
    paths += re.findall(r'(?:href|src)="(/static/[^"]+)"', page)[:4]
    for path in paths:
        answer = client.get(path)
        looked_at(answer)
        seen.add(answer.status_code)
    looked_at(client.post("/halden/nb/kontakt"))
    looked_at(client.post("/halden/nb/meld-fra", data={"what": "x"}))
    looked_at(client.options("/halden/nb/"))
    assert {200, 302, 404, 403, 429, 500, 503} <= seen
    assert any("static" in path for path in paths)


def test_the_policy_is_without_holes():
    assert "unsafe" not in CSP
    assert "*" not in CSP


def test_a_fault_in_any_view_shows_a_reference_and_nothing_of_the_inside(settings, connection, halden, caplog):
    site = Site(settings, connection, halden, alone=True)
    place = {Where.MUNICIPALITY: "/halden/nb", Where.BOTH: "/halden/nb", Where.NATION: "/nb", Where.ROOT: ""}
    plain = [
        rule for rule in site.app.url_map.iter_rules()
        if not rule.arguments and "GET" in (rule.methods or ()) and rule.endpoint != "static"
    ]  # fmt: skip
    assert len(plain) > 60
    broken = {}
    for rule in plain:
        view = site.app.view_functions[rule.endpoint]
        broken[rule.endpoint] = view

        site.app.view_functions[rule.endpoint] = _failing(getattr(view, "lives", None))
    visitor = site.visitor(place="")
    tried = 0
    for rule in plain:
        where = getattr(broken[rule.endpoint], "lives", None)
        if where not in place:
            continue
        caplog.clear()
        with caplog.at_level(logging.ERROR):
            answer = visitor.client.get(f"{place[where]}{rule.rule}")
        if answer.status_code != 500:  # what the way in answers by itself
            assert answer.status_code in (301, 302, 308, 404), rule.rule
            continue
        tried += 1
        text = answer.get_data(as_text=True)
        assert "hemmelig" not in text, rule.rule
        assert "Traceback" not in text, rule.rule
        [mark] = set(re.findall(r"\b[0-9a-f]{8}\b", re.sub(r"<[^>]+>", " ", text)))
        assert mark in caplog.text, rule.rule
    assert tried > 60
    site.app.view_functions.update(broken)
    visitor.client.get("/halden/nb/forslag")
    assert visitor.client.get("/halden/nb/forslag").status_code == 200


def _failing(lives):
    def fail():
        raise RuntimeError("SELECT hemmelig FROM people")

    fail.open_to, fail.lives, fail.is_writing = PUBLIC, lives, False
    return fail
