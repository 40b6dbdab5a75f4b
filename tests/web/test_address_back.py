"""Whoever had an account's old address takes it back, whatever somebody else has done since."""

import re
from dataclasses import replace
from datetime import timedelta
from email.utils import parseaddr

import pytest
from sqlalchemy import select

from samskaping.actions import addresses, openid, tokens
from samskaping.jobs.place import Place
from samskaping.jobs.post import post
from samskaping.models import IssuedIdentity, OneTimeToken, SecurityEvent
from samskaping.outside import mail, passwords
from samskaping.rules.kinds import Purpose
from samskaping.rules.openid import Issued
from tests.accounts import PASSWORD, with_password
from tests.visitor import Site

THIEF, NEXT = "tyv@example.no", "tyv2@example.no"


@pytest.fixture
def robbed(site: Site, connection, tmp_path):
    """A thief has changed an account's address twice and linked a sign-in: the ways back that the old ones got."""
    known, world = with_password(site), site.world
    own, thief = known.email, world.context(known)
    openid.link(thief, known.id, Issued("https://id.example.no", "tyven", None, "level4"))
    for address in (THIEF, NEXT):
        wish = tokens.issue(world.db, known.id, Purpose.CHANGE_EMAIL, site.now, {"email": address})
        addresses.change_address(replace(thief, now=site.now), wish)
        world.db.commit()
        site.now += timedelta(hours=1)
    settings = replace(site.settings, mail_url=f"folder://{tmp_path}/post")
    while post(Place(connection, settings, "prøve", lambda: site.now)):
        pass
    told = [one for one in mail.kept(settings.mail_url) if "adresse-tilbake" in one.text]
    ways = {parseaddr(one.to)[1]: re.search(r"/adresse-tilbake/\S+", one.text).group() for one in told}
    assert ways.keys() == {own, THIEF}
    return known, ways


@pytest.mark.case("AU-25")
def test_the_owner_takes_it_back_and_whoever_took_it_is_out(site: Site, robbed):
    known, ways = robbed
    own, now = next(address for address in ways if address != THIEF), site.now
    inside = site.visitor(known)
    inside.get("/min-side")
    owner = site.visitor()
    owner.get(ways[own])
    assert own in owner.text
    owner.press("Ta adressen tilbake")
    assert "Den gamle adressen er tilbake" in owner.text
    assert owner.path == "/halden/nb/glemt-passord"
    site.world.db.expire_all()
    assert (known.email, known.email_key, known.password_hash) == (own, own.lower(), None)
    inside.get("/min-side", 302)
    assert site.world.db.scalars(select(IssuedIdentity)).all() == []
    logged = site.world.db.scalars(select(SecurityEvent.what).where(SecurityEvent.person_id == known.id)).all()
    assert {"address.taken_back", "openid.unlinked"} <= set(logged)
    site.visitor().get(ways[THIEF], 410)
    site.visitor().get(ways[own], 410)
    assert site.now == now


@pytest.mark.case("AU-25")
def test_a_thief_who_takes_an_address_back_ends_no_older_way(site: Site, robbed):
    known, ways = robbed
    own = next(address for address in ways if address != THIEF)
    thief = site.visitor()
    thief.get(ways[THIEF])
    thief.press("Ta adressen tilbake")
    site.world.db.expire_all()
    assert known.email == THIEF
    known.password_hash = passwords.hashed(PASSWORD)
    tokens.revoke(site.world.db, known.id)  # as each change of the password does
    site.world.db.commit()
    owner = site.visitor()
    owner.get(ways[own])
    owner.press("Ta adressen tilbake")
    site.world.db.expire_all()
    assert (known.email, known.password_hash) == (own, None)


@pytest.mark.case("AU-25")
def test_it_lasts_a_week_and_takes_no_address_from_another_account(site: Site, robbed):
    known, ways = robbed
    own = next(address for address in ways if address != THIEF)
    other = site.world.person("Other")
    other.email = other.email_key = own.lower()
    site.world.db.commit()
    owner = site.visitor()
    owner.get(ways[own])
    owner.press("Ta adressen tilbake", 422)
    assert "tatt i bruk av en annen konto" in owner.text
    assert site.world.db.scalars(select(OneTimeToken).where(OneTimeToken.used_at.is_not(None))).all()
    site.now += timedelta(days=7)
    site.visitor().get(ways[own], 410)
    assert known.email == NEXT
