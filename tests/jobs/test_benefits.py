"""Measurements: the letter to whoever measures, the link that works once, and the reminder when one is late."""

import re

import pytest
from sqlalchemy import select

from samskaping.actions import benefits, measure_asks, measurements
from samskaping.actions.measure_asks import Asking
from samskaping.actions.measurements import Reading
from samskaping.jobs.benefits import benefits as remind
from samskaping.jobs.loop import work_once
from samskaping.models import Benefit, Event, MeasureAsk, Membership
from samskaping.rules.benefits import Rhythm
from samskaping.rules.events import What
from samskaping.rules.roles import Role
from tests.jobs.test_needs import heard

ADDRESS = "teller@remmen.example.no"


@pytest.fixture
def line(office):
    return office.world.person("Line Linje", Role.INNSYN)


@pytest.fixture
def benefit(office, line):
    """A benefit that is measured every third month, in a case that is assessed."""
    world, kari = office.world, office.world.caseworker()
    ref = world.proposal()
    world.move(ref, "vurder", kari)
    wanted = world.planned(line, rhythm=Rhythm.KVARTAL, zero_on=world.in_days(-10))
    made = benefits.plan(world.context(kari), "proposal", ref, wanted)
    office.commit()
    return made


def row(office, made):
    office.world.db.expire_all()
    return office.world.db.scalars(select(Benefit).where(Benefit.public_id == made)).one()


def test_the_owner_is_reminded_once_for_each_day_and_nobody_before_it(office, line, benefit):
    due = row(office, benefit).measure_on
    days = (due - office.world.context().today).days
    assert remind(office.at(days=days).place) == 0
    assert [remind(office.at(days=days + later).place) for later in (1, 2, 30)] == [1, 0, 0]
    work_once(office.at(days=days + 31).place)
    assert heard(office, What.MEASUREMENT_LATE) == ["Line Linje"]
    assert any("skulle vært målt" in one.text for one in office.mails if "example.no" in one.to)
    office.commit()


def test_a_measurement_in_time_moves_the_day_and_nobody_is_reminded(office, line, benefit):
    due = row(office, benefit).measure_on
    days = (due - office.world.context().today).days
    there = office.at(days=days)
    measurements.measure(there.world.context(line), benefit, Reading(office.world.planned(line).target, due))
    office.commit()
    assert row(office, benefit).measure_on > due
    assert remind(office.at(days=days + 1).place) == 0


def test_where_the_owner_has_left_those_who_may_measure_hear_of_it(office, line, benefit):
    held = office.world.db.scalars(select(Membership).where(Membership.person_id == line.id)).one()
    held.ended_at = office.world.now
    office.commit()
    work_once(office.at(days=120).place)
    assert "Kari Demo" in heard(office, What.MEASUREMENT_LATE)
    assert "Line Linje" not in heard(office, What.MEASUREMENT_LATE)


def letter(office, benefit, by, language="nb"):
    ctx = office.world.context(by)
    asked = measure_asks.ask(ctx, benefit, Asking(ADDRESS, ctx.today, "Telt på samme sted.", language))
    office.commit()
    work_once(office.place)
    return asked, next(one for one in office.mails if one.to == ADDRESS)


@pytest.mark.parametrize(("language", "words"), [("nb", "ber deg måle det"), ("nn", "noko har vorte betre")])
def test_the_letter_says_what_to_measure_and_its_link_is_kept_as_a_hash(office, line, benefit, language, words):
    asked, mail = letter(office, benefit, line, language)
    assert words in mail.text
    assert "Telt på samme sted." in mail.text
    token = re.search(r"/maling/([\w-]{43})", mail.text)[1]
    held = office.world.db.scalars(select(MeasureAsk).where(MeasureAsk.public_id == asked)).one()
    assert token not in str(vars(held))
    told = office.world.db.scalars(select(Event.details).where(Event.what == What.MEASUREMENT_ASKED)).one()
    assert ADDRESS not in str(told)


def test_a_letter_that_is_called_off_first_is_never_sent(office, line, benefit):
    ctx = office.world.context(line)
    asked = measure_asks.ask(ctx, benefit, Asking(ADDRESS, ctx.today))
    measure_asks.drop(office.world.context(line), asked)
    office.commit()
    work_once(office.place)
    assert not [one for one in office.mails if one.to == ADDRESS]
