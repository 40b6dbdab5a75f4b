"""What the standing pages tell of a municipality: how to reach it, and its own words."""

from dataclasses import dataclass

from sqlalchemy import select

from samskaping.context import Context
from samskaping.db import Texts
from samskaping.models import Municipality


@dataclass(frozen=True)
class Contact:
    """How to reach a municipality, and what it says of itself and of privacy."""

    email: str | None
    phone: str | None
    address: str | None
    website: str
    organisation_number: str | None
    about: Texts
    privacy: Texts


def contact(ctx: Context) -> Contact:
    """The municipality's contact and texts. One statement."""
    row = ctx.db.execute(
        select(
            Municipality.contact_email,
            Municipality.contact_phone,
            Municipality.contact_address,
            Municipality.website,
            Municipality.organisation_number,
            Municipality.about,
            Municipality.privacy,
        ).where(Municipality.id == ctx.here.id)
    ).one()
    return Contact(*row)
