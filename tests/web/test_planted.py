"""Hostile words in every parameter, path and cookie are never part of a page."""

from itertools import product
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup

from samskaping.db import make_engine
from tests.databases import beside
from tests.drawn import NOBODY, Fuzz
from tests.furnished import furnish
from tests.planted import POLYGLOTS, broken_xml, flaws
from tests.strangers import Strangers

pytestmark = pytest.mark.second_in_matrix


@pytest.fixture(scope="module")
def sown(kind, templates, worker, tmp_path_factory, settings):
    """A furnished demonstration, and a way to ask at its doors, before and after the sowing."""
    folder = tmp_path_factory.mktemp("sown")
    engine = make_engine(templates.copy(kind, f"sown_{worker}", folder, of=templates.demonstration(kind)))
    with engine.connect() as connection, connection.begin():
        two = Strangers(connection, beside(settings, folder), "halden", "asker")
        furnish(two)
        fuzz = Fuzz(two, 0, 1)
        fuzz.gather()
        yield fuzz
    engine.dispose()


def pages(fuzz, given=""):
    """Every page, as somebody with every role and as somebody unknown: (path, answer)."""
    shown = [target.path for target in fuzz.targets if target.method == "GET" and "_components" not in target.path]
    for path, who in product(shown, (fuzz.everyone, NOBODY)):
        yield path, fuzz.ask(who, "GET", path + given)


def found(asked):
    """What stands in these pages that hostile words made."""
    met, seen = {}, 0
    for path, answer in asked:
        if answer.mimetype == "text/html":
            page = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
            told = sorted(set(flaws(page)))
        elif "xml" in answer.mimetype:
            told = broken_xml(answer.get_data())
        else:
            continue
        seen += "pwn" in answer.get_data(as_text=True)
        if told or answer.status_code >= 500:
            met[path] = told or answer.status_code
    return met, seen


@pytest.mark.case("XS-05")
@pytest.mark.parametrize("payload", ['"><svg class=pwn onload=pwn()>', "'-pwn()-'", "javascript:pwn()"])
def test_what_an_address_says_is_never_part_of_a_page(sown, payload):
    given = "?" + "&".join(f"{name}={quote(payload)}" for name in sown.names)
    assert found(pages(sown, given))[0] == {}
    paths = [f"/halden/nb/{quote(payload)}", f"/{quote(payload)}", f"/halden/nb/forslag/{quote(payload)}"]
    asked = [(path, sown.ask(NOBODY, "GET", path)) for path in paths]
    cookie = [("cookie", sown.ask(NOBODY, "GET", "/halden/nb/", headers={"Cookie": f"session={quote(payload)}"}))]
    assert found(asked + cookie)[0] == {}


@pytest.mark.case("XS-05")
@pytest.mark.parametrize("payload", POLYGLOTS)
def test_what_looks_for_it_sees_it(payload):
    raw = f'<p title="x">{payload}</p><input value="{payload}"><a href="{payload[4:-1]}">'
    assert list(flaws(BeautifulSoup(raw, "html.parser"))) or payload.startswith(("[", "{{", "&lt;"))
