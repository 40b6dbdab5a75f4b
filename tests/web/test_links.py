"""Mailed links: asked for alike by everyone, looked at by scanners, used once by the one who has the mailbox."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from samskaping.actions import tokens
from samskaping.models import LetterKind, OneTimeToken
from samskaping.outside import passwords
from samskaping.rules.kinds import Purpose
from tests.accounts import PASSWORD, letters, link, register, somebody, with_password
from tests.visitor import Site

pytestmark = pytest.mark.second_in_matrix


def test_a_password_counts_only_in_the_browser_where_it_was_chosen(site: Site):
    """Somebody registers another's address with a password of their own, and waits for the owner to confirm."""
    register(site.visitor(), password=PASSWORD)
    owner, person = site.visitor(), somebody(site)
    owner.get(link(site, person, Purpose.CONFIRM))
    assert "i en annen nettleser" in owner.text
    owner.press("Bekreft og logg inn")
    assert somebody(site).password_hash is None
    thief = site.visitor()
    thief.get("/logg-inn")
    thief.fill(email="mona@example.no", password=PASSWORD).press("Logg inn", 422)


def test_the_owner_may_choose_a_password_while_confirming(site: Site):
    register(site.visitor())
    owner, person = site.visitor(), somebody(site)
    owner.get(link(site, person, Purpose.CONFIRM))
    owner.fill(password="kort").press("Bekreft og logg inn", 422)
    owner.fill(password=PASSWORD).press("Bekreft og logg inn")
    assert passwords.fits(somebody(site).password_hash, PASSWORD)


def test_an_address_floods_nobody(site: Site):
    known = site.world.person()
    for _ask in range(5):
        visitor = site.visitor()
        visitor.get("/glemt-passord")
        visitor.fill(email=known.email).press("Send lenken")
        assert "har vi sendt en lenke" in visitor.text
    assert letters(site) == [(LetterKind.RESET, known.id)] * 3


@pytest.mark.case("AU-02")
def test_an_address_that_nobody_has_gets_no_letter_and_the_same_page(site: Site):
    known, pages = site.world.person(), []
    for address in (known.email, "ingen@example.no"):
        for path, button in (("/glemt-passord", "Send lenken"), ("/logg-inn", "Send meg en lenke på e-post")):
            visitor = site.visitor()
            visitor.get(path)
            visitor.fill(email=address).press(button)
            pages.append(visitor.text.replace(address, ""))
    assert pages[:2] == pages[2:]
    assert letters(site) == [(LetterKind.RESET, known.id), (LetterKind.SIGN_IN, known.id)]


@pytest.mark.parametrize("purpose", [Purpose.CONFIRM, Purpose.SIGN_IN])
@pytest.mark.case("AU-12", "AU-14")
def test_looking_at_a_link_uses_nothing_up_and_using_it_works_once(site: Site, purpose: Purpose):
    known, visitor = site.world.person(confirmed=False), site.visitor()
    path = link(site, known, purpose)
    for _look in range(3):
        visitor.client.head(f"/halden/nb{path}")
        visitor.get(path)
    assert visitor.answer.headers["Referrer-Policy"] == "same-origin"
    assert somebody(site, known.email).confirmed_at is None
    visitor.press("Bekreft og logg inn" if purpose is Purpose.CONFIRM else "Logg inn")
    assert "Hei, Ola" in visitor.text
    assert somebody(site, known.email).confirmed_at is not None
    other = site.visitor()
    other.get(path, 410)
    token = visitor.get("/min-side") and visitor.token
    visitor.post(path, {"csrf_token": token}, 410)


@pytest.mark.parametrize("purpose", list(Purpose))
@pytest.mark.parametrize("path", list(Purpose))
def test_a_link_opens_its_own_page_only(site: Site, purpose: Purpose, path: Purpose):
    known = site.world.person()
    token = link(site, known, purpose, email="ny@example.no").removeprefix(tokens.PATHS[purpose])
    site.visitor().get(tokens.PATHS[path] + token, 200 if path is purpose else 410)


@pytest.mark.case("AU-12")
def test_links_grow_old_and_a_newer_one_takes_over(site: Site):
    known, visitor = site.world.person(), site.visitor()
    older = link(site, known, Purpose.RESET)
    newer = link(site, known, Purpose.RESET)
    visitor.get(older, 410)
    visitor.get(newer)
    site.now += timedelta(minutes=31)
    visitor.get(newer, 410)
    visitor.get("/bekreft/tull", 410)


@pytest.mark.case("AU-12")
def test_only_a_hash_of_a_link_is_kept(site: Site):
    path = link(site, site.world.person(), Purpose.RESET)
    row = site.world.db.scalars(select(OneTimeToken)).one()
    assert row.token_hash not in path
    assert path.rpartition("/")[2] not in str(row.__dict__)


@pytest.mark.case("AU-06", "AU-12")
def test_a_reset_ends_every_other_session(site: Site):
    known = with_password(site)
    elsewhere = site.visitor(known)
    elsewhere.get("/min-side")
    path, visitor = link(site, known, Purpose.RESET), site.visitor()
    sign_in = link(site, known, Purpose.SIGN_IN)
    visitor.get(path)
    visitor.fill(password="Ola Nordmann 12345").press("Bytt passord og logg inn", 422)
    visitor.fill(password="tre store blå hvaler").press("Bytt passord og logg inn")
    assert "Hei, Ola" in visitor.text
    elsewhere.get("/min-side", 302)
    site.visitor().get(sign_in, 410)
    site.visitor().get(path, 410)


def test_one_comes_back_to_what_one_was_doing_also_by_a_link(site: Site):
    known, visitor = site.world.person(), site.visitor()
    visitor.get("/min-side/innstillinger", 302)
    visitor.follow()
    visitor.fill(email=known.email).press("Send meg en lenke på e-post")
    visitor.get(link(site, known, Purpose.SIGN_IN))
    visitor.press("Logg inn")
    assert visitor.path == "/halden/nb/min-side/innstillinger"
