"""Who hears of what people contribute: whoever answers for the municipality, whoever did it, and the other party.
Beside them, those who are to answer what they asked themselves.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from samskaping.models import (
    Benefit,
    Event,
    File,
    Gathering,
    GroupMember,
    Initiative,
    Membership,
    Offer,
    Person,
    Proposal,
    Raised,
    Reflection,
    Representative,
    Seat,
    Signature,
    Wording,
)
from samskaping.queries import keepers
from samskaping.queries.keepers import Found, with_role
from samskaping.rules.events import Audience
from samskaping.rules.offers import Side
from samskaping.rules.pipeline import STATES
from samskaping.rules.policy import INSPECTING, PUBLISHING

#: Where the working group of a case answers what is offered to it.
_OPEN = tuple(state for state, rule in STATES.items() if rule.takes_group)


def offered(event: Event) -> Found:
    """Whoever answers for the municipality, and in a case that is developed together its working group."""
    if event.subject_kind != "proposal":
        return municipal(event)
    opened = select(Proposal.id).where(Proposal.is_public, Proposal.state.in_(_OPEN))
    return municipal(event) + [seats.where(GroupMember.proposal_id.in_(opened)) for seats in group(event)]


def municipal(event: Event) -> Found:
    """In a case, whoever has it, or all who could take it; of a challenge or a need, those who may answer."""
    return keepers.keeper(event) if event.subject_kind == "proposal" else [with_role(event, PUBLISHING)]


def reflecting(event: Event) -> Found:
    """Those who asked what is not answered about the phase, if they may still answer; where none may, all who may."""
    able = with_role(event, PUBLISHING)
    asked = select(Reflection.asked_by_id).where(
        Reflection.challenge_id == event.subject_id,
        Reflection.phase == event.details.get("phase", ""),
        Reflection.answered_at.is_(None),
        Reflection.asked_by_id.is_not(None),
    )
    theirs = able.where(Membership.person_id.in_(asked))
    return [theirs, able.where(~theirs.exists())]


def giver(event: Event) -> Found:
    """Whoever made the offer; of an organisation's, all who act for it."""
    of_this: Any = Offer.public_id == event.details.get("offer", "")
    person = select(Offer.giver_id.label("person_id")).where(of_this, Offer.organisation_id.is_(None))
    people = select(Representative.person_id.label("person_id")).join(
        Offer, Offer.organisation_id == Representative.organisation_id
    )
    return [person, people.where(of_this, Representative.left_at.is_(None))]


def counterpart(event: Event) -> Found:
    """The party that did not write or confirm the agreement now."""
    return giver(event) if event.details.get("side") == Side.KOMMUNE else municipal(event)


def group(event: Event) -> Found:
    """Those who sit in the working group of the case."""
    seated = select(GroupMember.person_id.label("person_id"))
    return [seated.where(GroupMember.proposal_id == event.subject_id, GroupMember.is_taken())]


def invited(event: Event) -> Found:
    """Whoever a seat is offered to: the person behind the address, or all who act for the organisation."""
    offered_seat: Any = (GroupMember.public_id == event.details.get("member", ""), GroupMember.left_at.is_(None))
    person = select(Person.id.label("person_id")).join(GroupMember, GroupMember.email_key == Person.email_key)
    people = select(Representative.person_id.label("person_id")).join(
        GroupMember, GroupMember.organisation_id == Representative.organisation_id
    )
    return [person.where(*offered_seat), people.where(*offered_seat, Representative.left_at.is_(None))]


def seated(event: Event) -> Found:
    """Who has the seat that the event names."""
    seat = GroupMember.public_id == event.details.get("member", "")
    return [select(GroupMember.person_id.label("person_id")).where(seat, GroupMember.person_id.is_not(None))]


def signers(event: Event) -> Found:
    """Those who have signed an innbyggerforslag by account."""
    signed = select(Signature.person_id.label("person_id")).where(Signature.person_id.is_not(None))
    return [signed.where(Signature.initiative_id == event.subject_id)] if event.subject_kind == "initiative" else []


def raiser(event: Event) -> Found:
    """Whoever raised a challenge, suggested other words for one, attached the file that this is about, or put forward
    an innbyggerforslag.
    """
    whose: dict[str, Any] = {"wording": Wording.writer_id, "raised": Raised.writer_id, "file": File.uploader_id}
    if event.subject_kind == "initiative":
        return [select(Initiative.writer_id.label("person_id")).where(Initiative.id == event.subject_id)]
    name = next((name for name in whose if name in event.details), "raised")
    column = whose[name]
    found = select(column.label("person_id")).where(column.class_.public_id == event.details.get(name, ""))
    return [found.where(column.is_not(None))]


def answering(event: Event) -> Found:
    """Whoever answers for the benefit, while they work here; where nobody does, those who may measure it."""
    owner = select(Benefit.owner_id).where(Benefit.public_id == event.details.get("benefit", ""))
    theirs = with_role(event, INSPECTING).where(Membership.person_id.in_(owner.where(Benefit.owner_id.is_not(None))))
    return [theirs, *(one.where(~theirs.exists()) for one in municipal(event))]


def signed_up(event: Event) -> Found:
    """All who have signed up for the meeting, those who wait too."""
    named = Gathering.public_id == event.details.get("gathering", "")
    return [select(Seat.person_id.label("person_id")).join(Gathering, Gathering.id == Seat.gathering_id).where(named)]


def seated_there(event: Event) -> Found:
    """Those who have a seat at the meeting."""
    return [one.where(~Seat.is_waiting) for one in signed_up(event)]


def seat_holder(event: Event) -> Found:
    """Who has the seat that the event names, while they have it."""
    return [one.where(Seat.public_id == event.details.get("seat", "")) for one in seated_there(event)]


AUDIENCES: dict[Audience, Callable[[Event], Found]] = {
    Audience.OFFERED: offered,
    Audience.GIVER: giver,
    Audience.REFLECTING: reflecting,
    Audience.COUNTERPART: counterpart,
    Audience.GROUP: group,
    Audience.INVITED: invited,
    Audience.SEATED: seated,
    Audience.RAISER: raiser,
    Audience.SIGNERS: signers,
    Audience.ANSWERING: answering,
    Audience.SIGNED_UP: signed_up,
    Audience.SEATED_THERE: seated_there,
    Audience.SEAT_HOLDER: seat_holder,
}
