"""How the installation is told of ID-porten, and what a verified identity counts for."""

import json
from datetime import timedelta

import pytest
from joserfc.jwk import ECKey, RSAKey
from sqlalchemy import select

from samskaping.config import Misconfigured, load
from samskaping.jobs.retain import RULES
from samskaping.models import IssuedIdentity, UsedLogout
from samskaping.outside import openid_keys
from samskaping.outside.openid import Client
from samskaping.rules.participants import Participants
from samskaping.rules.phases import Opening
from samskaping.rules.roles import Role
from tests.challenges import published
from tests.phases import FORSLAG, phase, planned


@pytest.mark.one_database
@pytest.mark.parametrize("missing", ["ISSUER", "CLIENT_ID", "KEY"])
def test_half_a_configuration_is_refused(tmp_path, missing):
    whole = {"ISSUER": "https://idporten.no", "CLIENT_ID": "x", "KEY": str(tmp_path / "key.json")}
    given = {f"SAMSKAPING_OPENID_{name}": value for name, value in whole.items() if name != missing}
    with pytest.raises(Misconfigured, match="all three"):
        load({"SAMSKAPING_ENV": "development", **given})


@pytest.mark.one_database
def test_an_issuer_is_reached_by_https_alone(provider):
    given = {"SAMSKAPING_OPENID_ISSUER": "http://idporten.no", "SAMSKAPING_OPENID_CLIENT_ID": "x"}
    with pytest.raises(Misconfigured, match="https"):
        load({"SAMSKAPING_ENV": "development", **given, "SAMSKAPING_OPENID_KEY": str(provider.key_file)})


@pytest.mark.one_database
@pytest.mark.parametrize(
    "written", ["", "nothing", "{}", json.dumps(RSAKey.generate_key(2048).as_dict(private=False)), None]
)
def test_a_key_that_is_none_is_refused_at_the_start(provider, tmp_path, written):
    if written is not None:
        (tmp_path / "key").write_text(written)
    with pytest.raises(Misconfigured, match="OPENID_KEY"):
        Client(provider.settings(key_file=tmp_path / "key"))


@pytest.mark.one_database
@pytest.mark.parametrize(("key", "alg"), [(RSAKey.generate_key(2048), "RS256"), (ECKey.generate_key("P-384"), "ES384")])
def test_a_key_can_be_a_jwk_or_pem(provider, tmp_path, key, alg):
    for name, written in (("jwk", json.dumps(key.as_dict(private=True))), ("pem", key.as_pem(private=True).decode())):
        (tmp_path / name).write_text(written)
        read = Client(provider.settings(key_file=tmp_path / name)).known_by.key
        assert (read.thumbprint(), read.kid, openid_keys.signs(read)) == (key.thumbprint(), key.thumbprint(), alg)


def offered(visitor, made):
    page = visitor.get(f"/utfordring/{made}")
    return "Lag et forslag" in {one.get_text(strip=True) for one in page.select("main a")}


@pytest.mark.parametrize(("level", "lets_in"), [("idporten-loa-substantial", True), ("idporten-loa-low", False)])
def test_whoever_has_proved_who_they_are_is_confirmed_everywhere(site, halden, level, lets_in):
    """A phase for those who are confirmed lets them in, when the level takes a document."""
    ingrid, ola = halden.person("Ingrid Demo", Role.PUBLISIST), halden.person("Ola Nordmann")
    made = published(halden, ingrid, closes_on=None, answers_on=halden.in_days(100))
    phases = phase(halden, FORSLAG, 0, 29, opens=Opening, participants=Participants.BEKREFTEDE)
    planned(halden, ingrid, made, phases)
    assert not offered(site.visitor(ola), made)
    halden._kept(
        IssuedIdentity(
            person_id=ola.id, issuer="https://idporten.no", subject="ola", level=level,
            linked_at=halden.now, used_at=halden.now,
        )
    )  # fmt: skip
    assert offered(site.visitor(ola), made) is lets_in
    assert not offered(site.visitor(halden.person("Kari Nordmann")), made)


@pytest.mark.one_database
def test_messages_of_signing_out_are_forgotten_after_a_day(db, halden):
    for mark, hours in (("old", 25), ("new", 23)):
        db.add(UsedLogout(mark=mark, at=halden.now - timedelta(hours=hours)))
    db.flush()
    [rule] = RULES["used_logouts"](halden.now, halden.now - timedelta(days=1))
    db.execute(rule)
    assert db.scalars(select(UsedLogout.mark)).all() == ["new"]
