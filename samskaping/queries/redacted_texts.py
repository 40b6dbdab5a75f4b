"""The texts that can be blacked out in part, and all that is said about each and goes with it."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import BigInteger, and_, cast, literal, select, union_all

from samskaping.context import Context
from samskaping.models import (
    Ask,
    Challenge,
    Comment,
    GroupDraft,
    GroupPost,
    Lesson,
    Need,
    Offer,
    Proposal,
    Reflection,
    Statement,
    Version,
    Wording,
)
from samskaping.rules.challenges import TEXTS
from samskaping.rules.lessons import PARTS
from samskaping.rules.pipeline import State

#: The word in addresses → the texts of what it names.
FIELDS: dict[str, tuple[str, ...]] = {
    "forslag": ("title", "need", "idea", "place"),
    "kommentar": ("text",),
    "behov": ("text",),
    "utfordring": (*TEXTS, "quotes"),
}
#: What keeps no versions until something in it is blacked out → its texts, and the one that is kept as HTML too.
WRITTEN: dict[Any, tuple[tuple[str, ...], str]] = {
    Ask: (("text",), "text"),
    Offer: (("text", "answer"), "text"),
    GroupPost: (("text",), "text"),
    Reflection: (("question", "answer"), "answer"),
    Wording: (("before", "text", "why", "answer"), ""),
    GroupDraft: ((), ""),
    Lesson: (tuple(PARTS), ""),
}
#: What stands beside a text → the column that says of which.
_BESIDE: dict[str, tuple[str, tuple[Any, ...]]] = {
    "forslag": ("proposal_id", (Ask, Offer, GroupPost, GroupDraft, Lesson)),
    "behov": ("need_id", (Ask, Offer)),
    "utfordring": ("challenge_id", (Ask, Offer, Reflection, Wording)),
    "kommentar": ("", ()),
}


def statements_of(kind: str, key: int) -> Any:
    """Each kept version of every statement in a case or a challenge, with the statement, as keys for a larger
    statement.
    """
    of_statement = and_(Version.subject_kind == "statement", Version.subject_id == Statement.id)
    column = Statement.challenge_id if kind == "utfordring" else Statement.proposal_id
    return select(Version.id, Statement.id).join(Statement, of_statement).where(column == key)


def statements(ctx: Context, kind: str, key: int) -> Any:
    """Each kept version of every statement, the newest first. One statement; none for what has no statements."""
    if kind not in ("forslag", "utfordring"):
        return ()
    columns = (
        Statement.kind, Statement.is_public, Version.number, Version.written_at, Version.fields, Version.original,
        Version.why,
    )  # fmt: skip
    found = statements_of(kind, key).with_only_columns(*columns)
    return ctx.db.execute(found.order_by(Statement.id.desc(), Version.number.desc())).all()


def tables(kind: str) -> tuple[Any, ...]:
    """The tables of what else stands with a text."""
    return _BESIDE[kind][1]


def keys(kind: str, key: int) -> list[Any]:
    """(version, which of the tables, row) of each kept version of all that, for a larger statement; a row that keeps
    none, stands with no version.
    """
    column, found = _BESIDE[kind][0], []
    for which, table in enumerate(tables(kind)):
        of_row = and_(Version.subject_kind == table.__tablename__.removesuffix("s"), Version.subject_id == table.id)
        columns = (
            Version.id.label("version"),
            cast(literal(which), BigInteger).label("which"),
            table.id.label("thing"),
        )
        chosen = select(*columns).select_from(table).outerjoin(Version, of_row)
        found.append(chosen.where(getattr(table, column) == key))
    return found


def joined(statement: Any, found: Any, kind: str) -> Any:
    """The larger statement with the rows of ``keys``, whose columns stand in it as ``which`` and ``thing``."""
    for which, table in enumerate(tables(kind)):
        statement = statement.outerjoin(table, and_(found.c.which == which, table.id == found.c.thing))
    return statement


def beside(ctx: Context, kind: str, key: int) -> Iterator[tuple[Any, Version]]:
    """What else stands with a text, with each version of it that is kept, or it as it stands. One statement."""
    if not tables(kind):
        return
    found = union_all(*keys(kind, key)).subquery()
    chosen = select(Version, *tables(kind)).select_from(found).outerjoin(Version, Version.id == found.c.version)
    chosen = joined(chosen, found, kind).order_by(found.c.which, found.c.thing, Version.number)
    for version, *rows in ctx.db.execute(chosen):
        row = next(one for one in rows if one is not None)
        yield row, version or first(row)


def first(row: Any, key: int | None = None) -> Version:
    """What keeps no versions, as it stands; not kept by this."""
    fields = {name: getattr(row, name) for name in WRITTEN[type(row)][0]}
    told = ("suggested_at", "asked_at", "offered_at", "posted_at")
    return Version(
        id=key,
        subject_kind=row.__tablename__.removesuffix("s"),
        subject_id=row.id,
        number=1,
        fields={**fields, "language": row.form if isinstance(row, Wording) else row.language},
        why="",
        author_id=row.author_id,
        written_at=next(getattr(row, name) for name in told if hasattr(row, name)),
    )


def found(ctx: Context, kind: str, name: str) -> Any:
    """The text of a name, or None."""
    return _FOUND[kind](ctx, name)


def _proposal(ctx: Context, name: str) -> Any:
    return ctx.db.execute(
        select(
            Proposal.id, Proposal.reference, Proposal.partial_ids, Proposal.title, Proposal.language,
            Proposal.need, Proposal.idea, Proposal.place,
        ).where(Proposal.reference == name, Proposal.state != State.UTKAST, Proposal.municipality_id == ctx.here.id)
    ).one_or_none()  # fmt: skip


def _comment(ctx: Context, name: str) -> Any:
    return ctx.db.execute(
        select(
            Comment.id, Proposal.reference, Proposal.partial_ids, Comment.public_id, Proposal.title, Comment.language,
            Comment.text,
        )
        .join(Proposal, Proposal.id == Comment.proposal_id)
        .where(Comment.public_id == name, Comment.municipality_id == ctx.here.id)
    ).one_or_none()  # fmt: skip


def _need(ctx: Context, name: str) -> Any:
    return ctx.db.execute(
        select(Need.id, Need.reference, literal("").label("title"), Need.language, Need.text).where(
            Need.reference == name, Need.municipality_id == ctx.here.id
        )
    ).one_or_none()


def _challenge(ctx: Context, name: str) -> Any:
    columns = (getattr(Challenge, field) for field in FIELDS["utfordring"])
    return ctx.db.execute(
        select(Challenge.id, Challenge.public_id.label("reference"), literal("").label("language"), *columns).where(
            Challenge.public_id == name,
            Challenge.published_at.is_not(None),
            Challenge.municipality_id == ctx.here.id,
        )
    ).one_or_none()


_FOUND = {"forslag": _proposal, "kommentar": _comment, "behov": _need, "utfordring": _challenge}
