"""«Det gjelder meg også»: once for each person or organisation, counted in the same transaction, never from rows."""

from sqlalchemy import delete, update

from samskaping.actions import authors, needs
from samskaping.context import Context
from samskaping.db import upsert
from samskaping.errors import Refused, Unfit
from samskaping.language import gettext as _
from samskaping.models import Need, NeedConcern
from samskaping.rules.policy import Can
from samskaping.rules.thresholds import Act


def say(ctx: Context, ref: str, *, organisation: str = "") -> bool:
    """A need concerns the signed-in person too, or an organisation (public id) that they act for.

    A second time changes nothing; answers whether it counted.
    """
    need = needs.public(ctx, ref)
    if not ctx.may(Can.NEED_CONCERN, need):
        raise Refused(str(ctx.lacks(Act.GJELDER) or Can.NEED_CONCERN))
    for_whom = authors.organisation(ctx, organisation)
    if for_whom is None and need.writer_id == ctx.actor.person_id:
        raise Unfit(_("Du har selv fortalt om dette behovet. Det teller fra før."))
    row = upsert(ctx.db, NeedConcern).values(
        municipality_id=need.municipality_id,
        need_id=need.id,
        person_id=ctx.actor.person_id,
        organisation_id=for_whom,
        said_at=ctx.now,
    )
    said = ctx.db.scalar(row.on_conflict_do_nothing().returning(NeedConcern.id))
    if said is not None:
        _count(ctx, need, 1)
    return said is not None


def take_back(ctx: Context, ref: str, *, organisation: str = "") -> bool:
    """It does not concern the person, or the organisation, after all. Answers whether it had counted."""
    need = needs.public(ctx, ref)
    for_whom = authors.organisation(ctx, organisation)
    gone = delete(NeedConcern).where(NeedConcern.need_id == need.id)
    if for_whom is None:
        gone = gone.where(NeedConcern.person_id == ctx.actor.person_id, NeedConcern.organisation_id.is_(None))
    else:
        gone = gone.where(NeedConcern.organisation_id == for_whom)
    taken = ctx.db.scalar(gone.returning(NeedConcern.id), execution_options={"synchronize_session": False})
    if taken is not None:
        _count(ctx, need, -1)
    return taken is not None


def _count(ctx: Context, need: Need, step: int) -> None:
    """Move the stored total with the row. The need is locked, so they cannot part."""
    ctx.db.execute(update(Need).where(Need.id == need.id).values(concern_count=Need.concern_count + step))
