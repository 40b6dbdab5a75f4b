"""Every form of every page is sent with what no reader writes: each door answers in words, and none with a fault."""

import itertools
import re
from io import BytesIO
from urllib.parse import urlencode

import pytest

from samskaping.actions import comments, organisations, routing
from samskaping.actions.comments import Remark
from samskaping.rules.roles import Role
from samskaping.rules.speech import OrganisationKind
from samskaping.web.access import doors
from samskaping.web.sessions import cookie_name
from tests.challenges import published
from tests.visitor import _fields_of

pytestmark = pytest.mark.second_in_matrix

#: NUL, a lone surrogate, broken UTF-8, directions turned, numbers past every column, a flood, other people's syntax.
STRANGE = (
    b"a\x00b", b"\xed\xa0\x80x", b"\xff\xfe\x80", "\u202e\u2066snudd\u2069".encode(), b"9223372036854775808",
    b"-" + b"9" * 40, b"1e400", "\U0001f984".encode() * 3000, b"x\r\nSet-Cookie: a=b", b"%s{{7*7}}' OR 1=1--",
    b"0001-01-01", b"9999-12-31",
)  # fmt: skip
#: A file that is none of those that are read.
NO_FILE = b"PK\x03\x04\x00\xff" * 40


@pytest.fixture
def everyone(halden):
    return halden.person("Alle", *Role)


@pytest.fixture
def known(halden, everyone):
    """By the beginning of an address: what its names are called, so that the forms themselves are reached."""
    ctx = halden.context(everyone)
    ref = halden.proposal(everyone)
    club = organisations.register(ctx, organisations.Wish("Historielaget", OrganisationKind.UFORMELL))
    unit, area, theme = halden.unit().public_id, halden.area().public_id, halden.theme().public_id
    routing.lay(ctx, area=area, theme=theme, unit=unit)
    names = {
        "/arbeid/utfordringer/": published(halden, everyone), "/oppsett/enheter/": unit, "/oppsett/omrader/": area,
        "/oppsett/temaer/": theme, "/organisasjon/": club, "/oppsett/ansatte/": everyone.public_id,
        "/min-side/utkast/": halden.draft(everyone), "/foresla/": halden.draft(everyone),
    }  # fmt: skip
    return names, {"ref": ref, "verb": "vurder", "comment": comments.write(ctx, ref, Remark("Ja."))}


def addresses(site, known):
    """(place, path) of each page with a form that can be named."""
    names, values = known
    for rule, methods, endpoint, _who, where in doors(site.app):
        if "GET" not in methods or endpoint.startswith(("feeds", "mailbox")) or where == "root":
            continue
        own = next((name for start, name in names.items() if rule.startswith(start)), "finnes-ikke")
        path = re.sub(r"<any\((\w+)[^>]*>", r"\1", rule).replace("<name>", values["ref"])
        for name, value in values.items():
            path = path.replace(f"<{name}>", value)
        yield "/nb" if where == "nation" else "/halden/nb", re.sub(r"<\w+>", own, path)


def sendings(fields, turns):
    """All fields at once with one strange value, then a field alone among those that hold, each in its turn."""
    writable = [name for name in fields if name not in ("csrf_token", "_switch")]
    for strange in STRANGE[::3]:
        yield {**fields, **dict.fromkeys(writable, strange)}
    for name in writable[:4]:
        yield {**fields, name: next(turns)}


def sent(visitor, action, form, fields):
    """Send fields as a browser would that was told to write bytes."""
    files = [str(tag["name"]) for tag in form.select("input[type=file]")]
    if not files:
        body = urlencode(fields, doseq=True)
        visitor._ask("POST", action, data=body, content_type="application/x-www-form-urlencoded")
        return
    texts = {name: value.decode("latin-1") if isinstance(value, bytes) else value for name, value in fields.items()}
    visitor._ask("POST", action, data={**texts, **{name: (BytesIO(NO_FILE), "ark.xlsx") for name in files}})


def pressed(visitor, form, connection, turns):
    """Send one form in every strange way, each undone; answers how often, and what met a fault."""
    action, count, faults = str(form.get("action") or visitor.path), 0, []
    name = cookie_name(visitor.site.app)
    mine = visitor.client.get_cookie(name).value
    for fields in sendings(_fields_of(form), turns):
        held = connection.begin_nested()
        sent(visitor, action, form, fields)
        if visitor.answer.status_code >= 500:
            faults.append((action, fields))
        held.rollback()
        visitor.client.set_cookie(name, mine)  # some forms give another, whose row was undone
        visitor.site.world.db.expire_all()
        count += 1
    return count, faults


@pytest.mark.case("IN-01", "IN-02", "IN-07")
def test_no_form_is_a_fault_whatever_is_written_in_it(site, everyone, known, connection):
    visitor, tried, found, turns = site.visitor(everyone), {}, [], itertools.cycle(STRANGE)
    for place, path in addresses(site, known):
        visitor.place = place
        visitor._ask("GET", path)
        assert visitor.answer.status_code < 500, path
        page = visitor.path
        for form in visitor.page.select("main form[method=post]"):
            visitor.path = page
            kind = re.sub(
                r"20\d\d-\d+|(?<=/)[a-z0-9]{10}(?=/|$)", "", str(form.get("action") or page).partition("?")[0]
            )
            if kind not in tried and not kind.endswith("/logg-ut"):  # the rest would be shut
                tried[kind], faults = pressed(visitor, form, connection, turns)
                found += faults
    assert found == []
    assert len(tried) > 80, sorted(tried)
    assert sum(tried.values()) > 500


@pytest.mark.case("IN-06")
def test_ten_megabytes_are_refused_at_every_door(site, everyone):
    visitor, flood = site.visitor(everyone), b"text=" + b"x" * 10_000_000
    for rule, methods, _endpoint, _who, where in doors(site.app):
        if "POST" in methods:
            visitor.place = "/nb" if where == "nation" else "/halden/nb"
            path = re.sub("<[^>]*>", lambda found: "forslag" if "any(" in found[0] else "finnes-ikke", rule)
            visitor._ask("POST", path, data=flood, content_type="application/x-www-form-urlencoded")
            assert visitor.answer.status_code in (400, 403, 404, 413, 422), (path, visitor.answer.status_code)
