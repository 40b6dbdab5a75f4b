"""Seats in the working group of a proposal: offered, taken, declined, withdrawn, left."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import exists, func, select

from samskaping import text
from samskaping.actions import authors, letters
from samskaping.actions.proposals import locked
from samskaping.actions.record import public_id, record
from samskaping.context import Context
from samskaping.db import upsert
from samskaping.errors import Missing, TooMuch, Unfit
from samskaping.language import gettext as _
from samskaping.models import GroupMember, LetterKind, Organisation, Person, Proposal, Verification
from samskaping.queries.groups import own_seat, sits
from samskaping.queries.own_groups import offered_to
from samskaping.rules import limits
from samskaping.rules.addresses import address_key
from samskaping.rules.events import What
from samskaping.rules.groups import INVITED_AS, MemberRole
from samskaping.rules.pipeline import STATES
from samskaping.rules.policy import Can


@dataclass(frozen=True)
class Held:
    """A locked case and the actor's own seat in its group, as permissions ask."""

    proposal: Proposal
    seat: GroupMember | None
    is_member: bool
    session_id: int | None = None

    @property
    def writer_id(self) -> int | None:
        return self.proposal.writer_id

    @property
    def partial_ids(self) -> Collection[int]:
        return self.proposal.partial_ids

    @property
    def is_open(self) -> bool:
        return self.proposal.is_public and STATES[self.proposal.state].takes_group


@dataclass(frozen=True)
class Invitation:
    """To whom a seat is offered, an address or an organisation (public id), and as what they take part."""

    role: MemberRole | None
    email: str = ""
    organisation: str = ""


def held(ctx: Context, ref: str, can: Can, *, writes: bool = True) -> Held:
    """The case, locked, for a deed of its group. Raises ``Missing``; ``Unfit`` when the group does not write now."""
    proposal = locked(ctx, ref)
    if not proposal.is_public and not ctx.may(Can.PROPOSAL_INSPECT):
        raise Missing
    found = seated(ctx, proposal)
    if not ctx.may(can, found):
        raise Missing
    if writes and not STATES[proposal.state].takes_group:
        raise Unfit(_("Arbeidsgruppen er stengt nå. Alt som er skrevet, kan fortsatt leses."))
    return found


def seated(ctx: Context, proposal: Proposal) -> Held:
    """A locked case with the actor's own seat in its group. One statement."""
    seat = ctx.db.scalar(select(GroupMember).where(own_seat(ctx, proposal.id)))
    return Held(proposal, seat, seat is not None and sits(ctx, seat.role, proposal.partial_ids))


def voice(ctx: Context, group: Held) -> int:
    """The author row that speaks in the group: of the seat, or of the municipality through its staff."""
    return group.seat.author_id if group.seat and group.seat.author_id else authors.municipal(ctx)


def led_by(ctx: Context, group: Held) -> int | None:
    """The author row of whoever leads: who proposed speaks for themselves also without a seat."""
    return group.proposal.author_id if ctx.actor.person_id == group.writer_id else voice(ctx, group)


def invite(ctx: Context, ref: str, invitation: Invitation, *, once: str | None = None) -> None:
    """Offer a seat, from the assessment on; the answer is the same whether anybody has the address.

    Whoever has an account, is told as of everything else; an address that has none, gets a letter.
    """
    group = held(ctx, ref, Can.GROUP_LEAD, writes=False)
    if not STATES[group.proposal.state].invites:
        raise Unfit(_("Det kan inviteres til arbeidsgruppen fra saken vurderes, til den er ferdig utviklet."))
    key, organisation_id = _invited(ctx, invitation)
    _within_limits(ctx, group.proposal)
    if key and _sits_already(ctx, group.proposal, key):
        raise Unfit(email=_("Den som har adressen, er i gruppen fra før."))
    member = public_id()
    row = upsert(ctx.db, GroupMember).values(
        municipality_id=group.proposal.municipality_id,
        public_id=member,
        proposal_id=group.proposal.id,
        role=invitation.role,
        email_key=key,
        organisation_id=organisation_id,
        invited_by_id=ctx.actor.person_id,
        invited_at=ctx.now,
    )
    if ctx.db.scalar(row.on_conflict_do_nothing().returning(GroupMember.id)) is None:
        field = "email" if key else "organisation"
        raise Unfit(**{field: _("Det er alt sendt en invitasjon, eller de er i gruppen fra før.")})
    if key and not ctx.db.scalar(select(exists().where(Person.email_key == key))):
        letters.post(
            ctx, LetterKind.GROUP, address=text.tidy(invitation.email), group=ref, by=_shown_name(ctx, group),
            title=group.proposal.title, role=invitation.role,
        )  # fmt: skip
    author = led_by(ctx, group)
    record(ctx, What.GROUP_INVITED, group.proposal, author_id=author, once=once, member=member, role=invitation.role)


def answer(ctx: Context, ref: str, member: str, *, accepts: bool, once: str | None = None) -> None:
    """Take the seat that is offered to one's own address, or to an organisation that one acts for; or decline it."""
    proposal, seat = _offered(ctx, ref, member)
    if not accepts:
        _end(ctx, proposal, seat, once)
        return
    if not STATES[proposal.state].invites:
        raise Unfit(_("Arbeidsgruppen er stengt, og tar ikke imot flere."))
    if seat.role is MemberRole.KOMMUNEN and not ctx.actor.is_staff:
        raise Unfit(_("Plassen er for en som har en rolle hos kommunen her. Be om en annen plass."))
    taken = select(GroupMember.id).where(
        GroupMember.proposal_id == proposal.id, GroupMember.person_id == ctx.actor.person_id,
        GroupMember.left_at.is_(None),
    )  # fmt: skip
    if ctx.db.scalar(taken):
        raise Unfit(_("Du er i gruppen fra før."))
    speaks = seat.role is MemberRole.KOMMUNEN
    author = authors.municipal(ctx) if speaks else authors.resident(ctx, seat.organisation_id)
    seat.person_id, seat.author_id, seat.joined_at, seat.email_key = ctx.actor.person_id, author, ctx.now, None
    record(ctx, What.GROUP_JOINED, proposal, author_id=author, once=once, member=member, role=seat.role)


