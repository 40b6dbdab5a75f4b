"""The draft that a working group shares: saved in versions, shown to everyone, and made the proposal's own text."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select

from samskaping import text
from samskaping.actions import indexing
from samskaping.actions.groups import Held, held, led_by, voice
from samskaping.actions.proposals import keep_next, render
from samskaping.actions.record import keep_version, record
from samskaping.context import Context
from samskaping.errors import Clash, Missing, Unfit
from samskaping.language import gettext as _
from samskaping.models import GroupDraft, Proposal, Version
from samskaping.queries import approval
from samskaping.rules.drafts import flaws
from samskaping.rules.events import What
from samskaping.rules.policy import Can


@dataclass(frozen=True)
class Written:
    """What a version of the draft says."""

    title: str
    need: str
    idea: str
    language: str = "nb"

    @property
    def place(self) -> str:
        return ""


def save(ctx: Context, ref: str, written: Written, *, version: int, once: str | None = None) -> int:
    """Save the next version. ``version`` is the newest that the form was opened on, 0 where there was none.

    Raises ``Clash`` when somebody else has saved meanwhile: nothing that either wrote is lost. Answers the number.
    """
    group = held(ctx, ref, Can.GROUP_WRITE)
    row = _row(ctx, group.proposal)
    if (row.version if row else 0) != version:
        raise Clash(_("Noen andre lagret utkastet mens du skrev. Se hva som er nytt, og lagre på nytt."))
    tidied = Written(text.tidy(written.title), text.tidy(written.need), text.tidy(written.idea), written.language)
    if found := flaws(tidied):
        raise Unfit(**found)
    if row is None:
        row = _begin(ctx, group.proposal)
    elif asdict(tidied) == _fields(ctx, row, row.version):
        raise Unfit(_("Ingenting er endret siden forrige versjon."))
    row.version += 1
    author = voice(ctx, group)
    keep_version(ctx, row, asdict(tidied), number=row.version, author_id=author)
    record(ctx, What.GROUP_DRAFTED, group.proposal, author_id=author, once=once, version=row.version)
    return row.version


def show(ctx: Context, ref: str, *, version: int, once: str | None = None) -> None:
    """Let everyone read the newest version, which is the one that was looked at."""
    group, row, said = _newest(ctx, ref, version)
    if row.shown_version == row.version:
        raise Unfit(_("Alle kan lese denne versjonen fra før."))
    refuse_unread(ctx, group.proposal, said.title, said.need, said.idea)
    row.shown_version = row.version
    record(ctx, What.GROUP_DRAFT_SHOWN, group.proposal, author_id=led_by(ctx, group), once=once, version=row.version)


def hide(ctx: Context, ref: str, *, once: str | None = None) -> None:
    """The draft is the group's alone again, also when the group is closed."""
    group = held(ctx, ref, Can.GROUP_LEAD, writes=False)
    row = _row(ctx, group.proposal)
    if row is None or row.shown_version is None:
        raise Missing
    version, row.shown_version = row.shown_version, None
    record(ctx, What.GROUP_DRAFT_HIDDEN, group.proposal, author_id=led_by(ctx, group), once=once, version=version)


def use(ctx: Context, ref: str, *, version: int, once: str | None = None) -> None:
    """Make the newest version the proposal's own text; the texts before it are kept, and everyone can compare them."""
    group, row, said = _newest(ctx, ref, version)
    proposal = group.proposal
    if row.used_version == row.version:
        raise Unfit(_("Forslaget har denne teksten fra før."))
    refuse_unread(ctx, proposal, said.title, said.need, said.idea)
    with ctx.db.no_autoflush:  # all of it is one UPDATE
        proposal.title, proposal.need, proposal.idea = said.title, said.need, said.idea
        proposal.language = said.language
        proposal.version += 1
        proposal.edited_at = ctx.now
        render(proposal)
        keep_next(ctx, proposal, was_read=True)
        row.shown_version = row.used_version = row.version
    ctx.db.flush()
    indexing.proposal(ctx, proposal)
    now = {"version": proposal.version, "draft": row.version}
    record(ctx, What.GROUP_DRAFT_USED, proposal, author_id=led_by(ctx, group), once=once, **now)


def refuse_unread(ctx: Context, proposal: Proposal, *texts: str) -> None:
    """Raises ``Unfit`` where a moderator reads such texts before everyone does, and the actor is not one."""
    if approval.of_proposal(ctx, proposal.challenge_id, Written("", "\n".join(texts), "")).waits:
        raise Unfit(_("Kommunen leser tekster før alle kan se dem. Be den som er med for kommunen, om å vise den."))


def _newest(ctx: Context, ref: str, version: int) -> tuple[Held, GroupDraft, Written]:
    group = held(ctx, ref, Can.GROUP_LEAD)
    row = _row(ctx, group.proposal)
    if row is None:
        raise Missing
    if row.version != version:
        raise Clash(_("Utkastet har fått en ny versjon. Les den først."))
    return group, row, Written(**_fields(ctx, row, row.version))


def _row(ctx: Context, proposal: Proposal) -> GroupDraft | None:
    return ctx.db.scalar(select(GroupDraft).where(GroupDraft.proposal_id == proposal.id).with_for_update())


def _begin(ctx: Context, proposal: Proposal) -> GroupDraft:
    """The first version is the proposal as it is, by whoever proposed it."""
    row = GroupDraft(municipality_id=proposal.municipality_id, proposal_id=proposal.id, version=1)
    ctx.db.add(row)
    ctx.db.flush()
    stood = Written(proposal.title, proposal.need, proposal.idea, proposal.language)
    keep_version(ctx, row, asdict(stood), number=1, author_id=proposal.author_id)
    return row


def _fields(ctx: Context, row: GroupDraft, number: int) -> dict[str, Any]:
    wanted = (Version.subject_kind == "group_draft", Version.subject_id == row.id, Version.number == number)
    found: dict[str, Any] = ctx.db.scalars(select(Version.fields).where(*wanted)).one()
    return found
