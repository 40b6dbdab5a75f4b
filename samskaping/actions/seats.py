"""Signing up for a meeting: one seat for each person, a queue when it is full, and whoever is first in it comes in."""

from dataclasses import replace

from sqlalchemy import delete, func, select, update

from samskaping import text
from samskaping.actions.record import public_id, record_all
from samskaping.context import Context
from samskaping.errors import Missing, Refused, Unfit
from samskaping.language import gettext as _
from samskaping.models import Challenge, Gathering, Seat
from samskaping.rules.events import What
from samskaping.rules.gatherings import Held, held, is_open_seat, takes_names
from samskaping.rules.policy import Actor, Can


def take(ctx: Context, gathering: str, needs: str = "") -> bool:
    """Sign up as oneself, or change what one needs. Answers whether one has a seat, and does not wait for one.

    The meeting is locked: of many who want the last seat, one gets it, and the others wait in the order they came.
    """
    if not ctx.may(Can.SEAT_TAKE):
        raise Refused(_("Bekreft e-postadressen din før du melder deg på."))
    row = _locked(ctx, gathering)
    mine = (Seat.gathering_id == row.id, Seat.person_id == ctx.actor.person_id)
    said = text.tidy(needs)[:500]
    had = ctx.db.scalar(select(Seat).where(*mine))
    if had is not None:
        had.needs = said
        return not had.is_waiting
    if not takes_names(_held(ctx, row), row.sign_up_until, ctx.today):
        raise Unfit(_("Påmeldingen er stengt."))
    seated, waiting = _counted(ctx, row)
    is_seated = is_open_seat(seated, waiting, row.capacity)
    ctx.db.add(
        Seat(
            public_id=public_id(), gathering_id=row.id, person_id=ctx.actor.person_id, is_waiting=not is_seated,
            needs=said, asked_at=ctx.now,
        )
    )  # fmt: skip
    ctx.db.flush()
    return is_seated


def leave(ctx: Context, gathering: str) -> bool:
    """Give up one's seat, or one's place in the queue; the first who waits comes in. Answers whether there was one."""
    owner, row = locked(ctx, gathering)
    if row.published_at is None:
        raise Missing
    gone = delete(Seat).where(Seat.gathering_id == row.id, Seat.person_id == ctx.actor.person_id)
    if not ctx.db.execute(gone.returning(Seat.id)).all():
        return False
    let_in(ctx, owner, row)
    return True


def let_in(ctx: Context, owner: Challenge, row: Gathering) -> int:
    """Whoever is first in the queue comes in, as long as there are seats. Both are locked. Answers how many.

    Nobody did it: whose seat it was before is in no history.
    """
    if _held(ctx, row) is not Held.KOMMER:
        return 0
    seated, waiting = _counted(ctx, row)
    free = waiting if row.capacity is None else min(waiting, row.capacity - seated)
    if free <= 0:
        return 0
    queue = select(Seat.id, Seat.public_id).where(Seat.gathering_id == row.id, Seat.is_waiting)
    first = ctx.db.execute(queue.order_by(Seat.id).limit(free)).all()
    come = update(Seat).where(Seat.id.in_([one.id for one in first])).values(is_waiting=False)
    ctx.db.execute(come, execution_options={"synchronize_session": False})
    told = [(What.GATHERING_SEATED, {"gathering": row.public_id, "seat": one.public_id}) for one in first]
    record_all(replace(ctx, actor=Actor()), owner, told)
    return len(first)


def fill(ctx: Context, key: int) -> int:
    """Let in those who wait, where somebody's seat went with their account. Answers how many."""
    named = ctx.db.scalar(select(Gathering.public_id).where(Gathering.id == key))
    return let_in(ctx, *locked(ctx, named)) if named else 0


def locked(ctx: Context, gathering: str) -> tuple[Challenge, Gathering]:
    """A meeting with its challenge, whose history tells of it, both locked: always the challenge first."""
    named = Gathering.public_id == gathering
    of_it = Challenge.id == select(Gathering.challenge_id).where(named).scalar_subquery()
    fresh = {"populate_existing": True}
    owner = ctx.db.scalar(select(Challenge).where(of_it).with_for_update(), execution_options=fresh)
    row = ctx.db.scalar(select(Gathering).where(named).with_for_update(), execution_options=fresh)
    if owner is None or row is None:
        raise Missing
    return owner, row


def _locked(ctx: Context, gathering: str) -> Gathering:
    """One that is published, locked. Raises ``Missing``."""
    row = ctx.db.scalar(
        select(Gathering)
        .where(Gathering.public_id == gathering, Gathering.published_at.is_not(None))
        .with_for_update(),
        execution_options={"populate_existing": True},
    )
    if row is None:
        raise Missing
    return row


def _held(ctx: Context, row: Gathering) -> Held:
    return held(row.starts_at, row.ends_at, ctx.now, is_cancelled=row.cancelled_at is not None)


def _counted(ctx: Context, row: Gathering) -> tuple[int, int]:
    """How many have a seat, and how many wait."""
    found = select(Seat.is_waiting, func.count(Seat.id)).where(Seat.gathering_id == row.id).group_by(Seat.is_waiting)
    counts = {bool(waits): count for waits, count in ctx.db.execute(found)}
    return counts.get(False, 0), counts.get(True, 0)
