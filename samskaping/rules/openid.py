"""Signing in by an issuer of identities: how sure it must be, how long things wait, and what is never asked for."""

from dataclasses import dataclass
from datetime import timedelta

from samskaping.rules.roles import Role

#: ID-porten's levels, the least sure first (docs.digdir.no, «acr_values»).
_LADDER = ("idporten-loa-low", "idporten-loa-substantial", "idporten-loa-high")
#: The levels by which somebody has proved who they are; by the lowest, nobody has looked at a document.
PROVING = ("idporten-loa-substantial", "idporten-loa-high")

#: How long somebody may take at the issuer, and how long an identity without an account waits in the browser's session.
ROUND_TRIP = timedelta(minutes=30)
WAITS = timedelta(minutes=30)
#: Whoever signs in this way is out after an hour idle and a day in all (NIST SP 800-63B-4, AAL2).
IDLE = timedelta(minutes=60)
LONGEST = timedelta(hours=24)


@dataclass(frozen=True)
class Issued:
    """Who an issuer says has come. ``hint`` is its token, which it wants back when they sign out.

    A municipality's own issuer says this of one ``place``: the roles there, and whether it has seen a second factor.
    """

    issuer: str
    subject: str
    sid: str | None
    level: str
    hint: str = ""
    place: str = ""
    roles: tuple[Role, ...] = ()
    is_sure: bool = False

    @property
    def has_second(self) -> bool:
        """Whether two factors were given there."""
        return self.is_sure or self.level in PROVING


@dataclass(frozen=True)
class SignedOut:
    """Whom an issuer says has signed out: one session, or all of somebody. ``mark`` names the message."""

    issuer: str
    sid: str | None
    subject: str | None
    mark: str


def is_sure(level: str, wanted: str) -> bool:
    """Whether a level is the one that was asked for, or above it on ID-porten's ladder; never below."""
    if level == wanted:
        return True
    return level in _LADDER and wanted in _LADDER and _LADDER.index(level) > _LADDER.index(wanted)
