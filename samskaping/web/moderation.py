"""The moderators' queue, the one step about a text, what is hidden, and who is let through."""

from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import judging
from samskaping.actions import rulings as judged
from samskaping.actions import trust as trusting
from samskaping.actions.judging import Wanted
from samskaping.errors import Clash, Denied, Missing
from samskaping.language import gettext as _
from samskaping.queries import cursors, moderation, rulings, trust
from samskaping.queries import reports as told
from samskaping.queries.judging import name as judging_name
from samskaping.queries.moderation import Kind, Thing
from samskaping.rules.moderation import Deed
from samskaping.rules.policy import Can
from samskaping.web import casework_tables, login, replies, sending
from samskaping.web.access import open_to
from samskaping.web.forms.moderation import JudgeForm, TrustForm
from samskaping.web.inbox_views import bounded

bp = Blueprint("moderation", __name__)
bp.context_processor(casework_tables.names)
_KIND = "<any(forslag, kommentar, behov):kind>"


@bp.get("/arbeid/meldinger")
@open_to(Can.MODERATE)
def listing() -> ResponseReturnValue:
    """All that waits for a moderator, or one kind of it, what has waited longest first."""
    kind = chosen(request.args.get("vis", ""))
    place = cursors.read(request.args.get("etter", ""), request.args.get("for", ""))
    found, counts = moderation.queue(g.ctx, kind, place), moderation.counts(g.ctx)
    here = {name: request.args[name] for name in ("etter", "for") if name in request.args}
    has_all = "velg" in request.args
    return render_template(
        "moderation/listing.html",
        found=found,
        kind=kind,
        views=_views(kind, counts),
        back=_address(kind, **here),
        all=has_all,
        all_url=_address(kind, **here, **({} if has_all else {"velg": "alle"})) + "#utvalg",
        none_chosen="ingen" in request.args,
        ticked=request.args.getlist("tekst"),
        name=judging_name,
        previous=_address(kind, **{"for": found.preceding}) if found.preceding else None,
        following=_address(kind, etter=found.following) if found.following else None,
    )


def chosen(name: str) -> Kind | None:
    """The kind that an address names. Raises ``Missing``."""
    if name and name not in set(Kind):
        raise Missing(_("Visningen finnes ikke."))
    return Kind(name) if name else None


def _address(kind: Kind | None, **more: Any) -> str:
    arguments: dict[str, Any] = {"vis": kind.value} if kind else {}
    return url_for("moderation.listing", **arguments, **more)


def _views(chosen: Kind | None, counts: dict[Kind, int]) -> list[tuple[str, str, str, bool, bool]]:
    """(name, count, address, whether one stands there, False) of each view, for the queue's menu."""
    names = {
        Kind.FORSLAG: _("Forslag til godkjenning"),
        Kind.BEHOV: _("Behov til godkjenning"),
        Kind.KOMMENTARER: _("Kommentarer til godkjenning"),
        Kind.MELDT: _("Meldt"),
        Kind.KLAGER: _("Klager"),
    }
    every = (_("Alt"), bounded(sum(counts.values())), _address(None), chosen is None, False)
    listed = [(names[kind], bounded(counts[kind]), _address(kind), kind is chosen, False) for kind in names]
    return [every, *listed]


@bp.get("/arbeid/meldinger/skjult")
@open_to(Can.MODERATE)
def hidden() -> ResponseReturnValue:
    """What is hidden now, the newest first."""
    return render_template("moderation/hidden.html", things=moderation.hidden(g.ctx))


@bp.route(f"/arbeid/moderer/{_KIND}/<name>", methods=["GET", "POST"])
@open_to(Can.MODERATE)
def decide(kind: str, name: str) -> ResponseReturnValue:
    """One step about a proposal or a comment: approve or refuse it, keep, hide or show it."""
    back = login.own_path(request.args.get("tilbake"), url_for("moderation.listing"))
    form, error = JudgeForm(), None
    form.offer()
    if form.is_sent:
        try:
            error = sending.once(form, lambda once: _judge(form, kind, name, once))
        except Missing:
            if gone := _sent_back(kind, name):
                return gone
            raise
        if error is None:
            sending.say(_done(Deed(form.deed.data)))
            return redirect(back, 303)
    if gone := _sent_back(kind, name):
        return gone
    thing = moderation.thing(g.ctx, kind, name)
    g.ctx.require(Can.MODERATE, thing)
    form.narrow(thing, is_new=not form.is_submitted() or isinstance(error, Clash), wanted=request.args.get("gjor", ""))
    return _page(form, error, thing, back)


def _sent_back(kind: str, name: str) -> ResponseReturnValue | None:
    """A proposal that somebody has sent back meanwhile is its writer's own again: who did it, is said in the queue."""
    ruled = rulings.that_sent_back(g.ctx, name) if kind == "forslag" else None
    if ruled is None:
        return None
    sending.say(judged.said(ruled), "info")
    return redirect(url_for("moderation.listing"), 303)


def _judge(form: JudgeForm, kind: str, name: str, once: str) -> None:
    judging.judge(g.ctx, Wanted(kind, name, form.seen.data or ""), form.judgement(), once=once)


def _page(form: JudgeForm, error: Denied | None, thing: Thing, back: str) -> ResponseReturnValue:
    return replies.page(
        "moderation/decide.html",
        form,
        error,
        thing=thing,
        back=back,
        reports=told.about(g.ctx, thing.about),
        ruled=rulings.about(g.ctx, *thing.about),
    )


def _done(deed: Deed) -> str:
    words = {
        Deed.GODKJENT: _("Teksten er godkjent og synlig for alle."),
        Deed.AVVIST: _("Teksten er ikke publisert. Den som skrev den, får vite hvorfor."),
        Deed.BEHOLDT: _("Meldingene er lukket. Teksten blir stående."),
        Deed.SKJULT: _("Teksten er skjult. Den som skrev den, får vite hvorfor."),
        Deed.SLADDET: _("Teksten er sladdet overalt. Den som skrev den, får vite hvorfor."),
        Deed.VIST: _("Teksten er synlig igjen."),
    }
    return words[deed]


@bp.get("/arbeid/tillit")
@open_to(Can.MODERATE)
def trusted() -> ResponseReturnValue:
    """Those whom staff have given trust, or taken it from."""
    return render_template("moderation/trusted.html", people=trust.spoken_of(g.ctx))


@bp.route("/arbeid/tillit/<person>", methods=["GET", "POST"])
@open_to(Can.MODERATE)
def person(person: str) -> ResponseReturnValue:
    """Somebody's record with us, and whether they are let through."""
    someone = trust.standing(g.ctx, person)
    form, error = TrustForm(), None
    if form.is_sent:
        is_trusted = form.is_trusted.data == "ja"
        error = sending.once(
            form,
            lambda once: trusting.say(g.ctx, person, is_trusted=is_trusted, why=form.text.data or "", once=once),
        )
        if error is None:
            sending.say(_("Det er lagret, og gjelder fra nå."))
            return redirect(url_for("moderation.person", person=person), 303)
    return replies.page("moderation/person.html", form, error, someone=someone)
