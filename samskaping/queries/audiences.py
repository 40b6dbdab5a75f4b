"""Who hears of an event, by the rights that people have now: audience → the people in it."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import and_, literal, or_, select, union_all

from samskaping.context import Context
from samskaping.models import (
    Absence,
    Appeal,
    AskedSupporter,
    Challenge,
    ChallengeNeed,
    Comment,
    Evaluation,
    Event,
    Follow,
    Membership,
    Merge,
    Need,
    NeedConcern,
    Person,
    Proposal,
    ProposalNeed,
    Report,
    Representative,
    Ruling,
    Staff,
    Task,
    Unit,
)
from samskaping.queries import contributors, keepers
from samskaping.queries.keepers import Found, with_role
from samskaping.rules.events import FACTS, Audience, What
from samskaping.rules.kinds import MailChoice
from samskaping.rules.pipeline import State
from samskaping.rules.policy import HANDLING, INSPECTING, NOTING
from samskaping.rules.roles import Role
from samskaping.rules.shelves import Shelf


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


def _writer(event: Event) -> Found:
    if event.subject_kind == "need":
        column = Need.writer_id
        return [select(column.label("person_id")).where(Need.id == event.subject_id, column.is_not(None))]
    if event.subject_kind != "proposal":
        return []
    column = Proposal.writer_id
    found = select(column.label("person_id")).where(Proposal.id == event.subject_id, column.is_not(None))
    if event.what is What.COMMENT_WRITTEN:
        # A moderator may be the one who let it out: nobody is told of their own words.
        own = select(Comment.writer_id).where(Comment.public_id == event.details.get("comment", ""))
        found = found.where(column.is_distinct_from(own.scalar_subquery()))
    return [found]


def _concerned(event: Event) -> Found:
    """Whoever told of a need, and those whom it concerns too: of this need, or of those that this is tied to.

    Nobody hears of what cannot be seen.
    """
    tied: dict[str, Any] = {
        "need": select(Need.id).where(Need.id == event.subject_id),
        "proposal": select(ProposalNeed.need_id)
        .join(Proposal, Proposal.id == ProposalNeed.proposal_id)
        .where(ProposalNeed.proposal_id == event.subject_id, Proposal.is_public),
        "challenge": select(ChallengeNeed.need_id).where(
            ChallengeNeed.challenge_id == event.subject_id, ChallengeNeed.loosened_at.is_(None)
        ),
    }
    of_these = tied[event.subject_kind]
    tellers = select(Need.writer_id.label("person_id")).where(Need.writer_id.is_not(None), Need.is_public)
    concerns = select(NeedConcern.person_id.label("person_id")).join(Need, Need.id == NeedConcern.need_id)
    return [tellers.where(Need.id.in_(of_these)), concerns.where(Need.is_public, Need.id.in_(of_these))]


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
    inner = with_role(event, INSPECTING)
    allowed = or_(public.exists(), Follow.person_id.in_(writer), Follow.person_id.in_(inner))
    return [followers.where(allowed)]


def _staff(event: Event) -> Found:
    """Those who handle cases; of a proposal that waits to be approved, moderators too."""
    waits = event.what is What.PROPOSAL_SUBMITTED and event.details.get("state") == State.TIL_GODKJENNING
    return [with_role(event, (*HANDLING, Role.MODERATOR) if waits else HANDLING)]


def _moderators(event: Event) -> Found:
    """Those who are moderators; where nobody is, those who handle cases."""
    none = ~with_role(event, (Role.MODERATOR,)).exists()
    others = with_role(event, HANDLING).where(none)
    return [with_role(event, (Role.MODERATOR,)), others]


def _stand_in(event: Event) -> Found:
    """The one who is to stand in, by the absence that the event is about."""
    absence = Absence.public_id == event.details.get("absence", "")
    return [select(Absence.stand_in_id.label("person_id")).where(absence)]


def _replied_to(event: Event) -> Found:
    """A new comment is told to whom it answers, while it can be read; its own fate to whoever wrote it."""
    public_id = event.details.get("comment", "")
    if event.what is not What.COMMENT_WRITTEN:
        own = select(Comment.writer_id.label("person_id"))
        return [own.where(Comment.public_id == public_id, Comment.writer_id.is_not(None))]
    said = select(Comment.parent_id).where(
        Comment.public_id == public_id,
        Comment.hidden_at.is_(None),
        Comment.held_since.is_(None),
        Comment.retracted_at.is_(None),
    )
    return [select(Comment.writer_id.label("person_id")).where(Comment.id.in_(said), Comment.writer_id.is_not(None))]


def _members(event: Event) -> Found:
    who = select(Representative.person_id.label("person_id")).where(Representative.left_at.is_(None))
    of_this = event.subject_kind == "organisation"
    return [who.where(Representative.organisation_id == event.subject_id)] if of_this else []


def _asked_supporters(event: Event) -> Found:
    """Those who were asked whether their support may follow; nobody is asked what was undone before it was told."""
    who = (
        select(AskedSupporter.person_id.label("person_id"))
        .join(Merge, Merge.id == AskedSupporter.merge_id)
        .where(Merge.public_id == event.details.get("merge", ""))
    )
    return [who.where(Merge.undone_at.is_(None)) if event.what is What.SUPPORT_ASKED else who]


def _named(event: Event) -> Found:
    """The people whom the event names, while they may see internal matters."""
    insiders = with_role(event, INSPECTING).subquery()
    named = Person.public_id.in_(event.details.get("people", ()))
    return [select(Person.id.label("person_id")).where(named, Person.id.in_(select(insiders)))]


def _evaluators(event: Event) -> Found:
    """Those who are asked to evaluate by criteria that now say something else, in cases that are not ended."""
    if not event.details.get("changed"):
        return []
    who = select(Evaluation.evaluator_id.label("person_id")).join(Proposal, Proposal.id == Evaluation.proposal_id)
    # A partner's proposals under the challenge are evaluated there, by those who may see them there.
    inside = and_(
        Membership.person_id == Evaluation.evaluator_id,
        Membership.municipality_id == Proposal.municipality_id,
        Membership.ended_at.is_(None),
        Membership.role.in_(INSPECTING),
    )
    is_open = Proposal.shelf != Shelf.AVSLUTTET
    return [who.join(Membership, inside).where(Proposal.challenge_id == event.subject_id, is_open)]


def _asked(event: Event) -> Found:
    """Whoever is asked for an opinion: those of the unit who may answer, or another municipality's caseworkers."""
    task = select(Task.unit_id, Task.asked_id).where(Task.public_id == event.details.get("task", "")).subquery()
    insiders = with_role(event, NOTING).subquery()
    of_unit = select(Staff.person_id.label("person_id")).join(task, task.c.unit_id == Staff.unit_id)
    leader = select(Unit.leader_id.label("person_id")).join(task, task.c.unit_id == Unit.id)
    there = (
        select(Membership.person_id.label("person_id"))
        .join(task, task.c.asked_id == Membership.municipality_id)
        .where(Membership.ended_at.is_(None), Membership.role.in_(HANDLING))
    )
    return [
        of_unit.where(Staff.person_id.in_(select(insiders))),
        leader.where(Unit.leader_id.in_(select(insiders))),
        there,
    ]


