"""Logs hold nothing of what people are called, write, search for or are sent; also when something goes wrong."""

import logging

import pytest
from sqlalchemy.exc import IntegrityError

from samskaping.actions.notifications import UNSUBSCRIBE, unsubscribe_value
from samskaping.logs import JsonLines, _of_ourselves
from samskaping.outside import signing
from samskaping.rules.kinds import Purpose
from samskaping.web import proposals
from tests import quiet
from tests.accounts import PASSWORD, link, register, somebody

SECRETS = ("mona@example.no", "Mona Demo", "Trappa", "hemmelig")


class Lines(logging.Handler):
    """Keeps each line as it would have been written."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.setFormatter(JsonLines())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def log():
    lines, root = Lines(), logging.getLogger()
    level = root.level
    root.addHandler(lines)
    root.setLevel(logging.INFO)
    yield lines.lines
    root.removeHandler(lines)
    root.setLevel(level)


@pytest.mark.case("LG-02")
def test_what_a_resident_does_leaves_no_name_address_or_secret(site, log):
    register(site.visitor(), password=PASSWORD)
    mona, person = site.visitor(), somebody(site)
    mona.get(link(site, person, Purpose.CONFIRM))
    mona.press("Bekreft og logg inn")
    token = signing.sign(site.settings.secret_key, UNSUBSCRIBE, unsubscribe_value(person.public_id))
    site.visitor().get(f"/varsler/av/{token}")
    site.visitor().get("/forslag?sok=Trappa+hemmelig")
    site.visitor().get("/logg-inn/mona@example.no", 410)
    for path in ("/mona@example.no", "/forslag/mona@example.no", "/bekreft/hemmelig/"):
        site.visitor().get(path, 404)
    ref = site.world.proposal(person, title="Trappa")
    mona.get(f"/forslag/{ref}")
    assert quiet.told(log, *SECRETS) == []
    said = "\n".join(log)
    for path in (f"/forslag/{ref}", "/bekreft/<token>", "/varsler/av/<token>", "/forslag/<ref>", "(unknown)"):
        assert f'"path": "{path}"' in said, path


@pytest.mark.case("LG-02")
def test_a_fault_is_told_without_its_words(site, log, monkeypatch):
    """What was typed stands in exceptions, and a database's complaint says the whole row."""

    said = " ".join(SECRETS)

    def broken(*_args, **_how):
        try:
            raise IntegrityError(said, {"email": said}, Exception(said))
        except IntegrityError as error:
            raise KeyError(said) from error

    monkeypatch.setattr(proposals.proposals, "listing", broken)
    monkeypatch.setitem(site.app.config, "PROPAGATE_EXCEPTIONS", False)
    site.visitor().get("/forslag", 500)
    assert quiet.told(log, *SECRETS) == []
    for words in ("builtins.KeyError", "in broken", "caused by sqlalchemy.exc.IntegrityError"):
        assert words in log[0], words


@pytest.mark.one_database
def test_what_gunicorn_says_of_a_visitor_is_left_out(log):
    logger = logging.getLogger("gunicorn.as.in.a.test")
    logger.addFilter(_of_ourselves)
    logger.warning("Invalid request from ip=192.0.2.7: 'GET /?epost=mona@example.no'")
    logger.error("Error handling request %s", "/bekreft/hemmelig?a=mona@example.no")
    logger.info("Booting worker with pid: %s", 7)
    assert quiet.told(log, *SECRETS, "192.0.2.7") == []
    assert "Booting worker with pid: 7" in log[-1]


@pytest.mark.parametrize(
    "line",
    [
        '{"path": "/forslag?sok=a"}',
        '{"message": "til ola@example.no"}',
        '{"path": "/bekreft/aBcDeFgHiJkLmNoPqRsTuVwX"}',
        '{"message": "Kari Nordmann"}',
        "Traceback (most recent call last):",
    ],
)
def test_what_tells_too_much_is_seen(line):
    """The twin of the others."""
    assert quiet.told([line, '{"path": "/forslag/2026-000001"}'], "Kari Nordmann") == [line]
