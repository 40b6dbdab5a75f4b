"""Proposals and comments from another service, brought in as one closed challenge; nothing is sent to anybody.

Each row keeps its source and the id it had there. What is here already is left as it is, so that a second
run of the same files changes nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from samskaping import text
from samskaping.actions import indexing, visibility
from samskaping.actions.proposals import next_reference, texts
from samskaping.actions.record import keep_version, public_id, record
from samskaping.context import Context
from samskaping.db import Texts
from samskaping.errors import Unfit
from samskaping.language import gettext as _
from samskaping.models import Author, Challenge, ChallengePartner, ChallengeState, Comment, Municipality, Proposal
from samskaping.rules.events import What
from samskaping.rules.participation import (
    ASSOCIATION_TYPE,
    TARGETS,
    CommentRow,
    Participation,
    ProposalRow,
    shown_name,
)
from samskaping.rules.pipeline import STATES, State
from samskaping.rules.policy import Can
from samskaping.rules.speech import AuthorKind

#: Rows written in one statement.
BATCH = 500

SUMMARY = Texts(
    nb="Forslag og kommentarer fra en annen tjeneste. De står på språket de ble skrevet på, og har ingen svarfrist.",
    nn="Forslag og kommentarar frå ei anna teneste. Dei står på språket dei vart skrivne på, og har ingen svarfrist.",
)


@dataclass(frozen=True)
class Plan:
    """How an import is done. ``states`` says what each status of the source becomes here."""

    source: str
    title: Texts
    states: Mapping[str, State]
    language: str


@dataclass(frozen=True)
class Landed:
    """What an import added, and the challenge under which it stands."""

    challenge: str
    proposals: int
    comments: int


@dataclass(frozen=True)
class Placed:
    """Where a comment stands here."""

    id: int
    thread_id: int
    depth: int


def participation(
    ctx: Context, data: Participation, plan: Plan, progress: Callable[[int], None] = lambda _rows: None
) -> Landed:
    """Bring in what is not here yet. ``progress`` is told how many rows were dealt with since it was last told."""
    ctx.require(Can.PARTICIPATION_IMPORT)
    if not ctx.here.is_active:
        raise Unfit(_("Kommunen er ikke med ennå. Aktiver den først."))
    if wrong := {state for state in plan.states.values() if state not in TARGETS}:
        raise Unfit(_("Forslag kan ikke hentes inn som «%(state)s».") % {"state": STATES[wrong.pop()].label})
    # One import at a time in a municipality.
    ctx.db.execute(select(Municipality.id).where(Municipality.id == ctx.here.id).with_for_update())
    challenge = _challenge(ctx, data, plan)
    authors = _authors(ctx, data, plan.source)
    proposals = _known(ctx, Proposal, plan.source)
    new_proposals = [row for row in data.proposals if row.id not in proposals]
    for row in new_proposals:
        proposals[row.id] = _proposal(ctx, row, plan, challenge, authors)
    progress(len(data.proposals))
    comments = _placed(ctx, plan.source)
    new_comments = [row for row in data.comments if row.id not in comments]
    progress(len(data.comments) - len(new_comments))
    for batch in _batches(new_comments, comments):
        _add_comments(ctx, batch, plan, proposals, authors, comments)
        progress(len(batch))
    _count(ctx, new_comments, proposals, comments)
    return Landed(challenge.public_id, len(new_proposals), len(new_comments))


def _challenge(ctx: Context, data: Participation, plan: Plan) -> Challenge:
    everywhere = select(Challenge).where(Challenge.source == plan.source).execution_options(every_municipality=True)
    known = ctx.db.scalar(everywhere)
    if known is None:
        return _new_challenge(ctx, data, plan)
    if known.municipality_id != ctx.here.id:
        raise Unfit(_("Kilden «%(source)s» er hentet inn i en annen kommune fra før.") % {"source": plan.source})
    return known


def _new_challenge(ctx: Context, data: Participation, plan: Plan) -> Challenge:
    challenge = Challenge(
        municipality_id=ctx.here.id,
        public_id=public_id(),
        state=ChallengeState.LUKKET,
        title=plan.title,
        summary=SUMMARY,
        created_at=ctx.now,
        published_at=min((row.written_at for row in data.proposals), default=ctx.now),
        closed_at=ctx.now,
        source=plan.source,
        external_id=plan.source,
    )
    ctx.db.add(challenge)
    ctx.db.flush()
    ctx.db.add(
        ChallengePartner(challenge_id=challenge.id, municipality_id=ctx.here.id, is_lead=True, is_archivist=True)
    )
    record(ctx, What.CHALLENGE_IMPORTED, challenge, source=plan.source)
    indexing.challenge(ctx, challenge)
    return challenge


def _authors(ctx: Context, data: Participation, source: str) -> dict[str, int]:
    """Everybody who speaks, by their id at the source; those who are not here yet get a row."""
    kinds = {row.author: ASSOCIATION_TYPE if row.is_association else "" for row in data.proposals}
    for comment in data.comments:
        kinds[comment.author] = kinds.get(comment.author) or shown_name(comment.author_type)
    known = _known(ctx, Author, source)
    new = [
        {"kind": AuthorKind.IMPORTERT, "name": name, "source": source, "external_id": id_}
        for id_, name in kinds.items()
        if id_ not in known
    ]
    for start in range(0, len(new), BATCH):
        batch = new[start : start + BATCH]
        ids = _inserted(ctx, Author, batch)
        known |= {str(row["external_id"]): id_ for row, id_ in zip(batch, ids, strict=True)}
    return known


def _proposal(ctx: Context, row: ProposalRow, plan: Plan, challenge: Challenge, authors: Mapping[str, int]) -> int:
    state = plan.states[row.status]
    proposal = Proposal(
        municipality_id=ctx.here.id,
        public_id=public_id(),
        reference=next_reference(ctx),
        state=state,
        ball=STATES[state].ball,
        challenge_id=challenge.id,
        author_id=authors[row.author],
        language=plan.language,
        title=row.title,
        need=row.summary,
        need_html=text.stored(row.summary),
        idea=row.text,
        idea_html=text.stored(row.text) if row.text else "",
        excerpt=text.excerpt(row.summary),
        created_at=row.written_at,
        edited_at=row.written_at,
        submitted_at=row.written_at,
        published_at=row.written_at,
        state_since=row.written_at,
        imported_support=row.support,
        source=plan.source,
        external_id=row.id,
    )
    ctx.db.add(proposal)
    ctx.db.flush()
    keep_version(ctx, proposal, texts(proposal), number=1, author_id=proposal.author_id)
    visibility.settle(ctx, proposal)
    record(
        ctx,
        What.PROPOSAL_IMPORTED,
        proposal,
        author_id=proposal.author_id,
        source=plan.source,
        reference=proposal.reference,
        after=state,
    )
    return proposal.id


def _batches(rows: Sequence[CommentRow], here: Mapping[str, Placed]) -> Iterator[list[CommentRow]]:
    """Batches in which no comment answers another of the same batch; what they answer is in ``here`` by then."""
    batch: list[CommentRow] = []
    for row in rows:
        if len(batch) == BATCH or (row.parent and row.parent not in here):
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def _add_comments(
    ctx: Context,
    rows: Sequence[CommentRow],
    plan: Plan,
    proposals: Mapping[str, int],
    authors: Mapping[str, int],
    here: dict[str, Placed],
) -> None:
    ids = _inserted(ctx, Comment, [_values(ctx, row, plan, proposals, authors, here) for row in rows])
    for row, id_ in zip(rows, ids, strict=True):
        parent = here.get(row.parent)
        here[row.id] = Placed(id_, parent.thread_id, parent.depth + 1) if parent else Placed(id_, id_, 0)


def _values(
    ctx: Context,
    row: CommentRow,
    plan: Plan,
    proposals: Mapping[str, int],
    authors: Mapping[str, int],
    here: Mapping[str, Placed],
) -> dict[str, Any]:
    parent = here.get(row.parent)
    return {
        "municipality_id": ctx.here.id,
        "public_id": public_id(),
        "proposal_id": proposals[row.proposal],
        "parent_id": parent.id if parent else None,
        "thread_id": parent.thread_id if parent else None,
        "depth": parent.depth + 1 if parent else 0,
        "author_id": authors[row.author],
        "language": plan.language,
        "text": row.text,
        "html": text.stored(row.text),
        "written_at": row.written_at,
        "votes_for": row.votes_for,
        "votes_against": row.votes_against,
        "orphan": row.is_orphan,
        "source": plan.source,
        "external_id": row.id,
    }


def _count(
    ctx: Context, rows: Iterable[CommentRow], proposals: Mapping[str, int], comments: Mapping[str, Placed]
) -> None:
    """Threads learn their first comment and their size, proposals how much is said about them."""
    rows = list(rows)
    ctx.db.execute(
        update(Comment)
        .where(Comment.thread_id.is_(None), Comment.source.is_not(None))
        .values(thread_id=Comment.id)
        .execution_options(synchronize_session=False)
    )
    replies = Counter(comments[row.id].thread_id for row in rows if row.parent)
    said = Counter(proposals[row.proposal] for row in rows)
    _raise(ctx, Comment, "thread_size", replies)
    _raise(ctx, Proposal, "comment_count", said)


def _raise(ctx: Context, table: Any, column: str, steps: Mapping[int, int]) -> None:
    if not steps:
        return
    target = table.__table__
    raised = (
        update(target).where(target.c.id == bindparam("row")).values({column: target.c[column] + bindparam("more")})
    )
    ctx.db.connection().execute(raised, [{"row": row, "more": more} for row, more in steps.items()])
    ctx.db.expire_all()


def _inserted(ctx: Context, table: Any, rows: list[dict[str, Any]]) -> Sequence[int]:
    """Keys of new rows, in the order in which the rows were given."""
    statement = insert(table).returning(table.id, sort_by_parameter_order=True)
    return list(ctx.db.scalars(statement, rows))


def _known(ctx: Context, table: Any, source: str) -> dict[str, int]:
    """Keys of what is here from a source, by the id that it had there."""
    rows: Any = ctx.db.execute(select(table.external_id, table.id).where(table.source == source))
    return {row[0]: row[1] for row in rows}


def _placed(ctx: Context, source: str) -> dict[str, Placed]:
    rows: Any = ctx.db.execute(
        select(Comment.external_id, Comment.id, Comment.thread_id, Comment.depth).where(Comment.source == source)
    )
    return {row[0]: Placed(row[1], row[2] or row[1], row[3]) for row in rows}
