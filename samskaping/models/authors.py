"""Who speaks: every content row points to an author; erasing a person changes that one row."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import (
    ColumnElement,
    Exists,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    and_,
    exists,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base
from samskaping.rules.speech import AuthorKind, OrganisationKind
from samskaping.text import sort_key


class Author(Base):
    """The shown name of whoever speaks. Empty means «Innbygger»; by its kind «Tidligere innbygger» once erased."""

    __tablename__ = "authors"
    __table_args__ = (
        Index(
            "uq_authors_person",
            "person_id",
            unique=True,
            postgresql_where=text("kind = 'person'"),
            sqlite_where=text("kind = 'person'"),
        ),
        Index(
            "uq_authors_organisation",
            "organisation_id",
            "person_id",
            unique=True,
            postgresql_where=text("kind = 'organisasjon'"),
            sqlite_where=text("kind = 'organisasjon'"),
        ),
        Index(
            "uq_authors_municipality",
            "municipality_id",
            "person_id",
            unique=True,
            postgresql_where=text("kind = 'kommune'"),
            sqlite_where=text("kind = 'kommune'"),
        ),
        UniqueConstraint("source", "external_id"),
    )
    told: ClassVar[bool] = False

    kind: Mapped[AuthorKind]
    name: Mapped[str] = mapped_column(String(120), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipalities.id"))
    source: Mapped[str | None] = mapped_column(String(40))
    external_id: Mapped[str | None] = mapped_column(String(80))
    erased_at: Mapped[datetime | None]


class Organisation(Base):
    """A club, firm, school or group; global, with a number that is unique but optional."""

    __tablename__ = "organisations"
    told: ClassVar[bool] = False

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    number: Mapped[str | None] = mapped_column(String(9), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    sort_key: Mapped[str] = mapped_column(String(120), default="", server_default="")
    kind: Mapped[OrganisationKind]
    about: Mapped[str] = mapped_column(default="")
    about_html: Mapped[str] = mapped_column(default="")
    registered_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    registered_at: Mapped[datetime]
    history_length: Mapped[int] = mapped_column(default=0)
    history_digest: Mapped[str] = mapped_column(String(64), default="")

    def stand(self) -> None:
        """Lists are in the order of names, as Norwegian has it."""
        self.sort_key = sort_key(self.name)[:120]


class Representative(Base):
    """A person who may act for an organisation, until they leave; what they wrote stays.

    ``is_named``: they have chosen that everyone can see their name on the organisation's page.
    """

    __tablename__ = "representatives"
    __table_args__ = (
        Index(
            "uq_representatives_in_force",
            "organisation_id",
            "person_id",
            unique=True,
            postgresql_where=text("left_at IS NULL"),
            sqlite_where=text("left_at IS NULL"),
        ),
        Index(None, "person_id"),
    )
    told: ClassVar[bool] = False

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    is_named: Mapped[bool] = mapped_column(default=False, server_default=false())

    @classmethod
    def is_between(cls, organisation_id: Any, person_id: Any) -> ColumnElement[bool]:
        """The row of a person who may act for an organisation now."""
        return and_(cls.organisation_id == organisation_id, cls.person_id == person_id, cls.left_at.is_(None))

    @classmethod
    def acts(cls, organisation_id: Any, person_id: Any) -> Exists:
        """Whether a person may act for an organisation now."""
        return exists().where(cls.is_between(organisation_id, person_id))


class Verification(Base):
    """A municipality's word that an organisation is what it says; each municipality gives its own."""

    __tablename__ = "verifications"
    __table_args__ = (UniqueConstraint("organisation_id", "municipality_id"),)
    told: ClassVar[bool] = False

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"), index=True)
    asked_at: Mapped[datetime]
    verified_at: Mapped[datetime | None]
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Invitation(Base):
    """A wish that whoever has this address shall act for an organisation; they accept by themselves, once."""

    __tablename__ = "invitations"
    __table_args__ = (UniqueConstraint("organisation_id", "email_key"), Index(None, "email_key"))
    told: ClassVar[bool] = False

    public_id: Mapped[str] = mapped_column(String(12), unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    email_key: Mapped[str] = mapped_column(String(254))
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    invited_at: Mapped[datetime]
    expires_at: Mapped[datetime]
