"""Whose a case is: who handles it, who stands in for them, the unit that has it and who leads it.

Nobody is told to act who may not: whoever is partial in the case, or stands directly under a leader who is, is left
out, and where that leaves nobody, those who may are told instead (forvaltningsloven 1967 § 6; 2025 §§ 25–29).
"""

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import Select, and_, or_, select, union

from samskaping.clock import oslo_date
from samskaping.models import (
    Absence,
    Challenge,
    Declaration,
    Event,
    Membership,
    Municipality,
    Person,
    Proposal,
    Staff,
    Unit,
)
from samskaping.rules.events import What
from samskaping.rules.policy import BINDING, HANDLING, INSPECTING, PUBLISHING
from samskaping.rules.roles import Role

#: The parts of an audience: none when it does not fit the event.
Found = list[Select[Any]]


def with_role(event: Event, roles: Iterable[Role]) -> Any:
    """Those who hold one of the roles in the municipality of the event, and can still sign in."""
    people = select(Membership.person_id.label("person_id")).join(Person, Person.id == Membership.person_id)
    return people.where(
        Membership.municipality_id == event.municipality_id,
        Membership.ended_at.is_(None),
        Membership.role.in_(tuple(roles)),
        Person.blocked_at.is_(None),
    )


def _concerned(event: Event) -> Any:
    """Whoever is partial in the case, and those whose unit they lead."""
    partial = select(Declaration.person_id.label("person_id")).where(
        Declaration.proposal_id == event.subject_id, Declaration.is_partial
    )
    led = (
        select(Staff.person_id.label("person_id"))
        .join(Unit, Unit.id == Staff.unit_id)
        .where(Unit.municipality_id == event.municipality_id, Unit.leader_id.in_(partial))
    )
    return select(union(partial, led).subquery().c.person_id)


def free(event: Event, roles: Iterable[Role]) -> Any:
    """Those with one of the roles who may act in the case."""
    return with_role(event, roles).where(Membership.person_id.not_in(_concerned(event)))


def handler(event: Event) -> Found:
    """Whoever has the case, or else the leader of the unit that has it; only while they may still act in it.

    Where that leader is partial and nobody has it, the other leaders.
    """
    if event.subject_kind != "proposal":
        return []
    case = (
        select(
            Proposal.handler_id.label("handler"),
            Unit.leader_id.label("leader"),
        )
        .outerjoin(Unit, Unit.id == Proposal.unit_id)
        .where(Proposal.id == event.subject_id)
        .subquery()
    )
    able = free(event, INSPECTING).subquery()
    handler = select(case.c.handler.label("person_id")).where(case.c.handler.in_(select(able.c.person_id)))
    leader = select(case.c.leader.label("person_id")).where(
        case.c.handler.is_(None), case.c.leader.in_(select(able.c.person_id))
    )
    led_by_partial = select(case.c.leader).where(case.c.handler.is_(None), case.c.leader.in_(_concerned(event)))
    others = free(event, (Role.LEDER,)).where(led_by_partial.exists())
    return [handler, leader, *_stand_ins(event, case.c.handler), others]


def _stand_ins(event: Event, handler: Any) -> Found:
    """Whoever stands in for the one who has the case, on the day of the event."""
    day = oslo_date(event.happened_at)
    able = free(event, INSPECTING).subquery()
    standing = select(Absence.stand_in_id.label("person_id")).join_from(
        Absence, handler.table, handler == Absence.person_id
    )
    return [
        standing.where(
            Absence.municipality_id == event.municipality_id,
            Absence.from_on <= day,
            Absence.until_on >= day,
            Absence.ended_at.is_(None),
            Absence.stand_in_id.in_(select(able.c.person_id)),
        )
    ]


def desk_there(event: Event) -> Found:
    """Those who answer for the municipality that is named, and whoever of its people made the invitation."""
    inside = (
        select(Membership.person_id.label("person_id"))
        .join(Municipality, Municipality.id == Membership.municipality_id)
        .where(Municipality.slug == event.details.get("there", ""), Membership.ended_at.is_(None))
    )
    invited = select(Event.actor_id).where(
        Event.subject_kind == event.subject_kind,
        Event.subject_id == event.subject_id,
        Event.what == What.PARTNER_INVITED,
        Event.actor_id.is_not(None),
    )
    return [inside.where(or_(Membership.role.in_(BINDING), Membership.person_id.in_(invited)))]


def leader(event: Event) -> Found:
    """The leader of the unit that has the case, and whoever stands in for them.

    Where it has no leader who may act in it, all leaders who may; and where none does, those who administer.
    """
    if event.subject_kind != "proposal":
        return []
    able = free(event, INSPECTING).subquery()
    own = (
        select(Unit.leader_id.label("person_id"))
        .join(Proposal, Proposal.unit_id == Unit.id)
        .where(Proposal.id == event.subject_id, Unit.leader_id.in_(select(able.c.person_id)))
    )
    leaders, administrators = free(event, (Role.LEDER,)), with_role(event, (Role.ADMINISTRATOR,))
    nobody = and_(~own.exists(), ~leaders.exists())
    return [
        own,
        *_stand_ins(event, own.subquery().c.person_id),
        leaders.where(~own.exists()),
        administrators.where(nobody),
    ]


def keeper(event: Event) -> Found:
    """Whoever has the case, and whoever stands in for them; where nobody has it, all who could."""
    return _had_or(event, unit)


def responsible(event: Event) -> Found:
    """Whoever has the case, and whoever stands in for them; where nobody who may act has it, its leader."""
    return _had_or(event, leader)


def _had_or(event: Event, others: Callable[[Event], Found]) -> Found:
    had = select(Proposal.handler_id.label("person_id")).where(
        Proposal.id == event.subject_id, Proposal.handler_id.in_(free(event, INSPECTING))
    )
    own = had.subquery()
    return [had, *_stand_ins(event, own.c.person_id), *(part.where(~had.exists()) for part in others(event))]


def unit(event: Event) -> Found:
    """Those who handle cases in the unit that has the case, and its leader; where none of them may act in it, all
    who handle cases and may; and where none does, those who administer.
    """
    unit = select(Proposal.unit_id).where(Proposal.id == event.subject_id).scalar_subquery()
    able = free(event, HANDLING)
    handling = able.subquery()
    inside = select(Staff.person_id.label("person_id")).where(
        Staff.municipality_id == event.municipality_id, Staff.unit_id == unit, Staff.person_id.in_(select(handling))
    )
    leader = select(Unit.leader_id.label("person_id")).where(Unit.id == unit, Unit.leader_id.in_(select(handling)))
    nobody = and_(~inside.exists(), ~leader.exists())
    administrators = with_role(event, (Role.ADMINISTRATOR,))
    return [inside, leader, able.where(nobody), administrators.where(~able.exists())]


def adopted(event: Event) -> Found:
    """Whose idea it was that another municipality took over: who proposed it, or wrote the challenge and still may."""
    if event.subject_kind == "proposal":
        writer = select(Proposal.writer_id.label("person_id")).where(Proposal.id == event.subject_id)
        return [writer.where(Proposal.writer_id.is_not(None))]
    wrote = select(Challenge.created_by_id.label("person_id")).where(Challenge.id == event.subject_id)
    return [wrote.where(Challenge.created_by_id.in_(with_role(event, PUBLISHING)))]
