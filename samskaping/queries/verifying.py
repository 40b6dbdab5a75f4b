"""Whether what is stored agrees with itself: chains of history, counts, visibility, search rows."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select

from samskaping.context import Context
from samskaping.models import (
    Ballot,
    Challenge,
    Comment,
    Event,
    Initiative,
    Municipality,
    Need,
    NeedConcern,
    Organisation,
    Proposal,
    Raised,
    Report,
    SearchDocument,
    Signature,
    Support,
    Vote,
)
from samskaping.models.history import digest
from samskaping.queries import verifying_texts
from samskaping.rules.pipeline import PUBLIC, State

_EVERYWHERE = {"every_municipality": True}
_SUBJECTS: dict[str, Any] = {
    "proposal": (Proposal, Proposal.reference),
    "challenge": (Challenge, Challenge.public_id),
    "need": (Need, Need.reference),
    "municipality": (Municipality, Municipality.slug),
    "organisation": (Organisation, Organisation.public_id),
    "raised": (Raised, Raised.public_id),
    "initiative": (Initiative, Initiative.public_id),
}


def differences(ctx: Context, texts: verifying_texts.Texts | None = None) -> Iterator[str]:
    """Everything that does not agree, in words for whoever looks after the installation; nothing when all does."""
    yield from chains(ctx)
    yield from (texts or verifying_texts.look(ctx)).differing
    yield from counts(ctx)


def chains(ctx: Context) -> Iterator[str]:
    """Recompute the chain of every subject's history, and compare it with what the subject remembers."""
    remembered = {
        (kind, row[0]): row[1:]
        for kind, (table, name) in _SUBJECTS.items()
        for row in ctx.db.execute(
            select(table.id, name, table.history_length, table.history_digest), execution_options=_EVERYWHERE
        )
    }
    ordered = select(Event).order_by(Event.subject_kind, Event.subject_id, Event.number)
    events = ctx.db.scalars(ordered.execution_options(yield_per=500))
    for subject, history in groupby(events, key=lambda event: (event.subject_kind, event.subject_id)):
        name, length, last = remembered.pop(subject, ("?", 0, ""))
        yield from _chain(f"{subject[0]} {name}", history, length, last)
    for (kind, _key), (name, length, _last) in remembered.items():
        if length:
            yield f"{kind} {name}: the history is gone ({length} events)"


def _chain(name: str, history: Iterator[Event], length: int, last: str) -> Iterator[str]:
    before, number = "", 0
    for number, event in enumerate(history, 1):
        if event.number != number or digest(before, event) != event.digest:
            yield f"{name}: event {event.number} does not fit the one before it"
            return
        before = event.digest
    if (number, before) != (length, last):
        yield f"{name}: {number} events, but it remembers {length}"


def counts(ctx: Context) -> Iterator[str]:
    """Recount every stored total, in one statement for each kind."""
    for words, statement in _COUNTS.items():
        for name, stored, counted in ctx.db.execute(statement(), execution_options=_EVERYWHERE):
            yield f"{words} of {name}: stored {stored}, counted {counted}"


def _differing(name: Any, stored: Any, counted: Any) -> Select[Any]:
    found: Select[Any] = select(name, stored, counted).where(stored != counted)
    return found


def _of(table: Any, value: Any, *conditions: Any) -> Any:
    return select(value).where(*conditions).correlate_except(table).scalar_subquery()


def _public_in_municipality() -> Select[Any]:
    own = _of(Proposal, func.count(), Proposal.municipality_id == Municipality.id, Proposal.is_public)
    return _differing(Municipality.slug, Municipality.proposal_count, own)


def _public_in_challenge() -> Select[Any]:
    own = _of(Proposal, func.count(), Proposal.challenge_id == Challenge.id, Proposal.is_public)
    return _differing(Challenge.public_id, Challenge.proposal_count, own)


