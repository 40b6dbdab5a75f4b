"""The conversation about a proposal: write, reply, edit with every version kept, retract."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import bindparam, func, select, update

from samskaping import text
from samskaping.actions import authors
from samskaping.actions.proposals import locked
from samskaping.actions.record import keep_version, public_id, record
from samskaping.context import Context
from samskaping.errors import Clash, Missing, Refused, TooMuch, Unfit
from samskaping.language import gettext as _
from samskaping.language import number
from samskaping.models import Comment, Proposal, Version
from samskaping.rules import limits
from samskaping.rules.events import What
from samskaping.rules.pipeline import STATES
from samskaping.rules.policy import Can
from samskaping.rules.speech import Stance

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
    """Add a comment or a reply. Answers its public id."""
    _fits(remark.text)
    _within_limits(ctx)
    said, html = text.tidy(remark.text), text.stored(remark.text)
    proposal = _open(ctx, ref)  # others wait from here on
    parent = _parent(ctx, proposal, remark.reply_to) if remark.reply_to else None
    author_id = _speaker(ctx, remark.speaker)
    if parent:
        _grow(ctx, parent.thread_id or parent.id)
    comment = Comment(
        municipality_id=proposal.municipality_id,
        public_id=public_id(),
        proposal_id=proposal.id,
        parent_id=parent.id if parent else None,
        thread_id=(parent.thread_id or parent.id) if parent else None,
        depth=parent.depth + 1 if parent else 0,
        author_id=author_id,
        writer_id=ctx.actor.person_id,
        stance=remark.stance,
        language=remark.language,
        text=said,
        html=html,
        written_at=ctx.now,
    )
    ctx.db.add(comment)
    proposal.comment_count += 1  # it is locked
    record(ctx, What.COMMENT_WRITTEN, proposal, author_id=author_id, once=once, comment=comment.public_id)
    return comment.public_id


def edit(ctx: Context, ref: str, comment: str, *, version: int, written: str, once: str | None = None) -> None:
    """Change one's own comment; every version is kept and shown."""
    proposal, row = _own(ctx, ref, comment)
    _fits(written)
    if row.version != version:
        raise Clash(_("Kommentaren ble endret i et annet vindu. Se hva som er nytt. Teksten din er tatt vare på."))
    if row.version == 1:
        _keep_first(ctx, row)
    row.version += 1
    row.text, row.html, row.edited_at = text.tidy(written), text.stored(written), ctx.now
    fields = {"text": row.text, "language": row.language}
    keep_version(ctx, row, fields, number=row.version, author_id=row.author_id)
    record(
        ctx, What.COMMENT_EDITED, proposal, author_id=row.author_id, once=once,
        comment=row.public_id, version=row.version,
    )  # fmt: skip


def retract(ctx: Context, ref: str, comment: str, *, once: str | None = None) -> None:
    """Take one's own comment back: its words and name are gone for everyone, its place in the thread stays."""
    proposal, row = _own(ctx, ref, comment)
    row.retracted_at = ctx.now
    proposal.comment_count -= 1
    record(ctx, What.COMMENT_RETRACTED, proposal, author_id=row.author_id, once=once, comment=row.public_id)


def _open(ctx: Context, ref: str) -> Proposal:
    """A public proposal in a state that takes comments."""
    proposal = locked(ctx, ref)
    if not proposal.is_public:
        raise Missing
    if not ctx.may(Can.COMMENT_WRITE, proposal):
        raise Refused(_("Bekreft e-postadressen din før du kommenterer."))
    if not STATES[proposal.state].takes_comments:
        raise Unfit(_("Samtalen er stengt, fordi saken er i «%(state)s».") % {"state": STATES[proposal.state].label})
    return proposal


def _own(ctx: Context, ref: str, comment: str) -> tuple[Proposal, Comment]:
    """The visitor's own comment that still has its words. Raises ``Missing`` for anybody else's."""
    proposal = locked(ctx, ref)
    row = _find(ctx, proposal, comment)
    if not proposal.is_public or not ctx.may(Can.COMMENT_EDIT, row):
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
    if row.retracted_at or row.hidden_at:
        raise Unfit(_("Kommentaren du svarer på, er borte. Teksten din er tatt vare på."))
    return row


def _speaker(ctx: Context, speaker: str) -> int:
    if speaker == FOR_MUNICIPALITY:
        ctx.require(Can.STATEMENT_PUBLISH)
        return authors.municipal(ctx)
    return authors.resident(ctx, authors.organisation(ctx, speaker))


def _fits(written: str) -> None:
    length = len(text.tidy(written))
    if not length:
        raise Unfit(text=_("Skriv kommentaren før du publiserer den"))
    if length > limits.COMMENT:
        words = _("Teksten kan ha %(most)s tegn. Nå har den %(now)s.")
        raise Unfit(text=words % {"most": number(limits.COMMENT), "now": number(length)})


_RECENT = (
    select(func.count())
    .select_from(Comment)
    .where(Comment.writer_id == bindparam("writer_id"), Comment.written_at > bindparam("hour"))
    .execution_options(every_municipality=True)
)


def _within_limits(ctx: Context) -> None:
    since = {"writer_id": ctx.actor.person_id, "hour": ctx.now - timedelta(hours=1)}
    written = ctx.db.scalar(_RECENT, since) or 0
    if written >= limits.COMMENTS_HOUR:
        raise TooMuch(
            _("Du har skrevet mange kommentarer på kort tid. Teksten er tatt vare på. Prøv igjen om en time.")
        )


def _grow(ctx: Context, thread_id: int) -> None:
    ctx.db.execute(update(Comment).where(Comment.id == thread_id).values(thread_size=Comment.thread_size + 1))


def _keep_first(ctx: Context, row: Comment) -> None:
    """The text as it was first written, which is kept only once it is replaced: most comments never are."""
    ctx.db.add(
        Version(
            subject_kind="comment",
            subject_id=row.id,
            number=1,
            fields={"text": row.text, "language": row.language},
            author_id=row.author_id,
            written_at=row.written_at,
        )
    )
