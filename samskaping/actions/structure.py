"""Units, themes and areas of a municipality: kept, put in order, taken out of use and in again."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from samskaping import text
from samskaping.actions.municipalities import locked, tidied
from samskaping.actions.record import public_id as new_public_id
from samskaping.actions.record import record
from samskaping.context import Context
from samskaping.db import Texts
from samskaping.errors import Missing, Unfit
from samskaping.language import FORMS, ngettext
from samskaping.language import gettext as _
from samskaping.models import Area, Council, Membership, Municipality, Person, Proposal, Route, Theme, Unit
from samskaping.rules import limits
from samskaping.rules.events import What
from samskaping.rules.pipeline import OPEN
from samskaping.rules.roles import Role
from samskaping.rules.shelves import Shelf

#: What each kind of row is called in the history, and in addresses of its pages.
TABLES: dict[str, Any] = {"unit": Unit, "theme": Theme, "area": Area, "council": Council}
LONGEST_NAME, LONGEST_TITLE, LONGEST_ANSWERS = 80, 80, 300


@dataclass(frozen=True)
class UnitWish:
    """A unit as it shall be. ``leader`` is a person's public id, or nothing."""

    name: Texts
    answers_for: Texts = Texts()  # noqa: RUF009  frozen
    leader: str = ""
    leader_title: Texts = Texts()  # noqa: RUF009


@dataclass(frozen=True)
class ThemeWish:
    """A theme as it shall be. ``unit`` is a public id, or nothing."""

    name: Texts
    unit: str = ""


def keep_unit(ctx: Context, wish: UnitWish, public_id: str = "", *, once: str | None = None) -> str:
    """Add a unit, or change the one with this public id. Answers its public id."""
    municipality = locked(ctx)
    title, answers = tidied(wish.leader_title), tidied(wish.answers_for)
    found = _name_flaws(wish.name) | _flaws("leader_title", title, LONGEST_TITLE)
    found |= _flaws("answers_for", answers, LONGEST_ANSWERS)
    leader = _leader(ctx, wish.leader, found)
    if leader and not title:
        found["leader_title_nb"] = _("Skriv hva lederen kalles, for eksempel «Virksomhetsleder»")
    if found:
        raise Unfit(**found)
    values = {"name": tidied(wish.name), "answers_for": answers, "leader_id": leader, "leader_title": title}
    return _keep(ctx, municipality, "unit", values, public_id, once)


def keep_theme(ctx: Context, wish: ThemeWish, public_id: str = "", *, once: str | None = None) -> str:
    """Add a theme, or change one."""
    municipality = locked(ctx)
    found = _name_flaws(wish.name)
    unit = None
    if wish.unit:
        unit = ctx.db.scalar(select(Unit.id).where(Unit.public_id == wish.unit, Unit.ended_at.is_(None)))
        if unit is None:
            found["unit"] = _("Velg en av enhetene i lista")
    if found:
        raise Unfit(**found)
    return _keep(ctx, municipality, "theme", {"name": tidied(wish.name), "unit_id": unit}, public_id, once)


def keep_area(ctx: Context, name: str, public_id: str = "", *, once: str | None = None) -> str:
    """Add an area, or change one; no two in use share a name."""
    municipality = locked(ctx)
    name = " ".join(text.tidy(name).split())
    if flaw := limits.too_long(name, LONGEST_NAME) if name else _("Skriv navnet på området"):
        raise Unfit(name=flaw)
    _refuse_twin(ctx, name, public_id)
    return _keep(ctx, municipality, "area", {"name": name, "sort_key": text.sort_key(name)}, public_id, once)


def end(ctx: Context, kind: str, public_id: str) -> int:
    """Take a row out of use: it can no longer be chosen, and what has it keeps it. Answers how many open cases do."""
    municipality, row = locked(ctx), _row(ctx, kind, public_id)
    if row.ended_at is not None:
        return 0
    if kind == "unit":
        _nothing_depends_on(ctx, row)
    row.ended_at = ctx.now
    record(ctx, What.MUNICIPALITY_CHANGED, municipality, fields=["ended"], kind=kind, thing=public_id)
    return _open_cases(ctx, kind, row.id)


def _open_cases(ctx: Context, kind: str, key: int) -> int:
    column = {"theme": Proposal.theme_id, "area": Proposal.area_id}.get(kind)
    if column is None:
        return 0
    held = select(func.count()).select_from(Proposal).where(column == key, Proposal.shelf == Shelf.APEN)
    return ctx.db.scalar(held) or 0


