"""Who works in a municipality: people named with title and unit, roles given and ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from samskaping.actions import ending, letters, municipalities, role_rows
from samskaping.actions.municipalities import tidied
from samskaping.actions.record import log_all, preceded_by, public_id, record_all
from samskaping.context import Context
from samskaping.db import Texts, upsert
from samskaping.errors import Clash, Missing, Unfit
from samskaping.language import FORMS
from samskaping.language import gettext as _
from samskaping.models import LetterKind, Municipality, Person, Staff, Unit
from samskaping.rules import limits
from samskaping.rules.addresses import address, address_key
from samskaping.rules.events import What
from samskaping.rules.names import person_flaw, tidy_name
from samskaping.rules.policy import Can
from samskaping.rules.roles import MUNICIPAL_ROLES, Role

LONGEST_TITLE = 80
#: A line in the log of security: what, whose (or nobody's but the actor's), and details.
Entry = tuple[str, int | None, dict[str, Any]]


@dataclass(frozen=True)
class Post:
    """What somebody is to be in the municipality. ``unit`` is a public id, or nothing."""

    roles: frozenset[Role]
    title: Texts = Texts()  # noqa: RUF009  frozen
    unit: str = ""


@dataclass(frozen=True)
class Worker:
    """Somebody with the roles held here; whether the municipality speaks through them, if others administer.

    ``title`` and ``unit_id`` are what they are called and where they sit, where that was asked for.
    """

    person: Person
    roles: frozenset[Role] = frozenset()
    has_voice: bool = False
    others_administer: bool = True
    is_new: bool = False
    title: Texts = Texts()  # noqa: RUF009  frozen
    unit_id: int | None = None


def appoint(ctx: Context, email: str, name: str, post: Post, *, once: str | None = None) -> str:
    """Name somebody by address: an account that exists, or a new one. They get a letter. Answers their public id.

    ``name`` counts for a new account only; nobody renames somebody else.
    """
    ctx.require(Can.ROLE_GRANT)
    municipality, unit_id = _locked(ctx, post.unit)
    found = _flaws(post, unit_id)
    if not post.roles:
        found["roles"] = _("Velg minst én rolle")
    if (known := address(email)) is None:
        found["email"] = _("Skriv en e-postadresse, for eksempel kari@kommunen.no")
    if found or known is None:
        raise Unfit(**found)
    worker = _worker(ctx, known, name)
    if worker.roles:
        raise Unfit(email=_("%(name)s arbeider her fra før. Endre rollene i lista.") % {"name": worker.person.name})
    _sit(ctx, worker.person, post, unit_id)
    _place(ctx, municipality, worker, post.roles, once=once)
    return worker.person.public_id


def first_administrator(ctx: Context, email: str, name: str) -> str:
    """Name an administrator from outside the municipality: when it is activated, or from the shell."""
    ctx.require(Can.MUNICIPALITY_ACTIVATE)
    return _add(ctx, email, name, Role.ADMINISTRATOR)


def join(ctx: Context, slug: str, email: str, name: str, *, once: str | None = None) -> None:
    """Let a municipality join with its first administrator: one step in its history, and written as one."""
    row, there = municipalities.to_activate(ctx, slug)
    worker = _worker(there, _address(email), name)
    _sit(there, worker.person, Post(frozenset()), None)
    logged: list[Entry] = [(municipalities.ACTIVATED, None, {})]
    with preceded_by(there, (row, What.MUNICIPALITY_ACTIVATED, {})), ctx.db.no_autoflush:
        municipalities.begin(there, row)
        _place(there, row, worker, worker.roles | {Role.ADMINISTRATOR}, once=once, logged=logged)


def grant(ctx: Context, email: str, name: str, role: Role) -> str:
    """Give somebody one more role, from the shell. Answers their public id."""
    ctx.require(Can.ROLE_GRANT)
    return _add(ctx, email, name, role)


def _add(ctx: Context, email: str, name: str, role: Role) -> str:
    municipality, worker = _locked(ctx)[0], _worker(ctx, _address(email), name)
    if not worker.roles:
        _sit(ctx, worker.person, Post(frozenset()), None)
    _place(ctx, municipality, worker, worker.roles | {role})
    return worker.person.public_id


def _address(email: str) -> str:
    if known := address(email):
        return known
    raise Unfit(email=_("Skriv en e-postadresse, for eksempel kari@kommunen.no"))


def change(ctx: Context, person: str, post: Post, *, seen: frozenset[Role], once: str | None = None) -> None:
    """Change somebody's title, unit and roles; with no role left they no longer work here.

    ``seen`` are the roles that the form was opened with. Raises ``Clash`` when they are others by now.
    """
    ctx.require(Can.ROLE_GRANT)
    municipality, unit_id = _locked(ctx, post.unit)
    sitting = role_rows.working(ctx).join(Staff, Staff.person_id == Person.id).add_columns(Staff.title, Staff.unit_id)
    worker = _found(ctx, sitting.where(Person.public_id == person))
    if worker is None:
        raise Missing
    if worker.roles != seen:
        raise Clash(_("Noen andre endret rollene mens du skrev. Se over og lagre igjen."))
    if found := _flaws(post, unit_id):
        raise Unfit(**found)
    _somebody_administers(worker, post.roles)
    _given_by_another(ctx, worker, post.roles)
    moved = {"title": worker.title != tidied(post.title), "unit_id": worker.unit_id != unit_id}
    _sit(ctx, worker.person, post, unit_id)
    changed = [name for name, is_new in moved.items() if is_new]
    _place(ctx, municipality, worker, post.roles, changed=changed, once=once)


def _place(
    ctx: Context,
    municipality: Municipality,
    worker: Worker,
    roles: frozenset[Role],
    *,
    changed: Sequence[str] = (),
    once: str | None = None,
    logged: Sequence[Entry] = (),
) -> None:
    """Give and end the roles, and tell of it; ``logged`` is what the log of security says before."""
    someone, before = worker.person, worker.roles
    given, taken = role_rows.listed(roles - before), role_rows.listed(before - roles)
    role_rows.speak(ctx, someone, is_new=worker.is_new, has_voice=worker.has_voice)
    role_rows.give(ctx, someone.id, given)
    role_rows.end(ctx, someone.id, taken)
    done = [(What.ROLE_GRANTED, given), (What.ROLE_ENDED, taken)]
    facts: list[tuple[What, dict[str, Any]]] = [
        (what, {"person": someone.public_id, "roles": which}) for what, which in done if which
    ]
    if changed:
        facts.append((What.MUNICIPALITY_CHANGED, {"fields": changed, "kind": "staff", "thing": someone.public_id}))
    entries = list(logged)
    if worker.is_new:
        entries.append(("person.invited", someone.id, {}))
    alone = {What.ROLE_GRANTED: {"why": "alone"}} if _is_own(ctx, worker) else {}
    entries += [
        (str(what), None, {"whom": someone.public_id, "roles": which, **alone.get(what, {})})
        for what, which in done
        if which
    ]
    if facts:
        record_all(ctx, municipality, facts, once=once)
    if (given or taken) and not worker.is_new and ending.sign_out(ctx, someone):
        entries.append(("session.ended", None, {"whom": someone.public_id, "why": "roles"}))
    if entries:
        log_all(ctx, entries)
    if not before and roles:
        letters.post(ctx, LetterKind.APPOINTED, person_id=someone.id, roles=role_rows.listed(roles))


def _sit(ctx: Context, someone: Person, post: Post, unit_id: int | None) -> None:
    """Title and unit, once for each person here."""
    values = {"title": tidied(post.title), "unit_id": unit_id}
    row = upsert(ctx.db, Staff).values(municipality_id=ctx.here.id, person_id=someone.id, **values)
    ctx.db.execute(row.on_conflict_do_update(index_elements=["municipality_id", "person_id"], set_=values))


def _worker(ctx: Context, email: str, name: str) -> Worker:
    """The account of an address, made when there is none. It cannot be signed in to before the address is confirmed."""
    key = address_key(email)
    known = _found(ctx, role_rows.working(ctx).where(Person.email_key == key))
    if known is not None:
        if known.person.blocked_at is not None:
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
    return Worker(someone, is_new=True)


def _found(ctx: Context, statement: Any) -> Worker | None:
    rows: list[Any] = list(ctx.db.execute(statement))
    if not rows:
        return None
    someone, _role, _issuer, voice, others, *sits = rows[0]
    title, unit_id = sits or (None, None)
    return Worker(
        someone,
        frozenset(row[1] for row in rows if row[1]),
        has_voice=voice is not None,
        others_administer=others,
        title=title or Texts(),
        unit_id=unit_id,
    )


def _somebody_administers(worker: Worker, after: frozenset[Role]) -> None:
    if Role.ADMINISTRATOR in worker.roles - after and not worker.others_administer:
        raise Unfit(roles=_("Kommunen må ha minst én administrator. Gi rollen til en annen først."))


def _given_by_another(ctx: Context, worker: Worker, after: frozenset[Role]) -> None:
    """Nobody gives themselves a role that a colleague could give; a lone administrator has nobody to ask."""
    if _is_own(ctx, worker) and after - worker.roles and worker.others_administer:
        raise Unfit(roles=_("Du kan ikke gi deg selv flere roller. Be en annen administrator om det."))


def _is_own(ctx: Context, worker: Worker) -> bool:
    return worker.person.id == ctx.actor.person_id


def _flaws(post: Post, unit_id: int | None) -> dict[str, str]:
    found = {f"title_{form}": limits.too_long(tidied(post.title).get(form), LONGEST_TITLE) for form in FORMS}
    if post.roles - set(MUNICIPAL_ROLES):
        found["roles"] = _("Velg blant rollene i lista")
    if post.unit and unit_id is None:
        found["unit"] = _("Velg en av enhetene i lista")
    return {field: words for field, words in found.items() if words}


def _locked(ctx: Context, unit: str = "") -> tuple[Municipality, int | None]:
    """The municipality, locked, and the key of one of its units in use."""
    placed = select(Unit.id).where(Unit.public_id == unit, Unit.ended_at.is_(None), Unit.municipality_id == ctx.here.id)
    here = select(Municipality, placed.scalar_subquery()).where(Municipality.id == ctx.here.id)
    found = ctx.db.execute(here.with_for_update(of=Municipality)).one_or_none()
    if found is None:
        raise Missing
    municipality, unit_id = found
    return municipality, unit_id
