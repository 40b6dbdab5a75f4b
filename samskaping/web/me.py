"""The pages under Min side: own cases, follows, drafts; in every municipality at once."""

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import drafts as draft_deeds
from samskaping.actions import notifications as deeds
from samskaping.errors import Missing
from samskaping.language import gettext as _
from samskaping.queries import cursors, mine, offer_pages, own_groups, wordings
from samskaping.queries import initiatives as put_forward
from samskaping.queries import raised as raised_ones
from samskaping.web.access import SIGNED_IN, Where, open_to
from samskaping.web.people import say

bp = Blueprint("me", __name__)


@bp.get("/min-side/saker")
@open_to(SIGNED_IN, Where.BOTH)
def cases() -> ResponseReturnValue:
    """All the person's own cases, in pages."""
    place = cursors.read(request.args.get("etter", ""), request.args.get("for", ""))
    return render_template("people/cases.html", cases=mine.cases(g.ctx, place))


@bp.get("/min-side/bidrag")
@open_to(SIGNED_IN, Where.BOTH)
def offers() -> ResponseReturnValue:
    """What the person offers, and what is offered for organisations that they act for."""
    return render_template("people/offers.html", offers=offer_pages.mine(g.ctx))


@bp.get("/min-side/arbeidsgrupper")
@open_to(SIGNED_IN, Where.BOTH)
def groups() -> ResponseReturnValue:
    """The working groups that the person sits in, and those that they are invited to."""
    return render_template(
        "people/groups.html", groups=own_groups.mine(g.ctx), invitations=own_groups.invitations(g.ctx)
    )


@bp.get("/min-side/utfordringer")
@open_to(SIGNED_IN, Where.BOTH)
def raised() -> ResponseReturnValue:
    """The challenges that the person has raised, or begun to, and the words that they have suggested for others."""
    return render_template("people/raised.html", raised=raised_ones.mine(g.ctx), wordings=wordings.mine(g.ctx))


@bp.get("/min-side/innbyggerforslag")
@open_to(SIGNED_IN, Where.BOTH)
def initiatives() -> ResponseReturnValue:
    """The innbyggerforslag that the person has put forward, begun to, or signed."""
    return render_template("people/initiatives.html", found=put_forward.mine(g.ctx))


@bp.get("/min-side/folger")
@open_to(SIGNED_IN, Where.BOTH)
def follows() -> ResponseReturnValue:
    """All that the person follows, in pages."""
    place = cursors.read(request.args.get("etter", ""), request.args.get("for", ""))
    return render_template("people/follows.html", follows=mine.follows(g.ctx, place))


@bp.post("/min-side/folger/slutt")
@open_to(SIGNED_IN, Where.BOTH)
def stop_following() -> ResponseReturnValue:
    """Follow one thing no more."""
    deeds.stop_following(g.ctx, *(request.form.get(name, "")[:60] for name in ("kind", "place", "thing")))
    say(_("Du følger ikke saken lenger."))
    return redirect(url_for("me.follows"), 303)


@bp.route("/min-side/utkast/<public_id>/slett", methods=["GET", "POST"])
@open_to(SIGNED_IN)
def discard(public_id: str) -> ResponseReturnValue:
    """Delete a draft, after asking once; in the municipality where it lives."""
    draft = next((draft for draft in mine.drafts(g.ctx) if draft.public_id == public_id), None)
    if draft is None:
        raise Missing
    if request.method == "POST":
        draft_deeds.discard(g.ctx, public_id)
        say(_("Utkastet er slettet."))
        return redirect(url_for("people.me"), 303)
    return render_template("people/discard.html", draft=draft)
