"""Signing in by OpenID Connect: the code flow with PKCE, who we are by a signed assertion, and what tokens must say.

Knows no database and no session: what it hands out is kept by the caller, and handed back to it.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError

from samskaping.config import OpenId
from samskaping.outside import openid_keys, sealing
from samskaping.outside.openid_issuer import Issuer, Unreachable
from samskaping.rules.openid import Issued, SignedOut, is_sure
from samskaping.rules.staff_issuers import LEVEL, Desk, Second, TooMany

__all__ = ["Begun", "Client", "TooLow", "TooMany", "Unreachable", "Untrusted", "origin"]

#: Only signatures by a key that the issuer alone has: neither «none» nor a secret that both know.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
#: Seconds for all that signing in asks, for signing out, and by which two clocks may differ.
SIGN_IN_SECONDS, BEGIN_SECONDS, LOGOUT_SECONDS, LEEWAY = 7.5, 3.0, 1.5, 30
#: Seconds for which a message of signing out is news.
_NEWS = 150
_LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
_SAYS_ISSUER = "authorization_response_iss_parameter_supported"
#: Seconds that keys must have been kept before somebody whom nobody knows can make us fetch them again.
_SETTLED = 60.0


class Untrusted(Exception):
    """What came back is not what was asked for. The words are for the log: they hold no value of a token."""


class TooLow(Untrusted):
    """Somebody signed in, but less surely than is needed."""


@dataclass(frozen=True)
class Begun:
    """Where the browser goes, and what its session remembers until it comes back."""

    address: str
    state: str
    nonce: str
    verifier: str


class Client:
    """This installation, as one issuer knows it: that of residents, or with a ``desk`` a municipality's own."""

    def __init__(self, settings: OpenId, desk: Desk | None = None) -> None:
        self.settings, self.desk = settings, desk
        self.issuer = Issuer(settings.issuer)
        self.known_by = openid_keys.read(settings)
        #: What identities, sessions and roles that come from it are kept under: several municipalities may have the
        #: same issuer, each with a client of its own, and none says anything of another's people.
        self.name = f"{settings.issuer}#{desk.place}" if desk else settings.issuer

    def begin(self, redirect_uri: str, form: str) -> Begun:
        """Send somebody to the issuer. Raises ``Unreachable``."""
        with self.issuer.asking(BEGIN_SECONDS) as deadline:
            page = str(self.issuer.about(deadline)["authorization_endpoint"])
        state, nonce, verifier = (secrets.token_urlsafe(32) for _part in range(3))
        asked = {
            "response_type": "code",
            "client_id": self.settings.client_id,
            "redirect_uri": redirect_uri,
            "scope": self.settings.scopes,
            "state": state,
            "nonce": nonce,
            "code_challenge": _challenge(verifier),
            "code_challenge_method": "S256",
            "ui_locales": form,
            **(dict(self.desk.asks) if self.desk else {"acr_values": self.settings.level}),
        }
        return Begun(f"{page}{'&' if '?' in page else '?'}{urlencode(asked)}", state, nonce, verifier)

    def finish(self, answer: Mapping[str, str], begun: Mapping[str, str], now: datetime) -> Issued:
        """Who came back with this answer, whose ``state`` the caller has found to be its own.

        Raises ``Untrusted``, ``TooLow`` or ``TooMany``, and ``Unreachable`` when the issuer does not answer now.
        """
        code = answer.get("code")
        if not code:
            raise Untrusted("no code")
        with self.issuer.asking(SIGN_IN_SECONDS) as deadline:
            said = self.issuer.about(deadline)
            other = answer.get("iss") or (None if said.get(_SAYS_ISSUER) else self.settings.issuer)
            if other != self.settings.issuer:
                raise Untrusted("another issuer answers")
            proof = self.known_by.fields(self.settings, str(said["token_endpoint"]), now)
            status, tokens = self.issuer.exchange({**self._asked(code, begun), **proof}, deadline)
            token = tokens.get("id_token")
            if status != 200 or not isinstance(token, str):
                raise Untrusted(f"no token: {status}")
            claims = self._claims(token, now, deadline).claims
        return self._issued(claims, token, begun)

    def _asked(self, code: str, begun: Mapping[str, str]) -> dict[str, str]:
        return {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": begun["redirect_uri"],
            "client_id": self.settings.client_id,
            "code_verifier": begun["verifier"],
        }

    def _issued(self, claims: dict[str, Any], token: str, begun: Mapping[str, str]) -> Issued:
        nonce, subject, sid = (claims.get(name) for name in ("nonce", "sub", "sid"))
        if not isinstance(nonce, str) or not hmac.compare_digest(nonce.encode(), begun["nonce"].encode()):
            raise Untrusted("nonce")
        if not isinstance(subject, str) or not 0 < len(subject) <= 255:
            raise Untrusted("sub")
        known = sid if isinstance(sid, str) and 0 < len(sid) <= 255 else None
        if self.desk is not None:
            return self._at_work(self.desk, claims, Issued(self.name, subject, known, LEVEL, token))
        level = claims.get("acr")
        if not isinstance(level, str) or not is_sure(level, self.settings.level):
            raise TooLow("acr")
        return Issued(self.name, subject, known, level[:60], token)

    def _at_work(self, desk: Desk, claims: dict[str, Any], issued: Issued) -> Issued:
        """One of the staff, with the roles that the claims give. The level that they came by proves nothing."""
        is_sure_there = desk.is_sure(claims)
        if desk.second is Second.ISSUER and not is_sure_there:
            raise TooLow(desk.second_claim)
        return replace(issued, place=desk.place, roles=desk.roles_in(claims), is_sure=is_sure_there)

    def signed_out(self, token: str, now: datetime) -> SignedOut:
        """Whom a message of the issuer's says has signed out (OpenID Connect Back-Channel Logout 1.0 § 2.6)."""
        with self.issuer.asking(LOGOUT_SECONDS) as deadline:
            read = self._claims(token, now, deadline, older_than=_SETTLED)
        claims, sid, subject, jti = read.claims, *(read.claims.get(name) for name in ("sid", "sub", "jti"))
        events = claims.get("events")
        if not isinstance(events, dict) or not isinstance(events.get(_LOGOUT), dict) or "nonce" in claims:
            raise Untrusted("no message of signing out")
        if read.header.get("typ", "logout+jwt").lower() not in ("logout+jwt", "jwt"):
            raise Untrusted("typ")
        if claims["iat"] < now.timestamp() - _NEWS or not isinstance(jti, str) or not jti:
            raise Untrusted("old, or without a number")
        if not all(value is None or isinstance(value, str) for value in (sid, subject)) or not (sid or subject):
            raise Untrusted("nobody")
        mark = hashlib.sha256(f"{self.name} {jti}".encode()).hexdigest()
        return SignedOut(self.name, sid, subject, mark)

    def _claims(self, token: str, now: datetime, deadline: float, older_than: float = 0.0) -> jwt.Token:
        """A token that the issuer signed, for us, in its time. A key that is not known is asked for once."""
        try:
            try:
                read = jwt.decode(token, self.issuer.keys(deadline), algorithms=ALGORITHMS)
            except InvalidKeyIdError:
                read = jwt.decode(token, self.issuer.keys(deadline, older_than=older_than), algorithms=ALGORITHMS)
            self._checks(now).validate(read.claims)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise Untrusted(type(error).__name__) from error
        if not read.header.get("kid"):
            raise Untrusted("kid")
        whom = read.claims["aud"]
        meant = [whom] if isinstance(whom, str) else whom
        party = read.claims.get("azp")
        if self.settings.client_id not in meant or (len(meant) > 1 and party is None):
            raise Untrusted("aud")
        if party not in (None, self.settings.client_id):
            raise Untrusted("azp")
        return read

    def _checks(self, now: datetime) -> jwt.JWTClaimsRegistry:
        return jwt.JWTClaimsRegistry(
            now=int(now.timestamp()),
            leeway=LEEWAY,
            iss={"essential": True, "value": self.settings.issuer},
            aud={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
        )

    def way_out(self) -> str | None:
        """Where somebody signs out at the issuer; None when it has no such page, or does not answer at once."""
        try:
            with self.issuer.asking(LOGOUT_SECONDS) as deadline:
                found = self.issuer.about(deadline).get("end_session_endpoint")
        except Unreachable:
            return None
        return str(found) if found else None

    def framers(self) -> tuple[str, ...]:
        """The origins from which the issuer may frame the page that ends a session, as far as it has told."""
        pages = (self.settings.issuer, self.issuer.known().get("end_session_endpoint"))
        return tuple(sorted({origin(str(page)) for page in pages if page}))


def origin(address: str) -> str:
    """Scheme and host of an address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def seal(key: str, words: str) -> str:
    """Encrypt a token that stands in the database and only this installation may read."""
    return sealing.seal(key, "openid-hint", words)


def unseal(key: str, sealed: str) -> str | None:
    """What was sealed; None when the installation's key is another one now."""
    return sealing.unseal(key, "openid-hint", sealed)


def _challenge(verifier: str) -> str:
    return urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
