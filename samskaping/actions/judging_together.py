"""One deed against many texts with one reason: all of those that the preview named, or none when anything changed."""

from collections.abc import Sequence
from datetime import date
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import or_, select, update

from samskaping import text
from samskaping.actions import authors, blocking, moves, needs, rulings, selection, visibility
from samskaping.actions.judging import Judgement, refuse_lacks
from samskaping.actions.moves import Wish
from samskaping.actions.record import Fact, log_all, record_each
from samskaping.actions.statements import Said
from samskaping.context import Context
from samskaping.errors import Clash, Unfit
from samskaping.language import gettext as _
from samskaping.models import Comment, Need, Person, Proposal, Report
from samskaping.queries import judging as queries
from samskaping.queries.judging import Blocked, Verdict
from samskaping.queries.moderation import Thing
from samskaping.rules.blocking import until
from samskaping.rules.events import What
from samskaping.rules.judging import TOGETHER
from samskaping.rules.kinds import Outcome
from samskaping.rules.moderation import Deed
from samskaping.rules.moves import BY_VERB
from samskaping.rules.policy import Can
from samskaping.rules.speech import StatementKind

T = TypeVar("T")
#: Cases and needs, by the keys of both: one of them is none.
Rows = dict[tuple[int | None, int | None], Proposal | Need]


def judge(ctx: Context, names: Sequence[str], judgement: Judgement, *, seen: str, once: str | None = None) -> int:
    """Do it with every text that it can be done with, and block those who wrote them, each once; answers how many.

    ``names`` are those of ``queries.judging.name``, ``seen`` the marks of the preview. Raises ``Clash`` when a text,
    or what can be done with it, is not as it was shown: then nothing is done with any of them.
    """
    ctx.require(Can.MODERATE)
    if judgement.deed not in TOGETHER:
        raise Unfit(deed=_("Velg hva du vil gjøre"))
    refuse_lacks(judgement)
    said = rulings.worded(judgement.words)
    rows = _locked(ctx, names)
    found, blocks = _looked_at(ctx, names, judgement)
    if not selection.is_as_shown(queries.marks(found, blocks), seen):
        raise _changed()
    things = [one.thing for one in found if not one.obstacle]
    if not things:
        raise Unfit(_("Det kan ikke gjøres med noen av tekstene."))
    last = until(judgement.span, ctx.today) if judgement.span else None
    with ctx.db.no_autoflush:  # each table is written once
        laid, facts = _blocked(ctx, rows, [one for one in blocks if not one.obstacle], judgement, said, last)
        facts += (_hide if judgement.deed is Deed.SKJULT else _refuse)(ctx, rows, things, judgement, said)
        record_each(ctx, facts, author_id=authors.municipal(ctx), once=once)
    if laid and blocking.put(ctx, laid, last) != len(laid):
        raise _changed()
    _log(ctx, things, blocks, judgement)
    return len(things)


def _changed() -> Clash:
    return Clash(_("Noe endret seg etter at du så over. Ingenting er gjort. Se over en gang til."))


def _locked(ctx: Context, names: Sequence[str]) -> Rows:
    """The cases of the chosen texts and then the needs, locked in one order: whoever changes a comment locks its case
    first.
    """
    wanted, rows = queries.named(names), Rows()
    of_comments = select(Comment.proposal_id).where(Comment.public_id.in_(wanted.comments))
    theirs = or_(Proposal.reference.in_(wanted.proposals), Proposal.id.in_(of_comments))
    if wanted.proposals or wanted.comments:
        rows |= {(row.id, None): row for row in _lock(ctx, Proposal, theirs)}
    if wanted.needs:
        rows |= {(None, row.id): row for row in _lock(ctx, Need, Need.reference.in_(wanted.needs))}
    return rows


def _lock(ctx: Context, table: Any, which: Any) -> Any:
    locked = select(table).where(which).order_by(table.id).with_for_update()
    return ctx.db.scalars(locked.execution_options(populate_existing=True))


def _of(rows: Rows, thing: Thing) -> Proposal | Need:
    return rows[thing.proposal_id, thing.need_id]


def _of_kind(rows: Rows, things: Sequence[Thing], table: type[T]) -> list[T]:
    """The cases, or the needs, among what is decided; not the cases of comments."""
    found = (_of(rows, thing) for thing in things if not thing.comment)
    return [row for row in found if isinstance(row, table)]


def _looked_at(
    ctx: Context, names: Sequence[str], judgement: Judgement
) -> tuple[tuple[Verdict, ...], tuple[Blocked, ...]]:
    """What the deed comes to in each text, and whom of those who wrote them it blocks.

    Those are locked, so that nobody is blocked twice by different texts; with all that is read of them it is one
    statement, after the one that locked the cases.
    """
    if judgement.span is None:
        return queries.verdicts(ctx, queries.chosen(ctx, names), judgement.deed), ()
    people = queries.writing(ctx, names).with_for_update(of=Person)
    things, stands = queries.chosen_with(ctx, names, people)
    found = queries.verdicts(ctx, things, judgement.deed)
    return found, queries.blocks(ctx, queries.writers(found), stands)


def _blocked(
    ctx: Context, rows: Rows, blocks: Sequence[Blocked], judgement: Judgement, said: str, last: date | None
) -> tuple[dict[str, int], list[Fact]]:
    """A ruling for each who is blocked, with whom it blocks, and the events that say so."""
    laid: dict[str, int] = {}
    facts: list[Fact] = []
    for one in blocks:
        subject, thing = _of(rows, one.thing), one.thing
        ruling = rulings.rule_on(ctx, subject, thing.comment_id, Deed.BLOKKERT, judgement.reason, said)
        laid[ruling] = one.person_id
        details = {"reason": judgement.reason, "ruling": ruling, "until": str(last) if last else None}
        facts.append((subject, What.WRITER_BLOCKED, details | ({"comment": thing.comment} if thing.comment else {})))
    return laid, facts


