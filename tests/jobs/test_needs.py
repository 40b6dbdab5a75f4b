"""Whom a need concerns, hears what becomes of it; the mailed link confirms it; what nobody confirms goes by itself."""

import re
from datetime import timedelta

from sqlalchemy import func, select

from samskaping.actions import challenges, concerns, need_rulings, needs, proposals, ties
from samskaping.actions.needs import Told
from samskaping.jobs.post import post
from samskaping.jobs.retain import retain
from samskaping.jobs.tell import tell
from samskaping.models import Event, Letter, Need, NeedContact, Notification, Person
from samskaping.queries import notifications
from samskaping.rules import limits
from samskaping.rules.events import What
from samskaping.rules.roles import Role
from samskaping.rules.speech import ReportReason
from tests.actions.test_needs import WORDS, challenge


def heard(office, what):
    """The names of those who heard of a kind of event."""
    rows = (
        select(Person.name)
        .join(Notification, Notification.person_id == Person.id)
        .join(Event, Event.id == Notification.event_id)
        .where(Event.what == what)
    )
    return sorted(office.world.db.scalars(rows))


def told(office, *, concerned=True):
    world = office.world
    ola, kari = world.person("Ola"), world.person("Kari")
    ref = ties.tell(world.context(ola), Told(WORDS)).reference
    if concerned:
        concerns.say(world.context(kari), ref)
    return ola, kari, ref


def test_who_told_and_those_whom_it_concerns_hear_what_becomes_of_a_need(office):
    world = office.world
    _ola, kari, ref = told(office)
    staff, writer = world.person("Pia", Role.PUBLISIST), world.person("Foreslår")
    ties.tie(world.context(staff), ref, challenge(world, staff))
    ties.meet(world.context(writer), world.proposal(writer), [ref])
    office.commit()
    tell(office.place)
    assert heard(office, What.NEED_TIED) == heard(office, What.NEED_MET) == ["Kari", "Ola"]
    assert heard(office, What.NEED_PUBLISHED) == []  # nobody is told of their own deed
    rows = [row for row in notifications.listing(world.context(kari)).rows if row.kind == "need"]
    assert {(row.path, row.title) for row in rows} == {(f"/behov/{ref}", WORDS)}


def test_a_challenge_and_a_proposal_that_grew_from_a_need_tell_of_it_when_they_are_published(office):
    world = office.world
    _ola, _kari, ref = told(office)
    staff, writer = world.person("Pia", Role.PUBLISIST), world.person("Foreslår")
    grown = challenge(world, staff, is_open=False, grown_from=ref)
    draft = world.draft(writer, needs=(ref,))
    office.commit()
    tell(office.place)
    assert heard(office, What.CHALLENGE_PUBLISHED) == heard(office, What.PROPOSAL_PUBLISHED) == []
    challenges.publish(world.context(staff), grown, version=1)
    proposals.submit(world.context(writer), draft)
    office.commit()
    tell(office.place)
    assert heard(office, What.CHALLENGE_PUBLISHED) == heard(office, What.PROPOSAL_PUBLISHED) == ["Kari", "Ola"]


def test_nobody_hears_of_a_need_that_is_hidden_but_whoever_told_it(office):
    world = office.world
    _ola, _kari, ref = told(office)
    staff, moderator = world.person("Pia", Role.PUBLISIST), world.person("Mari", Role.MODERATOR)
    ties.tie(world.context(staff), ref, challenge(world, staff))
    need_rulings.hide(world.context(moderator), ref, ReportReason.ANNET, "Grunn.")
    office.commit()
    tell(office.place)
    assert heard(office, What.NEED_TIED) == ["Ola"]
    assert heard(office, What.NEED_HIDDEN) == ["Ola"]


def test_the_mail_says_what_was_told_and_its_link_confirms_it(office):
    world = office.world
    world.db.info["municipality_id"] = world.here.id
    ties.tell(world.context(language="nn"), Told(WORDS, email="kari@example.no"))
    office.commit()
    post(office.place)
    mail = office.mails[0]
    assert "Stadfest behovet du fortalde om" in mail.subject
    assert WORDS in mail.text
    token = re.search(r"/behov/bekreft/(\S+)", mail.text)[1]
    assert needs.confirm(world.context(), token) == "2026-000001"


def test_what_nobody_confirms_is_deleted_with_the_address(office):
    world = office.world
    ties.tell(world.context(), Told(WORDS, email="kari@example.no"))
    ties.tell(world.context(), Told("Uten adresse."))
    office.commit()
    later = office.at(days=limits.NEED_LINK_DAYS, hours=1)
    assert retain(later.place) >= 2
    world.db.info["municipality_id"] = world.here.id
    assert world.db.scalars(select(Need.text)).all() == ["Uten adresse."]
    for table in (NeedContact, Letter):
        assert world.db.scalar(select(func.count()).select_from(table)) == 0
    assert later.world.now - world.now > timedelta(days=limits.NEED_LINK_DAYS)
