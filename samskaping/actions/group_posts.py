"""What a working group says in its thread, and the minutes of its meetings."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from samskaping import text
from samskaping.actions.group_drafts import refuse_unread
from samskaping.actions.groups import Held, held, led_by, voice
from samskaping.actions.record import keep_version, public_id, record
from samskaping.context import Context
from samskaping.errors import Clash, Missing, TooMuch, Unfit
from samskaping.language import gettext as _
from samskaping.models import Author, GroupPost
from samskaping.rules import limits
from samskaping.rules.events import What
from samskaping.rules.groups import PostKind
from samskaping.rules.policy import Can


@dataclass(frozen=True)
class Minutes:
    """What a meeting came to."""

    text: str
    held_on: date | None
    language: str = "nb"


def say(ctx: Context, ref: str, written: str, *, language: str = "nb", once: str | None = None) -> str:
    """Say something to the group. Answers its public id."""
    group = held(ctx, ref, Can.GROUP_WRITE)
    _fits(written, limits.COMMENT)
    return _keep(ctx, group, GroupPost(kind=PostKind.INNLEGG, text=written, language=language), once)


def change(ctx: Context, ref: str, post: str, written: str, *, version: int, once: str | None = None) -> None:
    """Write anew what one has said oneself; every version is kept, and shown to the group. Raises ``Clash``."""
    group, row = _own(ctx, ref, post)
    _fits(written, limits.COMMENT)
    if row.version != version:
        raise Clash(_("Innlegget ble endret i et annet vindu. Se hva som er nytt. Teksten din er tatt vare på."))
    if row.version == 1:
        keep_version(ctx, row, _kept(row), number=1, author_id=row.author_id)
    row.version += 1
    row.text, row.html, row.edited_at = text.tidy(written), text.stored(written), ctx.now
    keep_version(ctx, row, _kept(row), number=row.version, author_id=row.author_id)
    now = {"post": post, "version": row.version}
    record(ctx, What.GROUP_SAID_ANEW, group.proposal, author_id=row.author_id, once=once, **now)


def retract(ctx: Context, ref: str, post: str, *, once: str | None = None) -> None:
    """Take back what one has said oneself: its words are gone for everyone, its place in the thread stays."""
    group, row = _own(ctx, ref, post)
    row.retracted_at = ctx.now
    record(ctx, What.GROUP_UNSAID, group.proposal, author_id=row.author_id, once=once, post=post)


def _own(ctx: Context, ref: str, post: str) -> tuple[Held, GroupPost]:
    """What the actor has said in an open group, locked with its case. Raises ``Missing``."""
    group = held(ctx, ref, Can.GROUP_WRITE)
    row = ctx.db.scalar(
        select(GroupPost)
        .join(Author, Author.id == GroupPost.author_id)
        .where(
            GroupPost.public_id == post,
            GroupPost.proposal_id == group.proposal.id,
            GroupPost.kind == PostKind.INNLEGG,
            GroupPost.retracted_at.is_(None),
            Author.person_id == ctx.actor.person_id,
        ),
        execution_options={"populate_existing": True},
    )
    if row is None:
        raise Missing
    return group, row


def _kept(row: GroupPost) -> dict[str, str]:
    return {"text": row.text, "language": row.language}


def minute(ctx: Context, ref: str, minutes: Minutes, *, once: str | None = None) -> str:
    """Write the minutes of a meeting. Answers their public id."""
    group = held(ctx, ref, Can.GROUP_WRITE)
    _fits(minutes.text, limits.PROSE)
    if minutes.held_on is None:
        raise Unfit(held_on=_("Velg dagen møtet ble holdt"))
    if minutes.held_on > ctx.today:
        raise Unfit(held_on=_("Dagen kan ikke ligge fram i tid"))
    row = GroupPost(kind=PostKind.REFERAT, text=minutes.text, language=minutes.language, held_on=minutes.held_on)
    return _keep(ctx, group, row, once)


def turn(ctx: Context, ref: str, post: str, *, is_public: bool, once: str | None = None) -> None:
    """Let everyone read some minutes, or the group alone again; also when the group is closed."""
    group = held(ctx, ref, Can.GROUP_LEAD, writes=False)
    row = ctx.db.scalar(
        select(GroupPost).where(
            GroupPost.public_id == post, GroupPost.proposal_id == group.proposal.id, GroupPost.kind == PostKind.REFERAT
        )
    )
    if row is None:
        raise Missing
    if row.is_public is is_public:
        return
    if is_public:
        refuse_unread(ctx, group.proposal, row.text)
    row.is_public = is_public
    now = {"post": post, "public": is_public}
    record(ctx, What.GROUP_MINUTES_TURNED, group.proposal, author_id=led_by(ctx, group), once=once, **now)


def _keep(ctx: Context, group: Held, row: GroupPost, once: str | None) -> str:
    _within_limits(ctx, group)
    row.municipality_id, row.proposal_id = group.proposal.municipality_id, group.proposal.id
    row.public_id, row.posted_at, row.author_id = public_id(), ctx.now, voice(ctx, group)
    row.text, row.html = text.tidy(row.text), text.stored(row.text)
    ctx.db.add(row)
    what = What.GROUP_MINUTED if row.kind is PostKind.REFERAT else What.GROUP_SAID
    record(ctx, what, group.proposal, author_id=row.author_id, once=once, post=row.public_id)
    return row.public_id


def _fits(written: str, most: int) -> None:
    if not written.strip():
        raise Unfit(text=_("Skriv noe først"))
    if flaw := limits.too_long(text.tidy(written), most):
        raise Unfit(text=flaw)


def _within_limits(ctx: Context, group: Held) -> None:
    lately = select(func.count()).where(
        GroupPost.proposal_id == group.proposal.id, GroupPost.posted_at > ctx.now - timedelta(hours=1)
    )
    if (ctx.db.scalar(lately) or 0) >= limits.GROUP_POSTS_HOUR:
        raise TooMuch(_("Gruppen har skrevet mye på kort tid. Teksten er tatt vare på. Prøv igjen om en time."))
