"""The conversation about a proposal: write, reply, edit with every version kept, retract."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from samskaping import text
from samskaping.actions import authors
from samskaping.actions.proposals import locked
from samskaping.actions.record import add_version, keep_version, mark_text, public_id, record, record_all
from samskaping.context import Context
from samskaping.db import plain
from samskaping.errors import Clash, Missing, Refused, TooMuch, Unfit
from samskaping.language import gettext as _
from samskaping.models import Challenge, Comment, Proposal, Version
from samskaping.queries import approval, phases
from samskaping.queries.approval import Verdict
from samskaping.rules import limits
from samskaping.rules.events import What
from samskaping.rules.moderation import Reading, is_read_first
from samskaping.rules.phases import Opening, closed
from samskaping.rules.pipeline import STATES
from samskaping.rules.policy import Can
from samskaping.rules.speech import Stance
from samskaping.rules.thresholds import Act

#: The speaker's choice: the municipality. Empty is the person; anything else is an organisation's public id.
FOR_MUNICIPALITY = "kommune"


@dataclass(frozen=True)
class Remark:
    """What somebody says. ``speaker`` is empty for oneself, an organisation's public id, or ``FOR_MUNICIPALITY``."""

    text: str
    stance: Stance = Stance.NOYTRAL
    language: str = "nb"
    reply_to: str = ""
    speaker: str = ""


def write(ctx: Context, ref: str, remark: Remark, *, once: str | None = None) -> str:
    """Add a comment or a reply; where comments are read first, it waits for that. Answers its public id."""
    _fits(remark.text)
    said, html = text.tidy(remark.text), text.stored(remark.text)
    proposal, reading = _open(ctx, ref, remark)  # others wait from here on
    parent = _parent(ctx, proposal, remark.reply_to) if remark.reply_to else None
    author_id = _speaker(ctx, remark.speaker)
    verdict = _verdict(ctx, reading, remark)
    name, thread_id = public_id(), (parent.thread_id or parent.id) if parent else None
    ctx.db.execute(
        _ADD,
        {
            "municipality_id": proposal.municipality_id,
            "public_id": name,
            "proposal_id": proposal.id,
            "parent_id": parent.id if parent else None,
            "thread_id": thread_id,
            "depth": parent.depth + 1 if parent else 0,
            "author_id": author_id,
            "writer_id": ctx.actor.person_id,
            "stance": remark.stance,
            "language": remark.language,
            "text": said,
            "html": html,
            "written_at": ctx.now,
            "held_since": ctx.now if verdict.waits else None,
            "trust": verdict.trust,
        },
    )
    if not verdict.waits:
        publish(ctx, proposal, thread_id)
    what = What.COMMENT_HELD if verdict.waits else What.COMMENT_WRITTEN
    record(ctx, what, proposal, author_id=author_id, once=once, comment=name)
    return name


# As a plain row: nobody holds it, and the session would take longer over it than all the rest.
_ADD = insert(plain(Comment)).inline()


def publish(ctx: Context, proposal: Proposal, thread_id: int | None) -> None:
    """Count a comment that everyone sees from now on, in its locked case and in its thread."""
    if thread_id:
        _grow(ctx, thread_id)
    proposal.comment_count += 1


def edit(ctx: Context, ref: str, comment: str, *, version: int, written: str, once: str | None = None) -> None:
    """Change one's own comment; every version is kept and shown."""
    proposal, row = _own(ctx, ref, comment)
    _fits(written)
    if row.version != version:
        raise Clash(_("Kommentaren ble endret i et annet vindu. Se hva som er nytt. Teksten din er tatt vare på."))
    _keep_last(ctx, row)
    row.version += 1
    row.text, row.html, row.edited_at = text.tidy(written), text.stored(written), ctx.now
    fields = {"text": row.text, "language": row.language}
    keep_version(ctx, row, fields, number=row.version, author_id=row.author_id)
    now = {"comment": row.public_id, "version": row.version}
    facts: list[tuple[What, dict[str, Any]]] = [(What.COMMENT_EDITED, now)]
    if _waits_again(ctx, proposal, row):
        facts.append((What.COMMENT_HELD, now))
    record_all(ctx, proposal, facts, author_id=row.author_id, once=once)


def _waits_again(ctx: Context, proposal: Proposal, row: Comment) -> bool:
    """A changed text is read like a new one: what was published, is out of sight until then; a refused one may go."""
    if row.held_since is None:
        is_municipal = ctx.me is not None and row.author_id == ctx.me.staff_author_id
        verdict = Verdict() if is_municipal else approval.of_comment(ctx, proposal.challenge_id, row.text)
        if not verdict.waits:
            row.trust = verdict.trust
            return False
        proposal.comment_count -= 1
    if row.held_since is None or row.refused_at is not None:
        row.held_since, row.refused_at = ctx.now, None
        row.hidden_reason, row.hidden_code = "", None
    return True


def _verdict(ctx: Context, reading: Reading | None, remark: Remark) -> Verdict:
    """Whether a text is read first; what the municipality says itself, never is."""
    if remark.speaker == FOR_MUNICIPALITY:
        return Verdict()
    return approval.verdict(ctx, is_read_first(reading, ctx.here.comment_approval), remark.text)


