"""People, who they have shown to be, and what they may do where."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    inspect,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Shown, Tenanted, Texts
from samskaping.rules.kinds import MailChoice, Proof
from samskaping.rules.roles import Role


class Person(Base):
    """An account. ``email_key`` is the casefolded NFC address that is unique."""

    __tablename__ = "people"
    told: ClassVar[bool] = False

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    shows_name: Mapped[bool] = mapped_column(default=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    form: Mapped[str] = mapped_column(String(2), default="nb")
    home_id: Mapped[int | None] = mapped_column(ForeignKey("municipalities.id"))
    mail_choice: Mapped[MailChoice] = mapped_column(default=MailChoice.DAGLIG)
    keys_off: Mapped[bool] = mapped_column(default=False)
    confirmed_at: Mapped[datetime | None]
    blocked_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    last_digest_at: Mapped[datetime | None]
    #: What is left of an erased account: a key that history stands on, and nothing of the person.
    erased_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("form IN ('nb', 'nn')", name="form"), Index(None, "home_id"))

    def shows(self) -> bool:
        """Nobody else sees how a person signs in, or what they have chosen for themselves."""
        return any(attribute.history.has_changes() for attribute in inspect(self).attrs if attribute.key not in _OWN)


_OWN = frozenset(
    {
        "email",
        "email_key",
        "password_hash",
        "form",
        "home_id",
        "mail_choice",
        "keys_off",
        "confirmed_at",
        "last_digest_at",
    }
)


class Erasure(Base):
    """An account that is closed: what the worker finds its traces by, and erases with them."""

    __tablename__ = "erasures"
    __table_args__ = (Index(None, "closed_at"),)
    told: ClassVar[bool] = False
    shown: ClassVar[Shown] = Shown.NOWHERE

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), unique=True)
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(120))
    closed_at: Mapped[datetime]


class Staff(Tenanted, Base):
    """A person's title and unit in one municipality; what they may do there are memberships."""

    __tablename__ = "staff"
    __table_args__ = (
        UniqueConstraint("municipality_id", "person_id"),
        ForeignKeyConstraint(["municipality_id", "unit_id"], ["units.municipality_id", "units.id"]),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    unit_id: Mapped[int | None]
    title: Mapped[Texts] = mapped_column(nullable=True, default=Texts())


class Membership(Tenanted, Base):
    """One role of one person in one municipality, from a day until it is ended.

    ``by_issuer`` is the municipality's own issuer of sign-ins, for a role that it gave: it counts only where somebody
    came by that issuer (``counts_in``).
    """

    __tablename__ = "memberships"
    __table_args__ = (
        Index(
            "uq_memberships_in_force",
            "municipality_id",
            "person_id",
            "role",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
            sqlite_where=text("ended_at IS NULL"),
        ),
        Index(None, "person_id"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    role: Mapped[Role]
    granted_at: Mapped[datetime]
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None]
    by_issuer: Mapped[str | None] = mapped_column(String(200))


class Identity(Base):
    """A municipality's word that somebody is who they say; each municipality gives its own, by what it has seen.

    Who has proved it by signing in (``IssuedIdentity``) needs nobody's word.
    """

    __tablename__ = "identities"
    __table_args__ = (UniqueConstraint("municipality_id", "person_id"), Index(None, "person_id"))
    told: ClassVar[bool] = False
    shown: ClassVar[Shown] = Shown.NOWHERE

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    proof: Mapped[Proof]
    confirmed_at: Mapped[datetime]
    #: Who saw it.
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class IssuedIdentity(Base):
    """Who an issuer of sign-ins (ID-porten) says that somebody is: a name of its own for us, never a fødselsnummer.

    ``level`` is how sure it was when they last came that way.
    """

    __tablename__ = "issued_identities"
    __table_args__ = (UniqueConstraint("issuer", "subject"), UniqueConstraint("person_id", "issuer"))
    told: ClassVar[bool] = False
    shown: ClassVar[Shown] = Shown.NOWHERE

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    issuer: Mapped[str] = mapped_column(String(200))
    subject: Mapped[str] = mapped_column(String(255))
    level: Mapped[str] = mapped_column(String(60))
    linked_at: Mapped[datetime]
    used_at: Mapped[datetime]


class UsedLogout(Base):
    """A message of an issuer that somebody has signed out there, by the hash of its number: each counts once."""

    __tablename__ = "used_logouts"
    told: ClassVar[bool] = False
    shown: ClassVar[Shown] = Shown.NOWHERE

    mark: Mapped[str] = mapped_column(String(64), unique=True)
    at: Mapped[datetime]


class PlatformRole(Base):
    """A person who looks after the platform, from a day until it is ended; nobody gave it that came from the shell."""

    __tablename__ = "platform_roles"
    __table_args__ = (
        Index(
            "uq_platform_roles_in_force",
            "person_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
            sqlite_where=text("ended_at IS NULL"),
        ),
        Index(None, "person_id"),
    )
    told: ClassVar[bool] = False

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    granted_at: Mapped[datetime]
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None]
