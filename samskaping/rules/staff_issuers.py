"""A municipality's own issuer of sign-ins for those who work there: which of its words give which role, and how sure.

Entra ID says groups or app roles; Ansattporten says for which organisation somebody may use which resource.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from samskaping.rules.roles import Role

#: Ansattporten's claim: each of its entries is for a resource, and for the organisations that were chosen there.
DETAILS = "authorization_details"
#: What is kept as the level of such an identity: none of those by which residents prove who they are.
LEVEL = "ansatt"


class TooMany(Exception):
    """Somebody is in so many groups that the issuer names none of them (Entra ID's overage)."""


class Second(StrEnum):
    """Whose second factor counts in a session that began at the issuer."""

    ISSUER = "issuer"
    OURS = "ours"


@dataclass(frozen=True)
class Desk:
    """How one municipality's issuer is believed. ``place`` is the municipality's slug."""

    place: str
    name: str
    claim: str
    roles: Mapping[str, tuple[Role, ...]]
    #: Of Ansattporten's entries only those for this organisation count: ``0192:`` and its number.
    organisation: str = ""
    second: Second = Second.OURS
    #: The claim that shows that a second factor was given there, and the values of it that do.
    second_claim: str = "amr"
    second_values: frozenset[str] = frozenset({"mfa"})
    #: What is asked at the issuer besides, as it wants it written.
    asks: tuple[tuple[str, str], ...] = ()

    def roles_in(self, claims: Mapping[str, Any]) -> tuple[Role, ...]:
        """The roles that a token's claims give here. Raises ``TooMany``."""
        elsewhere = claims.get("_claim_names")
        if (isinstance(elsewhere, dict) and self.claim in elsewhere) or (
            self.claim == "groups" and "hasgroups" in claims
        ):
            raise TooMany
        said = set(_resources(claims, self.organisation) if self.claim == DETAILS else _words(claims.get(self.claim)))
        given = {role for value, roles in self.roles.items() if value in said for role in roles}
        return tuple(role for role in Role if role in given)

    def is_sure(self, claims: Mapping[str, Any]) -> bool:
        """Whether the issuer says that it has seen a second factor, and is believed in that."""
        return self.second is Second.ISSUER and not self.second_values.isdisjoint(_words(claims.get(self.second_claim)))


def _words(said: Any) -> Iterator[str]:
    """A claim's values; some issuers write a single one without a list."""
    for one in said if isinstance(said, list) else [said]:
        if isinstance(one, str):
            yield one


def _resources(claims: Mapping[str, Any], organisation: str) -> Iterator[str]:
    entries = claims.get(DETAILS)
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict) and isinstance(entry.get("resource"), str) and _is_for(entry, organisation):
            yield entry["resource"]


def _is_for(entry: Mapping[str, Any], organisation: str) -> bool:
    """Whether an entry is for the organisation: ``authorized_parties`` of Altinn 3, ``reportees`` of Altinn 2."""
    for name in ("authorized_parties", "reportees"):
        parties = entry.get(name)
        for party in parties if isinstance(parties, list) else ():
            orgno = party.get("orgno", party) if isinstance(party, dict) else None
            if isinstance(orgno, dict) and orgno.get("ID") == organisation:
                return True
    return False
