"""Many who act at once against each other: what is counted is what is there, and nothing is left hanging."""

import threading

import pytest
from sqlalchemy import func, insert, select

from samskaping.actions import comments, moderation, support
from samskaping.actions.comments import Remark
from samskaping.db import transaction
from samskaping.errors import Clash, Missing, Refused, Unfit
from samskaping.models import Comment, Proposal, Stamp, Support
from samskaping.queries import verifying
from samskaping.rules.roles import Role
from samskaping.rules.speech import ReportReason
from tests.crowds import AT_ONCE, Crowd

ALLOWED = (None, Missing, Refused, Unfit, Clash)


class Square(Crowd):
    """A case, somebody who keeps order, who handles it, its writer, and those who come by."""

    def gather(self, world):
        self.mari, self.kari = world.person("Mari", Role.MODERATOR), world.caseworker()
        self.ola = world.person("Ola")
        self.livs = [world.person(f"Liv {number}") for number in range(AT_ONCE)]
        self.ref, self.other = world.proposal(self.ola), world.proposal()

    def differences(self):
        with transaction(self.engine, self.here.id) as db:
            return list(verifying.differences(self.at(db).context()))

    def at(self, db):
        return type(self.world)(db, self.here, self.now)

    def count(self, *of):
        return self.scalar(select(func.count()).select_from(of[0]).where(*of[1:]))


@pytest.mark.case("BL-02")
def test_support_given_and_taken_at_once_is_there_once_or_not(own_engine, rounds):
    square = Square(own_engine)
    liv = square.livs[0].id
    for _round in range(rounds):
        pressed = [lambda ctx: support.give(ctx, square.ref), lambda ctx: support.take_back(ctx, square.ref)]
        met = square.race(*((liv, pressed[number % 2]) for number in range(AT_ONCE)))
        assert met == [None] * AT_ONCE
        assert square.count(Support) in (0, 1)
        assert square.scalar(select(Proposal.support_count).where(Proposal.reference == square.ref)) == square.count(
            Support
        )
        assert square.differences() == []


def hide(square):
    return square.mari.id, lambda ctx: moderation.hide_proposal(ctx, square.ref, ReportReason.KRENKENDE, "Se reglene.")


def withdraw(square):
    return square.ola.id, lambda ctx: square.at(ctx.db).move(square.ref, "trekk", square.ola)


def join(square):
    return square.kari.id, lambda ctx: square.at(ctx.db).move(square.ref, "sla_sammen", square.kari, into=square.other)


@pytest.mark.case("BL-12")
@pytest.mark.parametrize("ending", [hide, withdraw, join])
def test_what_is_said_while_a_case_ends_stands_in_it_or_was_refused(own_engine, ending):
    square = Square(own_engine)
    said = [(one.id, lambda ctx: comments.write(ctx, square.ref, Remark("Ja."))) for one in square.livs[:4]]
    given = [(one.id, lambda ctx: support.give(ctx, square.ref)) for one in square.livs[4:]]
    met = square.race(ending(square), *said, *given)
    assert set(met) <= set(ALLOWED), met
    assert None in met
    assert square.differences() == []
    done = met.count(None) - 1
    assert square.count(Comment) + square.count(Support) >= done
    late = square.race(*said)
    assert set(late) <= {Missing, Refused, Unfit}, late
    assert square.differences() == []


@pytest.mark.case("BL-15")
@pytest.mark.one_database
def test_eight_who_write_a_hundred_times_each_never_meet_a_locked_database(own_engine):
    failed = []

    def write(number):
        try:
            for turn in range(100):
                with transaction(own_engine) as db:
                    db.scalar(select(func.count()).select_from(Stamp))
                    db.execute(insert(Stamp).values(place=2_000_000 + number * 100 + turn, value=1))
        except Exception as error:  # noqa: BLE001  whatever it met, is told
            failed.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert failed == []
    with transaction(own_engine) as db:
        assert db.scalar(select(func.count()).select_from(Stamp).where(Stamp.place >= 2_000_000)) == 800
