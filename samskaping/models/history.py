"""What happened, append-only; the texts that edits replaced; and what is still to be told."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from samskaping.db import Base, Shown
from samskaping.rules.events import What


class Event(Base):
    """One thing that happened. Database triggers refuse UPDATE and DELETE.

    ``number`` and ``digest`` chain the events of one subject: the digest covers the one before, so that a
    removed or altered row shows. Details hold ids and small facts only, never free text.
    """

    __tablename__ = "events"
    __table_args__ = (
        UniqueConstraint("subject_kind", "subject_id", "number"),
        UniqueConstraint("once_key"),
        Index(None, "municipality_id", "happened_at"),
    )
    told: ClassVar[bool] = False
    shown: ClassVar[Shown] = Shown.AT_HOME

    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipalities.id"))
    what: Mapped[What]
    happened_at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("authors.id"))
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int]
    number: Mapped[int]
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    digest: Mapped[str] = mapped_column(String(64))
    once_key: Mapped[str | None] = mapped_column(String(64))


class Outbox(Base):
    """An event that is still to be told; written in the event's transaction, deleted in the telling's."""

    shown: ClassVar[Shown] = Shown.NOWHERE

    __tablename__ = "outbox"
    told: ClassVar[bool] = False

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), unique=True)
    created_at: Mapped[datetime]


class Version(Base):
    """A text as it stood before or after an edit. ``redacted_at`` blanks one version without touching history."""

    __tablename__ = "versions"
    __table_args__ = (UniqueConstraint("subject_kind", "subject_id", "number"),)
    told: ClassVar[bool] = False
    shown: ClassVar[Shown] = Shown.AT_HOME
    is_held: ClassVar[bool] = False

    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int]
    number: Mapped[int]
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    why: Mapped[str] = mapped_column(String(500), default="")
    author_id: Mapped[int | None] = mapped_column(ForeignKey("authors.id"))
    written_at: Mapped[datetime]
    redacted_at: Mapped[datetime | None]
    #: The texts as they were written, where ``fields`` has marks for redacted passages; for the archive alone.
    original: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class SecurityEvent(Base):
    """Sign-ins, grants, hides, exports and denials, for those who look after security; thinned by retention.

    Database triggers refuse UPDATE, and DELETE of what is not old. ``mark`` is the row's name outside the database.
    """

    __tablename__ = "security_events"
    __table_args__ = (
        Index("ix_security_events_newest", "happened_at", "mark"),
        Index("ix_security_events_here", "municipality_id", "happened_at", "mark"),
        Index("ix_security_events_kind", "municipality_id", "what", "happened_at", "mark"),
        Index("ix_security_events_who", "municipality_id", "person_id", "happened_at", "mark"),
    )
    told: ClassVar[bool] = False
    shown: ClassVar[Shown] = Shown.NOWHERE
    is_held: ClassVar[bool] = False

    happened_at: Mapped[datetime]
    what: Mapped[str] = mapped_column(String(60))
    person_id: Mapped[int | None]
    municipality_id: Mapped[int | None]
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    mark: Mapped[str] = mapped_column(String(16), default=lambda: secrets.token_hex(8), server_default="")


def digest(previous: str, event: Event) -> str:
    """SHA-256 over the digest before and the event's ids and facts; no free text, so that erasure leaves it valid."""
    facts = [
        event.subject_kind,
        event.subject_id,
        event.number,
        str(event.what),
        event.happened_at.isoformat(),
        event.actor_id,
        event.author_id,
        event.details,
    ]
    return hashlib.sha256((previous + json.dumps(facts, sort_keys=True, default=str)).encode()).hexdigest()


def text_digest(kind: str, key: int, fields: Mapping[str, Any], why: str) -> str:
    """SHA-256 of a kept text: whose it is, its fields as canonical JSON, and why it was changed.

    What redaction puts among the fields of the original (why, and the words of a mail) is no part of it, so that it is
    the same before and after.
    """
    own = {name: value for name, value in fields.items() if name not in ("why", "mail_text")}
    said = json.loads(json.dumps([kind, key, own, why], default=str))
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def version_digest(version: Version) -> str:
    """The same of a version as it was written, whatever is blacked out in it now."""
    whole = version.original or version.fields
    why = (version.original or {}).get("why", version.why)
    return text_digest(version.subject_kind, version.subject_id, whole, why)
