"""The desk for innbyggerforslag: signatures on paper, who has signed, the clock, the decision, and what came of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import initiative_decisions as decisions
from samskaping.actions import signatures
from samskaping.errors import Denied, Missing
from samskaping.language import gettext as _
from samskaping.queries import cursors, initiatives
from samskaping.queries.initiatives import GROUPS, Page
from samskaping.rules.initiatives import BEFORE_COUNCIL, SIGNATURES_KEPT, InitiativeState
from samskaping.rules.policy import Can
from samskaping.web import replies, sending
from samskaping.web.access import open_to
from samskaping.web.forms.base import Form
from samskaping.web.forms.initiatives import DecisionForm, PaperForm, ReferForm, WordsForm, decided

bp = Blueprint("initiative_desk", __name__)
S = InitiativeState


@dataclass(frozen=True)
class Step:
    """One thing that staff do with an initiative: in which states, by which form, and what is said after."""

    states: frozenset[InitiativeState]
    form: Callable[[Page], Any]
    deed: Callable[[str, Any, str], None]
    said: Callable[[], str]


STEPS: dict[str, Step] = {
    "plansak": Step(
        frozenset({S.SENDT}),
        lambda _one: ReferForm(),
        lambda one, form, key: decisions.refer(g.ctx, one, form.plan_case.data or "", once=key),
        lambda: _("Fristen på seks måneder står stille."),
    ),
    "fortsett": Step(
        frozenset({S.PLANSAK}),
        lambda _one: Form(),
        lambda one, _form, key: decisions.resume(g.ctx, one, once=key),
        lambda: _("Fristen løper igjen."),
    ),
    "behandlet-for": Step(
        BEFORE_COUNCIL,
        lambda one: WordsForm(data={"words": one.treated_before}),
        lambda one, form, key: decisions.flag(g.ctx, one, form.words.data or "", once=key),
        lambda: _("Merknaden til kommunestyret er lagret."),
    ),
    "vedtak": Step(
        BEFORE_COUNCIL | {S.BEHANDLET},
        lambda one: DecisionForm(data=decided(one)),
        lambda one, form, key: decisions.decide(g.ctx, one, form.decision(), once=key),
        lambda: _("Vedtaket er publisert, og de som skrev under, får vite det."),
    ),
    "oppfolging": Step(
        frozenset({S.BEHANDLET}),
        lambda _one: WordsForm(),
        lambda one, form, key: decisions.follow_up(g.ctx, one, form.words.data or "", form.language.data, once=key),
        lambda: _("Det som er gjort, er publisert, og de som skrev under, får vite det."),
    ),
}


@bp.get("/arbeid/innbyggerforslag")
@open_to(Can.INITIATIVE_HANDLE)
def listing() -> ResponseReturnValue:
    """All of them, with the council's clock; ``vis`` narrows them."""
    group = request.args.get("vis", "")
    group = group if group in GROUPS else ""
    place = cursors.read(request.args.get("etter", ""), request.args.get("for", ""))
    found = initiatives.listing(g.ctx, group, place, desk=True)
    return render_template("initiatives/desk.html", slice=found, group=group)


@bp.get("/arbeid/innbyggerforslag/<initiative>")
@open_to(Can.INITIATIVE_HANDLE)
def case(initiative: str) -> ResponseReturnValue:
    """One at the desk: the clock, what was put forward before in the period, and what can be done now."""
    found = _handled(initiative)
    steps = [name for name, step in STEPS.items() if found.state in step.states]
    earlier = initiatives.earlier(g.ctx, found)
    return render_template(
        "initiatives/case.html", one=found, steps=steps, earlier=earlier, is_cleared=_is_cleared(found)
    )


@bp.route("/arbeid/innbyggerforslag/<initiative>/gjor/<step>", methods=["GET", "POST"])
@open_to(Can.INITIATIVE_HANDLE)
def do(initiative: str, step: str) -> ResponseReturnValue:
    """One of ``STEPS``, where the state lets it be done."""
    found = _handled(initiative)
    asked = STEPS.get(step)
    if asked is None or found.state not in asked.states:
        raise Missing
    return _asked(f"initiatives/do_{step}.html".replace("-", "_"), asked.form(found), found, asked.deed, asked.said)


