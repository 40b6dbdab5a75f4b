"""Innbyggerforslag: read by everyone, written and sent by those who put them forward, and signed."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import initiatives as deeds
from samskaping.actions import signatures
from samskaping.errors import Denied, Missing
from samskaping.language import gettext as _
from samskaping.queries import cursors, initiatives, timeline
from samskaping.queries.initiatives import GROUPS, Page
from samskaping.rules.initiatives import (
    BEFORE_COUNCIL,
    INITIATIVE_STATE_NAMES,
    LONGEST_DRIVE,
    OUTCOME_NAMES,
    SIGNATURE_KIND_NAMES,
    USUAL_DRIVE,
    InitiativeOutcome,
    InitiativeState,
    SignatureKind,
)
from samskaping.rules.policy import Can
from samskaping.rules.thresholds import Act
from samskaping.web import replies, sending
from samskaping.web.access import PUBLIC, SIGNED_IN, open_to
from samskaping.web.forms.base import Form
from samskaping.web.forms.initiatives import CollectForm, SignForm, WriteForm
from samskaping.web.opening import opens
from samskaping.web.thresholds import needed

bp = Blueprint("initiatives", __name__)
S = InitiativeState


@bp.app_template_global()
def initiative_state(state: InitiativeState) -> str:
    """«Samler underskrifter», for templates."""
    return str(INITIATIVE_STATE_NAMES[state])


@bp.app_template_global()
def initiative_outcome(outcome: InitiativeOutcome) -> str:
    """«Vedtatt», for templates."""
    return str(OUTCOME_NAMES[outcome])


@bp.app_template_global()
def signature_kind(kind: SignatureKind) -> str:
    """«Med ID-porten», for templates."""
    return str(SIGNATURE_KIND_NAMES[kind])


@bp.get("/innbyggerforslag")
@open_to(PUBLIC)
def listing() -> ResponseReturnValue:
    """Those that everyone can see, the newest first; ``vis`` narrows them."""
    if not g.ctx.here.is_active:
        raise Missing
    group = request.args.get("vis", "")
    is_wrong = group not in GROUPS
    place = cursors.read(request.args.get("etter", ""), request.args.get("for", ""))
    found = initiatives.listing(g.ctx, "" if is_wrong else group, place)
    page = render_template("initiatives/listing.html", slice=found, group=group, is_wrong=is_wrong)
    return page, 422 if is_wrong else 200


@bp.get("/innbyggerforslag/<initiative>")
@open_to(PUBLIC)
def page(initiative: str) -> ResponseReturnValue:
    """What is asked, how many have signed, the council's clock, what it decided, and what was done."""
    found = initiatives.page(g.ctx, initiative)
    opens("initiative", found.key)
    is_mine = g.ctx.may(Can.INITIATIVE_WITHDRAW, found)
    return render_template(
        "initiatives/page.html",
        one=found,
        is_mine=is_mine,
        may_edit=is_mine and found.state in (S.UTKAST, S.UNDERSKRIFT) and not found.signature_count,
        is_open=is_open(found),
        is_before_council=found.state in BEFORE_COUNCIL,
        happened=timeline.history(g.ctx, "initiative", found.key, inner=g.ctx.may(Can.PROPOSAL_INSPECT)),
    )


@bp.route("/innbyggerforslag/nytt", methods=["GET", "POST"])
@open_to(SIGNED_IN, is_writing=True)
def new() -> ResponseReturnValue:
    """Write one as a draft."""
    if not g.ctx.here.is_active:
        raise Missing
    form, made = WriteForm(), [""]
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda _key: made.append(deeds.start(g.ctx, form.written())))
        if error is None:
            sending.say(_("Utkastet er lagret. Bare du ser det."))
            return redirect(url_for("initiatives.page", initiative=made[-1]), 303)
    return replies.page("initiatives/write.html", form, error, one=None)


@bp.route("/innbyggerforslag/<initiative>/endre", methods=["GET", "POST"])
@open_to(SIGNED_IN, is_writing=True)
def edit(initiative: str) -> ResponseReturnValue:
    """Write on one's own, until somebody has signed."""
    found = _own(initiative)
    if found.state not in (S.UTKAST, S.UNDERSKRIFT):
        raise Missing
    form = WriteForm(data={"title": found.title, "text": found.text, "language": found.language})

    def save(_key: str) -> None:
        deeds.save(g.ctx, initiative, form.written())

    return _asked("initiatives/write.html", form, found, save, _("Teksten er lagret."))


