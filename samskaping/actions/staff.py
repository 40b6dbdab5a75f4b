"""Who works in a municipality: people named with title and unit, roles given and ended."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select, update

from samskaping.actions import letters
from samskaping.actions.municipalities import tidied
from samskaping.actions.record import log, public_id, record
from samskaping.context import Context
from samskaping.db import Texts, upsert
from samskaping.errors import Clash, Missing, Unfit
from samskaping.language import FORMS
from samskaping.language import gettext as _
from samskaping.models import Author, LetterKind, Membership, Municipality, Person, Staff, Unit
from samskaping.rules.addresses import address, address_key
from samskaping.rules.events import What
from samskaping.rules.municipalities import too_long
from samskaping.rules.names import person_flaw, tidy_name
from samskaping.rules.policy import Can
from samskaping.rules.roles import MUNICIPAL_ROLES, Role
from samskaping.rules.speech import AuthorKind

LONGEST_TITLE = 80


@dataclass(frozen=True)
class Post:
    """What somebody is to be in the municipality. ``unit`` is a public id, or nothing."""

    roles: frozenset[Role]
    title: Texts = Texts()  # noqa: RUF009  frozen
    unit: str = ""


def appoint(ctx: Context, email: str, name: str, post: Post, *, once: str | None = None) -> str:
    """Name somebody by address: an account that exists, or a new one. They get a letter. Answers their public id.

    ``name`` counts for a new account only; nobody renames somebody else.
    """
    ctx.require(Can.ROLE_GRANT)
    municipality = _locked(ctx)
    found = _flaws(ctx, post)
    if not post.roles:
        found["roles"] = _("Velg minst én rolle")
    if (known := address(email)) is None:
        found["email"] = _("Skriv en e-postadresse, for eksempel kari@kommunen.no")
    if found or known is None:
        raise Unfit(**found)
    someone = _person(ctx, known, name)
    if _roles(ctx, someone):
        raise Unfit(email=_("%(name)s arbeider her fra før. Endre rollene i lista.") % {"name": someone.name})
    _place(ctx, municipality, someone, post, once=once)
    return someone.public_id


def first_administrator(ctx: Context, email: str, name: str) -> str:
    """Name an administrator from outside the municipality: when it is activated, or from the shell."""
    ctx.require(Can.MUNICIPALITY_ACTIVATE)
    return _add(ctx, email, name, Role.ADMINISTRATOR)


def grant(ctx: Context, email: str, name: str, role: Role) -> str:
    """Give somebody one more role, from the shell. Answers their public id."""
    ctx.require(Can.ROLE_GRANT)
    return _add(ctx, email, name, role)


def _add(ctx: Context, email: str, name: str, role: Role) -> str:
    municipality = _locked(ctx)
    known = address(email)
    if known is None:
        raise Unfit(email=_("Skriv en e-postadresse, for eksempel kari@kommunen.no"))
    someone = _person(ctx, known, name)
    _place(ctx, municipality, someone, Post(_roles(ctx, someone) | {role}), keeps_place=True)
    return someone.public_id


def change(ctx: Context, person: str, post: Post, *, seen: frozenset[Role], once: str | None = None) -> None:
    """Change somebody's title, unit and roles; with no role left they no longer work here.

    ``seen`` are the roles that the form was opened with. Raises ``Clash`` when they are others by now.
    """
    ctx.require(Can.ROLE_GRANT)
    municipality = _locked(ctx)
    someone = ctx.db.scalar(
        select(Person).join(Staff, Staff.person_id == Person.id).where(Person.public_id == person).with_for_update()
    )
    if someone is None:
        raise Missing
    if _roles(ctx, someone) != seen:
        raise Clash(_("Noen andre endret rollene mens du skrev. Se over og lagre igjen."))
    if found := _flaws(ctx, post):
        raise Unfit(**found)
    _place(ctx, municipality, someone, post, once=once)


def _place(
    ctx: Context,
    municipality: Municipality,
    someone: Person,
    post: Post,
    *,
    keeps_place: bool = False,
    once: str | None = None,
) -> None:
    before = _roles(ctx, someone)
    _somebody_administers(ctx, someone, before, post.roles)
    if not keeps_place or not before:
        _sit(ctx, someone, post)
    _speak(ctx, someone)
    _grant(ctx, municipality, someone, _listed(post.roles - before), once)
    _end(ctx, municipality, someone, _listed(before - post.roles), once if post.roles <= before else None)
    if not before and post.roles:
        letters.post(ctx, LetterKind.APPOINTED, person_id=someone.id, roles=_listed(post.roles))


def _listed(roles: frozenset[Role]) -> list[Role]:
    return [role for role in MUNICIPAL_ROLES if role in roles]


def _grant(ctx: Context, municipality: Municipality, someone: Person, roles: list[Role], once: str | None) -> None:
    if not roles:
        return
    ctx.db.add_all(
        Membership(
            municipality_id=ctx.here.id,
            person_id=someone.id,
            role=role,
            granted_at=ctx.now,
            granted_by_id=ctx.actor.person_id,
        )
        for role in roles
    )
    record(ctx, What.ROLE_GRANTED, municipality, once=once, person=someone.public_id, roles=roles)
    log(ctx, "role.granted", whom=someone.public_id, roles=roles)


def _end(ctx: Context, municipality: Municipality, someone: Person, roles: list[Role], once: str | None) -> None:
    if not roles:
        return
    ended = update(Membership).where(
        Membership.person_id == someone.id, Membership.role.in_(roles), Membership.ended_at.is_(None)
    )
    ctx.db.execute(ended.values(ended_at=ctx.now).execution_options(synchronize_session=False))
    if Role.LEDER in roles:
        led = update(Unit).where(Unit.leader_id == someone.id).values(leader_id=None)
        ctx.db.execute(led.execution_options(synchronize_session=False))
    record(ctx, What.ROLE_ENDED, municipality, once=once, person=someone.public_id, roles=roles)
    log(ctx, "role.ended", whom=someone.public_id, roles=roles)


def _sit(ctx: Context, someone: Person, post: Post) -> None:
    """Title and unit, once for each person here."""
    values = {"title": tidied(post.title), "unit_id": _unit(ctx, post.unit)}
    row = upsert(ctx.db, Staff).values(municipality_id=ctx.here.id, person_id=someone.id, **values)
    ctx.db.execute(row.on_conflict_do_update(index_elements=["municipality_id", "person_id"], set_=values))


def _speak(ctx: Context, someone: Person) -> None:
    """The row under which the municipality speaks through this person."""
    known = select(Author.id).where(
        Author.kind == AuthorKind.KOMMUNE, Author.municipality_id == ctx.here.id, Author.person_id == someone.id
    )
    if ctx.db.scalar(known) is None:
        ctx.db.add(
            Author(kind=AuthorKind.KOMMUNE, municipality_id=ctx.here.id, person_id=someone.id, name=someone.name)
        )


def _person(ctx: Context, email: str, name: str) -> Person:
    """The account of an address, made when there is none. It cannot be signed in to before the address is confirmed."""
    key = address_key(email)
    known = ctx.db.scalar(select(Person).where(Person.email_key == key).with_for_update())
    if known is not None:
        if known.blocked_at is not None:
            raise Unfit(email=_("Kontoen til denne adressen er stengt"))
        return known
    name = tidy_name(name)
    if flaw := person_flaw(name):
        raise Unfit(name=flaw)
    someone = Person(
        public_id=public_id(),
        email=email,
        email_key=key,
        name=name,
        form=ctx.here.own_form or ctx.language,
        home_id=ctx.here.id,
        created_at=ctx.now,
    )
    ctx.db.add(someone)
    ctx.db.flush()
    ctx.db.add(Author(kind=AuthorKind.PERSON, person_id=someone.id, name=name))
    log(ctx, "person.invited", person_id=someone.id)
    return someone


def _roles(ctx: Context, someone: Person) -> frozenset[Role]:
    held = select(Membership.role).where(Membership.person_id == someone.id, Membership.ended_at.is_(None))
    return frozenset(ctx.db.scalars(held))


def _somebody_administers(ctx: Context, someone: Person, before: Collection[Role], after: Collection[Role]) -> None:
    if Role.ADMINISTRATOR not in before or Role.ADMINISTRATOR in after:
        return
    others = select(func.count()).select_from(Membership)
    others = others.where(
        Membership.role == Role.ADMINISTRATOR, Membership.ended_at.is_(None), Membership.person_id != someone.id
    )
    if not ctx.db.scalar(others):
        raise Unfit(roles=_("Kommunen må ha minst én administrator. Gi rollen til en annen først."))


def _flaws(ctx: Context, post: Post) -> dict[str, str]:
    found = {f"title_{form}": too_long(tidied(post.title).get(form), LONGEST_TITLE) for form in FORMS}
    if post.roles - set(MUNICIPAL_ROLES):
        found["roles"] = _("Velg blant rollene i lista")
    if post.unit and _unit(ctx, post.unit) is None:
        found["unit"] = _("Velg en av enhetene i lista")
    return {field: words for field, words in found.items() if words}


def _unit(ctx: Context, unit: str) -> int | None:
    return ctx.db.scalar(select(Unit.id).where(Unit.public_id == unit, Unit.ended_at.is_(None))) if unit else None


def _locked(ctx: Context) -> Municipality:
    row = ctx.db.scalar(select(Municipality).where(Municipality.id == ctx.here.id).with_for_update())
    if row is None:
        raise Missing
    return row
