"""Rows of roles: given, ended, and the row under which the municipality speaks through whoever has one."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import and_, insert, select, update
from sqlalchemy.orm import aliased

from samskaping.context import Context
from samskaping.db import plain
from samskaping.models import Author, Membership, Person, Unit
from samskaping.rules.roles import MUNICIPAL_ROLES, Role
from samskaping.rules.speech import AuthorKind


def listed(roles: Iterable[Role]) -> list[Role]:
    """In the order in which roles are always named."""
    found = set(roles)
    return [role for role in MUNICIPAL_ROLES if role in found]


def working(ctx: Context) -> Any:
    """A person, locked, with each role in force here and its issuer, their voice, and whether others administer.

    Roles change while the municipality is locked, so that what is read beside the person is as it is now.
    """
    here, other = ctx.here.id, aliased(Membership)
    administering = select(other.id).where(
        other.municipality_id == here, other.role == Role.ADMINISTRATOR,
        other.ended_at.is_(None), other.person_id != Person.id,
    )  # fmt: skip
    held = (Membership.person_id == Person.id, Membership.municipality_id == here, Membership.ended_at.is_(None))
    spoken = (Author.kind == AuthorKind.KOMMUNE, Author.person_id == Person.id, Author.municipality_id == here)
    return (
        select(Person, Membership.role, Membership.by_issuer, Author.id, administering.exists())
        .outerjoin(Membership, and_(*held))
        .outerjoin(Author, and_(*spoken))
        .with_for_update(of=Person)
    )


def give(ctx: Context, person_id: int, roles: Sequence[Role], by_issuer: str | None = None) -> None:
    """Roles from now on: by whoever acts, or by the municipality's own issuer of sign-ins."""
    given = {"municipality_id": ctx.here.id, "person_id": person_id, "granted_at": ctx.now, "by_issuer": by_issuer}
    by = None if by_issuer else ctx.actor.person_id
    if roles:
        rows = [{**given, "granted_by_id": by, "role": role} for role in roles]
        ctx.db.execute(insert(plain(Membership)).inline(), rows)


def end(ctx: Context, person_id: int, roles: Sequence[Role]) -> None:
    """Roles no more; whoever leads no longer, leads no unit."""
    if not roles:
        return
    ended = update(Membership).where(
        Membership.person_id == person_id, Membership.role.in_(roles), Membership.ended_at.is_(None)
    )
    ctx.db.execute(ended.values(ended_at=ctx.now).execution_options(synchronize_session=False))
    if Role.LEDER in roles:
        led = update(Unit).where(Unit.leader_id == person_id).values(leader_id=None)
        ctx.db.execute(led.execution_options(synchronize_session=False))


def speak(ctx: Context, someone: Person, *, is_new: bool, has_voice: bool) -> None:
    """The rows under which a new person speaks, and under which the municipality speaks through this one."""
    kinds = [AuthorKind.PERSON] if is_new else []
    if not has_voice:
        kinds.append(AuthorKind.KOMMUNE)
    here = {AuthorKind.PERSON: None, AuthorKind.KOMMUNE: ctx.here.id}
    rows = [
        {"kind": kind, "person_id": someone.id, "name": someone.name, "municipality_id": here[kind]} for kind in kinds
    ]
    if rows:
        ctx.db.execute(insert(plain(Author)).inline(), rows)
