"""Whatever stands in an address or in a field that no reader fills in: never a fault of ours."""

import base64
import json
import re

import pytest
from sqlalchemy import func, select

from samskaping.db import Unavailable
from samskaping.models import Barrier, Comment, OldSlug, Proposal
from samskaping.rules import limits
from samskaping.rules.roles import Role
from samskaping.web.access import doors

_STRANGE = ["a%00b", "%ED%A0%80", "9" * 30]


def _cursor(*parts: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode()


_CURSORS = [
    _cursor("t", "2026-03-01T00:00:00+00:00", "\x00"),
    _cursor("t", "2026-03-01T00:00:00+00:00", "\ud800"),
    _cursor("t", "0001-01-01T00:00:00", "x"),
    _cursor("t", "0001-01-01T00:00:00+14:00", "x"),
    _cursor("t", "9999-12-31T23:59:59-14:00", "x"),
    _cursor("t", "9999-12-31T23:59:59", "x"),
    _cursor("d", "9999-12-31", "x"),
    _cursor("d", "0001-01-01", "x"),
    _cursor("n", 10**30, "x"),
    _cursor("n", float("nan"), "x"),
    _cursor("n", float("inf"), "x"),
    _cursor("n", -5, "x"),
    _cursor("s", "\x00", "x"),
    _cursor("s", "\ud800", "x"),
    _cursor("s", [1], {"a": 1}),
    _cursor([], {}, None),
]
_LISTS = [
    "/forslag", "/forslag?sorter=venter", "/forslag?sorter=stotte", "/forslag?sok=benker", "/utfordringer",
    "/utfordringer?vis=stengte", "/arbeid", "/arbeid/meldinger", "/arbeid/hindre", "/arbeid/organisasjoner",
    "/arbeid/utfordringer", "/oppsett/historikk", "/varsler", "/min-side/saker", "/min-side/folger",
]  # fmt: skip
_FILTERS = [
    "/forslag?mal=00019999999999999999999999", "/forslag?mal=" + "0" * 5000 + "1", "/forslag?tema=%00",
    "/forslag?omrade=%00", "/forslag?utfordring=%00", "/forslag?sok=%00", "/forslag?sok=a%00b", "/forslag?sok=_",
    "/forslag?sok=%F3%A0%80%81", "/forslag?sok=%C2%B2+and", "/forslag?status=%00", "/foresla/lik?q=" + "%00ab" * 30,
    "/foresla?utfordring=%00", "/arbeid?sok=%00", "/arbeid?tema=%00", "/arbeid?utfordring=%00", "/arbeid?enhet=%00",
    "/arbeid?sok=%25_%5C", "/arbeid?ko=%00", "/logg-inn?neste=%00", "/meld-fra?side=%00", "/forslag?sorter=%00",
]  # fmt: skip


@pytest.fixture
def everyone(site, halden):
    """Somebody with every role, and a case."""
    halden.proposal()
    return site.visitor(halden.person("Alle", *(role for role in Role if role is not Role.PLATTFORM)))


def _faults(visitor, paths, method="GET", **given):
    found = {}
    for path in paths:
        visitor._ask(method, path, **given)
        if visitor.answer.status_code >= 500:
            found[path[:120]] = visitor.answer.status_code
    return found


@pytest.mark.case("IN-04")
@pytest.mark.parametrize("path", _LISTS)
def test_no_cursor_is_a_fault(everyone, path):
    glue = "&" if "?" in path else "?"
    paths = [f"{path}{glue}{key}={cursor}" for cursor in _CURSORS for key in ("etter", "for")]
    assert _faults(everyone, paths) == {}


@pytest.mark.case("IN-01", "IN-10", "IN-12")
def test_no_filter_is_a_fault(everyone):
    assert _faults(everyone, _FILTERS) == {}


@pytest.mark.case("IN-01", "IN-02", "IN-03")
@pytest.mark.parametrize("strange", _STRANGE)
def test_no_name_in_an_address_is_a_fault(site, everyone, strange):
    rules = [row[0] for row in doors(site.app) if "<" in row[0]]
    assert len(rules) > 30
    paths = [re.sub("<[^>]*>", lambda found: "forslag" if "any(" in found[0] else strange, rule) for rule in rules]
    assert _faults(everyone, paths) == {}
    everyone.get("/min-side")
    assert _faults(everyone, paths, "POST", data={"csrf_token": everyone.token}) == {}


@pytest.mark.parametrize("path", ["", "/forslag?sorter=venter", "/nn/forslag"])
def test_an_old_address_leads_to_the_new_one_and_not_to_itself(site, halden, path):
    halden.db.add(OldSlug(slug="fredrikshald", municipality_id=halden.here.id))
    halden._quietly()
    visitor = site.visitor(place="")
    visitor.get(f"/fredrikshald{path}", 301)
    assert visitor.answer.headers["Location"] == f"/halden{path}"


@pytest.mark.parametrize("rest", ["/forslag/a%0D%0ASet-Cookie%3A%20x", "/forslag/a%23b%3Fc?sok=%0A%23&q=+"])
@pytest.mark.parametrize("place", ["/halden", "/HALDEN/nb", "/fredrikshald"])
def test_what_was_decoded_is_written_as_an_address_again(site, halden, place, rest):
    """A line break in an address without a form was a fault; what stood after a # or a question mark fell away."""
    halden.db.add(OldSlug(slug="fredrikshald", municipality_id=halden.here.id))
    halden._quietly()
    visitor = site.visitor(place="")
    visitor._ask("GET", f"{place}{rest}")
    assert visitor.answer.status_code in (301, 302)
    assert visitor.answer.headers["Location"].endswith(rest)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("/HALDEN/nb/forslag?sorter=venter", "/halden/nb/forslag?sorter=venter"),
        ("/Halden", "/halden"),
        ("/Halden/forslag", "/halden/forslag"),
    ],
)
def test_capitals_in_the_name_of_a_municipality_are_forgiven(site, halden, written, meant):
    visitor = site.visitor(place="")
    visitor.get(written, 301)
    assert visitor.answer.headers["Location"] == meant


