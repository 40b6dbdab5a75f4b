"""Answers that nobody should believe, and an issuer that is away: nobody is signed in, and no page waits."""

import json
import threading
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from joserfc.jwk import RSAKey
from sqlalchemy import select

from samskaping import clock
from samskaping.config import OpenId
from samskaping.models import IssuedIdentity, SecurityEvent, WebSession
from samskaping.outside import openid_issuer
from samskaping.outside.openid import Client
from tests.openid import CLIENT, asked
from tests.visitor import Site

CALLBACK = "http://localhost/id-porten/svar"


@pytest.fixture
def site(settings, connection, halden, issuer):
    issuer.instead, issuer.shown, issuer.asked = {}, [issuer.key], []
    known = OpenId(issuer.address, CLIENT, issuer.key_file, "idporten-loa-substantial", "openid")
    found = Site(replace(settings, openid=known), connection, halden)
    found.app.extensions["openid"] = Client(known)  # which has been told nothing yet
    found.now = clock.now()
    ola = halden.person("Ola Nordmann")
    found.ola = ola
    halden.db.add(
        IssuedIdentity(
            person_id=ola.id, issuer=issuer.address, subject="kari", level="idporten-loa-high",
            linked_at=found.now, used_at=found.now,
        )
    )  # fmt: skip
    halden.db.commit()
    return found


def begun(site):
    """A browser that has gone to the issuer, and what it went with."""
    visitor = site.visitor()
    visitor.get("/logg-inn")
    visitor.press("Logg inn med ID-porten")
    return visitor, asked(visitor.answer.headers["Refresh"].partition("url=")[2])


def back(visitor, status=400, **answer):
    visitor.get(CALLBACK + "?" + "&".join(f"{name}={value}" for name, value in answer.items()), status)
    return visitor


def is_in(site):
    return bool(site.world.db.scalars(select(WebSession.id).where(WebSession.person_id == site.ola.id)).all())


def test_what_is_in_order_is_believed(site, issuer):
    """Without this, nothing below would say anything."""
    visitor, sent = begun(site)
    issuer.token = issuer.signed(issuer.claims(site.now, sent["nonce"]))
    back(visitor, 303, code="c", state=sent["state"])
    assert is_in(site)
    [question] = [fields for path, fields in issuer.asked if path == "/token"]
    assert question["code_verifier"]
    assert question["client_assertion_type"].endswith(":jwt-bearer")


LIES = {
    "wrong issuer": {"iss": "https://evil.no"},
    "no issuer": {"iss": None},
    "wrong audience": {"aud": "somebody-else"},
    "no audience": {"aud": None},
    "many audiences, no party": {"aud": [CLIENT, "somebody-else"]},
    "another party": {"aud": [CLIENT, "somebody-else"], "azp": "somebody-else"},
    "another party alone": {"azp": "somebody-else"},
    "wrong nonce": {"nonce": "x"},
    "no nonce": {"nonce": None},
    "no end": {"exp": None},
    "no beginning": {"iat": None},
    "nobody": {"sub": None},
    "an empty name": {"sub": ""},
    "a name that is a number": {"sub": 7},
}


@pytest.mark.case("AU-21")
@pytest.mark.parametrize("lie", LIES)
@pytest.mark.one_database
def test_a_token_that_lies_is_refused(site, issuer, lie):
    """Issuer, audience, party, nonce, times and name are all looked at."""
    visitor, sent = begun(site)
    issuer.token = issuer.signed(issuer.claims(site.now, sent["nonce"], **LIES[lie]))
    back(visitor, 400, code="c", state=sent["state"])
    assert not is_in(site)
    assert refusals(site) == ["untrusted"]


def refusals(site):
    """Why the security log says that nobody came in."""
    rows = site.world.db.scalars(select(SecurityEvent).where(SecurityEvent.what == "sign_in.failed"))
    return [row.details["why"] for row in rows if row.details["way"] == "openid"]


@pytest.mark.case("AU-21")
@pytest.mark.parametrize(("name", "minutes"), [("exp", -2), ("iat", 60)])
@pytest.mark.one_database
def test_a_token_of_another_time_is_refused(site, issuer, name, minutes):
    """Expired, or issued in an hour."""
    visitor, sent = begun(site)
    at = int((site.now + timedelta(minutes=minutes)).timestamp())
    issuer.token = issuer.signed(issuer.claims(site.now, sent["nonce"], **{name: at}))
    back(visitor, 400, code="c", state=sent["state"])
    assert not is_in(site)


@pytest.mark.case("AU-21")
@pytest.mark.parametrize("way", ["none", "secret", "stranger", "unknown kid", "no kid", "cut"])
@pytest.mark.one_database
def test_a_token_that_the_issuer_did_not_sign_is_refused(site, issuer, way):
    """No signature, the public key for a secret, another's key, a key that nobody knows."""
    visitor, sent = begun(site)
    claims = issuer.claims(site.now, sent["nonce"])
    stranger = RSAKey.generate_key(2048, {"kid": "one"})
    issuer.token = {
        "none": lambda: issuer.signed(claims, alg="none"),
        "secret": lambda: issuer.by_secret(claims),
        "stranger": lambda: issuer.signed(claims, key=stranger),
        "unknown kid": lambda: issuer.signed(claims, kid="two"),
        "no kid": lambda: issuer.signed(claims, kid=None),
        "cut": lambda: issuer.signed(claims)[:-9],
    }[way]()
    back(visitor, 400, code="c", state=sent["state"])
    assert not is_in(site)
    assert [path for path, _fields in issuer.asked].count("/jwks") == (2 if way == "unknown kid" else 1)


