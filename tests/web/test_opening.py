"""What one was told about is read when it is opened, by whichever way one came; nobody else's page writes anything."""

import pytest
from sqlalchemy import func, select

from samskaping.actions import moderation
from samskaping.db import Unavailable
from samskaping.models import Event, Notification, Ruling
from samskaping.rules.roles import Role
from samskaping.rules.speech import ReportReason
from samskaping.web import opening
from tests.challenges import published


@pytest.fixture
def ola(halden):
    return halden.person("Ola Demo")


def told(world, person, kind):
    """The newest event about this kind of thing, told to somebody as the worker tells it."""
    newest = world.db.scalars(select(func.max(Event.id)).where(Event.subject_kind == kind)).one()
    world.db.add(Notification(person_id=person.id, event_id=newest, created_at=world.now))
    world.db.commit()


def unread(world):
    world.db.expire_all()
    return world.db.scalar(select(func.count()).where(Notification.read_at.is_(None)))


def test_a_case_is_read_by_its_reader_and_by_nobody_else(site, halden, ola):
    kari = halden.caseworker()
    ref, other = halden.proposal(ola), halden.proposal(ola)
    told(halden, ola, "proposal")
    told(halden, kari, "proposal")
    own, staff = site.visitor(ola), site.visitor(kari)
    own.get(f"/forslag/{ref}")  # another case
    site.visitor().get(f"/forslag/{other}")
    assert unread(halden) == 2
    assert own.page.select_one(".sk-count").get_text(strip=True).endswith("1")
    own.get(f"/forslag/{other}", **{"Sec-Purpose": "prefetch"})
    assert unread(halden) == 2
    own.get(f"/forslag/{other}")
    assert unread(halden) == 1
    assert own.page.select_one(".sk-count") is None
    staff.get(f"/arbeid/sak/{other}")
    assert unread(halden) == 0


def test_so_are_a_challenge_and_the_case_of_a_ruling(site, halden, ola):
    challenge, ref = published(halden, halden.caseworker()), halden.proposal(ola)
    told(halden, ola, "challenge")
    mona = halden.person("Mona", Role.MODERATOR)
    moderation.hide_proposal(halden.context(mona), ref, ReportReason.KRENKENDE, "Det er skjellsord.")
    told(halden, ola, "proposal")
    own = site.visitor(ola)
    own.get(f"/utfordring/{challenge}")
    assert unread(halden) == 1
    own.get(f"/avgjorelse/{halden.db.scalars(select(Ruling.public_id)).one()}")
    assert unread(halden) == 0


@pytest.mark.one_database
def test_the_page_is_shown_also_when_nothing_can_be_written(site, halden, ola, monkeypatch):
    def busy(*_args):
        raise Unavailable("UPDATE notifications", {}, Exception("database is locked"))

    ref = halden.proposal(ola)
    told(halden, ola, "proposal")
    monkeypatch.setattr(opening.deeds, "read", busy)
    site.visitor(ola).get(f"/forslag/{ref}")
    assert unread(halden) == 1


@pytest.mark.parametrize("many", [1, 2])
def test_reading_costs_the_same_for_one_notice_and_for_more(site, halden, ola, statements, many):
    ref = halden.proposal(ola)
    own = site.visitor(ola)
    own.get(f"/forslag/{ref}")
    for event in halden.db.scalars(select(Event.id).order_by(Event.id).limit(many)):
        halden.db.add(Notification(person_id=ola.id, event_id=event, created_at=halden.now))
    halden.db.commit()
    for count in (10, 9):  # a notice is marked as read by itself, once
        with statements.exactly(count):
            own.get(f"/forslag/{ref}")
