"""The security log as JSON lines: one line each, whatever somebody is called or asked for."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from samskaping.cli.log import line
from samskaping.db import transaction
from samskaping.models import Person, SecondFactor, SecurityEvent, WebSession
from samskaping.queries.security_log import Logged
from tests.world import NOW

NASTY = 'a\r\n{"what": "sign_in"}\x1b[2J\u2028\u0085"\\\x7f<>'


@pytest.mark.case("LG-03")
def test_one_line_of_ascii_for_each_row(shell):
    """Newlines, ESC and quotes (LG-03)."""
    with transaction(shell.engine) as db:
        for number in range(3):
            details = {"proposal": NASTY, "number": number}
            db.add(
                SecurityEvent(happened_at=NOW + timedelta(seconds=number), what="hide", person_id=1, details=details)
            )
    said = shell.run("log")
    rows = [json.loads(one) for one in said.splitlines()]
    assert all(32 <= ord(sign) < 127 for sign in said.replace("\n", ""))
    hidden = [row for row in rows if row["what"] == "hide"]
    assert [row["details"]["number"] for row in hidden] == [0, 1, 2]
    assert hidden[0]["details"]["proposal"] == NASTY
    assert hidden[0]["at"] == "2026-03-02T11:00:00Z"
    assert set(hidden[0]) == {"id", "at", "what", "person", "municipality", "details"}
    later = shell.run("log", "--after", hidden[1]["id"])
    assert json.loads(later.splitlines()[0])["id"] == hidden[2]["id"]
    assert shell.run("log", "--since", "2026-03-02T11:00:02Z") == later
    assert "ingen rad" in shell.fails("log", "--after", "finnesikke")
    assert "Skriv tidspunktet slik" in shell.fails("log", "--since", "i går")


def test_more_than_one_step_is_whole(shell, monkeypatch):
    monkeypatch.setattr("samskaping.queries.security_log._STEP", 2)
    with transaction(shell.engine) as db:
        db.add_all([SecurityEvent(happened_at=NOW, what="hide", details={}) for _ in range(7)])
    ids = [json.loads(one)["id"] for one in shell.run("log").splitlines()]
    assert len(set(ids)) == len(ids) == len(shell.read(select(SecurityEvent.id)))


def test_a_line_says_nobody_s_name():
    row = Logged("x", NOW, "sign_in", NASTY, "abc", "halden", {})
    told = json.loads(line(row))
    assert (told["what"], told["person"], told["municipality"]) == ("sign_in", "abc", "halden")
    assert NASTY not in told.values()


def test_anybody_is_signed_out_from_the_shell(shell):
    with transaction(shell.engine) as db:
        email = db.scalars(select(Person.email)).first()
        key = db.scalar(select(Person.id).where(Person.email == email))
        for number in range(2):
            db.add(
                WebSession(
                    token_hash=str(number), person_id=key, data={}, created_at=NOW, signed_in_at=NOW, seen_at=NOW,
                    expires_at=NOW + timedelta(days=999),
                )
            )  # fmt: skip
            db.add(SecurityEvent(happened_at=NOW, what="sign_in", person_id=key))
    assert "2 økter avsluttet" in shell.run("people", "sign-out", "--email", email)
    assert shell.read(select(WebSession.id)) == []
    ended = select(SecurityEvent.details).where(SecurityEvent.what == "session.ended")
    assert shell.read(ended)[0]["count"] == 2
    assert "Ingen konto" in shell.fails("people", "sign-out", "--email", "ingen@example.no")


def test_a_lost_second_factor_is_taken_away_from_the_shell(shell):
    with transaction(shell.engine) as db:
        kari = db.scalars(select(Person).where(Person.name == "Kari Demo")).one()
        db.add(SecondFactor(person_id=kari.id, secret="sealed", last_step=1, made_at=NOW, used_at=NOW))
        db.add(SecurityEvent(happened_at=NOW, what="sign_in", person_id=kari.id))
        email = kari.email
    reset = ("people", "second-factor-reset", "--reason", "mistet", "--email")
    assert "på nytt ved neste innlogging" in shell.run(*reset, email)
    assert shell.read(select(SecondFactor.id)) == []
    logged = select(SecurityEvent.details).where(SecurityEvent.what == "second.reset")
    assert shell.read(logged)[0]["reason"] == "mistet"
    assert "har ikke satt opp" in shell.fails(*reset, email)
    assert "Ingen konto" in shell.fails(*reset, "ingen@example.no")
