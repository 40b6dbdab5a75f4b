"""What must hold after any deed, asked of the rows themselves: totals recounted, chains followed."""

from sqlalchemy import func, select

from samskaping.actions.record import digest
from samskaping.models import Event, Municipality, Proposal
from samskaping.rules.pipeline import PUBLIC, STATES, Ball, State, asks_to_reopen
from samskaping.rules.shelves import due_on, shelf_of


def broken(db):
    """What does not hold, of what must hold after any deed."""
    db.expire_all()
    flaws = []
    for row in db.scalars(select(Proposal)):
        unseen = row.state is State.TRUKKET and row.published_at is None
        if row.is_public is not (row.state in PUBLIC and row.hidden_at is None and not unseen):
            flaws.append(f"{row.reference}: public {row.is_public} in {row.state}")
        if row.ball is not Ball.FORFATTER and row.ball is not STATES[row.state].ball and not asks_to_reopen(row):
            flaws.append(f"{row.reference}: the ball is with {row.ball} in {row.state}")
        if (row.shelf, row.due_on) != (shelf_of(row), due_on(row)):
            flaws.append(f"{row.reference}: on shelf {row.shelf}, due {row.due_on}")
        flaws += chain_flaws(db, row)
    public = select(func.count()).select_from(Proposal).where(Proposal.is_public)
    stored = db.execute(select(Municipality.proposal_count, Municipality.id)).all()
    here = db.info["municipality_id"]
    if db.scalar(public) != next(count for count, key in stored if key == here):
        flaws.append("the stored total is not the recount")
    return flaws


def chain_flaws(db, row):
    """Numbers without gaps, each digest over the one before, and the row's own end of the chain."""
    before = ""
    events = db.scalars(
        select(Event).where(Event.subject_kind == "proposal", Event.subject_id == row.id).order_by(Event.number)
    ).all()
    for number, event in enumerate(events, 1):
        if event.number != number or event.digest != digest(before, event):
            yield f"{row.reference}: event {number} breaks the chain"
        before = event.digest
    if (row.history_length, row.history_digest) != (len(events), before):
        yield f"{row.reference}: the row does not know its chain"
