"""Files that are attached to what somebody has written: added, described, taken away, hidden by a moderator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select, update

from samskaping import text
from samskaping.actions import rulings
from samskaping.actions.record import log, public_id, record, record_all
from samskaping.context import Context
from samskaping.db import plain
from samskaping.errors import Missing, TooMuch, Unfit
from samskaping.language import gettext as _
from samskaping.models import Challenge, Comment, File, Need, Person, Proposal, Statement
from samskaping.queries import file_parents
from samskaping.queries.file_parents import Thing
from samskaping.rules import limits
from samskaping.rules.events import What
from samskaping.rules.file_parents import ALT_MOST, HELD_MOST, FileState
from samskaping.rules.files import FileKind
from samskaping.rules.moderation import Deed
from samskaping.rules.policy import Can
from samskaping.rules.speech import ReportReason

_Fact = tuple[What, dict[str, Any]]


@dataclass(frozen=True)
class Upload:
    """One file that has come, and lies in the store under ``key``."""

    name: str
    kind: FileKind
    size: int
    digest: str
    key: str


@dataclass(frozen=True)
class Description:
    """What a picture shows, in words for those who do not see it, or that it is there for looks alone."""

    alt: str = ""
    is_decorative: bool = False


@dataclass(frozen=True)
class Change:
    """What one press of the form changes: files that come, what pictures show, by public id, and one that goes."""

    uploads: Sequence[Upload] = ()
    said: Mapping[str, Description] = field(default_factory=dict)
    gone: str = ""


@dataclass(frozen=True)
class Outcome:
    """The keys of the files that were attached, and whether a picture there does not say yet what it shows."""

    kept: frozenset[str]
    is_silent: bool


def put(ctx: Context, kind: str, name: str, change: Change) -> Outcome:
    """Change the files of one thing. A file that hangs there already is not attached twice; ids of others' are ignored.

    Raises ``Missing`` where the thing takes none (now), and then nothing is changed. Raises ``TooMuch`` past what one
    person uploads, ``Unfit`` past what one thing holds; then none is attached, and the rest is done.
    """
    thing = file_parents.find(ctx, kind, name, to_change=True)
    column = getattr(File, thing.parent.column)
    rows = list(ctx.db.scalars(select(File).where(column == thing.key, File.removed_at.is_(None))))
    facts: list[_Fact] = []
    try:
        _describe(rows, change.said, facts)
        rows = _remove(ctx, rows, change.gone, facts)
        fresh = _add(ctx, thing, rows, change.uploads, facts) if change.uploads else []
    finally:
        _tell(ctx, thing, facts)
    is_silent = any(not row.is_described and row.state is not FileState.AVVIST for row in (*rows, *fresh))
    return Outcome(frozenset(row.key for row in fresh), is_silent)


def _describe(rows: Sequence[File], said: Mapping[str, Description], facts: list[_Fact]) -> None:
    changed = []
    for row in (row for row in rows if row.public_id in said):
        before = (row.alt, row.is_decorative)
        row.alt = text.tidy(said[row.public_id].alt)[:ALT_MOST]
        row.is_decorative = said[row.public_id].is_decorative and not row.alt
        if (row.alt, row.is_decorative) != before:
            changed.append(row.public_id)
    if changed:
        facts.append((What.FILE_DESCRIBED, {"files": changed}))


def _remove(ctx: Context, rows: list[File], gone: str, facts: list[_Fact]) -> list[File]:
    """Take one away for good: the worker deletes its bytes. Answers those that are left."""
    row = next((row for row in rows if row.public_id == gone), None)
    if row is None:
        return rows
    row.removed_at, row.alt = ctx.now, ""
    facts.append((What.FILE_REMOVED, {"file": row.public_id}))
    return [one for one in rows if one is not row]


def _add(ctx: Context, thing: Thing, rows: list[File], uploads: Sequence[Upload], facts: list[_Fact]) -> list[File]:
    held = {row.digest for row in rows if row.state is not FileState.AVVIST}
    first = {one.digest: one for one in reversed(uploads) if one.digest not in held}
    fresh = list(reversed(first.values()))
    if not fresh:
        return []
    if len(rows) + len(fresh) > HELD_MOST:
        raise Unfit(files=_("Det kan ligge høyst %(most)s filer her. Fjern noen først.") % {"most": HELD_MOST})
    # Whoever uploads in two windows at once is counted in one after the other.
    ctx.db.execute(select(Person.id).where(Person.id == ctx.actor.person_id).with_for_update())
    _within(ctx, fresh)
    added = [_row(ctx, thing, one) for one in fresh]
    ctx.db.add_all(added)
    facts.append((What.FILE_ADDED, {"files": [row.public_id for row in added]}))
    return added


def _within(ctx: Context, fresh: Sequence[Upload]) -> None:
    """Whether the person may upload so much more now, wherever they have uploaded. Raises ``TooMuch``."""
    rows = plain(File).c
    mine = (rows.uploader_id == ctx.actor.person_id, rows.uploaded_at > ctx.now - timedelta(days=1))
    lately = func.count().filter(rows.uploaded_at > ctx.now - timedelta(hours=1))
    found: Any = ctx.db.execute(select(lately, func.coalesce(func.sum(rows.size), 0)).where(*mine)).one()
    if found[0] + len(fresh) > limits.FILES_HOUR:
        words = _("Du kan laste opp %(most)s filer i timen. Det du har skrevet, er tatt vare på. Prøv igjen senere.")
        raise TooMuch(words % {"most": limits.FILES_HOUR})
    if found[1] + sum(one.size for one in fresh) > limits.FILE_BYTES_DAY:
        words = _("Du kan laste opp %(most)s MB i døgnet. Det du har skrevet, er tatt vare på. Prøv igjen i morgen.")
        raise TooMuch(words % {"most": limits.FILE_BYTES_DAY // 1_000_000}, retry_after=24 * 3600)


def _row(ctx: Context, thing: Thing, one: Upload) -> File:
    return File(
        municipality_id=thing.subject.municipality_id,
        public_id=public_id(),
        uploader_id=ctx.actor.person_id,
        key=one.key,
        name=one.name,
        kind=one.kind,
        size=one.size,
        digest=one.digest,
        uploaded_at=ctx.now,
        **{thing.parent.column: thing.key},
    )


def _tell(ctx: Context, thing: Thing, facts: list[_Fact]) -> None:
    """All that one press changed, in the history of the case, need or challenge; a draft has none."""
    if thing.parent.has_history and facts:
        told = [(what, {**thing.details, **details}) for what, details in facts]
        record_all(ctx, thing.subject, told, author_id=thing.author_id)
    else:
        ctx.db.flush()
        ctx.db.info.pop("untold", None)


def hide(ctx: Context, file: str, reason: ReportReason, words: str) -> None:
    """A moderator takes one file out of sight, and says why; whoever attached it reads that, and can appeal.

    A challenge is the municipality's own: nobody appeals there.
    """
    row, subject = _judged(ctx, file)
    if not words.strip():
        raise Unfit(text=_("Skriv hvorfor. Den som la ved fila, leser det."))
    if row.hidden_at is not None:
        return
    row.hidden_at, row.hidden_reason = ctx.now, text.tidy(words)[:500]
    ruling = rulings.rule(ctx, subject, _said(ctx, row), Deed.SKJULT, reason, row.hidden_reason, file=row.public_id)
    told = {"file": row.public_id, "reason": reason}
    told |= {} if isinstance(subject, Challenge) else {"ruling": ruling}
    record_all(ctx, subject, [(What.FILE_HIDDEN, told)])
    log(ctx, "hide", file=row.public_id)


def restore(ctx: Context, file: str) -> None:
    """Everybody gets it again."""
    row, subject = _judged(ctx, file)
    if row.hidden_at is None:
        return
    shown_again(row)
    rulings.rule(ctx, subject, _said(ctx, row), Deed.VIST, file=row.public_id)
    record(ctx, What.FILE_RESTORED, subject, file=row.public_id)
    log(ctx, "restore", file=row.public_id)


def _said(ctx: Context, row: File) -> Comment | None:
    """The comment that a file hangs on, if it does."""
    return ctx.db.get(Comment, row.comment_id) if row.comment_id else None


def shown_again(row: File) -> None:
    """Take away the mark of hiding from a file, whose case or need is locked."""
    row.hidden_at, row.hidden_reason = None, ""


_TABLES: dict[str, Any] = {
    "proposal_id": Proposal,
    "need_id": Need,
    "challenge_id": Challenge,
    "statement_id": Statement,
    "comment_id": Comment,
}


def _judged(ctx: Context, file: str) -> tuple[File, Any]:
    """A file of this municipality, and the row whose history tells of it, locked. Raises ``Missing``, ``Refused``."""
    row = ctx.db.scalar(select(File).where(File.public_id == file, File.removed_at.is_(None)))
    if row is None:
        raise Missing
    column, key = row.belongs_to()
    table = _TABLES[column]
    if table in (Statement, Comment):
        said = ctx.db.get_one(table, key)
        of_case = said.proposal_id is not None
        table, key = (Proposal, said.proposal_id) if of_case else (Challenge, said.challenge_id)
    subject = ctx.db.scalar(select(table).where(table.id == key).with_for_update())
    if subject is None or subject.municipality_id != ctx.here.id:
        raise Missing
    ctx.require(Can.MODERATE, subject)
    ctx.db.refresh(row)
    return row, subject


# What the worker does with files, of any municipality.

LEASE, TRIES = timedelta(minutes=5), 5
_EVERYWHERE = {"every_municipality": True, "synchronize_session": False}


def waiting(now: Any) -> Any:
    """Files that wait to be looked through, and that no worker is at."""
    free = File.leased_until.is_(None) | (File.leased_until < now)
    return select(File).where(File.state == FileState.VENTER, File.removed_at.is_(None), free).order_by(File.id)


def settle(db: Any, row: File, state: FileState, **values: Any) -> bool:
    """The looking through has ended; False when another worker has taken it over, or the file is gone."""
    own = (File.id == row.id, File.attempts == row.attempts, File.state == FileState.VENTER)
    done = update(File).where(*own).values(state=state, leased_until=None, **values)
    return bool(db.execute(done, execution_options=_EVERYWHERE).rowcount)


def put_off(db: Any, row: File, until: Any) -> None:
    """Nobody could say what it is now: it waits on, and is looked at later."""
    own = (File.id == row.id, File.attempts == row.attempts)
    later = update(File).where(*own).values(leased_until=until, attempts=File.attempts - 1)
    db.execute(later, execution_options=_EVERYWHERE)


def emptied(db: Any, key: int) -> None:
    """The bytes of a file that was taken away are deleted; its row counts among what somebody uploaded for a day."""
    gone = update(File).where(File.id == key).values(state=FileState.BORTE, name="", sizes=[])
    db.execute(gone, execution_options=_EVERYWHERE)
