"""The second factor of whoever works here: no right before it, no way round it, and no way in by an old code."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from samskaping.actions import openid, platform
from samskaping.actions import second_factor as deeds
from samskaping.context.doors import from_shell
from samskaping.errors import Refused, Unfit
from samskaping.models import IssuedIdentity, RecoveryCode, SecondFactor, SecurityEvent, WebSession
from samskaping.rules.kinds import LetterKind, Purpose
from samskaping.rules.openid import Issued
from samskaping.rules.roles import Role
from tests.accounts import PASSWORD, letters, link, with_password
from tests.second import PAPER, code, with_factor
from tests.visitor import Site


@pytest.fixture
def kari(site):
    return with_password(site, "Kari Demo")


@pytest.fixture
def boss(site, halden):
    """An administrator who has set up a second factor; ``secret`` is its key."""
    person = halden.person("Sjefen", Role.ADMINISTRATOR, Role.SAKSBEHANDLER)
    person.password_hash = with_password(site, "Vikar").password_hash
    halden.db.commit()
    return person


@pytest.fixture
def secret(site, boss):
    return with_factor(site, boss)


def by_password(site, person):
    visitor = site.visitor()
    visitor.get("/logg-inn")
    visitor.fill(email=person.email, password=PASSWORD).press("Logg inn")
    return visitor


def logged(site, what):
    rows = site.world.db.scalars(select(SecurityEvent).where(SecurityEvent.what == what))
    return [row.details for row in rows]


@pytest.mark.case("AU-26")
def test_nothing_of_the_staff_opens_before_the_second_factor(site, halden, boss, secret):
    hidden = halden.proposal(halden.person("Ola"), title="Benker langs elva")
    visitor = by_password(site, boss)
    assert visitor.path.endswith("/min-side/to-trinn/kode?neste=/halden/nb/min-side")
    for door in ("/arbeid", "/oppsett", "/oppsett/ansatte", f"/arbeid/sak/{hidden}"):
        visitor.get(door, 303)
        assert "/min-side/to-trinn/kode?neste=" in visitor.answer.headers["Location"]
    visitor.get("/min-side")
    assert "Arbeidsflate" not in str(visitor.page)
    assert "Skriv kode" in str(visitor.page)
    # What goes past the door of a page is refused by the deed.
    visitor.post("/oppsett/innstillinger", {"csrf_token": visitor.token}, 303)
    assert "/min-side/to-trinn/kode" in visitor.answer.headers["Location"]


@pytest.mark.case("AU-26", "AU-04")
def test_the_code_opens_and_leads_back_under_a_new_cookie(site, boss, secret):
    visitor = by_password(site, boss)
    visitor.get("/oppsett/ansatte", 303)
    visitor.follow()
    before = visitor.client.get_cookie("session").value
    visitor.fill(code=code(secret, site.now)).press("Gå videre")
    assert visitor.path == "/halden/nb/oppsett/ansatte"
    old = site.visitor()
    old.client.set_cookie("session", before)
    old.get("/oppsett", 302)
    assert "logg-inn" in old.answer.headers["Location"]
    assert logged(site, "second.given") == [{"way": "app"}]
    assert visitor.client.get_cookie("session").value != before


@pytest.mark.case("AU-26")
def test_a_code_counts_once(site, boss, secret):
    first, second = by_password(site, boss), by_password(site, boss)
    shown = code(secret, site.now)
    first.fill(code=shown).press("Gå videre")
    second.fill(code=shown).press("Gå videre", 422)
    assert "Denne koden er brukt" in second.text
    second.get("/oppsett", 303)
    older = code(secret, site.now - timedelta(seconds=30))
    second.get("/min-side/to-trinn/kode")
    second.fill(code=older).press("Gå videre", 422)
    site.now += timedelta(seconds=30)
    second.fill(code=code(secret, site.now)).press("Gå videre")


@pytest.mark.case("AU-26")
def test_neither_a_mailed_link_nor_a_new_password_is_a_way_round(site, boss, secret):
    visitor = site.visitor()
    visitor.get(link(site, boss, Purpose.SIGN_IN))
    visitor.press("Logg inn")
    assert "/min-side/to-trinn/kode" in visitor.path
    visitor.get("/oppsett", 303)
    visitor = site.visitor()
    visitor.get(link(site, boss, Purpose.RESET))
    visitor.fill(password="helt nye epler på låven").press("Bytt passord og logg inn")
    assert "/min-side/to-trinn/kode" in visitor.path
    visitor.get("/oppsett", 303)
    assert site.world.db.scalar(select(func.count()).select_from(SecondFactor)) == 1
    # Nor does one that has not given the code make a new factor, or new codes.
    visitor.get("/min-side")
    visitor.post("/min-side/to-trinn/begynn", {"csrf_token": visitor.token}, 404)
    visitor.get("/min-side/to-trinn/ny", 404)
    visitor.get("/min-side/to-trinn/nye-koder", 404)


def test_it_is_set_up_with_a_square_a_key_and_codes_that_are_shown_once(site, boss):
    visitor = by_password(site, boss)
    assert "Du har en rolle i kommunen" in visitor.text
    visitor.press("Sett opp to-trinns innlogging")
    assert visitor.page.select_one("img.sk-key-square")["src"].startswith("data:image/svg+xml")
    assert visitor.answer.headers["Cache-Control"] == "no-store"
    key = visitor.page.select_one(".sk-key-words").get_text().replace(" ", "")
    visitor.fill(code="000000").press("Bekreft koden", 422)
    assert "Koden stemmer ikke" in visitor.text
    assert visitor.page.select_one(".sk-key-words").get_text().replace(" ", "") == key
    visitor.fill(code=code(key, site.now)).press("Bekreft koden")
    codes = [item.get_text() for item in visitor.page.select(".sk-key-codes li")]
    assert len(set(codes)) == 10
    assert all(re.fullmatch(r"[0-9a-z]{4}(-[0-9a-z]{4}){2}", one) for one in codes)
    visitor.press("Jeg har tatt vare på kodene")
    visitor.get("/min-side/to-trinn/koder", 303)
    visitor.get("/oppsett")
    assert (LetterKind.SECOND_MADE, boss.id) in letters(site)
    kept = site.world.db.scalars(select(RecoveryCode.mark)).all()
    rows = str(site.world.db.execute(select(SecondFactor.secret)).all()) + str(
        site.world.db.execute(select(WebSession.data)).all()
    )
    assert not any(one.replace("-", "") in "".join(kept) for one in codes)
    assert key not in rows
    # One of them is the way in without the telephone, once.
    other = by_password(site, boss)
    other.fill(code=f" {codes[3].upper()} ").press("Gå videre")
    assert "Du har 9 gjenopprettingskoder igjen" in str(other.page)
    third = by_password(site, boss)
    third.fill(code=codes[3]).press("Gå videre", 422)


@pytest.mark.case("BL-18")
def test_guessing_is_slowed_and_the_owner_has_codes_on_paper(site, boss, secret):
    visitor = by_password(site, boss)
    for _turn in range(5):
        visitor.fill(code="000000").press("Gå videre", 422)
    visitor.fill(code=code(secret, site.now)).press("Gå videre", 429)
    assert visitor.answer.headers["Retry-After"]
    assert len(logged(site, "second.failed")) == 5
    owner = by_password(site, boss)
    owner.fill(code=PAPER).press("Gå videre")
    site.now += timedelta(minutes=16)
    visitor = by_password(site, boss)
    visitor.fill(code=code(secret, site.now)).press("Gå videre")


def test_new_codes_end_the_old_and_a_new_app_ends_the_old_one(site, boss, secret):
    visitor = site.visitor(boss)
    visitor.get("/min-side/to-trinn")
    assert "1 gjenopprettingskode igjen" in visitor.text
    visitor.get("/min-side/to-trinn/nye-koder")
    visitor.press("Lag nye gjenopprettingskoder")
    assert len(visitor.page.select(".sk-key-codes li")) == 10
    other = by_password(site, boss)
    other.fill(code=PAPER).press("Gå videre", 422)
    visitor.get("/min-side/to-trinn")
    visitor.press("Bytt til en annen app eller telefon")
    key = visitor.page.select_one(".sk-key-words").get_text().replace(" ", "")
    visitor.fill(code=code(key, site.now)).press("Bekreft koden")
    other.get("/min-side", 302)  # signed out
    third = by_password(site, boss)
    site.now += timedelta(seconds=30)
    third.fill(code=code(secret, site.now)).press("Gå videre", 422)
    third.fill(code=code(key, site.now)).press("Gå videre")


def test_a_new_app_asks_for_the_password_when_it_is_a_while_since(site, boss, secret):
    visitor = site.visitor(boss)
    site.now += timedelta(minutes=11)
    visitor.get("/min-side/to-trinn")
    visitor.press("Bytt til en annen app eller telefon")
    key = visitor.page.select_one(".sk-key-words").get_text().replace(" ", "")
    visitor.fill(code=code(key, site.now)).press("Bekreft koden", 422)
    assert "Skriv passordet du har nå" in visitor.text
    visitor.fill(code=code(key, site.now), current=PASSWORD).press("Bekreft koden")
    visitor.get("/min-side/to-trinn/nye-koder")


@pytest.mark.case("AU-26")
def test_whoever_waits_for_it_ties_no_other_way_in_to_the_account(site, boss, secret, kari):
    visitor = by_password(site, kari)
    visitor.get("/min-side/to-trinn", 404)  # a resident has nothing to set up
    waiting = by_password(site, boss)
    waiting.get("/min-side/innstillinger")
    assert "To-trinns innlogging" in waiting.text
    issued = Issued("https://idporten.no", "thief", None, "idporten-loa-high")
    ctx = site.world.context(boss)
    with pytest.raises(Unfit, match="to-trinns"):
        openid.link(replace(ctx, actor=replace(ctx.actor, awaits_second=True)), boss.id, issued)
    assert site.world.db.scalar(select(func.count()).select_from(IssuedIdentity)) == 0


@pytest.mark.case("AU-26")
def test_the_deeds_themselves_ask_for_the_factor_that_is_there(site, boss, secret):
    """Past the pages: a browser's session in which no code was given."""
    with pytest.raises(Refused):
        deeds.make(site.world.context(boss), "sealed", 1, [])
    with pytest.raises(Refused):
        deeds.renew_codes(site.world.context(boss), [])


@pytest.mark.case("AU-04")
def test_whoever_gets_a_role_on_the_platform_signs_in_anew(site, halden, kari):
    hers = site.visitor(kari)
    hers.get("/min-side")
    shell = from_shell(halden.db, None, site.now)
    assert platform.appoint(shell, kari.email, "Kari")
    halden.db.commit()
    halden.db.info["municipality_id"] = halden.here.id
    hers.get("/min-side", 302)


def test_where_it_is_offered_only_those_who_have_one_give_it(site, halden, boss):
    open_site = Site(replace(site.settings, needs_second=False), site.bind, halden, alone=True)
    visitor = by_password(open_site, boss)
    visitor.get("/oppsett")
    with_factor(open_site, boss)
    visitor.get("/oppsett", 303)
    other = by_password(open_site, boss)
    assert "/min-side/to-trinn/kode" in other.path
