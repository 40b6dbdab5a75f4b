"""What files are attached to, as whoever adds and removes them finds it: one row for each kind of thing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from samskaping.context import Context
from samskaping.errors import Missing
from samskaping.language import Words
from samskaping.models import Author, Challenge, Comment, Need, Proposal, Statement
from samskaping.queries import attached
from samskaping.rules.file_parents import PARENTS, Parent
from samskaping.rules.pipeline import STATES, State
from samskaping.rules.speech import AuthorKind


@dataclass(frozen=True)
class Thing:
    """One thing that takes files from this visitor now.

    ``subject`` is the row whose history tells of it, and that is locked meanwhile: the case, the need, the challenge.
    """

    parent: Parent
    key: int
    title: str
    language: str
    subject: Any
    #: What an event says of it beside the subject: which answer, which comment.
    details: dict[str, str]
    author_id: int | None


@dataclass(frozen=True)
class _Finding:
    """How a thing is found by its name in addresses, what its subject is, and whether it takes files still."""

    rows: Callable[[Context], Select[Any]]
    name: Any
    takes: Callable[[Any, Any], bool]


def _said_by_us(table: Any) -> Callable[[Context], Select[Any]]:
    return lambda ctx: select(table).join(Author, Author.id == table.author_id).where(Author.kind == AuthorKind.KOMMUNE)


def _is_seen(subject: Any) -> bool:
    """A case that everyone sees, or a challenge that is published."""
    return bool(subject.is_public if isinstance(subject, Proposal) else subject.published_at)


_FOUND: dict[str, _Finding] = {
    "utkast": _Finding(
        lambda _ctx: select(Proposal), Proposal.public_id, lambda thing, _subject: thing.state is State.UTKAST
    ),
    "forslag": _Finding(
        lambda _ctx: select(Proposal),
        Proposal.reference,
        lambda thing, _subject: (
            thing.state is not State.UTKAST and STATES[thing.state].takes_edits and thing.hidden_at is None
        ),
    ),
    "behov": _Finding(
        lambda _ctx: select(Need),
        Need.reference,
        lambda thing, _subject: not (thing.retracted_at or thing.hidden_at or thing.refused_at),
    ),
    "utfordring": _Finding(
        lambda ctx: select(Challenge).where(Challenge.municipality_id == ctx.here.id),
        Challenge.public_id,
        lambda _thing, _subject: True,
    ),
    "svar": _Finding(
        _said_by_us(Statement), Statement.public_id, lambda thing, subject: thing.is_public and _is_seen(subject)
    ),
    "kommentar": _Finding(
        _said_by_us(Comment),
        Comment.public_id,
        lambda thing, subject: _is_seen(subject) and not (thing.retracted_at or thing.hidden_at),
    ),
}


def find(ctx: Context, kind: str, name: str, *, to_change: bool = False) -> Thing:
    """The thing that this visitor may attach files to now. Raises ``Missing`` for any other, and where it is too late.

    ``to_change`` locks what the history hangs on, and asks after that: a text that was hidden meanwhile takes nothing.
    """
    finding, parent = _FOUND.get(kind), PARENTS.get(kind)
    if finding is None or parent is None:
        raise Missing
    row = ctx.db.scalar(finding.rows(ctx).where(finding.name == name))
    subject = _subject(ctx, row, to_change=to_change) if row is not None else None
    if row is None or subject is None or not finding.takes(row, subject):
        raise Missing
    about = subject if kind == "svar" and isinstance(subject, Proposal) else row
    if not ctx.may(parent.can, about):
        raise Missing
    details = {"svar": {"statement": name}, "kommentar": {"comment": name}}.get(kind, {})
    return Thing(parent, row.id, _title(subject), _language(subject), subject, details, _author(subject))


def _subject(ctx: Context, row: Any, *, to_change: bool) -> Any:
    table, key = type(row), row.id
    if isinstance(row, Statement | Comment):
        is_of_case = row.proposal_id is not None
        table, key = (Proposal, row.proposal_id) if is_of_case else (Challenge, row.challenge_id)  # type: ignore[union-attr]
    elif not to_change:
        return row
    found = select(table).where(table.id == key)
    if not to_change:
        return ctx.db.scalar(found)
    subject = ctx.db.scalar(found.with_for_update(), execution_options={"populate_existing": True})
    if subject is not row:
        ctx.db.refresh(row)
    return subject


def _title(subject: Any) -> str:
    return str(getattr(subject, "title", "") or getattr(subject, "text", "") or getattr(subject, "need", ""))


def _language(subject: Any) -> str:
    title = getattr(subject, "title", None)
    return str(getattr(subject, "language", None) or title.form)  # type: ignore[union-attr]


def _author(subject: Any) -> int | None:
    return getattr(subject, "author_id", None)


@dataclass(frozen=True)
class Managed:
    """What the page shows on which somebody adds and removes files. ``of_case`` is the reference or the public id of
    what the thing is said in; a statement's or a comment's own name is the one that it was asked for by.
    """

    kind: str
    name: str
    words: Words
    title: str
    language: str
    subject_kind: str
    subject_name: str
    is_seen: bool
    files: tuple[attached.Attached, ...]


def managed(ctx: Context, kind: str, name: str) -> Managed:
    """The thing and its files, for whoever may attach some. Raises ``Missing``."""
    thing = find(ctx, kind, name)
    subject = thing.subject
    named = subject.public_id if isinstance(subject, Challenge) or kind == "utkast" else subject.reference
    found = attached.of(ctx, thing.parent.column, thing.key)
    table = {Challenge: "challenge", Need: "need"}.get(type(subject), "proposal")
    is_seen = kind != "utkast" and not (kind == "utfordring" and subject.published_at is None)
    return Managed(kind, name, thing.parent.words, thing.title, thing.language, table, named, is_seen, found)
