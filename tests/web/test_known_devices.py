"""A browser that its owner has signed in by: strangers' wrong tries lock nobody out of it, and it opens nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from samskaping.actions.sessions import token_hash
from samskaping.models import KnownDevice, LetterKind, Person
from samskaping.rules import limits
from samskaping.rules.kinds import Purpose
from tests.accounts import PASSWORD, letters, link, register, sign_out, with_password
from tests.visitor import Site, Visitor

pytestmark = pytest.mark.one_database
WRONG = "feil passord helt feil"


def signed_in(site: Site, who: Person) -> Visitor:
    visitor = site.visitor()
    return again(visitor, who)


def again(visitor: Visitor, who: Person, status: int = 200, password: str = PASSWORD) -> Visitor:
    visitor.get("/logg-inn")
    visitor.fill(email=who.email, password=password).press("Logg inn", status)
    return visitor


def stranger_tries(site: Site, who: Person, times: int = 6) -> None:
    """Somebody who does not know the password, at an address of their own, until they have to wait."""
    stranger = site.visitor()
    stranger.client.environ_base["REMOTE_ADDR"] = "203.0.113.66"
    for number in range(times):
        again(stranger, who, 422 if number < 5 else 429, WRONG)
    assert int(stranger.answer.headers["Retry-After"]) > 0
    again(stranger, who, 429)  # not with the right one either: the browser is not known


@pytest.mark.case("AU-09")
def test_strangers_lock_nobody_out_of_a_browser_that_is_known(settings, connection, halden):
    """Nor does it matter which process counted the tries, or how many came from the owner's own address."""
    first, second = (Site(settings, connection, halden, alone=True) for _process in range(2))
    known = with_password(first)
    visitor = signed_in(first, known)
    sign_out(visitor)
    stranger_tries(second, known)
    again(first.visitor(), known, 429)  # the owner elsewhere
    neighbour = first.visitor()
    for number in range(61):
        neighbour.get("/logg-inn")
        sent = {"email": f"nr{number}@example.no", "password": WRONG, "csrf_token": neighbour.token}
        status = neighbour.client.post("/halden/nb/logg-inn", data=sent).status_code
    assert status == 429
    again(visitor, known)
    assert "Hei, Ola" in visitor.text


@pytest.mark.case("AU-09")
def test_wrong_tries_in_a_known_browser_are_counted_by_themselves(site: Site):
    known, other = with_password(site), with_password(site, "Liv Hansen")
    visitor = signed_in(site, known)
    sign_out(visitor)
    sign_out(again(visitor, other))
    for _try in range(5):
        again(visitor, known, 422, WRONG)
    again(visitor, known, 429)
    assert 0 < int(visitor.answer.headers["Retry-After"]) <= 15 * 60 + 1
    sign_out(again(visitor, other))  # whoever shares the browser does not wait for that
    again(visitor, known, 429)  # and ends nobody else's wait
    sign_out(again(site.visitor(), known))  # nor does the owner, where the browser is another
    site.now += timedelta(minutes=16)
    again(visitor, known)


@pytest.mark.case("AU-09")
def test_what_one_browser_is_known_by_says_nothing_of_other_accounts_or_later(site: Site):
    known, other = with_password(site), with_password(site, "Liv Hansen")
    visitor = signed_in(site, known)
    first = visitor.client.get_cookie("device").value
    sign_out(visitor)
    stranger_tries(site, other)
    again(visitor, other, 429)  # Ola's browser is not one of Liv's
    again(visitor, known)
    second = visitor.client.get_cookie("device").value
    assert first != second
    sign_out(visitor)
    stranger_tries(site, known)
    stolen = site.visitor()
    stolen.client.set_cookie("device", first)
    again(stolen, known, 429)  # an older value leads to nobody
    site.now += timedelta(days=limits.DEVICE_DAYS + 1)
    stranger_tries(site, known)
    again(visitor, known, 429)