def _support_in_challenge() -> Select[Any]:
    total = func.coalesce(func.sum(Proposal.support_count), 0)
    own = _of(Proposal, total, Proposal.challenge_id == Challenge.id, Proposal.is_public)
    return _differing(Challenge.public_id, Challenge.support_count, own)


def _supports() -> Select[Any]:
    own = _of(Support, func.count(), Support.proposal_id == Proposal.id)
    return _differing(Proposal.reference, Proposal.support_count, own)


def _comments() -> Select[Any]:
    heard = (Comment.hidden_at.is_(None), Comment.held_since.is_(None), Comment.retracted_at.is_(None))
    own = _of(Comment, func.count(), Comment.proposal_id == Proposal.id, *heard)
    return _differing(Proposal.reference, Proposal.comment_count, own)


def _reports() -> Select[Any]:
    own = _of(
        Report, func.count(), Report.proposal_id == Proposal.id, Report.comment_id.is_(None), Report.closed_at.is_(None)
    )
    return _differing(Proposal.reference, Proposal.open_reports, own)


def _visible() -> Select[Any]:
    was_seen = or_(Proposal.state != State.TRUKKET, Proposal.published_at.is_not(None))
    should = case((and_(Proposal.state.in_(sorted(PUBLIC)), Proposal.hidden_at.is_(None), was_seen), 1), else_=0)
    return _differing(Proposal.public_id, case((Proposal.is_public, 1), else_=0), should)


def _found() -> Select[Any]:
    rows = _of(SearchDocument, func.count(), SearchDocument.kind == "proposal", SearchDocument.thing_id == Proposal.id)
    return _differing(Proposal.public_id, case((Proposal.is_public, 1), else_=0), rows)


def _concerns() -> Select[Any]:
    own = _of(NeedConcern, func.count(), NeedConcern.need_id == Need.id)
    return _differing(Need.reference, Need.concern_count, own)


def _signatures() -> Select[Any]:
    """Of what is not over: the names go half a year later, and the number stands."""
    own = _of(Signature, func.count(), Signature.initiative_id == Initiative.id)
    return _differing(Initiative.public_id, Initiative.signature_count, own).where(Initiative.ended_at.is_(None))


def _reports_of_needs() -> Select[Any]:
    own = _of(Report, func.count(), Report.need_id == Need.id, Report.closed_at.is_(None))
    return _differing(Need.reference, Need.open_reports, own)


def _visible_needs() -> Select[Any]:
    gone = (Need.held_since, Need.refused_at, Need.retracted_at, Need.hidden_at)
    should = case((and_(Need.reference.is_not(None), *(column.is_(None) for column in gone)), 1), else_=0)
    return _differing(Need.public_id, case((Need.is_public, 1), else_=0), should)


def _found_needs() -> Select[Any]:
    rows = _of(SearchDocument, func.count(), SearchDocument.kind == "need", SearchDocument.thing_id == Need.id)
    return _differing(Need.public_id, case((Need.is_public, 1), else_=0), rows)


def _ballots() -> Select[Any]:
    """Of votes that are closed; while one is open, its ballots are not counted."""
    own = _of(Ballot, func.count(), Ballot.vote_id == Vote.id)
    named = select(Challenge.public_id).where(Challenge.id == Vote.challenge_id).scalar_subquery()
    return _differing(named, Vote.ballot_count, own).where(Vote.closed_at.is_not(None))


_COUNTS = {
    "public proposals": _public_in_municipality,
    "proposals": _public_in_challenge,
    "support": _support_in_challenge,
    "supporters": _supports,
    "comments": _comments,
    "open reports": _reports,
    "visibility": _visible,
    "search rows": _found,
    "people whom it concerns": _concerns,
    "signatures": _signatures,
    "ballots": _ballots,
    "open reports of needs": _reports_of_needs,
    "visibility of needs": _visible_needs,
    "search rows of needs": _found_needs,
}
