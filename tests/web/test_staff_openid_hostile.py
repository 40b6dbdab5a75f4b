"""A municipality's own issuer whose answers nobody should believe: nobody is signed in, and no role is given."""

from dataclasses import replace
from datetime import timedelta

import pytest
from joserfc.jwk import RSAKey
from sqlalchemy import select

from samskaping import clock
from samskaping.config import OpenId
from samskaping.models import IssuedIdentity, Membership, WebSession
from samskaping.outside.openid import Client
from samskaping.rules.roles import Role
from samskaping.rules.staff_issuers import Desk, Second
from tests.openid import CLIENT, asked
from tests.visitor import Site

RESIDENTS, STAFF = "http://localhost/id-porten/svar", "http://localhost/ansatt/halden/svar"
MAP = {"saker": (Role.SAKSBEHANDLER,)}


@pytest.fixture
def site(settings, connection, halden, issuer):
    """The same issuer says who residents are and who works in Halden, and in Voss: what could be mixed up, is."""
    issuer.instead, issuer.shown, issuer.asked = {}, [issuer.key], []
    known = OpenId(issuer.address, CLIENT, issuer.key_file, "idporten-loa-substantial", "openid")
    found = Site(replace(settings, openid=known), connection, halden, alone=True)
    found.app.extensions["openid"] = Client(known)
    desks = {place: Desk(place, "", "groups", MAP, second=Second.ISSUER) for place in ("halden", "voss")}
    found.app.extensions["staff_openid"] = {place: Client(known, desk) for place, desk in desks.items()}
    found.now, found.kari = clock.now(), halden.person("Kari")
    for name in (f"{issuer.address}#halden", issuer.address):
        halden.db.add(
            IssuedIdentity(
                person_id=found.kari.id, issuer=name, subject="kari", level="ansatt",
                linked_at=found.now, used_at=found.now,
            )
        )  # fmt: skip
    halden.db.commit()
    return found


def begun(site, button="Logg inn som ansatt"):
    visitor = site.visitor()
    visitor.get("/logg-inn")
    visitor.press(button)
    return visitor, asked(visitor.answer.headers["Refresh"].partition("url=")[2])


def answer(site, issuer, status=400, *, at=STAFF, key=None, header=None, **claims):
    visitor, sent = begun(site)
    right = issuer.claims(site.now, sent["nonce"], **{"groups": ["saker"], "amr": ["mfa"], **claims})
    issuer.token = issuer.signed(right, key=key, **(header or {}))
    visitor.get(f"{at}?code=c&state={sent['state']}", status)
    return visitor


def held(site):
    """The roles that anybody has."""
    return site.world.db.scalars(select(Membership.role), execution_options={"every_municipality": True}).all()


def is_in(site):
    db = site.world.db
    seats = db.scalars(select(WebSession.id).where(WebSession.person_id == site.kari.id)).all()
    return bool(seats or held(site))


def test_what_is_in_order_is_believed(site, issuer):
    """Without this, nothing below would say anything."""
    answer(site, issuer, 303)
    assert is_in(site)


LIES = {
    "wrong issuer": {"iss": "https://evil.no"},
    "wrong audience": {"aud": "somebody-else"},
    "another party": {"azp": "somebody-else"},
    "wrong nonce": {"nonce": "x"},
    "no nonce": {"nonce": None},
    "no end": {"exp": None},
    "nobody": {"sub": None},
}


@pytest.mark.case("AU-21")
@pytest.mark.parametrize("lie", LIES)
@pytest.mark.one_database
def test_a_token_that_lies_is_refused(site, issuer, lie):
    """Also by a municipality's own issuer."""
    answer(site, issuer, **LIES[lie])
    assert not is_in(site)


@pytest.mark.case("AU-21")
@pytest.mark.one_database
def test_a_token_of_another_time_or_signed_by_another_is_refused(site, issuer):
    """Expired, unsigned, or by a stranger's key."""
    answer(site, issuer, exp=int((site.now - timedelta(minutes=2)).timestamp()))
    answer(site, issuer, key=RSAKey.generate_key(2048, {"kid": "one"}))
    answer(site, issuer, header={"alg": "none"})
    assert not is_in(site)


@pytest.mark.case("AU-20")
@pytest.mark.parametrize("at", [RESIDENTS, STAFF.replace("halden", "voss")])
@pytest.mark.one_database
def test_an_answer_counts_at_the_address_of_the_issuer_that_was_asked(site, issuer, at):
    """Brought to the residents' address, or another municipality's, it is nobody's."""
    answer(site, issuer, at=at)
    assert not is_in(site)
    assert "/token" not in [path for path, _fields in issuer.asked]


@pytest.mark.case("AU-20")
@pytest.mark.one_database
def test_the_residents_answer_signs_nobody_in_as_staff(site, issuer):
    """And the other way about: what was begun at ID-porten ends there."""
    visitor, sent = begun(site, "Logg inn med ID-porten")
    issuer.token = issuer.signed(issuer.claims(site.now, sent["nonce"], groups=["saker"], amr=["mfa"]))
    visitor.get(f"{STAFF}?code=c&state={sent['state']}", 400)
    assert not is_in(site)


@pytest.mark.one_database
@pytest.mark.parametrize("said", [["andre"], "saken", [], None, 7, {"saker": 1}, [["saker"]]])
def test_groups_that_are_not_in_the_map_give_nothing(site, issuer, said):
    """Another municipality's, near ones, and what is no list of words."""
    answer(site, issuer, 303, groups=said)
    assert held(site) == []


@pytest.mark.one_database
@pytest.mark.parametrize(
    "more",
    [{"_claim_names": {"groups": "src1"}, "_claim_sources": {"src1": {"endpoint": "https://x"}}}, {"hasgroups": True}],
)
def test_so_many_groups_that_none_is_named_are_said_to_be(site, issuer, more):
    """Nobody is asked elsewhere for them, and roles that somebody has do not end for that."""
    visitor = answer(site, issuer, 403, groups=None, **more)
    assert "så mange grupper" in visitor.text
    assert not is_in(site)


@pytest.mark.case("AU-22")
@pytest.mark.parametrize("amr", [["pwd"], None, "pwd", [], 4])
@pytest.mark.one_database
def test_one_factor_is_refused_where_two_are_demanded(site, issuer, amr):
    """Told in words; never lowered."""
    assert "to-trinns" in answer(site, issuer, 403, amr=amr).text
    assert not is_in(site)


@pytest.mark.case("AU-22")
@pytest.mark.one_database
def test_a_level_of_id_porten_is_not_believed_of_a_municipality(site, issuer):
    """Whatever it says, nobody has proved to others who they are."""
    answer(site, issuer, 303, acr="idporten-loa-high")
    levels = site.world.db.scalars(select(IssuedIdentity.level)).all()
    assert set(levels) == {"ansatt"}
