"""How somebody stands with a municipality's moderators: their record, and what staff have said of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from samskaping.context import Context
from samskaping.errors import Missing
from samskaping.models import Author, Comment, Need, Person, Proposal, TrustWord
from samskaping.queries import approval
from samskaping.rules import moderation
from samskaping.rules.moderation import Record, Trust
from samskaping.rules.pipeline import State
from samskaping.rules.policy import Can
from samskaping.rules.speech import AuthorKind

_MOST = 50


@dataclass(frozen=True)
class Word:
    """What a member of staff said, when and why."""

    is_trusted: bool
    why: str
    said_at: datetime
    by: str


@dataclass(frozen=True)
class Standing:
    """A person who has written here, under the name they show (or none).

    ``trust`` is why they are let through now, where texts are read first.
    """

    person_id: int
    public_id: str
    name: str | None
    record: Record
    trust: Trust | None
    words: tuple[Word, ...] = ()


@dataclass(frozen=True)
class Spoken:
    """Somebody of whom staff have said something, and the newest of it."""

    public_id: str
    name: str | None
    word: Word


def standing(ctx: Context, person: str) -> Standing:
    """Somebody's record, and all that staff have said, the newest first. Three statements.

    Raises ``Missing``, also for somebody who has written nothing here.
    """
    ctx.require(Can.MODERATE)
    wrote = or_(
        exists().where(
            Proposal.writer_id == Person.id, Proposal.municipality_id == ctx.here.id, Proposal.state != State.UTKAST
        ),
        exists().where(Comment.writer_id == Person.id, Comment.municipality_id == ctx.here.id),
        exists().where(Need.writer_id == Person.id, Need.municipality_id == ctx.here.id),
        exists().where(TrustWord.person_id == Person.id, TrustWord.municipality_id == ctx.here.id),
    )
    someone = ctx.db.execute(
        select(Person.id, Person.public_id, Author.name)
        .outerjoin(Author, _shown(Person))
        .where(Person.public_id == person, wrote)
    ).one_or_none()
    if someone is None:
        raise Missing
    record = approval.record(ctx, someone.id)
    words = tuple(Word(*row) for row in ctx.db.execute(_words().where(TrustWord.person_id == someone.id)))
    return Standing(*someone, record, moderation.trust(record, ctx.here.trust_after), words)


def spoken_of(ctx: Context) -> tuple[Spoken, ...]:
    """Those of whom staff have said something, the newest word of each first. One statement."""
    ctx.require(Can.MODERATE)
    later = aliased(TrustWord)
    newest = select(func.max(later.id)).where(later.person_id == TrustWord.person_id).scalar_subquery()
    whom = aliased(Person)
    found = (
        _words()
        .add_columns(whom.public_id, Author.name.label("whom"))
        .join(whom, whom.id == TrustWord.person_id)
        .outerjoin(Author, _shown(whom))
        .where(TrustWord.id == newest)
    )
    rows: Any = ctx.db.execute(found)
    return tuple(Spoken(row.public_id, row.whom, Word(*row[:4])) for row in rows)


def _shown(person: Any) -> Any:
    """Their author row: the name that they show."""
    return and_(Author.person_id == person.id, Author.kind == AuthorKind.PERSON)


def _words() -> Any:
    return (
        select(TrustWord.is_trusted, TrustWord.why, TrustWord.said_at, Person.name)
        .join(Person, Person.id == TrustWord.said_by_id)
        .order_by(TrustWord.id.desc())
        .limit(_MOST)
    )
