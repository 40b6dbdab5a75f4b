"""The file that names municipalities' own issuers, and what is said of it when it is wrong."""

import json
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from joserfc import jwt
from joserfc.jwk import RSAKey

from samskaping import clock
from samskaping.config import Misconfigured, load
from samskaping.outside import openid_keys
from samskaping.outside.staff_issuers import read
from samskaping.rules.roles import Role
from samskaping.rules.staff_issuers import DETAILS, Desk, Second

pytestmark = pytest.mark.one_database

RIGHT = """[halden]
issuer = "https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0"
client_id = "x"
secret = "secret"
claim = "groups"
[halden.roles]
"6a1f" = "saksbehandler"
"""


def written(tmp_path, text):
    (file := tmp_path / "staff.toml").write_text(text)
    (tmp_path / "secret").write_text("a secret of sixteen")
    return file


def test_a_file_in_order_is_read(tmp_path):
    more = '[halden.asks]\nauthorization_details = [{type = "x"}]\nprompt = "login"\n'
    [(settings, desk)] = read(written(tmp_path, RIGHT + more), development=False)
    assert (settings.client_id, settings.secret_file, settings.scopes) == ("x", tmp_path / "secret", "openid")
    assert (desk.place, desk.second, desk.roles) == ("halden", Second.OURS, {"6a1f": (Role.SAKSBEHANDLER,)})
    assert dict(desk.asks) == {"authorization_details": '[{"type": "x"}]', "prompt": "login"}


WRONG = {
    "no toml": ("[halden", "cannot be read"),
    "outside a table": ('issuer = "x"', "outside a municipality's table"),
    "no issuer": (RIGHT.replace("issuer =", "name ="), "issuer must be text"),
    "plain": (RIGHT.replace("https:", "http:"), "https address"),
    "everybody's": (RIGHT.replace("11111111-2222-3333-4444-555555555555", "common"), "everybody's"),
    "no key": (RIGHT.replace('secret = "secret"', ""), "either key or secret"),
    "both": (RIGHT.replace("claim =", 'key = "k"\nclaim ='), "either key or secret"),
    "unknown": (RIGHT.replace("claim =", 'clam = "x"\nclaim ='), "nobody knows clam"),
    "no roles": (RIGHT.partition("[halden.roles]")[0], "roles must say"),
    "no such role": (RIGHT.replace("saksbehandler", "konge"), "must give one or more of"),
    "the platform's": (RIGHT.replace("saksbehandler", "plattform"), "must give one or more of"),
    "second": (RIGHT.replace("claim =", 'second_factor = "none"\nclaim ='), "issuer or ours"),
    "no organisation": (RIGHT.replace('"groups"', f'"{DETAILS}"'), "organisation goes with"),
    "scopes": (RIGHT.replace("claim =", 'scopes = "email"\nclaim ='), "openid among them"),
    "asks": (RIGHT + '[halden.asks]\nstate = "x"\n', "must not say state"),
}


@pytest.mark.parametrize("flaw", WRONG)
def test_a_file_that_is_wrong_is_refused_in_plain_words(tmp_path, flaw):
    text, words = WRONG[flaw]
    with pytest.raises(Misconfigured, match=words) as told:
        read(written(tmp_path, text), development=False)
    assert "SAMSKAPING_STAFF_ISSUERS" in str(told.value)


def test_a_file_that_is_not_there_is_said_to_be(tmp_path):
    given = load({"SAMSKAPING_ENV": "development", "SAMSKAPING_STAFF_ISSUERS": str(tmp_path / "none")})
    with pytest.raises(Misconfigured, match="cannot be read"):
        read(given.staff_issuers, development=True)


@pytest.mark.parametrize("secret", [None, "short"])
def test_a_secret_that_is_none_is_refused(tmp_path, secret):
    file = written(tmp_path, RIGHT)
    [(settings, _desk)] = read(file, development=False)
    settings.secret_file.unlink()
    if secret:
        settings.secret_file.write_text(secret)
    with pytest.raises(Misconfigured, match="secret"):
        openid_keys.read(settings)


def test_a_key_with_its_certificate_is_known_by_that(tmp_path):
    key = RSAKey.generate_key(2048)
    now, name = clock.now(), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "samskaping")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key)
    made = made.serial_number(1).not_valid_before(now).not_valid_after(now + timedelta(days=1))
    certificate = made.sign(key.private_key, SHA256()).public_bytes(Encoding.PEM).decode()
    (tmp_path / "key").write_text(certificate + key.as_pem(private=True).decode())
    text = RIGHT.replace('secret = "secret"', 'key = "key"')
    [(settings, _desk)] = read(written(tmp_path, text), development=False)
    fields = openid_keys.read(settings).fields(settings, "https://issuer/token", now)
    said = jwt.decode(fields["client_assertion"], key, algorithms=["RS256"])
    assert len(said.header["x5t#S256"]) == 43
    assert said.claims["aud"] == "https://issuer/token"


def detail(organisation="0192:964947082", resource="urn:altinn:resource:saker", name="authorized_parties"):
    who = {"orgno": {"authority": "iso6523-actorid-upis", "ID": organisation}}
    return {
        "type": "ansattporten:altinn:resource",
        "resource": resource,
        name: [who if name[0] == "a" else who["orgno"]],
    }


@pytest.mark.parametrize(
    ("said", "roles"),
    [
        ([detail()], (Role.SAKSBEHANDLER,)),
        ([detail(name="reportees")], (Role.SAKSBEHANDLER,)),
        ([detail("0192:959412340")], ()),
        ([detail(resource="urn:altinn:resource:andre")], ()),
        ([detail("0192:959412340"), detail(resource="urn:altinn:resource:andre")], ()),
        (["urn:altinn:resource:saker"], ()),
        (json.dumps([detail()]), ()),
        ([{"resource": "urn:altinn:resource:saker", "authorized_parties": ["x", {"orgno": "0192:964947082"}]}], ()),
        (None, ()),
    ],
)
def test_ansattporten_names_resources_for_the_municipality_alone(said, roles):
    known = {"urn:altinn:resource:saker": (Role.SAKSBEHANDLER,)}
    desk = Desk("halden", "", DETAILS, known, organisation="0192:964947082")
    assert desk.roles_in({DETAILS: said}) == roles
