"""What a person has been told: each row with its sentence, and where it leads."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from samskaping.context import Context
from samskaping.db import Texts
from samskaping.models import (
    Challenge,
    Comment,
    Evaluation,
    Event,
    Initiative,
    Municipality,
    Need,
    Notification,
    Organisation,
    Proposal,
    Raised,
)
from samskaping.queries import cursors, initiatives, told_words, visible
from samskaping.queries.cursors import Order, Place, Slice
from samskaping.queries.told_words import Words
from samskaping.rules import limits
from samskaping.rules.appeals import OUTCOME_WORDS
from samskaping.rules.events import DESK_PAGES, FACTS, GROUP_PAGES, OWN_PAGES, What
from samskaping.rules.events.offers import ABOUT_OFFERS
from samskaping.rules.groups import MEMBER_ROLE_NAMES, MemberRole
from samskaping.rules.kinds import Outcome
from samskaping.rules.moves import BY_VERB
from samskaping.rules.phases import name_of
from samskaping.rules.pipeline import STATES, State
from samskaping.rules.planned import OBSTACLES, Obstacle
from samskaping.rules.speech import DECISION_NAMES, Decision
from samskaping.text import excerpt

_EVERYWHERE = {"every_municipality": True}
#: Code points of a need's beginning where others have a title.
_HEADING = 80

#: What only staff are told, and do something about at the desk.
_AT_THE_DESK = frozenset(
    {
        What.NOTE_WRITTEN, What.IMPARTIALITY_DENIED, What.IMPARTIALITY_LIFTED, What.EVALUATION_ASKED,
        What.EVALUATION_DROPPED, What.EVALUATION_SUBMITTED, What.EVALUATION_NEAR, What.EVALUATION_LATE,
        What.TASK_GIVEN, What.TASK_NEAR, What.TASK_LATE, What.OPINION_GIVEN_INTERNALLY,
        What.REOPENING_ASKED,
    }
)  # fmt: skip

#: What is against a text of the person's own: told with the page that says why, and how to appeal.
_RULED = frozenset(
    {
        What.PROPOSAL_HIDDEN, What.COMMENT_HIDDEN, What.COMMENT_REFUSED, What.PROPOSAL_REDACTED, What.COMMENT_REDACTED,
        What.NEED_HIDDEN, What.NEED_REFUSED, What.NEED_REDACTED, What.WRITER_BLOCKED, What.RULING_UPHELD,
        What.RULING_OVERTURNED,
    }
)  # fmt: skip
#: Pages that can be seen also when the thing itself cannot.
_BESIDES: dict[What, str] = {
    What.REPORT_CLOSED: "/moderering",
    What.REPORT_REVISED: "/moderering",
    What.APPEAL_MADE: "/arbeid/klage/{appeal}",
    **dict.fromkeys(ABOUT_OFFERS, "/bidrag/{offer}"),
    **OWN_PAGES,
}

#: Pages of groups, and pages and lists of the desk, that an event leads to; the thing's name follows.
_DESK = (
    DESK_PAGES
    | GROUP_PAGES
    | {
        What.CHALLENGE_CRITERIA_SET: "/arbeid?ko=alle&utfordring=",
        What.REFLECTION_NEAR: "/arbeid/utfordringer/",
    }
)
#: What follows the thing's name: an invitation leads to where it is answered.
_AFTER = {What.GROUP_INVITED: "/svar/{member}", What.REFLECTION_NEAR: "/refleksjon"}
#: What is done at the desk of the municipality that the event names.
_THERE = frozenset({What.OPINION_ASKED, *DESK_PAGES})
#: Where the page of each kind of thing is; its name follows.
_BEGINNINGS = {
    "proposal": "/forslag/", "need": "/behov/", "challenge": "/utfordring/", "organisation": "/organisasjon/",
}  # fmt: skip
_STOPPED = frozenset({What.COMMENT_HIDDEN, What.COMMENT_REFUSED})
#: What a moderator is asked to read.
_TO_APPROVE = frozenset({What.COMMENT_HELD, What.PROPOSAL_REWRITTEN, What.NEED_HELD})


@dataclass(frozen=True)
class Told:
    """One notification. ``thing`` is empty when what it is about can no longer be seen by this person."""

    what: What
    details: dict[str, Any]
    at: datetime
    is_read: bool
    kind: str
    thing: str
    title: Texts | str
    language: str | None
    reason: str
    municipality: str
    slug: str
    host: str | None
    tie: str
    #: What was said, for mail: the page's text, or to the one who proposed the one written for them. In the list too:
    #: the words of a partner municipality, which stand on no public page.
    said: str = ""
    is_said_to_me: bool = False
    said_by: str = ""
    said_in: str | None = None
    #: Slug and host of the municipality at whose desk the person does what this is about, where it is another's event.
    desk: tuple[str, str | None] | None = None

    @property
    def sentence(self) -> str:
        """The event's sentence, with the fact that matters: which step, which answer, what the one who proposed did."""
        fact = FACTS[self.what]
        sentence = str(fact.told or fact.sentence)
        after, decision = self.details.get("after"), self.details.get("decision")
        if self.what is What.PROPOSAL_MOVED and after in STATES:
            move = BY_VERB.get(str(self.details.get("verb")))
            if move and move.by_writer:
                return str(move.sentence)
            return f"{sentence}: {STATES[State(after)].label}"
        if self.what is What.REPORT_CLOSED and (outcome := self.details.get("outcome")) in OUTCOME_WORDS:
            return f"{sentence}: {OUTCOME_WORDS[Outcome(outcome)]}"
        if self.what is What.GROUP_INVITED:
            role = MEMBER_ROLE_NAMES[MemberRole(self.details["role"])]
            return f"{sentence} ({str(role).lower()})"
        if decision in DECISION_NAMES:
            return f"{sentence}: {DECISION_NAMES[Decision(decision)]}"
        return f"{sentence}: {phase}" if (phase := name_of(self.details)) else sentence

    @property
    def door(self) -> tuple[str, str | None]:
        """Slug and host of the municipality in which the link is: one that is asked for an opinion, at its own desk."""
        there = self.details.get("there") if self.what in _THERE else None
        return (there, None) if there else self.desk or (self.slug, self.host)

    @property
    def opened(self) -> tuple[str, str]:
        """By what it is read when it is opened: a ruling is found also where the case itself cannot be seen."""
        is_ruled = _page_of_its_own(self.what, self.details).startswith("/avgjorelse/")
        return ("ruling", self.details["ruling"]) if is_ruled else (self.kind, self.thing)

    @property
    def path(self) -> str:
        """Where the thing is, in its municipality."""
        if page := _page_of_its_own(self.what, self.details):
            return page
        if not self.thing:
            return ""
        if self.what is What.SUPPORT_ASKED:
            return f"/forslag/{self.thing}/flytt-stotten"
        if self.what is What.OPINION_ASKED:
            task = self.details["task"]
            return f"/arbeid/andre-kommuner/{task}" if "there" in self.details else f"/arbeid/sak/{self.thing}#oppgaver"
        if self.what in _TO_APPROVE:
            name = self.details.get("comment")
            kind = "behov" if self.kind == "need" else "forslag"
            return f"/arbeid/moderer/kommentar/{name}" if name else f"/arbeid/moderer/{kind}/{self.thing}"
        if self.what in _AT_THE_DESK:
            return f"/arbeid/sak/{self.thing}"
        if desk := _DESK.get(self.what):
            return desk + self.thing + _AFTER.get(self.what, "").format(**self.details)
        anchor = f"#{self.details['comment']}" if "comment" in self.details else ""
        start = _BEGINNINGS.get(self.kind)
        return f"{start}{self.thing}{anchor}" if start else "/"


