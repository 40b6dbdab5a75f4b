"""Lists that the municipality keeps: units, themes and areas."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import structure as deeds
from samskaping.errors import Missing, Unfit
from samskaping.language import Words, ngettext
from samskaping.language import gettext as _
from samskaping.queries import structure
from samskaping.rules.policy import Can
from samskaping.web import replies, sending
from samskaping.web.access import open_to
from samskaping.web.forms.admin import AreaForm, ThemeForm, UnitForm, typed
from samskaping.web.forms.base import Form

bp = Blueprint("admin_lists", __name__)

#: What a kind of row is called in addresses.
KINDS = {"enheter": "unit", "temaer": "theme", "omrader": "area", "rad": "council"}
SAVED = {
    "enheter": Words("Enheten er lagret.", "Eininga er lagra."),
    "temaer": Words("Temaet er lagret.", "Temaet er lagra."),
    "omrader": Words("Området er lagret.", "Området er lagra."),
}


@bp.get("/oppsett/enheter")
@open_to(Can.MUNICIPALITY_SET)
def units() -> ResponseReturnValue:
    """The units, and who leads each."""
    return render_template("admin/units.html", rows=structure.units(g.ctx))


@bp.get("/oppsett/temaer")
@open_to(Can.MUNICIPALITY_SET)
def themes() -> ResponseReturnValue:
    """The themes, and who answers on each."""
    return render_template("admin/themes.html", rows=structure.themes(g.ctx))


@bp.route("/oppsett/omrader", methods=["GET", "POST"])
@open_to(Can.MUNICIPALITY_SET)
def areas() -> ResponseReturnValue:
    """The areas, with room for one more."""
    form = AreaForm()
    return _kept(
        form,
        "omrader",
        lambda key: deeds.keep_area(g.ctx, form.name.data or "", once=key),
        lambda error: replies.page("admin/areas.html", form, error, rows=structure.areas(g.ctx)),
    )


@bp.route("/oppsett/enheter/ny", methods=["GET", "POST"])
@open_to(Can.MUNICIPALITY_SET)
def new_unit() -> ResponseReturnValue:
    """One more unit."""
    return _unit(UnitForm(), None)


@bp.route("/oppsett/enheter/<public_id>", methods=["GET", "POST"])
@open_to(Can.MUNICIPALITY_SET)
def unit(public_id: str) -> ResponseReturnValue:
    """Change a unit."""
    row = structure.unit(g.ctx, public_id)
    texts = typed(name=row.name, answers_for=row.answers_for, leader_title=row.leader_title)
    return _unit(UnitForm(data={**texts, "leader": row.leader_id or ""}), row)


@bp.route("/oppsett/temaer/ny", methods=["GET", "POST"])
@open_to(Can.MUNICIPALITY_SET)
def new_theme() -> ResponseReturnValue:
    """One more theme."""
    return _theme(ThemeForm(), None)


@bp.route("/oppsett/temaer/<public_id>", methods=["GET", "POST"])
@open_to(Can.MUNICIPALITY_SET)
def theme(public_id: str) -> ResponseReturnValue:
    """Change a theme."""
    row = structure.theme(g.ctx, public_id)
    return _theme(ThemeForm(data={**typed(name=row.name), "unit": row.unit_id or ""}), row)


@bp.route("/oppsett/omrader/<public_id>", methods=["GET", "POST"])
@open_to(Can.MUNICIPALITY_SET)
def area(public_id: str) -> ResponseReturnValue:
    """Change an area's name."""
    row = structure.area(g.ctx, public_id)
    form = AreaForm(data={"name": row.name})
    return _kept(
        form,
        "omrader",
        lambda key: deeds.keep_area(g.ctx, form.name.data or "", public_id, once=key),
        lambda error: replies.page("admin/area.html", form, error, row=row),
    )


@bp.post("/oppsett/<kinds>/<public_id>/flytt")
@open_to(Can.MUNICIPALITY_SET)
def shift(kinds: str, public_id: str) -> ResponseReturnValue:
    """One place up or down."""
    return _done(kinds, lambda kind: deeds.shift(g.ctx, kind, public_id, up="opp" in request.form))


@bp.post("/oppsett/<kinds>/<public_id>/avslutt")
@open_to(Can.MUNICIPALITY_SET)
def end(kinds: str, public_id: str) -> ResponseReturnValue:
    """Out of use."""
    return _done(kinds, lambda kind: deeds.end(g.ctx, kind, public_id))


@bp.post("/oppsett/<kinds>/<public_id>/ta-i-bruk")
@open_to(Can.MUNICIPALITY_SET)
def resume(kinds: str, public_id: str) -> ResponseReturnValue:
    """Into use again."""
    return _done(kinds, lambda kind: deeds.resume(g.ctx, kind, public_id))


def _unit(form: UnitForm, row: structure.UnitRow | None) -> ResponseReturnValue:
    leaders = list(structure.leaders(g.ctx))
    form.offer(leaders)
    return _kept(
        form,
        "enheter",
        lambda key: deeds.keep_unit(g.ctx, form.wish(), row.public_id if row else "", once=key),
        lambda error: replies.page("admin/unit.html", form, error, row=row, has_leaders=bool(leaders)),
    )


def _theme(form: ThemeForm, row: structure.ThemeRow | None) -> ResponseReturnValue:
    form.offer([(unit.public_id, str(unit.name)) for unit in structure.units(g.ctx) if unit.ended_at is None])
    return _kept(
        form,
        "temaer",
        lambda key: deeds.keep_theme(g.ctx, form.wish(), row.public_id if row else "", once=key),
        lambda error: replies.page("admin/theme.html", form, error, row=row),
    )


def _kept(
    form: Form, kinds: str, deed: Callable[[str], Any], page: Callable[[Any], ResponseReturnValue]
) -> ResponseReturnValue:
    """The form's deed and then its list; or the page again, with what refused it."""
    error = None
    if form.is_sent:
        error = sending.once(form, deed)
        if error is None:
            flash(str(SAVED[kinds]), "success")
            return _to(kinds)
    return page(error)


def _done(kinds: str, deed: Callable[[str], int | None]) -> ResponseReturnValue:
    """A button in a list: what refuses it stands on top of the list, and how many open cases it leaves as they are."""
    if kinds not in KINDS:
        raise Missing
    try:
        held = deed(KINDS[kinds]) or 0
    except Unfit as refused:
        g.ctx.db.rollback()
        flash(refused.message, "danger")
    else:
        left = ngettext(
            "%(num)s åpen sak har det fortsatt, og finnes med filteret i innboksen.",
            "%(num)s åpne saker har det fortsatt, og finnes med filteret i innboksen.",
            held,
        )
        words = _("Lista er endret.") + (" " + left % {"num": held} if held else "")
        flash(words, "warning" if held else "success")
    return _to(kinds)


def _to(kinds: str) -> ResponseReturnValue:
    endpoints = {
        "enheter": "admin_lists.units",
        "temaer": "admin_lists.themes",
        "omrader": "admin_lists.areas",
        "rad": "councils.listing",
    }
    return redirect(url_for(endpoints[kinds]), 303)
