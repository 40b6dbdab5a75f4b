"""How people sign in: the sessions they sit in, their second factors, mailed links and failed tries."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    and_,
    or_,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Shown
from samskaping.rules.kinds import Purpose


class WebSession(Base):
    """One browser's stay. The cookie holds a random value; only its SHA-256 is kept here.

    CSRF secret and flashes live in ``data``; drafts of someone not signed in point here. Whoever came by an issuer of
    sign-ins is signed out when it says so of its own session, ``issued_sid``; ``issued_hint`` is what it wants back
    when somebody signs out here, encrypted. ``second_at`` is when a second factor was given in it. ``works_at_id`` is
    the municipality by whose own issuer they came: they have roles there alone.
    """

    __tablename__ = "web_sessions"
    __table_args__ = (Index(None, "issued_sid"),)
    told: ClassVar[bool] = False
    shown: ClassVar[Shown] = Shown.NOWHERE

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime]
    signed_in_at: Mapped[datetime | None]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    device: Mapped[str] = mapped_column(String(120), default="")
    second_at: Mapped[datetime | None]
    issuer: Mapped[str | None] = mapped_column(String(200))
    issued_sid: Mapped[str | None] = mapped_column(String(255))
    issued_hint: Mapped[str | None] = mapped_column(Text)
    works_at_id: Mapped[int | None] = mapped_column(BigInteger().with_variant(Integer(), "sqlite"))


def counts_in(held: Any, stay: WebSession | type[WebSession] | None) -> ColumnElement[bool]:
    """Whether a role (``Membership``, or an alias of it) counts in a session: a row of them, or their table.

    One municipality's issuer opens nothing in another, and what it gave opens nothing for a password. Without a browser
    people are seen as they are.
    """
    if stay is None:
        return true()
    granted, there = held.by_issuer.is_(None), held.municipality_id == stay.works_at_id
    given = and_(there, or_(granted, held.by_issuer == stay.issuer))
    if isinstance(stay, WebSession):
        return given if stay.works_at_id else granted
    return or_(and_(stay.works_at_id.is_(None), granted), given)


class SecondFactor(Base):
    """The app that shows somebody's codes (RFC 6238). ``secret`` is encrypted; ``last_step`` is the newest code's."""

    __tablename__ = "second_factors"
    told: ClassVar[bool] = False
    shown: ClassVar[Shown] = Shown.NOWHERE

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), unique=True)
    secret: Mapped[str] = mapped_column(Text)
    last_step: Mapped[int] = mapped_column(BigInteger)
    made_at: Mapped[datetime]
    used_at: Mapped[datetime]


class RecoveryCode(Base):
    """A code on paper that is used once in place of the app; only a keyed hash is kept."""

    __tablename__ = "recovery_codes"
    __table_args__ = (UniqueConstraint("person_id", "mark"),)
    told: ClassVar[bool] = False
    shown: ClassVar[Shown] = Shown.NOWHERE

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    mark: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class OneTimeToken(Base):
    """A mailed link's secret as a hash. ``payload`` is a new address, or the page to come back to."""

    __tablename__ = "one_time_tokens"
    told: ClassVar[bool] = False
    shown: ClassVar[Shown] = Shown.NOWHERE

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    purpose: Mapped[Purpose]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignInAttempt(Base):
    """A failed sign-in, or a mailed link asked for: what the account throttles count."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (Index(None, "account", "at"),)
    told: ClassVar[bool] = False
    shown: ClassVar[Shown] = Shown.NOWHERE

    account: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