@pytest.mark.case("AU-07")
def test_the_cookie_comes_with_signing_in_and_goes_with_the_account(settings, connection, halden):
    at_home = replace(settings, base_url="https://samskaping.example.no")
    site = Site(at_home, connection, halden, alone=True)
    known, visitor = with_password(site), site.visitor()
    for path in ("/", "/forslag", "/informasjonskapsler", "/logg-inn"):
        visitor.get(path)
        assert visitor.client.get_cookie("__Host-device", "samskaping.example.no") is None, path
    assert "__Host-device" in site.visitor().get("/informasjonskapsler").text
    visitor.get(link(site, known, Purpose.SIGN_IN))
    visitor.press("Logg inn")
    held = visitor.client.get_cookie("__Host-device", "samskaping.example.no")
    assert (held.max_age, held.secure, held.http_only, held.same_site) == (180 * 24 * 3600, True, True, "Lax")
    kept = site.world.db.scalars(select(KnownDevice.token_hash)).all()
    assert kept == [token_hash(held.value)]
    visitor.get("/min-side/slett")
    visitor.press("Slett kontoen min for godt")
    assert visitor.client.get_cookie("__Host-device", "samskaping.example.no") is None


def test_signing_in_by_one_browser_keeps_one_row(site: Site):
    known = with_password(site)
    visitor = signed_in(site, known)
    for _time in range(3):
        sign_out(visitor)
        again(visitor, known)
    assert site.world.db.scalar(select(func.count()).select_from(KnownDevice)) == 1


@pytest.mark.case("AU-09")
def test_letters_that_strangers_ask_for_never_keep_the_owner_waiting_for_a_day(site: Site):
    """However many they ask for, and however long: an hour later there is a letter for the owner too."""
    known = with_password(site)
    for _hour in range(5):
        for _letter in range(4):
            ask_for_letter(site, known)
        site.now += timedelta(hours=1, minutes=1)
    sent = len(letters(site))
    assert sent == 15  # three an hour
    ask_for_letter(site, known)
    assert len(letters(site)) == sent + 1


@pytest.mark.case("AU-09")
def test_those_who_try_to_register_with_it_spend_none_of_the_letters_that_let_the_owner_in(site: Site):
    known = with_password(site)
    for number in range(4):
        stranger = site.visitor()
        stranger.client.environ_base["REMOTE_ADDR"] = f"203.0.113.{number}"
        register(stranger, email=known.email, name="Fremmed")
    assert {kind for kind, _person in letters(site)} == {LetterKind.ALREADY_REGISTERED}
    ask_for_letter(site, known)
    assert letters(site)[-1] == (LetterKind.RESET, known.id)


@pytest.mark.case("AU-09")
def test_a_hundred_wrong_passwords_shut_it_until_its_owner_comes_by_a_letter(site: Site):
    """Not by waiting. A browser where the owner has been is not shut, and a letter opens it everywhere."""
    known = with_password(site)
    visitor = signed_in(site, known)
    sign_out(visitor)
    for quarter in range(20):
        stranger = site.visitor()
        stranger.client.environ_base["REMOTE_ADDR"] = f"203.0.113.{quarter}"
        for _try in range(5):
            again(stranger, known, 422, WRONG)
        site.now += timedelta(minutes=16)
    site.now += timedelta(days=7)
    owner = again(site.visitor(), known, 429)
    assert "Passordet er stengt etter mange feil" in owner.text
    sign_out(again(visitor, known))
    owner.get(link(site, known, Purpose.SIGN_IN))
    owner.press("Logg inn")
    sign_out(owner)
    again(site.visitor(), known)


def ask_for_letter(site: Site, known: Person) -> None:
    stranger = site.visitor()
    stranger.client.environ_base["REMOTE_ADDR"] = f"203.0.113.{len(letters(site)) % 250}"
    stranger.get("/glemt-passord")
    stranger.fill(email=known.email).press("Send lenken")
