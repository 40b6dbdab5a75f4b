"""The front pages: the nation's, where one finds a municipality, and each municipality's own."""

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue

from samskaping.queries import municipalities, nation
from samskaping.rules import limits
from samskaping.web import hall
from samskaping.web.access import PUBLIC, Where, open_to

bp = Blueprint("home", __name__)


@bp.get("/")
@open_to(PUBLIC, Where.BOTH)
def page() -> ResponseReturnValue:
    """The country's front page, or the municipality's, or the honest page of one that has not joined."""
    if g.ctx.municipality is None:
        return _country()
    return hall.front() if g.ctx.here.is_active else hall.absent()


@bp.get("/kommuner")
@open_to(PUBLIC, Where.NATION)
def register() -> ResponseReturnValue:
    """Every municipality, or those whose name fits ``sok``."""
    places = municipalities.everyone(g.ctx)
    written = request.args.get("sok", "").strip()[: limits.QUERY]
    found = municipalities.search(places, written) if written else None
    return render_template("home/register.html", places=places, found=found, written=written)


def _country() -> ResponseReturnValue:
    return render_template(
        "home/page.html",
        taking_part=municipalities.active(g.ctx),
        across=nation.across(g.ctx),
        newest=nation.newest(g.ctx),
    )