@bp.get("/arbeid/innbyggerforslag/<initiative>/underskrifter")
@open_to(Can.SIGNATURE_READ)
def signers(initiative: str) -> ResponseReturnValue:
    """Who has signed. That somebody looked is in the security log."""
    found = _handled(initiative)
    place = cursors.read(request.args.get("etter", ""), request.args.get("for", ""))
    shown = initiatives.signers(g.ctx, found, place)
    g.looked = ("signatures.read", {"initiative": initiative})  # for the security log
    return render_template("initiatives/signers.html", one=found, slice=shown, is_cleared=_is_cleared(found))


@bp.route("/arbeid/innbyggerforslag/<initiative>/papir", methods=["GET", "POST"])
@open_to(Can.INITIATIVE_HANDLE)
def paper(initiative: str) -> ResponseReturnValue:
    """Enter a signature from a list of paper; the next one follows at once."""
    found = _handled(initiative)
    if found.state is not S.UNDERSKRIFT:
        raise Missing
    form = PaperForm()
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda key: _enter(initiative, form, key))
        if error is None:
            sending.say(_("Underskriften er ført inn."))
            return redirect(url_for("initiative_desk.paper", initiative=initiative), 303)
    return replies.page("initiatives/paper.html", form, error, one=found)


@bp.route("/arbeid/innbyggerforslag/<initiative>/stryk/<signature>", methods=["GET", "POST"])
@open_to(Can.SIGNATURE_READ)
def strike(initiative: str, signature: str) -> ResponseReturnValue:
    """Strike one that was entered from paper by mistake, after asking once."""
    found = _handled(initiative)
    form = Form()
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda key: signatures.strike(g.ctx, initiative, signature, once=key))
        if error is None:
            sending.say(_("Underskriften er strøket."))
            return redirect(url_for("initiative_desk.signers", initiative=initiative), 303)
    signer = initiatives.paper_signer(g.ctx, found, signature)
    g.looked = ("signatures.read", {"initiative": initiative})  # for the security log
    return replies.page("initiatives/strike.html", form, error, one=found, signer=signer)


@bp.route("/arbeid/innbyggerforslag/<initiative>/skjul", methods=["GET", "POST"])
@open_to(Can.MODERATE)
def hide(initiative: str) -> ResponseReturnValue:
    """Hide it with a reason, or show it again."""
    found = initiatives.page(g.ctx, initiative)
    if found.state is S.UTKAST:
        raise Missing
    if found.hidden_at:
        return _asked(
            "initiatives/restore.html",
            Form(),
            found,
            lambda one, _form, key: decisions.restore(g.ctx, one, once=key),
            lambda: _("Innbyggerforslaget vises igjen."),
        )
    return _asked(
        "initiatives/hide.html",
        WordsForm(),
        found,
        lambda one, form, key: decisions.hide(g.ctx, one, form.words.data or "", once=key),
        lambda: _("Innbyggerforslaget er skjult, og den som fremmet det, får vite hvorfor."),
    )


def _asked(template: str, form: Any, one: Page, deed: Any, said: Callable[[], str]) -> ResponseReturnValue:
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda key: deed(one.id, form, key))
        if error is None:
            sending.say(said())
            return redirect(url_for("initiatives.page", initiative=one.id), 303)
    return replies.page(template, form, error, one=one)


def _enter(initiative: str, form: PaperForm, key: str) -> None:
    assert form.born.data is not None
    secret = current_app.config["SECRET_KEY"]
    signatures.on_paper(
        g.ctx,
        initiative,
        name=form.name.data or "",
        born=form.born.data,
        key=secret,
        sure=bool(form.sure.data),
        once=key,
    )


def _is_cleared(one: Page) -> bool:
    """Whether it has been over for so long that the names are gone."""
    return one.ended_at is not None and one.ended_at + SIGNATURES_KEPT < g.ctx.now


def _handled(initiative: str) -> Page:
    found = initiatives.page(g.ctx, initiative)
    if found.state is S.UTKAST or not g.ctx.may(Can.INITIATIVE_HANDLE, found):
        raise Missing
    return found
