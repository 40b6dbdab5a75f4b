"""What has happened to a challenge in public, and every version of it that was published."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select

from samskaping.context import Context
from samskaping.language import current
from samskaping.models import Author, Event, Municipality, Version, Wording
from samskaping.queries.challenges import Page
from samskaping.rules import limits
from samskaping.rules.events import FACTS, PUBLIC_FACTS, What
from samskaping.rules.municipalities import full_name
from samskaping.rules.phases import name_of
from samskaping.rules.speech import AuthorKind


@dataclass(frozen=True)
class Taken:
    """The suggestion that a version took in: whose, and why. Of one that is hidden since, nothing."""

    id: str
    author_kind: AuthorKind
    author: str
    why: str
    language: str


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
    is_from_others: bool = False
    taken: Taken | None = None
    #: The municipality that did it, where it is another than the one at hand.
    place: str = ""

    @property
    def sentence(self) -> str:
        """What happened; what another municipality did, is said by its name."""
        said = FACTS[self.what].sentence
        if not self.place:
            return str(said)
        return (said.nn if current() == "nn" else said.nb).replace("Kommunen", self.place)


@dataclass(frozen=True)
class Kept:
    """A version of a challenge: its texts, and why it was made."""

    number: int
    at: datetime
    why: str
    fields: dict[str, Any]
    is_from_others: bool = False
    taken: Taken | None = None


#: Of the words that a version took in, if it did.
_TAKEN: tuple[Any, ...] = (
    Wording.public_id, Author.kind, Author.name, Wording.why, Wording.language, Wording.hidden_at,
)  # fmt: skip
#: The words were suggested to the municipality that leads; whoever shares the challenge says whose they are too.
_EVERYWHERE = {"every_municipality": True}


def history(ctx: Context, shown: Page, most: int = 50) -> tuple[Happened, ...]:
    """What has happened in public, the newest first, with each version's reason. One statement."""
    version = Event.details["version"].as_integer()
    found = (
        select(
            Event.what, Event.happened_at, Version.number, Version.why, Event.details, Event.municipality_id,
            Municipality.number, Municipality.name, *_TAKEN,
        )
        .select_from(Event)
        .outerjoin(Municipality, Municipality.id == Event.municipality_id)
        .outerjoin(
            Version,
            and_(
                Version.subject_kind == "challenge",
                Version.subject_id == Event.subject_id,
                Version.number == version,
                Event.what == What.CHALLENGE_CHANGED,
            ),
        )
        .outerjoin(Wording, Wording.took())
        .outerjoin(Author, Author.id == Wording.author_id)
        .where(Event.subject_kind == "challenge", Event.subject_id == shown.key, Event.what.in_(PUBLIC_FACTS))
        .order_by(Event.number.desc())
        .limit(most)
    )  # fmt: skip
    rows = ctx.db.execute(found, execution_options=_EVERYWHERE)
    return tuple(
        Happened(
            what, at, kept, why or "", name_of(details), details.get("partner", ""), details, bool(taken[0]),
            _taken(*taken), "" if by in (None, ctx.here.id) else full_name(number, name),
        )
        for what, at, kept, why, details, by, number, name, *taken in rows
    )  # fmt: skip


def _taken(public_id: str | None, *cells: Any) -> Taken | None:
    *shown, hidden_at = cells
    return Taken(public_id, *shown) if public_id and hidden_at is None else None


def versions(ctx: Context, shown: Page) -> tuple[Kept, ...]:
    """Every version that was published, the newest first."""
    found = (
        select(Version.number, Version.written_at, Version.why, Version.fields, *_TAKEN)
        .select_from(Version)
        .outerjoin(Wording, Wording.took())
        .outerjoin(Author, Author.id == Wording.author_id)
        .where(Version.subject_kind == "challenge", Version.subject_id == shown.key, Version.redacted_at.is_(None))
        .order_by(Version.number.desc())
        .limit(limits.PAGE * 2)
    )
    rows = ctx.db.execute(found, execution_options=_EVERYWHERE)
    told: list[tuple[Any, ...]] = [(*row[:4], bool(row[4]), _taken(*row[4:])) for row in rows]
    return tuple(Kept(*cells) for cells in told)