def test_capitals_do_not_make_a_municipality(site):
    site.visitor(place="").get("/INGENSTED/nb/", 404)


@pytest.mark.case("IN-01", "IN-02", "XS-09")
@pytest.mark.parametrize("broken", ["%FF%FE", "%ED%A0%80", "%C3", "\xff", "a%00b", "%E2%80%AE"])
@pytest.mark.parametrize(("path", "field", "table"), [("/foresla", "need", Proposal), ("/meld-fra", "what", Barrier)])
def test_broken_text_is_refused_beside_its_field_and_stored_nowhere(site, broken, path, field, table):
    """Bytes that are no UTF-8, and a lone surrogate, as a browser would never send them."""
    visitor = site.visitor()
    visitor.get(path)
    body = f"csrf_token={visitor.token}&once=x&{field}=Bussen+{broken}+kommer+aldri+i+tide.".encode("latin-1")
    visitor._ask("POST", path, data=body, content_type="application/x-www-form-urlencoded")
    assert visitor.answer.status_code == 422
    assert "merket med «�»" in visitor.page.select_one(f"#{field}-error").get_text()
    kept = visitor.page.select_one(f"[name={field}]").get_text()
    assert "Bussen" in kept
    assert "�" in kept
    assert "kommer aldri i tide." in kept
    assert site.world.db.scalar(select(func.count()).select_from(table)) == 0


@pytest.mark.case("BL-10")
@pytest.mark.parametrize(
    ("path", "sent"), [("/arbeid/innspill/ark", {"channel": "papir"}), ("/arbeid/planlagt", {"name": ""})]
)
def test_a_form_that_is_sent_as_another_one_makes_nothing(site, everyone, path, sent):
    """Both take the key that a comment has used; what is wrong with them would be told otherwise."""
    ref = site.world.proposal()
    everyone.get(f"/forslag/{ref}")
    token = everyone.token
    everyone.post(f"/forslag/{ref}/kommentar", {"csrf_token": token, "once": "den samme", "text": "Ja."})
    everyone.post(path, {"csrf_token": token, "once": "den samme", **sent})
    assert everyone.answer.headers["Location"].endswith(path)


