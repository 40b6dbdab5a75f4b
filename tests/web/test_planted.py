"""Hostile words in every field are words on every page, and so are they in every parameter, path and cookie."""

import json
import threading
from contextlib import contextmanager
from itertools import product
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from werkzeug.serving import WSGIRequestHandler, make_server

from samskaping.db import make_engine
from tests.databases import beside
from tests.drawn import NOBODY, Fuzz
from tests.furnished import furnish
from tests.planted import POLYGLOTS, broken_xml, flaws, places, plant, sinks
from tests.strangers import Strangers
from tests.watched import Watched

pytestmark = pytest.mark.second_in_matrix

#: Columns in which the demonstration and what furnishes it have no row, or none that the database lets be filled.
NO_ROW = {
    "erasures.email", "erasures.name", "gatherings.cancelled_why", "measurements.taken_back_why",
    "votes.taken_back_why",
}  # fmt: skip


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


@pytest.fixture(scope="module")
def grown(sown):
    """What was sown where, and every page after the sowing: (columns, path → answers)."""
    before = sown.two.connection.begin_nested()
    columns = plant(sown.two.connection)
    answers = {}
    for path, answer in pages(sown):
        answers.setdefault(path, []).append(answer)
    before.rollback()
    return columns, answers


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
            told = sorted(set(flaws(BeautifulSoup(answer.get_data(as_text=True), "html.parser"))))
        elif "xml" in answer.mimetype:
            told = broken_xml(answer.get_data())
        elif "json" in answer.mimetype:
            told = [] if json.loads(answer.get_data()) is not None else ["nothing"]
        else:
            continue
        seen += b"pwn" in answer.get_data()
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


@pytest.mark.case("XS-01", "XS-03", "XS-07")
def test_hostile_words_in_every_field_are_words_on_every_page(grown):
    columns, answers = grown
    wanted = {f"{column.table.name}.{column.name}" for column in places()}
    assert wanted - columns == NO_ROW
    met, seen = found((path, one) for path, each in answers.items() for one in each)
    assert met == {}, met
    assert seen > 150, seen


def ways_to_each_sink(answers, *, all_of_them):
    """Pages that together show every kind of place where the words stand; in the whole matrix, all pages."""
    known = set()
    for path, one in answers.items():
        if one.mimetype == "text/html":
            here = sinks(BeautifulSoup(one.get_data(as_text=True), "html.parser"))
            if all_of_them or here - known:
                known |= here
                yield path


@contextmanager
def kept_at_an_address(app, answers):
    """These answers again, whole, at an address that a browser can go to, with the styles and scripts beside them."""
    static = {}

    def answer(environ, start_response):
        path = environ["PATH_INFO"]
        one = answers.get(path)
        if one is None and path.startswith("/static/"):
            if path not in static:
                static[path] = app.test_client().get(path)
                static[path].get_data()
                static[path].close()
            one = static[path]
        if one is None:
            start_response("404 NOT FOUND", [])
            return [b""]
        start_response(one.status, [(name, said) for name, said in one.headers if name != "Set-Cookie"])
        return [one.get_data()]

    server = make_server("127.0.0.1", 0, answer, threaded=True, request_handler=Silent)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


class Silent(WSGIRequestHandler):
    def log(self, *_told):
        """Tests listen to the product's log alone."""


@pytest.mark.case("XS-01", "XS-03")
def test_in_a_browser_nothing_of_them_runs_asks_or_is_refused(grown, browser, sown, pytestconfig):
    """Each page as it was answered, headers and scripts and all: no dialog, no report of the policy, no call away."""
    _columns, answers = grown
    shown = {path: one for path, each in answers.items() for one in reversed(each) if b"pwn" in one.get_data()}
    opened, told = list(ways_to_each_sink(shown, all_of_them=pytestconfig.getoption("--matrix"))), {}
    with kept_at_an_address(sown.two.app, shown) as address:
        window = Watched(browser, address)
        window.page.on(
            "dialog", lambda dialog: window.complaints.append(f"a dialog: {dialog.message}") or dialog.dismiss()
        )
        window.page.add_init_script("window.pwn = () => console.error('their words ran')")
        for path in opened:
            window.page.goto(path)
            told |= {path: window.complaints[:]} if window.complaints else {}
            window.complaints.clear()
        window.close()
    assert told == {}
    assert len(shown) > 200
    assert len(opened) > 15


@pytest.mark.case("XS-01")
@pytest.mark.parametrize("payload", POLYGLOTS)
def test_what_looks_for_it_sees_it(payload):
    raw = f'<p title="x">{payload}</p><input value="{payload}"><a href="{payload[4:-1]}">'
    assert list(flaws(BeautifulSoup(raw, "html.parser"))) or payload.startswith(("[", "{{", "&lt;"))