def resume(ctx: Context, kind: str, public_id: str) -> None:
    """Take a row into use again, last in its list."""
    municipality, row = locked(ctx), _row(ctx, kind, public_id)
    if row.ended_at is None:
        return
    if kind == "area":
        _refuse_twin(ctx, row.name, public_id)  # another may have its name by now
    else:
        row.position = _last(ctx, TABLES[kind])
    row.ended_at = None
    record(ctx, What.MUNICIPALITY_CHANGED, municipality, fields=["resumed"], kind=kind, thing=public_id)


def shift(ctx: Context, kind: str, public_id: str, *, up: bool) -> None:
    """Move a unit or theme one place up or down in its list."""
    municipality, table = locked(ctx), TABLES[kind]
    if kind == "area":
        raise Missing
    rows = list(ctx.db.scalars(select(table).where(table.ended_at.is_(None)).order_by(table.position, table.id)))
    now = next((number for number, row in enumerate(rows) if row.public_id == public_id), None)
    if now is None:
        raise Missing
    then = now - 1 if up else now + 1
    if not 0 <= then < len(rows):
        return
    rows[now], rows[then] = rows[then], rows[now]
    for number, row in enumerate(rows):
        row.position = number
    record(ctx, What.MUNICIPALITY_CHANGED, municipality, fields=["position"], kind=kind, thing=public_id)


def _keep(
    ctx: Context, municipality: Municipality, kind: str, values: dict[str, Any], public_id: str, once: str | None
) -> str:
    table = TABLES[kind]
    if public_id:
        row = _row(ctx, kind, public_id)
        changed = sorted(name for name, value in values.items() if getattr(row, name) != value and name != "sort_key")
    else:
        row, changed = table(municipality_id=ctx.here.id, public_id=new_public_id()), ["added"]
        if kind != "area":
            row.position = _last(ctx, table)
    if not changed:
        return str(row.public_id)
    for name, value in values.items():
        setattr(row, name, value)
    ctx.db.add(row)
    record(ctx, What.MUNICIPALITY_CHANGED, municipality, once=once, fields=changed, kind=kind, thing=row.public_id)
    return str(row.public_id)


def _refuse_twin(ctx: Context, name: str, public_id: str) -> None:
    same = select(Area.id).where(Area.name == name, Area.ended_at.is_(None), Area.public_id != public_id)
    if ctx.db.scalar(same):
        raise Unfit(name=_("Dette området står i lista fra før"))


def _row(ctx: Context, kind: str, public_id: str) -> Any:
    table = TABLES[kind]
    row = ctx.db.scalar(select(table).where(table.public_id == public_id))
    if row is None:
        raise Missing
    return row


def _last(ctx: Context, table: Any) -> int:
    return (ctx.db.scalar(select(func.max(table.position))) or 0) + 1


def _leader(ctx: Context, public_id: str, found: dict[str, str]) -> int | None:
    if not public_id:
        return None
    leads = (
        select(Person.id)
        .join(Membership, Membership.person_id == Person.id)
        .where(Person.public_id == public_id, Membership.role == Role.LEDER, Membership.ended_at.is_(None))
    )
    known = ctx.db.scalar(leads)
    if known is None:
        found["leader"] = _("Velg en som har rollen leder")
    return known


def _nothing_depends_on(ctx: Context, unit: Unit) -> None:
    cases = select(func.count()).select_from(Proposal).where(Proposal.unit_id == unit.id, Proposal.state.in_(OPEN))
    if count := ctx.db.scalar(cases):
        words = ngettext(
            "Enheten har %(num)s åpen sak. Flytt den til en annen enhet først.",
            "Enheten har %(num)s åpne saker. Flytt dem til en annen enhet først.",
            count,
        )
        raise Unfit(words % {"num": count})
    themes = select(func.count()).select_from(Theme).where(Theme.unit_id == unit.id, Theme.ended_at.is_(None))
    if count := ctx.db.scalar(themes):
        words = ngettext(
            "Enheten svarer for %(num)s tema. Velg en annen enhet for det først.",
            "Enheten svarer for %(num)s temaer. Velg en annen enhet for dem først.",
            count,
        )
        raise Unfit(words % {"num": count})
    routes = select(func.count()).select_from(Route).where(Route.unit_id == unit.id)
    if ctx.db.scalar(routes):
        raise Unfit(_("Enheten får saker etter reglene under «Ruting». Fjern dem først."))


def _name_flaws(name: Texts) -> dict[str, str]:
    if not tidied(name):
        return {"name_nb": _("Skriv navnet på minst én målform")}
    return _flaws("name", tidied(name), LONGEST_NAME)


def _flaws(field: str, texts: Texts, most: int) -> dict[str, str]:
    found = {f"{field}_{form}": limits.too_long(texts.get(form), most) for form in FORMS}
    return {name: words for name, words in found.items() if words}
