"""What has happened to a challenge in public, and every version of it that was published."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select

from samskaping.context import Context
from samskaping.models import Event, Version
from samskaping.queries.challenges import Page
from samskaping.rules import limits
from samskaping.rules.events import PUBLIC_FACTS, What
from samskaping.rules.phases import name_of


@dataclass(frozen=True)
class Happened:
    """One public event; ``why`` and ``version`` when it made a new version; ``phase`` when one began or ended."""

    what: What
    at: datetime
    version: int | None = None
    why: str = ""
    phase: str = ""
    #: The slug of the municipality that joined or left, or that keeps the record.
    partner: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Kept:
    """A version of a challenge: its texts, and why it was made."""

    number: int
    at: datetime
    why: str
    fields: dict[str, Any]


def history(ctx: Context, shown: Page, most: int = 50) -> tuple[Happened, ...]:
    """What has happened in public, the newest first, with each version's reason. One statement."""
    number = Event.details["version"].as_integer()
    found = (
        select(Event.what, Event.happened_at, Version.number, Version.why, Event.details)
        .outerjoin(
            Version,
            and_(
                Version.subject_kind == "challenge",
                Version.subject_id == Event.subject_id,
                Version.number == number,
                Event.what == What.CHALLENGE_CHANGED,
            ),
        )
        .where(Event.subject_kind == "challenge", Event.subject_id == shown.key, Event.what.in_(PUBLIC_FACTS))
        .order_by(Event.number.desc())
        .limit(most)
    )
    rows = ctx.db.execute(found)
    return tuple(
        Happened(what, at, kept, why or "", name_of(details), details.get("partner", ""), details)
        for what, at, kept, why, details in rows
    )


def versions(ctx: Context, shown: Page) -> tuple[Kept, ...]:
    """Every version that was published, the newest first."""
    found = (
        select(Version.number, Version.written_at, Version.why, Version.fields)
        .where(Version.subject_kind == "challenge", Version.subject_id == shown.key, Version.redacted_at.is_(None))
        .order_by(Version.number.desc())
        .limit(limits.PAGE * 2)
    )
    return tuple(Kept(*row) for row in ctx.db.execute(found))