def _reporters(event: Event) -> Found:
    """Those who were signed in and reported what was now decided, or (with a ruling of an earlier day) decided anew."""
    subject = Report.need_id if event.subject_kind == "need" else Report.proposal_id
    who = select(Report.reporter_id.label("person_id")).where(
        subject == event.subject_id, Report.reporter_id.is_not(None)
    )
    if event.what is What.REPORT_CLOSED:
        return [who.where(Report.closed_at == event.happened_at)]
    same_text = (
        getattr(Ruling, name).is_not_distinct_from(getattr(Report, name))
        for name in ("proposal_id", "comment_id", "need_id")
    )
    ruled = and_(Ruling.public_id == event.details.get("ruling", ""), *same_text)
    return [who.join(Ruling, ruled).where(Report.closed_at == Ruling.decided_at)]


def _reviewers(event: Event) -> Found:
    """Those who can decide an appeal, never the one whose ruling it is about: moderators; where no other is, those
    who handle cases; and where none of them is, administrators.
    """
    ruler = select(Ruling.decided_by_id).where(Ruling.public_id == event.details.get("ruling", "")).scalar_subquery()

    def others(*roles: Role) -> Any:
        return with_role(event, roles).where(Membership.person_id.not_in(ruler))

    first, second, last = others(Role.MODERATOR), others(*HANDLING), others(Role.ADMINISTRATOR)
    return [first, second.where(~first.exists()), last.where(~first.exists(), ~second.exists())]


def _ruled(event: Event) -> Found:
    """Whoever wrote the text that a moderator decided about."""
    if comment := event.details.get("comment"):
        return [select(Comment.writer_id.label("person_id")).where(Comment.public_id == comment)]
    return _writer(event)


def _appellant(event: Event) -> Found:
    appeal = Appeal.public_id == event.details.get("appeal", "")
    return [select(Appeal.person_id.label("person_id")).where(appeal)]


_AUDIENCES: dict[Audience, Callable[[Event], Found]] = {
    Audience.WRITER: _writer,
    Audience.FOLLOWERS: _followers,
    Audience.STAFF: _staff,
    Audience.HANDLER: keepers.handler,
    Audience.MODERATORS: _moderators,
    Audience.REPLIED_TO: _replied_to,
    Audience.CHALLENGE_FOLLOWERS: _challenge_followers,
    Audience.MUNICIPALITY_FOLLOWERS: _municipality_followers,
    Audience.MEMBERS: _members,
    Audience.STAND_IN: _stand_in,
    Audience.UNIT: keepers.unit,
    Audience.KEEPER: keepers.keeper,
    Audience.RESPONSIBLE: keepers.responsible,
    Audience.NAMED: _named,
    Audience.ASKED: _asked,
    Audience.ASKED_SUPPORTERS: _asked_supporters,
    Audience.LEADER: keepers.leader,
    Audience.REPORTERS: _reporters,
    Audience.REVIEWERS: _reviewers,
    Audience.APPELLANT: _appellant,
    Audience.RULED: _ruled,
    Audience.EVALUATORS: _evaluators,
    Audience.CONCERNED: _concerned,
    **contributors.AUDIENCES,
    Audience.DESK_THERE: keepers.desk_there,
    Audience.ADOPTED: keepers.adopted,
}