def _page_of_its_own(what: What, details: dict[str, Any]) -> str:
    if "ruling" in details and (what in _RULED or details.get("verb") == "send_tilbake"):
        return f"/avgjorelse/{details['ruling']}"
    return _BESIDES.get(what, "").format(**details)


def listing(ctx: Context, place: Place | None = None, size: int = limits.PAGE) -> Slice:
    """A page of what the signed-in person has been told, newest first. At most three statements."""
    statement = _rows(ctx).where(Notification.person_id == ctx.actor.person_id)
    window = cursors.window(statement, Order(Notification.created_at, Event.digest), place, size)
    rows = ctx.db.execute(window, execution_options=_EVERYWHERE).all()
    reasons = _reasons(ctx, rows)
    said = told_words.between(ctx, rows)
    told = [_saying(_told(row, reasons), said.get(row.digest)) for row in rows]
    return cursors.cut(told, place, size, lambda row: (row.at, row.tie))


def chosen(ctx: Context, ids: list[int]) -> tuple[Told, ...]:
    """These of the person's notifications that are not read and can still be seen, newest first: for letters."""
    mine = (Notification.person_id == ctx.actor.person_id, Notification.id.in_(ids), Notification.read_at.is_(None))
    rows = ctx.db.execute(_rows(ctx).where(*mine).order_by(Notification.id.desc()), execution_options=_EVERYWHERE).all()
    reasons = _reasons(ctx, rows)
    found = [(row, _told(row, reasons)) for row in rows]
    said = told_words.of(ctx, [row for row, one in found if one.thing])
    return tuple(_saying(one, said.get(row.digest)) for row, one in found if one.path)


