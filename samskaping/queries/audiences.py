"""Who hears of an event, by the rights that people have now: audience → the people in it."""

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import Select, literal, or_, select, union_all

from samskaping.context import Context
from samskaping.models import (
    Challenge,
    Comment,
    Event,
    Follow,
    Membership,
    Person,
    Proposal,
    Representative,
    Unit,
)
from samskaping.rules.events import FACTS, Audience, What
from samskaping.rules.kinds import MailChoice
from samskaping.rules.policy import HANDLING, INSPECTING
from samskaping.rules.roles import Role


def hearers(ctx: Context, event: Event) -> dict[int, MailChoice]:
    """The people who hear of an event, and when each wants mail; never the one who did it, never the blocked.

    Followers hear only of what they may see: a hidden or private case is silent to them.
    """
    found = [part for audience in sorted(FACTS[event.what].tells) for part in _AUDIENCES[audience](event)]
    if not found:
        return {}
    chosen = union_all(*found).subquery()
    people = (
        select(Person.id, Person.mail_choice, Person.confirmed_at)
        .where(
            Person.id.in_(select(chosen.c.person_id)),
            Person.blocked_at.is_(None),
            Person.id != (event.actor_id or 0),
        )
        .execution_options(every_municipality=True)
    )
    rows: Any = ctx.db.execute(people)
    return {row.id: row.mail_choice if row.confirmed_at else MailChoice.INGEN for row in rows}


#: The parts of an audience: none when it does not fit the event.
Found = list[Select[Any]]


def _writer(event: Event) -> Found:
    if event.subject_kind != "proposal":
        return []
    column = Proposal.writer_id
    return [select(column.label("person_id")).where(Proposal.id == event.subject_id, column.is_not(None))]


def _follow(kind: str, thing_id: Any) -> Any:
    return select(Follow.person_id.label("person_id")).where(Follow.kind == kind, Follow.thing_id == thing_id)


def _followers(event: Event) -> Found:
    return _seeing(event, _follow(event.subject_kind, event.subject_id))


def _challenge_followers(event: Event) -> Found:
    if event.subject_kind != "proposal":
        return []
    challenge = select(Proposal.challenge_id).where(Proposal.id == event.subject_id).scalar_subquery()
    return _seeing(event, _follow("challenge", challenge))


def _municipality_followers(event: Event) -> Found:
    return _seeing(event, _follow("municipality", event.municipality_id or 0))


def _seeing(event: Event, followers: Any) -> Found:
    """Followers of what can be seen: all of them when it is public, else the writer and those who inspect."""
    if event.subject_kind == "challenge":
        shown = select(literal(1)).where(Challenge.id == event.subject_id, Challenge.published_at.is_not(None))
        return [followers.where(shown.exists())]
    if event.subject_kind != "proposal":
        return [followers]
    public = select(literal(1)).where(Proposal.id == event.subject_id, Proposal.is_public)
    writer = select(Proposal.writer_id).where(Proposal.id == event.subject_id)
    inner = _with_role(event, INSPECTING)
    allowed = or_(public.exists(), Follow.person_id.in_(writer), Follow.person_id.in_(inner))
    return [followers.where(allowed)]


def _with_role(event: Event, roles: Iterable[Role]) -> Any:
    return select(Membership.person_id.label("person_id")).where(
        Membership.municipality_id == event.municipality_id,
        Membership.ended_at.is_(None),
        Membership.role.in_(tuple(roles)),
    )


def _staff(event: Event) -> Found:
    return [_with_role(event, HANDLING)]


def _moderators(event: Event) -> Found:
    """Those who are moderators; where nobody is, those who handle cases."""
    none = ~_with_role(event, (Role.MODERATOR,)).exists()
    others = _with_role(event, HANDLING).where(none)
    return [_with_role(event, (Role.MODERATOR,)), others]


def _handler(event: Event) -> Found:
    """Whoever has the case, or else the leader of the unit that has it; only while they may still see it."""
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
    insiders = _with_role(event, INSPECTING).subquery()
    handler = select(case.c.handler.label("person_id")).where(case.c.handler.in_(select(insiders.c.person_id)))
    leader = select(case.c.leader.label("person_id")).where(
        case.c.handler.is_(None), case.c.leader.in_(select(insiders.c.person_id))
    )
    return [handler, leader]


def _replied_to(event: Event) -> Found:
    """A new comment is told to whom it answers, while it can be read; its own fate to whoever wrote it."""
    public_id = event.details.get("comment", "")
    if event.what is not What.COMMENT_WRITTEN:
        own = select(Comment.writer_id.label("person_id"))
        return [own.where(Comment.public_id == public_id, Comment.writer_id.is_not(None))]
    said = select(Comment.parent_id).where(
        Comment.public_id == public_id, Comment.hidden_at.is_(None), Comment.retracted_at.is_(None)
    )
    return [select(Comment.writer_id.label("person_id")).where(Comment.id.in_(said), Comment.writer_id.is_not(None))]


def _members(event: Event) -> Found:
    if event.subject_kind != "organisation":
        return []
    who = select(Representative.person_id.label("person_id"))
    return [who.where(Representative.organisation_id == event.subject_id, Representative.left_at.is_(None))]


_AUDIENCES: dict[Audience, Callable[[Event], Found]] = {
    Audience.WRITER: _writer,
    Audience.FOLLOWERS: _followers,
    Audience.STAFF: _staff,
    Audience.HANDLER: _handler,
    Audience.MODERATORS: _moderators,
    Audience.REPLIED_TO: _replied_to,
    Audience.CHALLENGE_FOLLOWERS: _challenge_followers,
    Audience.MUNICIPALITY_FOLLOWERS: _municipality_followers,
    Audience.MEMBERS: _members,
}
