"""How long a session lasts: staff, residents, whoever looks after the platform; and what of it ends when."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from samskaping.models import PlatformRole, SecurityEvent, WebSession
from samskaping.outside import passwords
from samskaping.rules.roles import Role
from samskaping.web.sessions import cookie_name
from tests.accounts import PASSWORD, with_password
from tests.visitor import Site

pytestmark = pytest.mark.second_in_matrix

OWN = "/min-side/okter"


def cookie(visitor) -> str:
    return visitor.client.get_cookie(cookie_name(visitor.site.app)).value


def replayed(site: Site, token: str):
    """A browser that comes with a cookie from before."""
    other = site.visitor()
    other.client.set_cookie(cookie_name(site.app), token)
    return other


def rows(site: Site) -> int:
    return site.world.db.scalar(select(func.count()).select_from(WebSession)) or 0


@pytest.fixture(params=["saksbehandler", "plattform"])
def sitting(request, site):
    """Somebody with a membership in force, or who looks after the platform."""
    if request.param != "plattform":
        return site.world.person("Kari", Role.SAKSBEHANDLER)
    someone = site.world.person("Platon")
    site.world.db.add(PlatformRole(person_id=someone.id, granted_at=site.now))
    site.world.db.commit()
    return someone


@pytest.mark.case("AU-08")
def test_staff_are_signed_out_after_half_an_hour_idle_and_stay_so(site: Site, sitting):
    """AU-08. Asking again must not make the session fresh."""
    visitor = site.visitor(sitting)
    token = cookie(visitor)
    for _ in range(2):
        site.now += timedelta(minutes=29)
        visitor.get(OWN)
    site.now += timedelta(minutes=31)
    for _ in range(2):
        again = replayed(site, token)
        again.get(OWN, 302)
        again.get("/")
    assert rows(site) == 0
    logged = site.world.db.scalars(select(SecurityEvent).where(SecurityEvent.what == "session.over")).one()
    assert (logged.person_id, logged.details) == (sitting.id, {})


@pytest.mark.case("AU-08")
def test_staff_are_signed_out_after_ten_hours_however_busy(site: Site, sitting):
    visitor = site.visitor(sitting)
    for _ in range(24):
        site.now += timedelta(minutes=25)
        visitor.get(OWN)
    site.now += timedelta(seconds=1)
    visitor.get(OWN, 302)
    visitor.get(OWN, 302)


@pytest.mark.case("AU-08")
def test_residents_stay_for_thirty_days(site: Site, liv):
    visitor = site.visitor(liv)
    for days in (1, 28):
        site.now += timedelta(days=days)
        visitor.get(OWN)
    site.now += timedelta(days=1, seconds=1)
    visitor.get(OWN, 302)


@pytest.mark.case("AU-08")
def test_what_was_being_written_when_the_session_ended_can_be_sent_after_signing_in(site: Site):
    boss = site.world.person("Sjefen", Role.ADMINISTRATOR)
    boss.password_hash = passwords.hashed(PASSWORD)
    site.world.db.commit()
    visitor = site.visitor(boss)
    visitor.get("/oppsett/omrader")
    token = visitor.token
    site.now += timedelta(minutes=31)
    visitor.post("/oppsett/omrader", {"csrf_token": token, "name": "Os ved elva"}, 400)
    assert "Os ved elva" in visitor.text
    html = visitor.answer.get_data(as_text=True)
    assert "Logg inn i en ny fane" in html
    visitor.get("/logg-inn")
    visitor.fill(email=boss.email, password=PASSWORD).press("Logg inn")
    visitor.post("/oppsett/omrader", {"csrf_token": token, "name": "Os ved elva"}, 400)
    html = visitor.answer.get_data(as_text=True)
    assert "Os ved elva" in html
    assert "Skriv koden i en ny fane" in html


@pytest.mark.case("AU-04", "AU-06")
def test_a_new_password_renews_one_s_own_cookie_and_ends_the_others(site: Site):
    known = with_password(site)
    here, there = site.visitor(known), site.visitor(known)
    before, elsewhere = cookie(here), cookie(there)
    signed_in = site.world.db.scalars(select(WebSession.signed_in_at)).all()
    here.get("/min-side/passord")
    here.fill(password="røde plommer i gresset").press("Bytt passord")
    assert cookie(here) not in (before, elsewhere)
    here.get(OWN)
    for token in (before, elsewhere):
        replayed(site, token).get(OWN, 302)
    assert site.world.db.scalar(select(WebSession.signed_in_at)) == signed_in[0]


@pytest.mark.case("AU-04")
@pytest.mark.parametrize("roles", [["innsyn"], [], ["saksbehandler", "moderator"]])
def test_other_roles_end_every_session(site: Site, roles):
    boss, kari = site.visitor(site.world.person("Sjefen", Role.ADMINISTRATOR)), site.world.caseworker()
    hers = cookie(site.visitor(kari))
    replayed(site, hers).get(OWN)
    boss.get(f"/oppsett/ansatte/{kari.public_id}")
    boss.fill(title_nb="Rådgiver").press("Lagre endringene")
    replayed(site, hers).get(OWN)
    boss.get(f"/oppsett/ansatte/{kari.public_id}")
    boss.fill(roles=roles).press("Lagre endringene")
    replayed(site, hers).get(OWN, 302)


def test_whoever_changes_their_own_roles_stays_with_a_new_cookie(site: Site):
    site.world.person("Avløseren", Role.ADMINISTRATOR)
    chief = site.world.person("Sjefen", Role.ADMINISTRATOR, Role.INNSYN, Role.MODERATOR)
    boss = site.visitor(chief)
    before = cookie(boss)
    boss.get(f"/oppsett/ansatte/{chief.public_id}")
    boss.fill(roles=["innsyn"]).press("Lagre endringene")
    assert cookie(boss) != before
    boss.get(OWN)
    replayed(site, before).get(OWN, 302)


@pytest.mark.case("AU-05")
def test_a_closed_account_and_signing_out_end_the_session(site: Site, liv):
    visitor = site.visitor(liv)
    token = cookie(visitor)
    visitor.get("/min-side/innstillinger")
    visitor.post("/logg-ut", {"csrf_token": visitor.token})
    replayed(site, token).get(OWN, 302)
    other = cookie(site.visitor(liv))
    liv.blocked_at = site.now
    site.world.db.commit()
    replayed(site, other).get(OWN, 302)
    liv.blocked_at = None
    site.world.db.commit()
    replayed(site, other).get(OWN, 302)
