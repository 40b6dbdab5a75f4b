"""The issuer says that somebody has signed out there: in a frame, or by a message of its server's."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest
from joserfc.jwk import RSAKey
from sqlalchemy import select

from samskaping import clock
from samskaping.models import WebSession
from tests.hostile_issuer import LOGOUT, hostile
from tests.openid import Surfer
from tests.visitor import Site
from tests.web.test_openid import come, linked, seats
from tests.web.test_openid_hostile import back, begun, is_in, site  # noqa: F401  (fixture)

FRAME, MESSAGE = "http://localhost/id-porten/avslutt", "http://localhost/id-porten/logg-ut"


@pytest.fixture
def seated(site, issuer):  # noqa: F811
    """Ola, who has come by the issuer's session s1."""
    visitor, sent = begun(site)
    issuer.token = issuer.signed(issuer.claims(site.now, sent["nonce"]))
    return back(visitor, 303, code="c", state=sent["state"])


def tell(site, message, status=200):  # noqa: F811
    site.visitor().post(MESSAGE, {"logout_token": message}, status)


@pytest.mark.case("AU-23", "CS-10")
def test_a_frame_ends_the_session_that_it_names(site, issuer, seated):  # noqa: F811
    """No cookie comes along; who may frame it is said, and only of this page."""
    stranger = site.visitor()
    stranger.get(f"{FRAME}?iss={issuer.address}&sid=other")
    assert is_in(site)
    for wrong in ("iss=https://evil.no&sid=s1", "sid=s1", f"iss={issuer.address}", f"iss={issuer.address}&sid="):
        stranger.get(f"{FRAME}?{wrong}", 400)
        assert stranger.answer.headers["X-Frame-Options"] == "DENY"
    assert is_in(site)
    stranger.get(f"{FRAME}?iss={issuer.address}&sid=s1")
    assert not is_in(site)
    assert f"frame-ancestors {issuer.address};" in stranger.answer.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in stranger.answer.headers
    assert stranger.answer.headers["Cache-Control"] == "no-store"
    seated.get("/min-side", 302)


def test_a_frame_ends_no_local_session(site, issuer, seated):  # noqa: F811
    local = site.visitor(site.ola)
    site.visitor().get(f"{FRAME}?iss={issuer.address}&sid=s1")
    local.get("/min-side")


@pytest.mark.case("AU-23")
def test_a_message_ends_the_session_that_it_names(site, issuer, seated):  # noqa: F811
    """Within a second, and answered within two; other sessions of the person's go on."""
    local = site.visitor(site.ola)
    at = time.monotonic()
    tell(site, issuer.logout(site.now))
    assert time.monotonic() - at < 2
    seated.get("/min-side", 302)
    local.get("/min-side")


@pytest.mark.case("AU-23")
def test_a_message_can_name_the_person(site, issuer, seated):  # noqa: F811
    """All that they have come to by the issuer, and nothing of anybody else's."""
    tell(site, issuer.logout(site.now, sid=None, sub="somebody"))
    assert is_in(site)
    tell(site, issuer.logout(site.now, jti="two", sid=None, sub="kari"))
    seated.get("/min-side", 302)


LIES = {
    "wrong issuer": {"iss": "https://evil.no"},
    "wrong audience": {"aud": "somebody-else"},
    "a nonce": {"nonce": "x"},
    "no event": {"events": None},
    "another event": {"events": {"http://evil.no": {}}},
    "an event of another kind": {"events": {LOGOUT: "yes"}},
    "no number": {"jti": None},
    "nobody": {"sid": None},
    "old": {"iat": 1_000_000_000},
    "no end": {"exp": None},
    "ended": {"exp": 1_000_000_000},
    "a session that is a number": {"sid": 7},
}


@pytest.mark.case("AU-23")
@pytest.mark.parametrize("lie", LIES)
@pytest.mark.one_database
def test_a_message_that_lies_changes_nothing(site, issuer, seated, lie):  # noqa: F811
    """400, and everybody stays where they are."""
    tell(site, issuer.logout(site.now, **LIES[lie]), 400)
    assert is_in(site)


@pytest.mark.case("AU-23")
@pytest.mark.parametrize("way", ["stranger", "none", "secret", "id token", "nothing", "long"])
@pytest.mark.one_database
def test_a_message_that_the_issuer_did_not_sign_changes_nothing(site, issuer, seated, way):  # noqa: F811
    """Another's key, no signature, a secret; a token of signing in is no message of signing out."""
    at = int(site.now.timestamp())
    claims = issuer.claims(site.now, "x", nonce=None, jti="one", events={LOGOUT: {}}, iat=at)
    stranger = RSAKey.generate_key(2048, {"kid": "one"})
    message = {
        "stranger": lambda: issuer.signed(claims, key=stranger),
        "none": lambda: issuer.signed(claims, alg="none"),
        "secret": lambda: issuer.by_secret(claims),
        "id token": lambda: issuer.signed(issuer.claims(site.now, "x")),
        "nothing": lambda: "",
        "long": lambda: "x" * 20_001,
    }[way]()
    tell(site, message, 400)
    assert is_in(site)


@pytest.mark.case("AU-23")
def test_a_message_counts_once(site, issuer, seated):  # noqa: F811
    """What has been said before is refused, also when it names the person, who has come back meanwhile."""
    message = issuer.logout(site.now, sub="kari", sid=None)
    tell(site, message)
    assert not is_in(site)
    visitor, sent = begun(site)
    issuer.token = issuer.signed(issuer.claims(site.now, sent["nonce"]))
    back(visitor, 303, code="c", state=sent["state"])
    tell(site, message, 400)
    assert is_in(site)


@pytest.mark.case("AU-23")
@pytest.mark.one_database
def test_a_stranger_cannot_make_us_ask_for_keys_again_and_again(site, issuer, seated):  # noqa: F811
    """A message by a key that nobody knows, is not worth a question while the keys are fresh."""
    before = len(issuer.asked)
    for number in range(3):
        tell(site, issuer.signed({"jti": str(number)}, kid="two"), 400)
    assert len(issuer.asked) == before


@pytest.mark.case("AU-08")
@pytest.mark.one_database
def test_nobody_is_seated_for_longer_than_the_row(site, issuer, seated):  # noqa: F811
    """The row itself is over after a day, so that retention takes it."""
    ends = site.world.db.scalars(select(WebSession.expires_at).where(WebSession.person_id == site.ola.id)).one()
    assert ends == site.now + timedelta(hours=24)


@pytest.mark.case("AU-23")
@pytest.mark.one_database
def test_a_real_issuers_message_is_understood(settings, connection, halden, provider):
    """What a real provider's server sends when somebody signs out there."""
    with hostile() as mailbox:  # it only listens here
        provider.serves(mailbox.address)
        site = Site(replace(settings, base_url=mailbox.address, openid=provider.settings()), connection, halden)
        site.now, surfer = clock.now(), Surfer(provider)
        ola = linked(site, halden.person("Ola Nordmann"))
        visitor = come(site.visitor(), provider, surfer=surfer)
        page = surfer.go(f"{provider.address}/session/end")
        xsrf = page.partition('name="xsrf" value="')[2].partition('"')[0]
        surfer.go("/session/end/confirm", {"xsrf": xsrf, "logout": "yes"})
        [message] = [sent["logout_token"] for path, sent in mailbox.asked if path == "/id-porten/logg-ut"]
        assert len(seats(site, ola)) == 1
        site.visitor().post(f"{mailbox.address}/id-porten/logg-ut", {"logout_token": message}, 200)
        assert seats(site, ola) == []
        visitor.get("/min-side", 302)
