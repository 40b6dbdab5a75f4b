"""Proposing in four calm steps: the need, the idea, place and sender, the last look; and the receipt."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import drafts, support
from samskaping.actions import proposals as deeds
from samskaping.actions.drafts import Change
from samskaping.errors import Denied, Missing, TooMuch, Unfit
from samskaping.language import gettext as _
from samskaping.queries import approval, needs, partners, proposals, proposing, ties
from samskaping.queries.proposing import Draft
from samskaping.rules import deadlines, limits
from samskaping.rules.goals import GOALS
from samskaping.web import login
from samskaping.web.access import PUBLIC, SIGNED_IN, open_to
from samskaping.web.forms.proposing import Draftable, IdeaForm, NeedForm, PlaceForm, ReviewForm, offer_needs
from samskaping.web.steps import is_autosave, may_leave, steps, tell_flaws

bp = Blueprint("proposing", __name__)
SIMILAR = 3


@bp.route("/foresla", methods=["GET", "POST"])
@open_to(PUBLIC, is_writing=True)
def start() -> ResponseReturnValue:
    """The need, before there is a draft; sending it in begins one, also for somebody who has not signed in."""
    if not g.ctx.here.is_active:
        raise Missing
    form = NeedForm()
    wanted, told = request.args.get("utfordring", "")[:12], _told()
    if told and not form.is_submitted():
        form.need.data = told.text
    if form.is_sent and may_leave(form, {"need": form.need.data or ""}) and (draft := _begin(form, wanted, told)):
        return _onwards("proposing.idea", draft)
    challenge = _challenge(form, wanted)
    places = partners.taking_part(g.ctx, wanted) if challenge else ()
    unsent = proposing.unsent(g.ctx)
    return _show("need", 1, form, challenge=challenge, places=places, unsent=unsent, draft=None, told=told)


def _told() -> needs.Page | None:
    """The need that a proposal grows from; none where the address names none that everyone can see."""
    ref = request.args.get("behov", "")[:14]
    if not ref:
        return None
    found = needs.page(g.ctx, ref)
    if not found.is_public:
        raise Missing
    return found


def _begin(form: NeedForm, challenge: str, told: needs.Page | None) -> str | None:
    try:
        draft = drafts.start(g.ctx, challenge=challenge or None)
        drafts.save(g.ctx, draft, Change(need=form.need.data, needs=(told.reference,) if told else None))
    except (Unfit, TooMuch) as error:
        form.refuse(error)
        return None
    return draft


def _challenge(form: Draftable, wanted: str) -> Any:
    if not wanted:
        return None
    try:
        return proposing.challenge(g.ctx, wanted)
    except Missing:
        if not form.is_submitted():
            raise Missing(_("Utfordringen finnes ikke, eller den er stengt for nye forslag.")) from None
        return None


@bp.route("/foresla/<draft_id>/behov", methods=["GET", "POST"])
@open_to(PUBLIC, is_writing=True)
def need(draft_id: str) -> ResponseReturnValue:
    """Step one, once there is a draft."""
    draft = _draft(draft_id)
    form = NeedForm(data={"need": draft.need})
    if is_autosave():
        return _keep_quietly(draft_id, form, lambda: Change(need=form.need.data))
    if form.is_sent:
        drafts.save(g.ctx, draft_id, Change(need=form.need.data))
        if may_leave(form, {"need": form.need.data or ""}):
            return _onwards("proposing.idea", draft_id)
    return _show("need", 1, form, draft=draft, challenge=draft.challenge_title, unsent=())


@bp.route("/foresla/<draft_id>/ide", methods=["GET", "POST"])
@open_to(PUBLIC, is_writing=True)
def idea(draft_id: str) -> ResponseReturnValue:
    """Step two; what others have said already is shown here, before one goes on."""
    draft = _draft(draft_id)
    if lacking := _lacking(draft, "need"):
        return lacking
    form = IdeaForm(data=IdeaForm.spread(draft.title, draft.idea, draft.language))
    met = ties.fitting(g.ctx, draft.key, draft.challenge or "", draft.need)
    offer_needs(form, met)

    def change() -> Change:
        return Change(
            title=form.title.data, idea=form.kept_idea, language=form.chosen_language, needs=form.chosen_needs
        )

    if is_autosave():
        return _keep_quietly(draft_id, form, change)
    texts = {"need": draft.need, "title": form.title.data or "", "idea": form.kept_idea}
    if form.is_sent and _kept(form, draft_id, change) and may_leave(form, texts):
        return _onwards("proposing.place", draft_id)
    return _show("idea", 2, form, draft=draft, met=met, similar=proposals.similar(g.ctx, draft.need, most=SIMILAR))


@bp.route("/foresla/<draft_id>/sted", methods=["GET", "POST"])
@open_to(PUBLIC, is_writing=True)
def place(draft_id: str) -> ResponseReturnValue:
    """Step three."""
    draft = _draft(draft_id)
    if lacking := _lacking(draft, "need", "title", "idea"):
        return lacking
    form = _place_form(draft)
    if is_autosave():
        return _keep_quietly(draft_id, form, lambda: _placed(form))
    if form.is_sent and _kept(form, draft_id, lambda: _placed(form)) and may_leave(form, {}):
        return _onwards("proposing.review", draft_id)
    if draft.misses_challenge(g.ctx.today) and not form.is_submitted():
        form.refuse(Unfit(challenge=_("Utfordringen er stengt for nye forslag. Velg en annen, eller ingen.")))
    return _show("place", 3, form, draft=draft)


def _place_form(draft: Draft) -> PlaceForm:
    form = PlaceForm(
        data={
            "area": draft.area or "",
            "place": draft.place,
            "theme": draft.theme or "",
            "challenge": "" if draft.misses_challenge(g.ctx.today) else draft.challenge or "",
            "goals": [str(goal) for goal in draft.goals],
            "organisation": draft.organisation or "",
        }
    )
    found = proposing.choices(g.ctx)
    form.offer(found.areas, found.themes, found.challenges, found.organisations)
    return form


def _placed(form: PlaceForm) -> Change:
    return Change(
        area=form.area.data,
        place=form.place.data,
        theme=form.theme.data,
        challenge=form.challenge.data,
        organisation=form.organisation.data,
        goals=tuple(int(goal) for goal in form.goals.data or ()),
    )


@bp.route("/foresla/<draft_id>/se-over", methods=["GET", "POST"])
@open_to(PUBLIC, is_writing=True)
def review(draft_id: str) -> ResponseReturnValue:
    """Step four: as others will see it, and sending in. Whoever is not signed in does that first, and comes back."""
    form = ReviewForm()
    if form.is_sent and g.ctx.actor.confirmed and form.is_complete():
        return _send_in(draft_id, form)
    draft = _draft(draft_id)
    if lacking := _lacking(draft, "need", "title", "idea"):
        return lacking
    if draft.misses_challenge(g.ctx.today):
        return redirect(url_for("proposing.place", draft_id=draft_id), 303)
    if form.is_submitted() and not g.ctx.actor.is_known:
        return redirect(url_for("people.sign_in", neste=url_for("proposing.review", draft_id=draft_id, innlogget=1)))
    if form.is_sent and not g.ctx.actor.confirmed:
        return render_template("proposing/unconfirmed.html", draft=draft), 403
    waits = g.ctx.actor.is_known and approval.of_draft(g.ctx, draft.challenge, draft).waits
    if any(not one.is_described and not one.refusal for one in draft.files) and form.is_submitted():
        form.refuse(Unfit(_("Et bilde mangler tekst om hva det viser. Skriv den under «Bilder og filer».")))
    meets = ties.met_by(g.ctx, draft.key)
    return _show("review", 4, form, draft=draft, meets=meets, answer_due=_answer_due(), goals=GOALS, waits=waits)


def _send_in(draft_id: str, form: ReviewForm) -> ResponseReturnValue:
    try:
        ref = deeds.submit(g.ctx, draft_id, once=form.once_key)
    except Missing:
        # The other of two presses came first: both lead to the one receipt.
        return redirect(_receipt_of(proposing.draft(g.ctx, draft_id)), 303)
    except Unfit as error:
        if "files" in error.fields:
            return redirect(url_for("files.manage", kind="utkast", name=draft_id, mangler=1), 303)
        draft = _draft(draft_id)
        return _lacking(draft, "need", "title", "idea") or redirect(url_for("proposing.place", draft_id=draft_id), 303)
    return redirect(url_for("proposing.receipt", ref=ref), 303)


def _receipt_of(draft: Draft) -> str:
    if draft.reference is None:
        raise Missing
    return url_for("proposing.receipt", ref=draft.reference)


@bp.get("/foresla/kvittering/<ref>")
@open_to(SIGNED_IN)
def receipt(ref: str) -> ResponseReturnValue:
    """What was received and when, its number, the answer date, and what happens next; for the writer alone."""
    return render_template("proposing/receipt.html", receipt=proposing.receipt(g.ctx, ref))


@bp.get("/foresla/lik")
@open_to(PUBLIC)
def similar() -> ResponseReturnValue:
    """Proposals like a text: a fragment while somebody writes, a page of its own for anybody else."""
    words = request.args.get("q", "")[:400]
    found = proposals.similar(g.ctx, words, most=SIMILAR) if len(words) >= 20 else ()
    page = "similar_fragment" if request.headers.get("X-Fragment") else "similar_page"
    return render_template(f"proposing/{page}.html", similar=found)


def _draft(draft_id: str) -> Draft:
    draft = proposing.draft(g.ctx, draft_id)
    if draft.is_sent:
        raise AlreadySent(draft)
    return draft


class AlreadySent(Denied):
    """The draft was sent in; its writer is led to the receipt."""

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft


@bp.errorhandler(AlreadySent)
def _already_sent(error: AlreadySent) -> ResponseReturnValue:
    return redirect(_receipt_of(error.draft), 303)


def _lacking(draft: Draft, *fields: str) -> ResponseReturnValue | None:
    """The way back to the first step that lacks something; None when all is there."""
    found = [field for field in fields if field in draft.flaws]
    if not found or is_autosave():
        return None
    step = "proposing.need" if "need" in found else "proposing.idea"
    return redirect(url_for(step, draft_id=draft.public_id, mangler=1), 303)


def _kept(form: Any, draft_id: str, change: Any) -> bool:
    try:
        drafts.save(g.ctx, draft_id, change())
    except Unfit as error:
        form.refuse(error)
    return not form.mistakes


def _onwards(step: str, draft_id: str) -> ResponseReturnValue:
    if "folg" in request.form:
        return _follow_instead(request.form["folg"][:14])
    if "lagre" in request.form:
        return redirect(url_for("proposing.saved", draft_id=draft_id), 303)
    if "filer" in request.form:
        return redirect(url_for("files.manage", kind="utkast", name=draft_id), 303)
    return redirect(url_for(step, draft_id=draft_id), 303)


def _follow_instead(ref: str) -> ResponseReturnValue:
    """What is written is kept; the visitor follows another proposal: at once, or by signing in (``people.enter``)."""
    target = url_for("proposals.page", ref=ref)
    if not g.ctx.actor.is_known:
        login.browser()["follows"] = {"proposal": support.wish_to_follow(g.ctx, ref), "page": target}
        return redirect(url_for("people.sign_in", neste=target), 303)
    support.follow(g.ctx, "proposal", ref)
    flash(_("Du følger forslaget. Utkastet ditt er lagret på Min side."), "success")
    return redirect(target, 303)


@bp.get("/foresla/<draft_id>/lagret")
@open_to(PUBLIC)
def saved(draft_id: str) -> ResponseReturnValue:
    """Where to find the draft again."""
    return render_template("proposing/saved.html", draft=_draft(draft_id), guest_days=limits.GUEST_SESSION_DAYS)


def _keep_quietly(draft_id: str, form: Any, change: Any) -> ResponseReturnValue:
    if not form.validate() or not _kept(form, draft_id, change):
        return "", 422
    return "", 204


def _answer_due() -> Any:
    return deadlines.answer_due(g.ctx.today, g.ctx.here.answer_days)


def _show(page: str, number: int, form: Any, **values: Any) -> ResponseReturnValue:
    if request.method == "GET" and "mangler" in request.args:
        form.is_complete()
        tell_flaws(form, {name: form[name].data or "" for name in ("need", "title", "idea") if name in form})
    html = render_template(f"proposing/{page}.html", form=form, steps=steps(number), **values)
    return html, form.status
