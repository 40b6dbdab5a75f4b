"""One deed in many cases: all of those that the preview named, or none when anything changed since."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select

from samskaping.actions import authors, group_turns, impartiality, moves, routing, statements, taking
from samskaping.actions.moves import Wish
from samskaping.actions.record import Fact, fields, mark_text, record_each
from samskaping.actions.statements import Said
from samskaping.context import Context
from samskaping.db import Texts
from samskaping.errors import Clash, Missing, Unfit
from samskaping.language import gettext as _
from samskaping.models import Proposal, Statement, Version
from samskaping.queries import selection as queries
from samskaping.queries.selection import Wanted
from samskaping.rules.events import What
from samskaping.rules.pipeline import State
from samskaping.rules.routing import Ways
from samskaping.rules.selection import TAKES, Doing, Order, obstacle
from samskaping.rules.speech import StatementKind

Facts = list[Fact]


def do(
    ctx: Context,
    refs: Sequence[str],
    wanted: Wanted,
    *,
    seen: str,
    wish: Wish | None = None,
    said: Said | None = None,
    impartial: bool = False,
    once: str | None = None,
) -> int:
    """Do it in every case that can take it; answers in how many.

    ``seen`` are the marks of the preview (``queries.selection.Verdict.mark``). Raises ``Clash`` when any case, or
    what can be done in it, is not as it was shown: then nothing is done in any of them. ``impartial`` when whoever
    does it says so now of all of them.
    """
    ctx.require(TAKES[wanted.doing])
    rows = _locked(ctx, refs)
    order = queries.order(ctx, wanted)
    hindered = {row.id: obstacle(ctx.actor, row, order) for row in rows}
    now = {queries.mark(str(row.reference), row.history_length, hindered[row.id]) for row in rows}
    if not is_as_shown(now, seen):
        raise Clash(_("Noe endret seg etter at du så over. Ingenting er gjort. Se over en gang til."))
    chosen = [row for row in rows if not hindered[row.id]]
    if not chosen:
        raise Unfit(_("Dette kan ikke gjøres i noen av sakene."))
    fits(ctx, order, wish, said)
    if order.doing is Doing.FLYTT or (order.doing is Doing.TILDEL and order.person_id == ctx.actor.person_id):
        impartiality.require_word(ctx, chosen, impartial=impartial)
    facts = _done(ctx, chosen, order, wanted, wish, said)
    record_each(ctx, facts, author_id=authors.municipal(ctx), once=once)
    return len(chosen)


def is_as_shown(now: set[str], seen: str) -> bool:
    """Whether every case, and what can be done in it, is as the preview had it."""
    return now == set(seen.split())


def fits(ctx: Context, order: Order, wish: Wish | None, said: Said | None) -> None:
    """Raises ``Unfit`` for what the move demands and has not got, or for words that cannot be published."""
    found = moves.flaws(ctx, Proposal(), order.move, wish, unit_id=order.unit_id) if order.move and wish else {}
    if said is not None:
        found |= statements.flaws(said)
    if found:
        raise Unfit(**found)


def _locked(ctx: Context, refs: Sequence[str]) -> list[Proposal]:
    """The chosen rows, locked in one order, so that two selections wait for each other and never cross."""
    wanted = select(Proposal).where(Proposal.reference.in_(set(refs)), Proposal.state != State.UTKAST)
    locked = wanted.order_by(Proposal.id).with_for_update().execution_options(populate_existing=True)
    rows = list(ctx.db.scalars(locked))
    if not rows or len(rows) != len(set(refs)):
        raise Missing
    return rows


def _done(
    ctx: Context, rows: list[Proposal], order: Order, wanted: Wanted, wish: Wish | None, said: Said | None
) -> Facts:
    if order.doing is Doing.TILDEL:
        return _assigned(ctx, rows, order, wanted)
    if order.doing is Doing.TEMA:
        return _themed(ctx, rows, order, wanted)
    if order.doing is Doing.FLYTT and wish is not None:
        return _moved(ctx, rows, order, wish)
    if said is None:
        raise Missing
    return _told(ctx, rows, said)


def _assigned(ctx: Context, rows: list[Proposal], order: Order, wanted: Wanted) -> Facts:
    for row in rows:
        row.handler_id = order.person_id or row.handler_id
        row.unit_id = order.unit_id or row.unit_id
    given = {"person": wanted.person or None, "unit": wanted.unit or None}
    return [(row, What.PROPOSAL_ASSIGNED, given) for row in rows]


def led(ctx: Context, cases: Sequence[queries.Case], order: Order) -> dict[int, Texts]:
    """Case → name of the unit that the theme leads it to, for those that a new theme leads to another."""
    if order.doing is not Doing.TEMA:
        return {}
    ways, units = _ways(ctx, cases, order)
    found = {one.key: routing.way(one, ways[one.area_id], units) for one in cases if one.handler_id is None}
    return {key: units[way[0]].name for key, way in found.items() if way}


def taken(ctx: Context, cases: Sequence[queries.Case], order: Order) -> set[int]:
    """The cases that nobody has, and that whoever moves them has from then on."""
    if order.move is None:
        return set()
    after = order.move.after
    return {one.key for one in cases if taking.is_movers(ctx, one.handler_id, order.unit_id or one.unit_id, after)}


def _ways(
    ctx: Context, cases: Sequence[Proposal | queries.Case], order: Order
) -> tuple[dict[int | None, Ways], dict[int, routing.Led]]:
    """What the new theme says for each area of the cases that nobody has taken, and the units it leads to."""
    areas = {one.area_id for one in cases if one.handler_id is None}
    ways = routing.ways_of(ctx, order.theme_id, areas) if areas else {}
    return ways, routing.units_of(ctx, ways.values()) if ways else {}


def _themed(ctx: Context, rows: list[Proposal], order: Order, wanted: Wanted) -> Facts:
    facts: Facts = []
    ways, units = _ways(ctx, rows, order)
    for row in rows:
        row.theme_id = order.theme_id
        facts.append((row, What.PROPOSAL_CLASSIFIED, {"theme": wanted.theme or None}))
        if row.handler_id is None and (routed := routing.send(row, ways[row.area_id], units)):
            facts.append((row, What.PROPOSAL_ROUTED, routed))
    return facts


def _moved(ctx: Context, rows: list[Proposal], order: Order, wish: Wish) -> Facts:
    step = order.move
    if step is None:
        raise Missing
    reasons: dict[int, Statement] = {}
    if wish.reason.strip():
        kind = StatementKind.ANSWER if step.decision else StatementKind.REASON
        said = Said(wish.reason, 0, wish.language, decision=step.decision, mail_text=wish.mail_text)
        reasons = said_in(ctx, rows, kind, said)
    facts: Facts = []
    stood = {row.id: row.state for row in rows}
    for row in rows:
        before, reason = row.state, reasons.get(row.id)
        moves.change(ctx, row, step, wish, reason, order.unit_id)
        facts.append((row, What.PROPOSAL_MOVED, moves.details(ctx, row, step, wish, before, reason)))
        facts += taking.by_moving(ctx, row)
    return facts + group_turns.by_moving(ctx, [(row, stood[row.id]) for row in rows])


def _told(ctx: Context, rows: list[Proposal], said: Said) -> Facts:
    news = said_in(ctx, rows, StatementKind.UPDATE, said)
    return [(row, What.UPDATE_PUBLISHED, {"statement": news[row.id].public_id}) for row in rows]


def said_in(ctx: Context, rows: list[Proposal], kind: StatementKind, said: Said) -> dict[int, Statement]:
    """The same said in every case, signed as one by one would be; written down together."""
    unit_name = statements.own_unit(ctx)
    found = {
        row.id: statements.put(
            ctx,
            row,
            kind,
            said,
            author_id=authors.municipal(ctx),
            role=ctx.me.staff_title if ctx.me else Texts(),
            unit_name=unit_name,
        )
        for row in rows
    }
    _write_down(ctx, list(found.values()))
    return found


def _write_down(ctx: Context, new: list[Statement]) -> None:
    """All statements, and the first version of each text, in three statements whatever their number."""
    rows = [fields(one) for one in new]
    left_out = {name for name in rows[0] if all(row[name] is None for row in rows)}
    ctx.db.execute(insert(Statement), [{name: row[name] for name in row if name not in left_out} for row in rows])
    keys: Any = ctx.db.execute(
        select(Statement.public_id, Statement.id).where(Statement.public_id.in_([one.public_id for one in new]))
    )
    known = {row[0]: row[1] for row in keys}
    kept = [
        {
            "subject_kind": "statement", "subject_id": known[one.public_id], "number": 1, "why": "",
            "fields": {"title": one.title, "text": one.text, "language": one.language},
            "author_id": one.author_id, "written_at": ctx.now,
        }
        for one in new
    ]  # fmt: skip
    ctx.db.execute(insert(Version), kept)
    for one, version in zip(new, kept, strict=True):
        mark_text(ctx, one, version["fields"], key=version["subject_id"])
