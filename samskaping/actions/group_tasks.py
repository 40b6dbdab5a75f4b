"""Tasks that a working group gives its members."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from samskaping import text
from samskaping.actions.groups import Held, held, voice
from samskaping.actions.record import public_id, record
from samskaping.context import Context
from samskaping.errors import Missing, Unfit
from samskaping.language import gettext as _
from samskaping.models import GroupMember, GroupTask
from samskaping.rules import limits
from samskaping.rules.events import What
from samskaping.rules.policy import Can


@dataclass(frozen=True)
class Wanted:
    """What shall be done, by whom (public id of their seat), and by when."""

    text: str
    owner: str
    due: date | None = None
    language: str = "nb"


def give(ctx: Context, ref: str, wanted: Wanted, *, once: str | None = None) -> str:
    """Give a member something to do. Answers the task's public id."""
    group = held(ctx, ref, Can.GROUP_WRITE)
    words = " ".join(text.tidy(wanted.text).split())
    owner = _seat(ctx, group, wanted.owner)
    found = {}
    if not words or len(words) > limits.GROUP_TASK:
        found["text"] = _("Skriv hva som skal gjøres, kort")
    if owner is None:
        found["owner"] = _("Velg en som er i gruppen")
    if wanted.due and wanted.due < ctx.today:
        found["due"] = _("Velg en dag fram i tid, eller la feltet stå tomt")
    if found or owner is None:
        raise Unfit(**found)
    row = GroupTask(
        municipality_id=group.proposal.municipality_id, public_id=public_id(), proposal_id=group.proposal.id,
        owner_id=owner.id, text=words, language=wanted.language, due=wanted.due, given_by_id=ctx.actor.person_id or 0,
        given_at=ctx.now,
    )  # fmt: skip
    ctx.db.add(row)
    given = {"task": row.public_id, "member": owner.public_id}
    record(ctx, What.GROUP_TASK_GIVEN, group.proposal, author_id=voice(ctx, group), once=once, **given)
    return row.public_id


def settle(ctx: Context, ref: str, task: str, *, is_done: bool, once: str | None = None) -> None:
    """Say that a task is done, or that it is not after all; the second to say the same changes nothing."""
    group = held(ctx, ref, Can.GROUP_WRITE)
    row = ctx.db.scalar(
        select(GroupTask).where(GroupTask.public_id == task, GroupTask.proposal_id == group.proposal.id)
    )
    if row is None:
        raise Missing
    if (row.done_at is not None) is is_done:
        return
    row.done_at, row.done_by_id = (ctx.now, ctx.actor.person_id) if is_done else (None, None)
    what = What.GROUP_TASK_DONE if is_done else What.GROUP_TASK_REOPENED
    record(ctx, what, group.proposal, author_id=voice(ctx, group), once=once, task=task)


def _seat(ctx: Context, group: Held, owner: str) -> GroupMember | None:
    return ctx.db.scalar(
        select(GroupMember).where(
            GroupMember.public_id == owner, GroupMember.proposal_id == group.proposal.id,
            GroupMember.is_taken(),
        )
    )  # fmt: skip
