"""Councils that the municipality asks for opinions, kept by the administrator."""

from dataclasses import dataclass

from sqlalchemy import func, select

from samskaping import text
from samskaping.actions.municipalities import locked, tidied
from samskaping.actions.record import public_id as new_public_id
from samskaping.actions.record import record
from samskaping.context import Context
from samskaping.db import Texts
from samskaping.errors import Missing, Unfit
from samskaping.language import FORMS
from samskaping.language import gettext as _
from samskaping.models import Council
from samskaping.rules import limits
from samskaping.rules.addresses import address
from samskaping.rules.events import What
from samskaping.rules.tasks import CouncilKind

LONGEST_NAME = 80


@dataclass(frozen=True)
class CouncilWish:
    """A council as it shall be."""

    kind: CouncilKind
    name: Texts
    email: str = ""


def keep(ctx: Context, wish: CouncilWish, public_id: str = "", *, once: str | None = None) -> str:
    """Add a council, or change the one with this public id. Answers its public id."""
    municipality = locked(ctx)
    name, written = tidied(wish.name), text.tidy(wish.email)
    email = address(written) if written else ""
    flaws = {} if name else {"name_nb": _("Skriv navnet på minst én målform")}
    flaws |= {f"name_{form}": words for form in FORMS if (words := limits.too_long(name.get(form), LONGEST_NAME))}
    if email is None:
        flaws["email"] = _("Skriv en hel e-postadresse, for eksempel kari@example.no")
    if flaws:
        raise Unfit(**flaws)
    row = ctx.db.scalar(select(Council).where(Council.public_id == public_id)) if public_id else None
    if public_id and row is None:
        raise Missing
    if row is None:
        last = ctx.db.scalar(select(func.max(Council.position))) or 0
        row = Council(municipality_id=ctx.here.id, public_id=new_public_id(), position=last + 1)
        ctx.db.add(row)
    row.kind, row.name, row.email = wish.kind, name, email or ""
    record(
        ctx, What.MUNICIPALITY_CHANGED, municipality, once=once, fields=["changed" if public_id else "added"],
        kind="council", thing=row.public_id,
    )  # fmt: skip
    return row.public_id
