"""Places where others keep secrets and faults hold nothing, and secrets that are sent stand nowhere after."""

import json
import logging

import pytest
from sqlalchemy import LargeBinary, select

from samskaping.db import Base
from samskaping.logs import JsonLines
from samskaping.models import OneTimeToken
from samskaping.rules.kinds import Purpose
from samskaping.web.sessions import cookie_name
from tests.accounts import link, register, somebody

pytestmark = pytest.mark.second_in_matrix

#: A password, a link's key and a fødselsnummer (invented, with right digits) that a run may never leave behind.
PASSWORD, NUMBER = "kanari synger i lønnetreet", "13097248022"

PLACES = [
    "/console", "/.env", "/.git/config", "/.git/HEAD", "/.aws/credentials", "/wp-admin/", "/phpinfo.php", "/admin",
    "/metrics", "/debug", "/server-status", "/actuator/env", "/graphql", "/api/", "/swagger.json", "/config.py",
    "/wsgi.py", "/var/samskaping.db", "/samskaping.db", "/backup.sql", "/requirements.txt", "/static/", "/static",
    "/static/../wsgi.py", "/static/%2e%2e/wsgi.py", "/static/..%2f..%2fwsgi.py", "/static/....//wsgi.py",
    "/static//etc/passwd", "/static/css/", "/static/%00", "/..%5c..%5cwsgi.py", "/halden/nb/../../.env",
    "/?__debugger__=yes&cmd=resource&f=style.css", "/halden/nb/.env", "/nb/console",
]  # fmt: skip


@pytest.mark.case("LG-06")
@pytest.mark.parametrize("path", PLACES)
def test_a_place_that_others_have_holds_nothing(site, path):
    answer = site.app.test_client().get(path, follow_redirects=False)
    said = answer.get_data(as_text=True)
    assert answer.status_code in (301, 302, 308, 404) or path.startswith("/?"), (path, answer.status_code)
    if answer.status_code in (301, 302, 308):
        led = site.app.test_client().get(path, follow_redirects=True)
        assert led.status_code == 404 or path in ("/static", "/static/") or path.startswith("/?"), path
        said = led.get_data(as_text=True)
    assert [word for word in ("import sys", "SECRET", "root:", "Index of", "Traceback") if word in said] == []


@pytest.mark.case("LG-06")
@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PROPFIND", "DEBUG"])
def test_methods_that_say_back_what_was_sent_are_refused(site, method):
    answer = site.app.test_client().open("/halden/nb/", method=method, headers={"X-Secret": "kanari"})
    assert answer.status_code in (404, 405)
    assert "kanari" not in answer.get_data(as_text=True)


@pytest.fixture
def lines():
    """Every line of the log, with all that a traceback could hold."""

    class Lines(logging.Handler):
        def __init__(self) -> None:
            super().__init__(logging.DEBUG)
            self.setFormatter(JsonLines())
            self.kept: list[str] = []

        def emit(self, record: logging.LogRecord) -> None:
            self.kept.append(self.format(record))

    kept, root = Lines(), logging.getLogger()
    level = root.level
    root.addHandler(kept)
    root.setLevel(logging.INFO)
    yield kept.kept
    root.removeHandler(kept)
    root.setLevel(level)


def stored(db) -> str:
    """All that stands in the database, as text."""
    found = []
    for table in Base.metadata.sorted_tables:
        columns = [column for column in table.columns if not isinstance(column.type, LargeBinary)]
        found += [str(tuple(row)) for row in db.connection().execute(select(*columns))]
    return "\n".join(found)


@pytest.mark.case("LG-02", "AU-31")
def test_what_is_secret_stands_in_no_log_address_or_row(site, halden, lines):
    """A whole stay: an account, its link, wrong words and right ones, a number that may not be published, and out."""
    register(site.visitor())
    mona, person = site.visitor(), somebody(site)
    confirm = link(site, person, Purpose.CONFIRM)
    mona.get(confirm)
    mona.press("Bekreft og logg inn")
    cookies = [mona.client.get_cookie(cookie_name(site.app)).value]
    mona.get("/min-side/passord")
    mona.fill(password=PASSWORD).press("Velg et passord")
    cookies.append(mona.client.get_cookie(cookie_name(site.app)).value)
    mona.get(confirm, 410)
    ref = halden.proposal(person)
    mona.get(f"/forslag/{ref}/kommentar")
    mona.fill(text=f"Naboen har {NUMBER}.", stance="for").press("Publiser kommentaren", 422)
    mona.get("/min-side")
    mona.post("/logg-ut", {"csrf_token": mona.token})
    mona.get("/logg-inn")
    mona.fill(email=person.email, password=f"{PASSWORD} feil").press("Logg inn", 422)
    mona.fill(email=person.email, password=PASSWORD).press("Logg inn")
    cookies.append(mona.client.get_cookie(cookie_name(site.app)).value)
    secrets = (PASSWORD, NUMBER, confirm.rsplit("/", 1)[1], *cookies)
    assert halden.db.scalars(select(OneTimeToken.id)).all()
    told = {"log": "\n".join(lines), "database": stored(halden.db), "address": mona.path}
    assert len(lines) > 8
    assert [(where, one[:4]) for where, words in told.items() for one in secrets if one in words] == []


@pytest.mark.case("LG-03")
@pytest.mark.parametrize("sent", ["a\nb", 'a\r\n{"level": "x"}', "\x1b[2J", 'a"b\\', "\u2028a\u0085", "%0a%0d"])
def test_whatever_is_sent_each_line_of_the_log_is_one_object(site, lines, sent):
    client = site.app.test_client()
    client.get(f"/halden/nb/forslag/{sent}?sok={sent}")
    client.get("/halden/nb/forslag", query_string={"sok": sent, sent: "x"})
    client.post("/halden/nb/logg-inn", data={"email": sent, sent: sent})
    assert lines
    for line in lines:
        assert len(line.splitlines()) == 1
        assert isinstance(json.loads(line), dict)
        assert all(ord(sign) >= 32 for sign in line)
