"""The file that names municipalities' own issuers: read once, at the start, and refused in plain words."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from samskaping.config import Misconfigured, OpenId
from samskaping.rules.roles import MUNICIPAL_ROLES, Role
from samskaping.rules.staff_issuers import DETAILS, Desk, Second

#: What we say ourselves when we ask; a file cannot say it otherwise.
_OURS = frozenset(
    {
        "client_id", "client_secret", "code_challenge", "code_challenge_method", "nonce", "redirect_uri", "request",
        "request_uri", "response_mode", "response_type", "scope", "state", "ui_locales",
    }
)  # fmt: skip
_KNOWN = frozenset(
    {
        "issuer", "client_id", "key", "secret", "name", "scopes", "claim", "roles", "organisation", "second_factor",
        "second_factor_claim", "second_factor_values", "asks",
    }
)  # fmt: skip
#: Entra ID's issuers for everybody's people at once; a municipality has its own.
_EVERYBODYS = ("/common/", "/organizations/", "/consumers/", "{tenantid}")
_LONGEST = 200


def read(file: Path, *, development: bool) -> tuple[tuple[OpenId, Desk], ...]:
    """Each municipality's issuer, and how it is believed. Raises ``Misconfigured``."""
    try:
        tables = tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise Misconfigured(f"SAMSKAPING_STAFF_ISSUERS: {file} cannot be read: {error}") from error
    found = []
    for slug, table in tables.items():
        if not isinstance(table, dict):
            raise Misconfigured(
                f"SAMSKAPING_STAFF_ISSUERS: {file}: {slug} stands outside a municipality's table, such as [halden]."
            )
        found.append(_Table(f"{file}, [{slug}]", slug, table).read(file.parent, development=development))
    return tuple(found)


class _Table:
    """One municipality's part of the file."""

    def __init__(self, at: str, slug: str, said: Mapping[str, Any]) -> None:
        self.at, self.slug, self.said = at, slug, said

    def read(self, folder: Path, *, development: bool) -> tuple[OpenId, Desk]:
        if unknown := sorted(set(self.said) - _KNOWN):
            raise self.flaw(f"nobody knows {', '.join(unknown)}")
        issuer = self.text("issuer")
        self.must_be_one(issuer, development=development)
        key, secret = (self.text(name, "") for name in ("key", "secret"))
        if bool(key) == bool(secret):
            raise self.flaw("it takes either key or secret, the name of a file that holds it")
        scopes = self.text("scopes", "openid")
        if "openid" not in scopes.split():
            raise self.flaw("scopes must have openid among them")
        settings = OpenId(
            issuer=issuer,
            client_id=self.text("client_id"),
            key_file=folder / key if key else None,
            level="",
            scopes=scopes,
            secret_file=folder / secret if secret else None,
            about=f"{self.at}, key",
        )
        return settings, self.desk()

    def must_be_one(self, issuer: str, *, development: bool) -> None:
        if not issuer.startswith("https://") and not (development and issuer.startswith("http://127.0.0.1:")):
            raise self.flaw("issuer must be an https address")
        if any(part in issuer for part in _EVERYBODYS):
            raise self.flaw("issuer must be the municipality's own, with its tenant's id: this one is everybody's")
        if len(f"{issuer}#{self.slug}") > _LONGEST:
            raise self.flaw("issuer is too long")

    def desk(self) -> Desk:
        claim, organisation = self.text("claim"), self.text("organisation", "")
        if (claim == DETAILS) != bool(organisation):
            raise self.flaw(f"organisation goes with claim = '{DETAILS}', as 0192: and the number of the municipality")
        if organisation and not (
            organisation.startswith("0192:") and organisation[5:].isdigit() and len(organisation) == 14
        ):
            raise self.flaw("organisation must be 0192: and nine digits")
        try:
            second = Second(self.text("second_factor", Second.OURS))
        except ValueError:
            raise self.flaw("second_factor is issuer or ours") from None
        shows = dict(self.shows()) if second is Second.ISSUER else {}
        return Desk(
            place=self.slug,
            name=self.text("name", ""),
            claim=claim,
            roles=dict(self.roles()),
            organisation=organisation,
            second=second,
            asks=tuple(self.asks()),
            **shows,
        )

    def shows(self) -> Iterator[tuple[str, Any]]:
        """By which claim and values a second factor is known."""
        yield "second_claim", self.text("second_factor_claim", "amr")
        values = self.said.get("second_factor_values", ["mfa"])
        if not isinstance(values, list) or not values or not all(isinstance(one, str) and one for one in values):
            raise self.flaw("second_factor_values must be a list of words, such as ['mfa']")
        yield "second_values", frozenset(values)

    def roles(self) -> Iterator[tuple[str, tuple[Role, ...]]]:
        table = self.said.get("roles")
        if not isinstance(table, dict) or not table:
            raise self.flaw("roles must say which value gives which role")
        for value, given in table.items():
            names = given if isinstance(given, list) else [given]
            if not names or any(name not in [*MUNICIPAL_ROLES] for name in names):
                raise self.flaw(f"{value} in roles must give one or more of {', '.join(MUNICIPAL_ROLES)}")
            yield value, tuple(Role(name) for name in names)

    def asks(self) -> Iterator[tuple[str, str]]:
        table = self.said.get("asks", {})
        if not isinstance(table, dict):
            raise self.flaw("asks must be a table")
        for name, value in table.items():
            if name in _OURS:
                raise self.flaw(f"asks must not say {name}")
            yield name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    def text(self, name: str, otherwise: str | None = None) -> str:
        found = self.said.get(name, otherwise)
        if not isinstance(found, str) or (otherwise is None and not found):
            raise self.flaw(f"{name} must be text")
        return found

    def flaw(self, words: str) -> Misconfigured:
        return Misconfigured(f"SAMSKAPING_STAFF_ISSUERS: {self.at}: {words}.")