@pytest.mark.case("IN-02", "IN-08")
@pytest.mark.parametrize("body", ['{"text": "\\ud800"}', "[" * 5_000, "null", '{"text": ["a"]}', "{"])
def test_no_form_is_read_from_json(site, everyone, body):
    ref = site.world.proposal()
    everyone.get(f"/forslag/{ref}")
    headers = {"X-CSRFToken": everyone.token}
    everyone._ask("POST", f"/forslag/{ref}/kommentar", data=body, content_type="application/json", headers=headers)
    assert everyone.answer.status_code in (400, 422)
    assert site.world.row(ref).comment_count == 0


@pytest.mark.case("IN-10")
def test_a_decision_that_is_none_is_told(site, halden):
    kari, ref = halden.caseworker(), halden.proposal()
    visitor = site.visitor(kari)
    visitor.get(f"/arbeid/sak/{ref}/svar")
    sent = {
        "csrf_token": visitor.token,
        "decision": "\x00",
        "text": "Vi svarer på dette.",
        "title": "Ja",
        "version": "1",
    }
    visitor.post(f"/arbeid/sak/{ref}/svar", sent, 422)


@pytest.mark.case("IN-01", "IN-02")
@pytest.mark.parametrize("strange", ["a\x00b", "\xed\xa0\x80", "\xff\xfe", "x" * 60_000])
@pytest.mark.parametrize("header", ["Accept-Language", "User-Agent", "Referer", "If-None-Match", "Range", "Cookie"])
def test_no_header_is_a_fault(site, everyone, header, strange):
    value = f"session={strange}" if header == "Cookie" else strange
    everyone._ask("GET", "/forslag", headers={header: value})
    assert everyone.answer.status_code < 400


@pytest.mark.case("IN-03")
@pytest.mark.parametrize(
    "name", ["0", "-1", "2147483648", "9223372036854775808", "9" * 5_000, "1.0", "1e3", "%D9%A3", "1;", "2026-", "%20"]
)
def test_no_id_that_is_impossible_is_found(site, everyone, name):
    for path in ("forslag", "behov", "utfordring", "arbeid/sak", "organisasjon", "oppsett/ansatte", "eksport"):
        everyone._ask("GET", f"/{path}/{name}")
        assert everyone.answer.status_code == 404, path


@pytest.mark.case("IN-06")
@pytest.mark.parametrize(("more", "status"), [(0, 303), (1, 422)])
def test_the_longest_text_is_counted_in_signs_and_lines_as_one(site, everyone, more, status):
    """Four bytes each for the horned one, and a line end that the browser sends as two signs is one."""
    ref = site.world.proposal()
    everyone.get(f"/forslag/{ref}")
    text = "🦄" * (limits.COMMENT - 3 + more) + "a\r\nb"
    everyone.post(f"/forslag/{ref}/kommentar", {"csrf_token": everyone.token, "once": "x", "text": text}, status)
    kept = site.world.db.scalar(select(Comment.text))
    assert kept == (text.replace("\r\n", "\n") if status == 303 else None)


@pytest.mark.case("IN-09")
def test_the_first_of_the_same_field_counts_and_is_the_one_that_is_looked_at(site, everyone):
    ref = site.world.proposal()
    everyone.get(f"/forslag/{ref}")
    for texts in (["", "Ja."], ["x" * 5_000, "Ja."]):
        sent = {"csrf_token": everyone.token, "once": "x", "text": texts, "text[]": "Ja."}
        everyone.post(f"/forslag/{ref}/kommentar?text=Ja.", sent, 422)
    everyone.post(
        f"/forslag/{ref}/kommentar", {"csrf_token": everyone.token, "once": "y", "text": ["Ja.", "x" * 5_000]}
    )
    assert site.world.db.scalars(select(Comment.text)).all() == ["Ja."]


@pytest.mark.case("IN-13")
def test_a_statement_that_takes_too_long_is_told_and_leaves_the_server_to_others(site, everyone, monkeypatch):
    def slow(*_all, **_named):
        raise Unavailable("SELECT", {}, Exception("canceling statement due to statement timeout"))

    monkeypatch.setattr("samskaping.queries.municipalities.everyone", slow)
    everyone.place = "/nb"
    everyone.get("/kommuner", 503)
    assert everyone.answer.headers["Retry-After"] == "10"
    monkeypatch.undo()
    everyone.get("/kommuner")
