"""Sladding: blacking out passages of a text, what stood there, and showing it again."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import redaction as deeds
from samskaping.errors import Unfit
from samskaping.language import gettext as _
from samskaping.queries import redaction
from samskaping.rules import redaction as rules
from samskaping.rules.policy import Can
from samskaping.rules.speech import ReportReason
from samskaping.web import casework_tables, replies, sending
from samskaping.web.access import open_to
from samskaping.web.forms.redaction import RedactForm, UndoForm

bp = Blueprint("redaction", __name__)
bp.context_processor(casework_tables.names)
_KIND = "<any(forslag, kommentar, behov, utfordring):kind>"


@bp.route(f"/arbeid/sladd/{_KIND}/<name>", methods=["GET", "POST"])
@open_to(Can.MODERATE)
def redact(kind: str, name: str) -> ResponseReturnValue:
    """Choose what is blacked out, see how the text will stand, and do it."""
    form, error = RedactForm(), None
    is_done = form.is_sent and not form.wants_preview
    if is_done:
        made: list[str] = []
        error = sending.once(form, lambda key: made.append(_redact(form, kind, name, key)))
        if error is None:
            return redirect(url_for("redaction.originals", kind=kind, name=name, gjort=made[0] if made else None), 303)
    thing = redaction.subject(g.ctx, kind, name)
    preview = _preview(form, thing) if form.is_sent and not is_done else None
    return replies.page("redaction/redact.html", form, error, thing=thing, preview=preview)


def _redact(form: RedactForm, kind: str, name: str, key: str) -> str:
    reason, words = ReportReason(form.reason.data), form.text.data or ""
    return deeds.redact(g.ctx, kind, name, form.wanted, reason, words, once=key)


def _preview(form: RedactForm, thing: redaction.Subject) -> list[Mapping[str, Any]] | None:
    """Every text that changes, as it will stand; None when a passage is in none of them."""
    if missing := rules.unfound(form.wanted, thing.shown):
        form.refuse(
            Unfit(passages=_("Dette står ikke i teksten: «%(what)s». Skriv det tegn for tegn.") % {"what": missing[0]})
        )
        return None
    return [rules.version(one, form.wanted) for one in thing.shown if rules.standing(form.wanted, [one])]


@bp.get(f"/arbeid/sladding/{_KIND}/<name>")
@open_to(Can.REDACTION_READ)
def originals(kind: str, name: str) -> ResponseReturnValue:
    """How a text stood before it was blacked out, and every redaction of it; for moderators and the archive."""
    thing, done = redaction.subject(g.ctx, kind, name), request.args.get("gjort")
    just = next((one for one in thing.redactions if one.ruling == done), None)
    return render_template("redaction/originals.html", thing=thing, said=_said(kind, just) if just else "")


def _said(kind: str, just: redaction.Redacted) -> str:
    """What has just been done. The page says it by its address: a message to the next page is one more statement."""
    if just.undone_at:
        return _("Sladdingen er opphevet. Alle kan lese teksten igjen.")
    if kind == "utfordring":
        return _("Teksten er sladdet overalt.")
    return _("Teksten er sladdet overalt. Den som skrev den, får vite hvorfor.")


@bp.route("/arbeid/sladding/<ruling>/opphev", methods=["GET", "POST"])
@open_to(Can.MODERATE)
def undo(ruling: str) -> ResponseReturnValue:
    """Show again what one redaction hid."""
    form, error = UndoForm(), None
    if form.is_sent:
        shown: list[tuple[str, str]] = []
        error = sending.once(form, lambda key: shown.append(deeds.undo(g.ctx, ruling, form.text.data or "", once=key)))
        if error is None:
            kind, name = shown[0] if shown else redaction.named(g.ctx, ruling)
            return redirect(url_for("redaction.originals", kind=kind, name=name, gjort=ruling), 303)
    thing, one = redaction.redaction(g.ctx, ruling)
    return replies.page("redaction/undo.html", form, error, thing=thing, one=one)
