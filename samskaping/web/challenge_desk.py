"""The desk on which the municipality writes its challenges: drafts, preview, publishing, versions, news, closing."""

from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import challenges as deeds
from samskaping.actions import statements
from samskaping.errors import Clash, Denied, Missing
from samskaping.language import gettext as _
from samskaping.queries import (
    adoptions,
    benefits,
    challenges,
    cursors,
    learnt,
    needs,
    offer_pages,
    partners,
    raised,
    ties,
    wordings,
)
from samskaping.queries.challenges import Page
from samskaping.rules.policy import Can
from samskaping.web import replies, sending
from samskaping.web.access import open_to
from samskaping.web.challenges import dressed
from samskaping.web.forms.base import Form, own_language
from samskaping.web.forms.challenges import ChallengeForm, UpdateForm, saved_by_others, written

bp = Blueprint("challenge_desk", __name__)


@bp.get("/arbeid/utfordringer")
@open_to(Can.CHALLENGE_WRITE)
def listing() -> ResponseReturnValue:
    """The municipality's own challenges, drafts among them."""
    place = cursors.read(request.args.get("etter", ""), request.args.get("for", ""))
    return render_template(
        "challenges/desk.html",
        slice=challenges.desk(g.ctx, place),
        today=g.ctx.today,
        offers_waiting=offer_pages.waiting(g.ctx),
        raised_waiting=raised.waiting(g.ctx),
        wordings_waiting=wordings.waiting(g.ctx),
        waiting=partners.waiting(g.ctx),
        shared=partners.shared(g.ctx),
    )


@bp.route("/arbeid/utfordringer/ny", methods=["GET", "POST"])
@open_to(Can.CHALLENGE_WRITE)
def new() -> ResponseReturnValue:
    """Begin a challenge, perhaps from a need; a second press leads to the list, where the first one is."""
    form, made = _form(), [""]
    ref = request.args.get("behov", "")[:14]
    error: Denied | None = None
    if form.is_sent:
        content = form.content()
        error = sending.once(form, lambda key: made.append(deeds.start(g.ctx, content, grown_from=ref, once=key)))
        if error is None:
            sending.say(_("Utkastet er lagret. Bare ansatte kan se det."))
            return redirect(_next(made[-1]) if made[-1] else url_for("challenge_desk.listing"), 303)
    told = needs.page(g.ctx, ref) if ref else None
    return replies.page("challenges/write.html", form, error, challenge=None, told=told)


@bp.route("/arbeid/utfordringer/<public_id>", methods=["GET", "POST"])
@open_to(Can.CHALLENGE_WRITE)
def edit(public_id: str) -> ResponseReturnValue:
    """Write on a draft, or change a published challenge as a new version that says why."""
    challenge = own(public_id)
    if "publiser" in request.form and "_switch" not in request.form:
        return _publish(challenge)
    form = _form(challenge)
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda key: _save(challenge, form, key))
        if error is None:
            return redirect(_next(public_id), 303)
        if isinstance(error, Clash):
            return _clashed(form, error, own(public_id))
    return replies.page("challenges/write.html", form, error, challenge=challenge, **_begun_from(challenge))


def _begun_from(challenge: Page) -> dict[str, Any]:
    """What a draft was begun from, and what was learnt there; nothing of one that is published."""
    if challenge.published_at is not None:
        return {}
    if challenge.raised_kind:
        return {"raised": raised.origin(g.ctx, challenge.key)}
    origin = adoptions.origin(g.ctx, challenge.key)
    return {"begun_from": origin, "learnt": learnt.learnt(g.ctx, origin) if origin else ()}


def _clashed(form: ChallengeForm, error: Clash, now: Page) -> ResponseReturnValue:
    """What others saved beside what is written here; sent again, the form holds."""
    form.version.data = now.version
    theirs = saved_by_others(form, now)
    return replies.page("challenges/write.html", form, error, challenge=now, theirs=theirs)