def sit(ctx: Context, ref: str, *, once: str | None = None) -> None:
    """Take a seat for the municipality, without being asked."""
    group = held(ctx, ref, Can.GROUP_SIT, writes=False)
    if group.seat:
        raise Unfit(_("Du er i gruppen fra før."))
    if not STATES[group.proposal.state].invites:
        raise Unfit(_("Arbeidsgruppen er stengt, og tar ikke imot flere."))
    member, author = public_id(), authors.municipal(ctx)
    row = upsert(ctx.db, GroupMember).values(
        municipality_id=group.proposal.municipality_id, public_id=member, proposal_id=group.proposal.id,
        role=MemberRole.KOMMUNEN, person_id=ctx.actor.person_id, author_id=author, invited_at=ctx.now,
        joined_at=ctx.now,
    )  # fmt: skip
    ctx.db.execute(row.on_conflict_do_nothing())
    record(ctx, What.GROUP_JOINED, group.proposal, author_id=author, once=once, member=member, role=MemberRole.KOMMUNEN)


def end(ctx: Context, ref: str, member: str, *, once: str | None = None) -> None:
    """Leave the group, or (for those who lead it) withdraw an invitation or end somebody's seat. Texts stay."""
    group = held(ctx, ref, Can.GROUP_READ, writes=False)
    seat = ctx.db.scalar(
        select(GroupMember).where(
            GroupMember.proposal_id == group.proposal.id, GroupMember.public_id == member,
            GroupMember.left_at.is_(None),
        )
    )  # fmt: skip
    is_own = seat is not None and group.seat is not None and seat.id == group.seat.id
    if seat is None or not (is_own or ctx.may(Can.GROUP_LEAD, group)):
        raise Missing
    if seat.role is MemberRole.FORFATTER:
        raise Unfit(_("Den som foreslo, sitter i gruppen så lenge saken står."))
    _end(ctx, group.proposal, seat, once)


def _shown_name(ctx: Context, group: Held) -> str:
    """What whoever invites is called: who proposed as everyone calls them, staff by their names."""
    is_hidden = ctx.me is not None and ctx.actor.person_id == group.writer_id and not ctx.me.shows_name
    return "" if is_hidden else ctx.actor.name


def _end(ctx: Context, proposal: Proposal, seat: GroupMember, once: str | None) -> None:
    seat.left_at, seat.email_key = ctx.now, None
    record(ctx, What.GROUP_LEFT, proposal, author_id=seat.author_id, once=once, member=seat.public_id)


def _offered(ctx: Context, ref: str, member: str) -> tuple[Proposal, GroupMember]:
    """An invitation that is the actor's to answer, with its case locked. Raises ``Missing``."""
    proposal = locked(ctx, ref)
    if ctx.me is None or not ctx.actor.confirmed or not proposal.is_public:
        raise Missing
    offered = (GroupMember.proposal_id == proposal.id, GroupMember.public_id == member, offered_to(ctx, ctx.me.email))
    seat = ctx.db.scalar(select(GroupMember).where(*offered))
    if seat is None:
        raise Missing
    return proposal, seat


def _invited(ctx: Context, invitation: Invitation) -> tuple[str | None, int | None]:
    """The key of the address, or of the organisation, that a seat is offered to. Raises ``Unfit``."""
    if invitation.role not in INVITED_AS:
        raise Unfit(role=_("Velg hva de skal være med som"))
    email = text.tidy(invitation.email)
    if bool(email) == bool(invitation.organisation):
        raise Unfit(email=_("Skriv en e-postadresse, eller velg en organisasjon"))
    if email:
        return address_key(email), None
    found = ctx.db.scalar(
        select(Organisation.id)
        .join(Verification, Verification.organisation_id == Organisation.id)
        .where(
            Organisation.public_id == invitation.organisation, Verification.municipality_id == ctx.here.id,
            Verification.verified_at.is_not(None),
        )
    )  # fmt: skip
    if found is None:
        raise Unfit(organisation=_("Velg en organisasjon fra lista"))
    return None, found


def _sits_already(ctx: Context, proposal: Proposal, key: str) -> bool:
    """Whether whoever has the address has a seat."""
    seated = select(GroupMember.id).join(Person, Person.id == GroupMember.person_id)
    theirs = (GroupMember.proposal_id == proposal.id, GroupMember.left_at.is_(None), Person.email_key == key)
    return ctx.db.scalar(seated.where(*theirs)) is not None


def _within_limits(ctx: Context, proposal: Proposal) -> None:
    """So many invitations of one person an hour, and so many seats in one group."""
    sent = select(func.count()).where(
        GroupMember.invited_by_id == ctx.actor.person_id, GroupMember.invited_at > ctx.now - timedelta(hours=1)
    )
    seats = select(func.count()).where(GroupMember.proposal_id == proposal.id, GroupMember.left_at.is_(None))
    row = ctx.db.execute(select(sent.scalar_subquery(), seats.scalar_subquery())).one()
    if row[0] >= limits.GROUP_INVITATIONS_HOUR:
        raise TooMuch(_("Du har invitert mange på kort tid. Prøv igjen om en time."))
    if row[1] >= limits.GROUP_MOST:
        raise Unfit(_("Det er ikke plass til flere i gruppen."))