def retract(ctx: Context, ref: str, comment: str, *, once: str | None = None) -> None:
    """Take one's own comment back: its words and name are gone for everyone, its place in the thread stays."""
    proposal, row = _own(ctx, ref, comment, Can.COMMENT_RETRACT)
    row.retracted_at = ctx.now
    if row.held_since is None:
        proposal.comment_count -= 1
    record(ctx, What.COMMENT_RETRACTED, proposal, author_id=row.author_id, once=once, comment=row.public_id)


def _open(ctx: Context, ref: str, remark: Remark) -> tuple[Proposal, Reading | None]:
    """A public proposal in a state and a phase that take comments, locked, and what its challenge says of reading them
    first.
    """
    asked = {"ref": ref, "writer": ctx.actor.person_id, "hour": ctx.now - timedelta(hours=1), **phases.asked(ctx)}
    row = ctx.db.execute(_OPEN, asked).one_or_none()
    if row is None or not row.Proposal.is_public:
        raise Missing
    proposal: Proposal = row.Proposal
    if not ctx.may(Can.COMMENT_WRITE, proposal):
        raise Refused(str(ctx.lacks(Act.KOMMENTAR) or Can.COMMENT_WRITE))
    if not STATES[proposal.state].takes_comments:
        raise Unfit(_("Samtalen er stengt, fordi saken er i «%(state)s».") % {"state": STATES[proposal.state].label})
    today, is_official = phases.read(row), remark.speaker == FOR_MUNICIPALITY
    lacks = None if is_official else ctx.lacks(Act.KOMMENTAR, today.thresholds)
    if words := closed(today, Opening.KOMMENTARER, is_official=is_official) or lacks:
        raise Unfit(f"{words} " + _("Teksten din er tatt vare på."))
    if row.written >= limits.COMMENTS_HOUR:
        raise TooMuch(
            _("Du har skrevet mange kommentarer på kort tid. Teksten er tatt vare på. Prøv igjen om en time.")
        )
    return proposal, row.comments_read


def _opening() -> Any:
    """The case, and how much its next speaker has said lately: in any municipality, so of the plain table."""
    said = plain(Comment).c
    lately = select(func.count()).where(said.writer_id == bindparam("writer"), said.written_at > bindparam("hour"))
    found: Any = (
        select(Proposal, lately.scalar_subquery().label("written"), Challenge.comments_read)
        .outerjoin(Challenge, Challenge.id == Proposal.challenge_id)
        .where(Proposal.reference == bindparam("ref"))
    )
    return phases.beside(found, Proposal.challenge_id).with_for_update(of=Proposal)


_OPEN = _opening()


def _own(ctx: Context, ref: str, comment: str, can: Can = Can.COMMENT_EDIT) -> tuple[Proposal, Comment]:
    """The visitor's own comment that still has its words. Raises ``Missing`` for anybody else's."""
    proposal = locked(ctx, ref)
    row = _find(ctx, proposal, comment)
    if not proposal.is_public or not ctx.may(can, row):
        raise Missing
    if row.retracted_at or row.hidden_at:
        raise Unfit(_("Kommentaren er trukket eller skjult, og kan ikke endres."))
    return proposal, row


def _find(ctx: Context, proposal: Proposal, comment: str) -> Comment:
    row = ctx.db.scalar(select(Comment).where(Comment.public_id == comment, Comment.proposal_id == proposal.id))
    if row is None:
        raise Missing
    return row


def _parent(ctx: Context, proposal: Proposal, comment: str) -> Comment:
    row = _find(ctx, proposal, comment)
    if row.retracted_at or row.hidden_at or row.held_since:
        raise Unfit(_("Kommentaren du svarer på, er borte. Teksten din er tatt vare på."))
    return row


def _speaker(ctx: Context, speaker: str) -> int:
    if speaker == FOR_MUNICIPALITY:
        ctx.require(Can.STATEMENT_PUBLISH)
        return authors.municipal(ctx)
    return authors.resident(ctx, authors.organisation(ctx, speaker))


def _fits(written: str) -> None:
    said = text.tidy(written)
    if not said:
        raise Unfit(text=_("Skriv kommentaren før du publiserer den"))
    if flaw := limits.too_long(said, limits.COMMENT):
        raise Unfit(text=flaw)


def _grow(ctx: Context, thread_id: int) -> None:
    ctx.db.execute(update(Comment).where(Comment.id == thread_id).values(thread_size=Comment.thread_size + 1))


def _keep_last(ctx: Context, row: Comment) -> None:
    """The text that is replaced, blanked when nobody but moderators read it. The first is kept only now: most stay."""
    blanked = ctx.now if row.held_since else None
    if row.version > 1:
        if blanked:
            theirs = (Version.subject_kind == "comment", Version.subject_id == row.id, Version.number == row.version)
            ctx.db.execute(
                update(Version).where(*theirs).values(redacted_at=blanked),
                execution_options={"synchronize_session": False},
            )
        return
    first = {"text": row.text, "language": row.language}
    of_old = {"written_at": row.written_at, "redacted_at": blanked}
    add_version(ctx, row, first, number=1, author_id=row.author_id, **of_old)
    mark_text(ctx, row, first)