@pytest.mark.case("AU-22")
@pytest.mark.parametrize("acr", [None, "idporten-loa-low", "Level4", "", 4])
@pytest.mark.one_database
def test_a_level_below_or_unknown_is_refused(site, issuer, acr):
    """A level that is missing, too low or of another kind; never downgraded."""
    visitor, sent = begun(site)
    issuer.token = issuer.signed(issuer.claims(site.now, sent["nonce"], acr=acr))
    back(visitor, 403, code="c", state=sent["state"])
    assert "sikkerhetsnivå" in visitor.text
    assert not is_in(site)


@pytest.mark.case("AU-20")
def test_the_answer_belongs_to_the_browser_that_asked(site, issuer):
    """No state, another, one that was used, and one that another browser began with."""
    visitor, sent = begun(site)
    issuer.token = issuer.signed(issuer.claims(site.now, sent["nonce"]))
    for answer in ({"code": "c"}, {"code": "c", "state": "x"}):
        back(visitor, **answer)
    back(site.visitor(), code="c", state=sent["state"])
    other, _theirs = begun(site)
    back(other, code="c", state=sent["state"])
    assert not is_in(site)
    back(visitor, 303, code="c", state=sent["state"])
    back(visitor, 400, code="c", state=sent["state"])


@pytest.mark.case("AU-20")
@pytest.mark.parametrize(
    "answer", [{"error": "access_denied", "code": "c"}, {}, {"code": "c", "iss": "https://evil.no"}]
)
@pytest.mark.one_database
def test_an_answer_that_is_none_signs_nobody_in(site, issuer, answer):
    """A refusal, no code, and another issuer's answer mixed in."""
    visitor, sent = begun(site)
    issuer.token = issuer.signed(issuer.claims(site.now, sent["nonce"]))
    back(visitor, 400, state=sent["state"], **answer)
    assert not is_in(site)
    assert "/token" not in [path for path, _fields in issuer.asked]


@pytest.mark.case("AU-20")
@pytest.mark.one_database
def test_an_answer_that_comes_too_late_signs_nobody_in(site, issuer):
    """Half an hour is enough."""
    visitor, sent = begun(site)
    site.now += timedelta(minutes=31)
    issuer.token = issuer.signed(issuer.claims(site.now, sent["nonce"]))
    back(visitor, 400, code="c", state=sent["state"])
    assert not is_in(site)


@pytest.mark.case("AU-30")
@pytest.mark.parametrize("path", ["/token", "/jwks"])
@pytest.mark.parametrize("how", [500, 302, b"[1]", b"not json", b"{}", "hangs"])
@pytest.mark.one_database
def test_an_issuer_that_is_away_is_said_to_be(site, issuer, path, how):
    """503 within ten seconds, in plain words, and nobody is signed in."""
    visitor, sent = begun(site)
    issuer.token = issuer.signed(issuer.claims(site.now, sent["nonce"]))
    issuer.instead[path] = waits = threading.Event() if how == "hangs" else how
    at = time.monotonic()
    refused = path == "/token" and how in (302, b"{}")  # it answers, though not with a token
    back(visitor, 400 if refused else 503, code="c", state=sent["state"])
    assert time.monotonic() - at < 10
    if not refused:
        assert "svarer ikke" in visitor.text
        assert visitor.answer.headers["Retry-After"]
    assert not is_in(site)
    if isinstance(waits, threading.Event):
        waits.set()


@pytest.mark.case("AU-30")
@pytest.mark.one_database
def test_pages_do_not_wait_for_an_issuer_that_hangs(site, issuer):
    """The sign-in page asks it nothing; whoever presses the button is answered, and the next at once."""
    issuer.instead["/.well-known/openid-configuration"] = waits = threading.Event()
    visitor = site.visitor()
    at = time.monotonic()
    visitor.get("/logg-inn")
    assert issuer.asked == []
    visitor.press("Logg inn med ID-porten", 503)
    assert time.monotonic() - at < openid_issuer.PATIENCE + 2
    visitor.get("/logg-inn")
    at = time.monotonic()
    visitor.press("Logg inn med ID-porten", 503)
    assert time.monotonic() - at < 1
    assert len(issuer.asked) == 1
    waits.set()


@pytest.mark.case("AU-30")
@pytest.mark.one_database
def test_few_threads_wait_for_an_issuer_that_hangs(site, issuer):
    """Of twenty that ask at once, four wait for it; the others have their threads again within a second."""
    issuer.instead["/.well-known/openid-configuration"] = waits = threading.Event()
    client, spent = site.app.extensions["openid"], []

    def ask():
        at = time.monotonic()
        with pytest.raises(openid_issuer.Unreachable):
            client.begin("http://localhost/", "nb")
        spent.append(time.monotonic() - at)

    threads = [threading.Thread(target=ask) for _one in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(spent)[15] < 1.5
    assert max(spent) < 5
    waits.set()


@pytest.mark.one_database
def test_another_issuers_description_is_not_taken(site, issuer):
    """Mixed up: whoever answers at the issuer's address must say that it is the issuer."""
    said = {**issuer.says("/x"), "issuer": "https://evil.no"}
    issuer.instead["/.well-known/openid-configuration"] = json.dumps(said).encode()
    visitor = site.visitor()
    visitor.get("/logg-inn")
    visitor.press("Logg inn med ID-porten", 503)
