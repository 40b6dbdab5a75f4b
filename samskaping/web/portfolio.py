"""The portfolio: everything the municipality works with, and where the weight lies."""

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue

from samskaping.clock import oslo_date
from samskaping.errors import Missing
from samskaping.language import gettext as _
from samskaping.queries import choices, portfolio
from samskaping.queries.portfolio import Filters
from samskaping.rules import goals
from samskaping.rules.portfolio import GROUP_NAMES, warnings
from samskaping.web.access import PUBLIC, open_to

bp = Blueprint("portfolio", __name__)


@bp.get("/portefolje")
@open_to(PUBLIC)
def page() -> ResponseReturnValue:
    """Cases by state, goal, theme and area, all or those of a goal and a theme."""
    if not g.ctx.here.is_active:
        raise Missing
    goal, theme = request.args.get("mal", ""), request.args.get("tema", "")[:20]
    themes, wrong = choices.themes(g.ctx, theme), {}
    if goal and goals.read(goal) is None:
        wrong["mal"] = _("Målet finnes ikke.")
    if theme and theme not in dict(themes):
        wrong["tema"], theme = _("Temaet finnes ikke."), ""
    filters = Filters(goals.read(goal), theme)
    found = portfolio.portfolio(g.ctx, filters)
    is_whole = not (filters.goal or filters.theme)
    answer = render_template(
        "portfolio/page.html", found=found, filters=filters, wrong=wrong, themes=themes, groups=GROUP_NAMES,
        # Of a part, there is nothing to balance.
        warnings=warnings(found.goals, found.themes, found.by_state) if is_whole else [],
        days={one.state: (g.ctx.today - oslo_date(one.since)).days for one in found.stops if one.since},
        goals_to_choose=goals.choices(),
    )  # fmt: skip
    return answer, 422 if wrong else 200
