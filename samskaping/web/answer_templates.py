"""The desk's own drawer: templates of answers, kept in the browser and seen filled in for a real case."""

from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import answer_templates as deeds
from samskaping.db import Texts
from samskaping.errors import Denied, Missing
from samskaping.language import gettext as _
from samskaping.queries import answer_templates, case_choices, case_page
from samskaping.queries.answer_templates import Filled, Template
from samskaping.queries.case_page import Case
from samskaping.rules.answer_templates import FIELDS
from samskaping.rules.policy import Can
from samskaping.web import casework_tables, replies, sending
from samskaping.web.access import open_to
from samskaping.web.forms.admin import typed
from samskaping.web.forms.answer_templates import TemplateForm
from samskaping.web.forms.casework import number

bp = Blueprint("answer_templates", __name__)
bp.context_processor(casework_tables.names)


@bp.get("/arbeid/maler")
@open_to(Can.TEMPLATE_KEEP)
def listing() -> ResponseReturnValue:
    """All templates."""
    return render_template("answer_templates/listing.html", rows=answer_templates.listing(g.ctx))


@bp.route("/arbeid/maler/ny", methods=["GET", "POST"])
@open_to(Can.TEMPLATE_KEEP)
def new() -> ResponseReturnValue:
    """One more template."""
    return _kept(TemplateForm(), None)


@bp.route("/arbeid/maler/<public_id>", methods=["GET", "POST"])
@open_to(Can.TEMPLATE_KEEP)
def change(public_id: str) -> ResponseReturnValue:
    """Change a template."""
    row = answer_templates.template(g.ctx, public_id)
    texts = typed(title=row.title, text=row.text, mail_text=row.mail_text)
    own = {"name": row.name, "state": row.state or "", "theme": row.theme_id or "", "decision": row.decision or ""}
    return _kept(TemplateForm(data={"version": str(row.version), **own, **texts}), row)


@bp.post("/arbeid/maler/<public_id>/<any(avslutt, gjenbruk):what>")
@open_to(Can.TEMPLATE_KEEP)
def end(public_id: str, what: str) -> ResponseReturnValue:
    """Out of use, or into use again."""
    deeds.end(g.ctx, public_id, ended=what == "avslutt")
    sending.say(_("Malen er tatt ut av bruk.") if what == "avslutt" else _("Malen er tatt i bruk igjen."))
    return redirect(url_for("answer_templates.listing"), 303)


def _kept(form: TemplateForm, row: Template | None) -> ResponseReturnValue:
    themes: list[tuple[str, Any]] = [(one.public_id, one.name) for one in case_choices.themes(g.ctx)]
    if row and row.theme_id and row.theme_id not in dict(themes):
        themes.append((row.theme_id, row.theme))
    form.offer(themes, answer_templates.newest_cases(g.ctx))
    error: Denied | None = None
    wants_preview = "_vis" in request.form
    if form.is_sent and not wants_preview:
        version, key = number(form.version.data), row.public_id if row else ""
        error = sending.once(form, lambda once: deeds.keep(g.ctx, form.wish(), key, version=version, once=once))
        if error is None:
            sending.say(_("Malen er lagret."))
            return redirect(url_for("answer_templates.listing"), 303)
    about, shown = _preview(form) if wants_preview and not form.mistakes else (None, ())
    return replies.page("answer_templates/form.html", form, error, row=row, fields=FIELDS, about=about, shown=shown)


def _preview(form: TemplateForm) -> tuple[Case | None, tuple[Filled, ...]]:
    """The template as it is typed, filled in for the chosen case or the one whose number is given, in each form."""
    try:
        about = case_page.case(g.ctx, (form.case.data or "").strip() or form.newest.data or "")
    except Missing:
        form.case.errors = [
            *form.case.errors,
            _("Velg en sak i lista, eller skriv nummeret til en, for eksempel 2026-000123"),
        ]
        return None, ()
    wish = form.wish()
    return about, tuple(answer_templates.fill(g.ctx, wish, about, code) for code in _forms(wish.text))


def _forms(texts: Texts) -> list[str]:
    return [form for form in ("nb", "nn") if texts.get(form)]
