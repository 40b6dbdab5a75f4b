"""Proposals as lists and pages that anyone can read."""

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue

from samskaping.errors import Missing
from samskaping.language import gettext as _
from samskaping.queries import cursors, proposals
from samskaping.queries.proposals import Filters
from samskaping.rules import limits
from samskaping.rules.pipeline import PUBLIC as PUBLIC_STATES
from samskaping.rules.pipeline import State
from samskaping.web.access import PUBLIC, open_to

bp = Blueprint("proposals", __name__)


@bp.get("/forslag")
@open_to(PUBLIC)
def listing() -> ResponseReturnValue:
    """The municipality's proposals; every combination of filters is an address that can be shared."""
    filters = read_filters()
    place = cursors.read(request.args.get("etter", ""), request.args.get("for", ""))
    found = proposals.listing(g.ctx, filters, place)
    return render_template("proposals/listing.html", listing=found, filters=filters)


def read_filters() -> Filters:
    """Filters from the address. Raises ``Missing`` for one that does not exist."""
    args = request.args
    query = args.get("sok", "").strip()[: limits.QUERY]
    sort = args.get("sorter", "") or ("treff" if query else "nyeste")
    if sort not in (*proposals.ORDERS, "treff"):
        raise Missing(_("Sorteringen finnes ikke."))
    state, goal = args.get("status", ""), args.get("mal", "")
    if state and state not in PUBLIC_STATES:
        raise Missing(_("Statusen finnes ikke."))
    if goal and (not goal.isdecimal() or not goal.isascii() or not 1 <= int(goal[:4]) <= 17):
        raise Missing(_("Bærekraftsmålet finnes ikke."))
    return Filters(
        state=State(state) if state else None,
        theme=args.get("tema", "")[:12],
        area=args.get("omrade", "")[:12],
        goal=int(goal) if goal else None,
        challenge=args.get("utfordring", "")[:12],
        query=query,
        sort="nyeste" if sort == "treff" and not query else sort,
    )