@bp.get("/arbeid/utfordringer/<public_id>/forhandsvis")
@open_to(Can.CHALLENGE_WRITE)
def preview(public_id: str) -> ResponseReturnValue:
    """A draft as the public will see it; its button publishes, or leads to what is missing."""
    challenge = own(public_id)
    if challenge.published_at is not None:
        return redirect(url_for("challenges.page", public_id=public_id), 303)
    return render_template(
        "challenges/preview.html",
        publishing=Form(formdata=None),
        needs=ties.of_challenge(g.ctx, challenge.key),
        benefits=benefits.of_challenge(g.ctx, challenge.key),
        begun_from=adoptions.origin(g.ctx, challenge.key),
        **dressed(challenge),
    )


@bp.route("/arbeid/utfordringer/<public_id>/lukk", methods=["GET", "POST"])
@open_to(Can.CHALLENGE_WRITE)
def close(public_id: str) -> ResponseReturnValue:
    """Close a challenge for new proposals, after asking once."""
    challenge = own(public_id)
    form = Form()
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda key: deeds.close(g.ctx, public_id, once=key))
        if error is None:
            sending.say(_("Utfordringen er stengt for nye forslag."))
            return redirect(url_for("challenge_desk.listing"), 303)
    return replies.page("challenges/close.html", form, error, challenge=challenge)


@bp.route("/arbeid/utfordringer/<public_id>/nytt", methods=["GET", "POST"])
@open_to(Can.STATEMENT_PUBLISH)
def update(public_id: str) -> ResponseReturnValue:
    """Tell how it goes, to everyone who follows the challenge."""
    challenge = own(public_id)
    if challenge.published_at is None:
        raise Missing
    form = UpdateForm(data={"language": own_language()})
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda key: statements.update_challenge(g.ctx, public_id, form.said(), once=key))
        if error is None:
            sending.say(_("Nyheten er publisert. De som følger utfordringen, får vite det."))
            return redirect(url_for("challenges.page", public_id=public_id, _anchor="nytt"), 303)
    return replies.page("challenges/update.html", form, error, challenge=challenge)


def _form(challenge: Page | None = None) -> ChallengeForm:
    form = ChallengeForm(data=written(challenge) if challenge else None)
    form.offer(*challenges.choices(g.ctx))
    return form


def own(public_id: str) -> Page:
    """A challenge that this municipality leads; a partner's is written by the partner."""
    challenge = challenges.page(g.ctx, public_id)
    if challenge.slug != g.ctx.here.slug:
        raise Missing
    return challenge


def _save(challenge: Page, form: ChallengeForm, key: str) -> None:
    version = form.version.data or 0
    if challenge.published_at is None:
        deeds.save(g.ctx, challenge.id, form.content(), version=version)
        sending.say(_("Utkastet er lagret. Bare ansatte kan se det."))
    else:
        deeds.change(g.ctx, challenge.id, form.content(), version=version, why=form.why.data or "", once=key)
        sending.say(_("Den nye versjonen er publisert. De som følger utfordringen, får vite hva som er endret."))


def _next(public_id: str) -> str:
    """Where the pressed button leads."""
    if "vis" in request.form:
        return url_for("challenge_desk.preview", public_id=public_id)
    return url_for("challenge_desk.edit", public_id=public_id)


def _publish(challenge: Page) -> ResponseReturnValue:
    """Publish what is kept of a draft; the writing page, with words beside everything that is missing, if it is not."""
    form = ChallengeForm(formdata=None, data=written(challenge))
    form.offer(*challenges.choices(g.ctx))
    form.once.data = request.form.get("once", "")[:64]
    error = sending.once(form, lambda key: deeds.publish(g.ctx, challenge.id, version=_version(), once=key))
    if error is not None:
        return replies.page("challenges/write.html", form, error, challenge=challenge)
    sending.say(_("Utfordringen er publisert. De som følger kommunen, får vite det."))
    return redirect(url_for("challenges.page", public_id=challenge.id), 303)


def _version() -> int:
    written_one = request.form.get("version", "")
    return int(written_one) if written_one.isascii() and written_one.isdecimal() and len(written_one) < 9 else 0
