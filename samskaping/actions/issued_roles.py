"""The roles that a municipality's own issuer of sign-ins gives, as it says them when somebody comes by it.

They are kept as other roles are, with an event, and ended when the issuer no longer says them. What somebody here has
given is never touched, and the last administrator stays.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from samskaping.actions import municipalities, role_rows, sessions
from samskaping.actions.record import log_all, record_all
from samskaping.context import Context
from samskaping.db import Texts, upsert
from samskaping.models import Municipality, Person, Staff
from samskaping.rules.events import What
from samskaping.rules.openid import Issued
from samskaping.rules.roles import Role


def follow(ctx: Context, person_id: int, issued: Issued) -> None:
    """Somebody has come: their roles where the issuer is at home are those that it says. Others' issuers say none."""
    if issued.place:
        with municipalities.inside(ctx, issued.place) as there:
            _settle(there, person_id, set(issued.roles), issued.issuer)


def end(ctx: Context, person_id: int, issuer: str) -> None:
    """Somebody comes by that issuer no more."""
    with municipalities.inside(ctx, issuer.rpartition("#")[2]) as there:
        _settle(there, person_id, set(), issuer)


@dataclass(frozen=True)
class Held:
    """Whom it is about, and their roles there: given by somebody, by the issuer, and by one before it."""

    person: Person
    local: frozenset[Role]
    issued: frozenset[Role]
    stale: frozenset[Role]
    has_voice: bool
    others_administer: bool


def _settle(ctx: Context, person_id: int, said: set[Role], issuer: str) -> None:
    # One after the other: administrators give and end roles under the same lock.
    municipality = ctx.db.scalars(select(Municipality).where(Municipality.id == ctx.here.id).with_for_update()).one()
    held = _held(ctx, person_id, issuer)
    whom, wanted = held.person.public_id, said - held.local
    given, taken = role_rows.listed(wanted - held.issued), role_rows.listed((held.issued - wanted) | held.stale)
    entries: list[tuple[str, int | None, dict[str, Any]]] = []
    if Role.ADMINISTRATOR in set(taken) - wanted and not held.others_administer:
        taken.remove(Role.ADMINISTRATOR)
        entries.append(("role.kept", None, {"whom": whom, "roles": [Role.ADMINISTRATOR], "by": "issuer"}))
    role_rows.end(ctx, person_id, taken)
    if given:
        _sit(ctx, held)
        role_rows.give(ctx, person_id, given, issuer)
    done = [(What.ROLE_GRANTED, given), (What.ROLE_ENDED, taken)]
    entries += [(str(what), None, {"whom": whom, "roles": roles, "by": "issuer"}) for what, roles in done if roles]
    if given or taken:
        record_all(ctx, municipality, [(what, {"person": whom, "roles": roles}) for what, roles in done if roles])
        if sessions.end_others(ctx.db, person_id, but=ctx.actor.session_id):
            entries.append(("session.ended", None, {"whom": whom, "why": "roles"}))
    if entries:
        log_all(ctx, entries)


def _held(ctx: Context, person_id: int, issuer: str) -> Held:
    rows = ctx.db.execute(role_rows.working(ctx).where(Person.id == person_id)).all()
    someone, _role, _issuer, voice, others = rows[0]
    return Held(
        someone,
        frozenset(row.role for row in rows if row.role and row.by_issuer is None),
        frozenset(row.role for row in rows if row.role and row.by_issuer == issuer),
        frozenset(row.role for row in rows if row.role and row.by_issuer not in (None, issuer)),
        has_voice=voice is not None,
        others_administer=others,
    )


def _sit(ctx: Context, held: Held) -> None:
    """The rows that whoever works here has: a place without title or unit yet, and the municipality's voice."""
    values = {"municipality_id": ctx.here.id, "person_id": held.person.id, "title": Texts(), "unit_id": None}
    row = upsert(ctx.db, Staff).values(**values)
    ctx.db.execute(row.on_conflict_do_nothing(index_elements=["municipality_id", "person_id"]))
    role_rows.speak(ctx, held.person, is_new=False, has_voice=held.has_voice)
