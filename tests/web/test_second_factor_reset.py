"""A second factor that is lost: taken away by an administrator or from the shell, told by mail, and set up anew."""

import pytest
from sqlalchemy import select

from samskaping.models import Letter, Membership, PlatformRole, RecoveryCode, SecondFactor, SecurityEvent
from samskaping.rules.kinds import LetterKind
from samskaping.rules.roles import Role
from tests.second import with_factor
from tests.world import municipality


@pytest.fixture
def boss(halden):
    return halden.person("Sjefen", Role.ADMINISTRATOR)


@pytest.fixture
def kari(site, halden):
    person = halden.caseworker()
    with_factor(site, person)
    return person


def page(person):
    return f"/oppsett/ansatte/{person.public_id}/to-trinn"


def test_an_administrator_takes_it_away_and_the_owner_is_out_and_told(site, boss, kari):
    hers, visitor = site.visitor(kari), site.visitor(boss)
    visitor.get(f"/oppsett/ansatte/{kari.public_id}")
    visitor.click("Nullstill to-trinns innlogging")
    visitor.press("Nullstill", 422)
    visitor.fill(reason="mistet").press("Nullstill")
    assert "To-trinns innlogging er nullstilt for Kari Demo" in str(visitor.page)
    hers.get("/min-side", 302)
    db = site.world.db
    assert db.scalar(select(SecondFactor)) is None
    assert db.scalar(select(RecoveryCode)) is None
    letter = db.scalar(select(Letter))
    assert (letter.kind, letter.person_id, letter.params) == (LetterKind.SECOND_RESET, kari.id, {"reason": "mistet"})
    logged = db.scalar(select(SecurityEvent).where(SecurityEvent.what == "second.reset"))
    assert (logged.person_id, logged.details) == (boss.id, {"whom": kari.public_id, "reason": "mistet"})
    again = site.visitor()
    again.sign_in(kari, is_sure=False)
    again.get("/arbeid", 303)
    again.follow()
    assert "Sett opp to-trinns innlogging" in again.text


def test_nobody_takes_away_their_own(site, boss):
    with_factor(site, boss)
    visitor = site.visitor(boss)
    visitor.get(f"/oppsett/ansatte/{boss.public_id}")
    assert "Nullstill to-trinns" not in visitor.text
    visitor.get(page(boss))
    visitor.fill(reason="mistet").press("Nullstill", 422)
    assert "Du kan ikke nullstille for deg selv" in visitor.text
    assert site.world.db.scalar(select(SecondFactor)) is not None
    assert site.world.db.scalar(select(SecurityEvent.what).where(SecurityEvent.what == "door.refused"))


@pytest.mark.parametrize("where", ["elsewhere", "platform"])
def test_nor_of_somebody_whose_rights_reach_further(site, halden, boss, kari, where):
    if where == "platform":
        halden.db.add(PlatformRole(person_id=kari.id, granted_at=halden.now))
    else:
        there = municipality(halden.db, "voss").here.id
        halden.db.info["municipality_id"] = there
        halden.db.add(
            Membership(municipality_id=there, person_id=kari.id, role=Role.ADMINISTRATOR, granted_at=halden.now)
        )
        halden.db.flush()
        halden.db.info.pop("untold", None)  # set-up
    halden.db.commit()
    halden.db.info["municipality_id"] = halden.here.id
    visitor = site.visitor(boss)
    visitor.get(page(kari))
    visitor.fill(reason="mistet").press("Nullstill", 422)
    assert "roller andre steder" in visitor.text
    assert site.world.db.scalar(select(SecondFactor)) is not None


def test_it_is_closed_to_others_and_says_nothing_of_strangers(site, halden, boss, kari, liv):
    other = site.visitor(halden.person("Mona", Role.MODERATOR))
    other.get(page(kari), 403)
    visitor = site.visitor(boss)
    visitor.get(page(liv), 404)
    visitor.get("/oppsett/ansatte/finnesikke/to-trinn", 404)


def test_whoever_has_none_has_nothing_to_take_away(site, halden, boss):
    mona = halden.person("Mona", Role.MODERATOR)
    visitor = site.visitor(boss)
    visitor.get(page(mona))
    visitor.fill(reason="byttet").press("Nullstill", 422)
    assert "Mona har ikke satt opp to-trinns innlogging" in visitor.text
