"""Who speaks in a deed: the person, the organisation through the person, or the municipality through its staff."""

from typing import Any

from sqlalchemy import and_, select

from samskaping.context import Context
from samskaping.errors import Refused, Unfit
from samskaping.language import gettext as _
from samskaping.models import Author, Organisation, Representative
from samskaping.rules.speech import AuthorKind


def resident(ctx: Context, organisation_id: int | None = None) -> int:
    """The author row of the signed-in person, or of the organisation they act for."""
    if ctx.me is None:
        raise Refused
    return _for_organisation(ctx, organisation_id) if organisation_id else ctx.me.author_id


def municipal(ctx: Context) -> int:
    """The author row of the municipality speaking through the signed-in member of staff."""
    if ctx.me is None:
        raise Refused
    if ctx.me.staff_author_id:
        return ctx.me.staff_author_id
    known = ctx.db.scalar(
        select(Author.id).where(
            Author.kind == AuthorKind.KOMMUNE,
            Author.municipality_id == ctx.here.id,
            Author.person_id == ctx.me.id,
        )
    )
    return known or _add(
        ctx, Author(kind=AuthorKind.KOMMUNE, municipality_id=ctx.here.id, person_id=ctx.me.id, name=ctx.me.name)
    )


def organisation(ctx: Context, public_id: str) -> int | None:
    """The key of an organisation that the person may act for; None for «as myself». Raises ``Unfit``."""
    if not public_id:
        return None
    found = ctx.db.scalar(
        select(Organisation.id)
        .join(Representative, Representative.organisation_id == Organisation.id)
        .where(
            Organisation.public_id == public_id,
            Representative.person_id == ctx.actor.person_id,
            Representative.left_at.is_(None),
        )
    )
    if found is None:
        raise Unfit(organisation=_("Du kan ikke skrive for denne organisasjonen"))
    return found


def for_organisation(ctx: Context, public_id: str) -> int:
    """The author row of an organisation that the person may act for, by its public id. Raises ``Unfit``.

    One statement, and one more the first time.
    """
    me = ctx.actor.person_id
    speaks = (Author.organisation_id == Organisation.id, Author.person_id == me)
    found: Any = ctx.db.execute(
        select(Organisation.id, Organisation.name, Author.id.label("author_id"))
        .join(Representative, Representative.organisation_id == Organisation.id)
        .outerjoin(Author, and_(*speaks, Author.kind == AuthorKind.ORGANISASJON))
        .where(Organisation.public_id == public_id, Representative.person_id == me, Representative.left_at.is_(None))
    ).one_or_none()
    if found is None:
        raise Unfit(organisation=_("Du kan ikke skrive for denne organisasjonen"))
    kind = AuthorKind.ORGANISASJON
    return found.author_id or _add(ctx, Author(kind=kind, organisation_id=found.id, person_id=me, name=found.name))


def _for_organisation(ctx: Context, organisation_id: int) -> int:
    known = ctx.db.scalar(
        select(Author.id).where(
            Author.kind == AuthorKind.ORGANISASJON,
            Author.organisation_id == organisation_id,
            Author.person_id == ctx.actor.person_id,
        )
    )
    if known:
        return known
    name = ctx.db.scalar(select(Organisation.name).where(Organisation.id == organisation_id)) or ""
    return _add(
        ctx,
        Author(
            kind=AuthorKind.ORGANISASJON,
            organisation_id=organisation_id,
            person_id=ctx.actor.person_id,
            name=name,
        ),
    )


def _add(ctx: Context, author: Author) -> int:
    ctx.db.add(author)
    ctx.db.flush()
    return author.id
