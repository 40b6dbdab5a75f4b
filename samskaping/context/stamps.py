"""What the pages of a place are stamped with: it is another as soon as anything they show may have changed."""

from typing import Any

from sqlalchemy import BigInteger, ScalarSelect, Select, cast, func, literal_column, or_, select
from sqlalchemy.orm import aliased

from samskaping.context import Context
from samskaping.models import ChallengePartner, Stamp
from samskaping.models.stamps import EVERYBODY

_SUM = cast(func.coalesce(func.sum(Stamp.value), literal_column("0")), BigInteger)
_EVERY: Select[Any] = select(_SUM)


def at(municipality_id: Any) -> ScalarSelect[Any]:
    """The stamp of a municipality's pages: its own, everybody's, and those of all it shares challenges with."""
    own, partners = aliased(ChallengePartner), aliased(ChallengePartner)
    shared = (
        select(partners.municipality_id)
        .join(own, own.challenge_id == partners.challenge_id)
        .where(own.municipality_id == municipality_id)
        .correlate_except(own, partners)
    )
    places = or_(Stamp.place == literal_column(str(EVERYBODY)), Stamp.place == municipality_id, Stamp.place.in_(shared))
    return select(_SUM).where(places).correlate_except(Stamp).scalar_subquery()


def of(ctx: Context) -> int:
    """The stamp of the place at hand: read with the municipality, or (national pages show all) now. One statement."""
    return ctx.municipality.stamp if ctx.municipality else int(ctx.db.scalar(_EVERY) or 0)


def vouches(ctx: Context) -> bool:
    """Whether the stamp covers all that was read: it does not when a municipality's page has looked abroad."""
    return not ctx.db.info.get("looks_abroad")