def _hide(ctx: Context, rows: Rows, things: Sequence[Thing], judgement: Judgement, said: str) -> list[Fact]:
    closed, facts = _closed(ctx, things), list[Fact]()
    now = {"hidden_at": ctx.now, "hidden_reason": said, "hidden_code": judgement.reason, "open_reports": 0}
    for thing in things:
        row = _of(rows, thing)
        ruling = rulings.rule_on(ctx, row, thing.comment_id, Deed.SKJULT, judgement.reason, said)
        facts.append(_hidden(row, thing, now, {"reason": judgement.reason, "ruling": ruling}))
        if newest := closed.get(thing.about):
            facts.append((row, What.REPORT_CLOSED, {"report": newest, "outcome": Outcome.SKJULT}))
    _change(ctx, things, now)
    visibility.hidden(ctx, _of_kind(rows, things, Proposal))
    needs.hidden(ctx, _of_kind(rows, things, Need))
    return facts


def _hidden(row: Proposal | Need, thing: Thing, now: dict[str, Any], told: dict[str, Any]) -> Fact:
    if thing.comment and isinstance(row, Proposal):
        row.comment_count -= 1
        return row, What.COMMENT_HIDDEN, {"comment": thing.comment, **told}
    for column, value in now.items():
        setattr(row, column, value)
    return row, What.NEED_HIDDEN if thing.need_id else What.PROPOSAL_HIDDEN, told


def _refuse(ctx: Context, rows: Rows, things: Sequence[Thing], judgement: Judgement, said: str) -> list[Fact]:
    facts = _sent_back(ctx, _of_kind(rows, things, Proposal), judgement, said)
    now = {"refused_at": ctx.now, "hidden_code": judgement.reason, "hidden_reason": said}
    for thing in (one for one in things if one.comment or one.need_id):
        row = _of(rows, thing)
        ruling = rulings.rule_on(ctx, row, thing.comment_id, Deed.AVVIST, judgement.reason, said)
        told = {"ruling": ruling, "reason": judgement.reason}
        if thing.comment:
            facts.append((row, What.COMMENT_REFUSED, {"comment": thing.comment, **told}))
            continue
        for column, value in now.items():
            setattr(row, column, value)
        facts.append((row, What.NEED_REFUSED, told))
    _change(ctx, things, now)
    return facts


def _sent_back(ctx: Context, rows: list[Proposal], judgement: Judgement, said: str) -> list[Fact]:
    if not rows:
        return []
    step, facts = BY_VERB["send_tilbake"], list[Fact]()
    wish = Wish(step.verb, 0, reason=said, language=ctx.language, code=judgement.reason)
    words = Said(said, 0, ctx.language, is_public=False)
    reasons = selection.said_in(ctx, rows, StatementKind.REASON, words)
    for row in rows:
        before, reason = row.state, reasons[row.id]
        moves.change(ctx, row, step, wish, reason, None)
        ruling = rulings.rule_on(ctx, row, None, Deed.AVVIST, judgement.reason, text.tidy(said))
        told = moves.details(ctx, row, step, wish, before, reason) | {"ruling": ruling}
        facts.append((row, What.PROPOSAL_MOVED, told))
    return facts


def _change(ctx: Context, things: Sequence[Thing], values: dict[str, Any]) -> None:
    """The same in every comment among them."""
    keys = [thing.comment_id for thing in things if thing.comment]
    if keys:
        changed = update(Comment).where(Comment.id.in_(keys)).values(values)
        ctx.db.execute(changed, execution_options={"synchronize_session": False})


def _closed(ctx: Context, things: Sequence[Thing]) -> dict[tuple[int | None, ...], str]:
    """Close the open reports of all of them. Answers the newest of each."""
    reported = [thing for thing in things if thing.open_reports]
    if not reported:
        return {}
    cases = [thing.proposal_id for thing in reported if thing.proposal_id and not thing.comment]
    comments = [thing.comment_id for thing in reported if thing.comment]
    alone = [thing.need_id for thing in reported if thing.need_id]
    of_cases = Report.proposal_id.in_(cases) & Report.comment_id.is_(None)
    about = or_(of_cases, Report.comment_id.in_(comments), Report.need_id.in_(alone))
    values = {"closed_at": ctx.now, "closed_by_id": ctx.actor.person_id, "outcome": Outcome.SKJULT}
    closing = update(Report).where(about, Report.closed_at.is_(None)).values(values)
    columns = (Report.public_id, Report.reported_at, Report.proposal_id, Report.comment_id, Report.need_id)
    rows = ctx.db.execute(closing.returning(*columns), execution_options={"synchronize_session": False}).all()
    return {tuple(row[2:]): row.public_id for row in sorted(rows, key=attrgetter("reported_at"))}


def _log(ctx: Context, things: Sequence[Thing], blocks: Sequence[Blocked], judgement: Judgement) -> None:
    hidden = [
        {"need" if thing.need_id else "proposal": thing.reference, "reason": judgement.reason}
        | ({"comment": thing.comment} if thing.comment else {})
        for thing in things
        if judgement.deed is Deed.SKJULT
    ]
    blocked = [{"blocked": one.thing.writer} for one in blocks if not one.obstacle]
    entries: list[tuple[str, int | None, dict[str, Any]]] = [("hide", None, one) for one in hidden]
    entries += [("block", None, one) for one in blocked]
    if entries:
        log_all(ctx, entries)