@bp.route("/innbyggerforslag/<initiative>/samle", methods=["GET", "POST"])
@open_to(SIGNED_IN, is_writing=True)
def collect(initiative: str) -> ResponseReturnValue:
    """Begin to collect signatures."""
    found = _own(initiative)
    if found.state is not S.UTKAST:
        raise Missing
    form = CollectForm(data={"closes_on": g.ctx.today + timedelta(days=USUAL_DRIVE)})

    def begin(key: str) -> None:
        assert form.closes_on.data is not None
        deeds.collect(g.ctx, initiative, closes_on=form.closes_on.data, once=key)

    said = _("Innsamlingen er begynt. Skriv under selv, og del lenken.")
    return _asked(
        "initiatives/collect.html", form, found, begin, said, last=g.ctx.today + timedelta(days=LONGEST_DRIVE)
    )


@bp.route("/innbyggerforslag/<initiative>/skriv-under", methods=["GET", "POST"])
@open_to(SIGNED_IN)
def sign(initiative: str) -> ResponseReturnValue:
    """Sign as oneself. Opening the page signs nothing."""
    found = initiatives.page(g.ctx, initiative)
    if not is_open(found) or found.signed_as is not None:
        return redirect(url_for("initiatives.page", initiative=initiative), 303)
    form, counted = SignForm(data={"name": g.ctx.me.name if g.ctx.me else ""}), [False]
    lack = g.ctx.lacks(Act.UNDERSKRIFT)
    if lack and not form.is_submitted():
        return needed(lack)

    def put(_key: str) -> None:
        counted.append(
            signatures.sign(
                g.ctx,
                initiative,
                name=form.name.data or "",
                lives_here=bool(form.lives_here.data),
                key=current_app.config["SECRET_KEY"],
            )
        )

    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, put)
        if error is None:
            is_new = counted[-1]
            sending.say(_("Takk. Underskriften din teller.") if is_new else _("Du har skrevet under fra før."))
            return redirect(url_for("initiatives.page", initiative=initiative), 303)
    return replies.page("initiatives/sign.html", form, error, one=found)


@bp.route("/innbyggerforslag/<initiative>/trekk-underskrift", methods=["GET", "POST"])
@open_to(SIGNED_IN)
def take_back(initiative: str) -> ResponseReturnValue:
    """Take back one's signature, after asking once."""
    found = initiatives.page(g.ctx, initiative)
    if found.signed_as is None or found.state is not S.UNDERSKRIFT:
        raise Missing
    form = Form()

    def take(_key: str) -> None:
        signatures.take_back(g.ctx, initiative)

    return _asked("initiatives/take_back.html", form, found, take, _("Underskriften din er trukket."))


@bp.route("/innbyggerforslag/<initiative>/send", methods=["GET", "POST"])
@open_to(SIGNED_IN, is_writing=True)
def send(initiative: str) -> ResponseReturnValue:
    """Put it forward to the council, after asking once."""
    found = _own(initiative)
    if found.state is not S.UNDERSKRIFT:
        raise Missing

    def put_forward(key: str) -> None:
        deeds.send(g.ctx, initiative, once=key)

    said = _("Innbyggerforslaget er sendt. Kommunestyret har seks måneder på seg.")
    return _asked("initiatives/send.html", Form(), found, put_forward, said)


@bp.route("/innbyggerforslag/<initiative>/trekk", methods=["GET", "POST"])
@open_to(SIGNED_IN)
def withdraw(initiative: str) -> ResponseReturnValue:
    """Delete a draft, or end the collecting, after asking once."""
    found = _own(initiative)
    if found.state not in (S.UTKAST, S.UNDERSKRIFT):
        raise Missing
    form = Form()
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda key: deeds.withdraw(g.ctx, initiative, once=key))
        if error is None:
            sending.say(_("Utkastet er slettet.") if found.state is S.UTKAST else _("Innbyggerforslaget er trukket."))
            return redirect(url_for("me.initiatives"), 303)
    return replies.page("initiatives/withdraw.html", form, error, one=found)


def is_open(one: Page) -> bool:
    """Whether it can be signed today."""
    is_in_time = one.closes_on is not None and g.ctx.today <= one.closes_on
    return one.state is S.UNDERSKRIFT and is_in_time and one.hidden_at is None


def _asked(template: str, form: Form, one: Page, deed: Any, said: str, **more: Any) -> ResponseReturnValue:
    """A page with one form about an initiative, that leads back to it."""
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, deed)
        if error is None:
            sending.say(said)
            return redirect(url_for("initiatives.page", initiative=one.id), 303)
    return replies.page(template, form, error, one=one, **more)


def _own(initiative: str) -> Page:
    found = initiatives.page(g.ctx, initiative)
    if not g.ctx.may(Can.INITIATIVE_WITHDRAW, found):
        raise Missing
    return found
