"""Those who look after the platform: named, ended and listed in the browser, and what its log of security says."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from samskaping.actions import erasure, platform
from samskaping.actions.record import log
from samskaping.context.doors import without_browser
from samskaping.db import Scoped, transaction
from samskaping.errors import Missing, Refused, Unfit
from samskaping.models import Person, PlatformRole, SecurityEvent
from samskaping.rules.roles import Role
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix
PAGE, LOG = "/plattform/ansvarlige", "/plattform/sikkerhetslogg"


def keeper(world, name="Plattformen"):
    someone = world.person(name)
    world.db.add(PlatformRole(person_id=someone.id, granted_at=world.now))
    world._quietly()
    return someone


@pytest.fixture
def pia(halden):
    return keeper(halden, "Pia Plattform")


@pytest.fixture
def visitor(site, pia):
    return site.visitor(pia, place="/nb")


def in_force(world):
    world.db.expire_all()
    return set(world.db.scalars(select(PlatformRole.person_id).where(PlatformRole.ended_at.is_(None))))


def test_one_more_is_named_and_stands_in_list_and_log(halden, site, pia, visitor):
    visitor.get(PAGE)
    visitor.fill(email="per@example.no", name="Per Ny").press("Gi ansvaret")
    assert "Rollen er gitt." in visitor.text
    per = halden.db.scalars(select(Person).where(Person.email == "per@example.no")).one()
    assert in_force(halden) == {pia.id, per.id}
    rows = [" ".join(row.get_text(" ").split()) for row in visitor.page.select("tbody tr")]
    assert [row for row in rows if row.startswith("Per Ny") and "Pia Plattform" in row]
    logged = halden.db.scalars(select(SecurityEvent).where(SecurityEvent.what == "platform.granted")).one()
    assert (logged.person_id, logged.municipality_id, logged.details) == (pia.id, None, {"whom": per.public_id})


@pytest.mark.case("AC-20")
def test_who_is_ended_has_nothing_on_the_next_request_and_the_last_one_stays(halden, site, pia, visitor):
    per = keeper(halden, "Per")
    theirs = site.visitor(per, place="/nb")
    theirs.get("/plattform")
    visitor.get(f"{PAGE}/{per.public_id}/avslutt")
    visitor.press("Avslutt ansvaret")
    assert in_force(halden) == {pia.id}
    theirs.get("/plattform", 302)  # signed out
    site.visitor(per, place="/nb").get("/plattform", 403)
    visitor.get(PAGE)
    assert "Per" in visitor.text  # those who were are listed too
    visitor.get(f"{PAGE}/{pia.public_id}/avslutt")
    visitor.press("Avslutt ansvaret", 422)
    assert "Det må være minst én plattformansvarlig." in visitor.text
    assert in_force(halden) == {pia.id}
    visitor.get(f"{PAGE}/{per.public_id}/avslutt", 404)
    visitor.get(PAGE)
    visitor.fill(email=per.email, name="Per").press("Gi ansvaret")
    assert in_force(halden) == {pia.id, per.id}


@pytest.mark.parametrize("role", [None, Role.ADMINISTRATOR, Role.LEDER])
def test_nobody_else_comes_in_or_grants(halden, site, pia, role):
    ola = halden.person("Ola", *([role] if role else []))
    visitor = site.visitor(ola, place="/nb")
    for page in (PAGE, LOG, f"{PAGE}/{pia.public_id}/avslutt"):
        visitor.get(page, 403)
    national = without_browser(halden.db, None, ola.id, halden.now)
    for deed in (lambda: platform.appoint(national, ola.email, "Ola"), lambda: platform.end(national, pia.public_id)):
        with pytest.raises(Refused):
            deed()
    site.visitor(place="/nb").get(PAGE, 302)


@pytest.mark.case("AU-25")
def test_eleven_minutes_after_signing_in_one_says_again_who_one_is(halden, site, pia, visitor):
    per = keeper(halden, "Per")
    visitor.get(PAGE)
    site.now += timedelta(minutes=11)
    visitor.fill(email="ny@example.no", name="Ny").press("Gi ansvaret", 422)
    visitor.get(f"{PAGE}/{per.public_id}/avslutt")
    assert "Vis at det er deg ved å åpne en lenke" in visitor.text
    assert in_force(halden) == {pia.id, per.id}


def test_the_log_of_the_platform_is_what_belongs_to_no_municipality(halden, site, pia, visitor):
    log(halden.context(halden.person("Sjef", Role.LEDER)), "hide", proposal="2026-000777", reason="spam")
    national = without_browser(halden.db, None, pia.id, halden.now)
    log(national, "platform.granted", whom="abc123")
    log(national, "sign_in", way="password")
    halden.db.commit()
    visitor.get(LOG)
    assert "2026-000777" not in visitor.text
    assert "Pia Plattform" in visitor.text
    for query, count in (("hva=sign_in", 1), ("gjelder=abc123", 1), (f"hvem={pia.public_id}", 2), ("hvem=ingen", 0)):
        visitor.get(f"{LOG}?{query}")
        assert len(visitor.page.select("tbody tr")) == count, query


@pytest.mark.parametrize("form", ["nb", "nn"])
def test_every_page_opens_in_both_forms(site, pia, form, statements):
    visitor = site.visitor(pia, place=f"/{form}")
    for page in (PAGE, LOG, f"{PAGE}/{pia.public_id}/avslutt", "/plattform"):
        with statements.at_most(12):
            visitor.get(page)


def two(engine):
    with Scoped(engine, expire_on_commit=False) as db:
        world = municipality(db, "sted")
        pair = [keeper(world, name).public_id for name in ("En", "To")]
        keys = list(db.scalars(select(Person.id).where(Person.public_id.in_(pair)).order_by(Person.id)))
        db.commit()
    return list(zip(keys, reversed(pair), strict=True)), world.now


def race(engine, turns, now, counted=None):
    began = Barrier(2)

    def turn(who):
        key, other = who
        began.wait(timeout=60)
        try:
            with transaction(engine) as db:
                platform.end(without_browser(db, None, key, now), other)
        except (Unfit, Refused, Missing):
            return False
        return True

    with ThreadPoolExecutor(2) as threads:
        return sorted(threads.map(turn, turns))


def left(engine):
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(PlatformRole).where(PlatformRole.ended_at.is_(None)))


def test_two_who_let_each_other_go_at_once_leave_one(own_engine):
    turns, now = two(own_engine)
    assert race(own_engine, turns, now) == [False, True]
    assert left(own_engine) == 1


def test_without_the_lock_both_would_be_gone(own_engine, monkeypatch):
    """The twin: both have counted two before either lets the other go."""
    turns, now = two(own_engine)
    counted = Barrier(2)

    def unlocked(ctx):
        rows = list(ctx.db.scalars(select(PlatformRole).where(PlatformRole.ended_at.is_(None))))
        counted.wait(timeout=60)
        return rows

    monkeypatch.setattr(platform, "in_force", unlocked)
    assert race(own_engine, turns, now) == [True, True]
    assert left(own_engine) == 0


def test_the_last_one_does_not_leave_by_erasing_the_account_either(halden, site, pia):
    national = without_browser(halden.db, None, pia.id, halden.now)
    with pytest.raises(Unfit, match="ansvaret for plattformen"):
        erasure.erase(national)
    keeper(halden, "Per")
    erasure.erase(national)
    assert pia.id not in in_force(halden) or halden.db.get_one(Person, pia.id).erased_at


def test_anybody_is_signed_out_everywhere_by_address_and_it_is_in_the_log(halden, site, pia, visitor):
    liv = halden.person("Liv")
    theirs = site.visitor(liv)
    theirs.get("/min-side/saker")
    visitor.get("/plattform/logg-ut")
    visitor.fill(email="ukjent@example.no").press("Logg ut alle steder", 422)
    assert "Ingen konto har denne adressen" in visitor.text
    assert "ukjent@example.no" in str(visitor.page)
    visitor.fill(email=liv.email.upper()).press("Logg ut alle steder")
    assert "Kontoen er logget ut 1 sted." in visitor.text
    theirs.get("/min-side/saker", 302)  # signed out
    logged = halden.db.scalars(select(SecurityEvent).where(SecurityEvent.what == "session.ended")).one()
    assert (logged.person_id, logged.details["whom"], logged.details["count"]) == (pia.id, liv.public_id, 1)
    site.visitor(halden.person("Adm", Role.ADMINISTRATOR), place="/nb").get("/plattform/logg-ut", 403)