def _saying(one: Told, words: Words | None) -> Told:
    if words is None:
        return one
    return replace(one, said=words.text, is_said_to_me=words.is_to_me, said_by=words.by, said_in=words.language)


def _rows(ctx: Context) -> Any:
    statement: Any = select(
        Event.what,
        Event.details,
        Notification.created_at,
        Notification.read_at,
        Event.subject_kind,
        func.coalesce(
            Proposal.reference, Need.reference, Challenge.public_id, Organisation.public_id, Municipality.slug
        ).label("thing"),
        Proposal.title.label("proposal"),
        func.coalesce(Proposal.language, Need.language, Raised.language, Initiative.language).label("language"),
        Proposal.hidden_reason,
        Proposal.writer_id,
        Need.text.label("need"),
        Challenge.title.label("challenge"),
        Organisation.name.label("organisation"),
        func.coalesce(Raised.title, Initiative.title).label("raised"),
        Municipality.name.label("municipality"),
        Municipality.slug,
        Municipality.host,
        Event.digest,
        _desk(Municipality.slug).label("desk"),
        _desk(Municipality.host).label("desk_host"),
    ).select_from(Notification)
    return (
        statement.join(Event, Event.id == Notification.event_id)
        .outerjoin(Municipality, Municipality.id == Event.municipality_id)
        .outerjoin(Proposal, _about("proposal", Proposal, visible.proposals_anywhere(ctx)))
        .outerjoin(Need, _about("need", Need, visible.needs_anywhere(ctx)))
        .outerjoin(Challenge, _about("challenge", Challenge, Challenge.published_at.is_not(None)))
        .outerjoin(Organisation, _about("organisation", Organisation))
        .outerjoin(Raised, _about("raised", Raised, visible.raised_anywhere(ctx)))
        .outerjoin(Initiative, _about("initiative", Initiative, initiatives.anywhere(ctx)))
    )


def _desk(column: Any) -> Any:
    """Where the reader evaluates under a challenge whose criteria have changed: at home, or at a partner's desk."""
    there = aliased(Municipality)
    found = (
        select(getattr(there, column.key))
        .join(Proposal, Proposal.municipality_id == there.id)
        .join(Evaluation, Evaluation.proposal_id == Proposal.id)
        .where(Proposal.challenge_id == Event.subject_id, Evaluation.evaluator_id == Notification.person_id)
        .order_by(there.id)
        .limit(1)
        .correlate(Event, Notification)
    )
    return case((Event.what == What.CHALLENGE_CRITERIA_SET, found.scalar_subquery()))


def _about(kind: str, table: Any, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(Event.subject_kind == kind, table.id == Event.subject_id, *conditions)


def _reasons(ctx: Context, rows: Any) -> dict[str, str]:
    """Why the person's own comments were hidden or refused, by public id."""
    hidden = [row.details.get("comment", "") for row in rows if row.what in _STOPPED]
    found = select(Comment.public_id, Comment.hidden_reason).where(Comment.public_id.in_(hidden))
    stopped = or_(Comment.hidden_at.is_not(None), Comment.refused_at.is_not(None))
    found = found.where(Comment.writer_id == ctx.actor.person_id, stopped)
    rows = ctx.db.execute(found, execution_options=_EVERYWHERE) if hidden else ()
    return {row.public_id: row.hidden_reason for row in rows}


def _told(row: Any, reasons: dict[str, str]) -> Told:
    title: Texts | str = (
        row.proposal or excerpt(row.need or "", _HEADING) or row.challenge or row.organisation or row.raised or ""
    )
    is_gone = row.subject_kind in ("proposal", "need", "challenge", "organisation") and not title
    why = row.hidden_reason if row.what is What.PROPOSAL_HIDDEN else ""
    if row.what is What.ANSWER_HELD and (obstacle := row.details.get("obstacle")) in OBSTACLES:
        why = str(OBSTACLES[Obstacle(obstacle)])
    return Told(
        what=row.what,
        details=row.details,
        at=row.created_at,
        is_read=row.read_at is not None,
        kind=row.subject_kind,
        thing="" if is_gone else row.thing or "",
        title=title or row.municipality or "",
        language=row.language,
        reason=why or reasons.get(row.details.get("comment", ""), ""),
        municipality=row.municipality or "",
        slug=row.slug or "",
        host=row.host,
        tie=row.digest,
        desk=(row.desk, row.desk_host) if row.desk else None,
    )
