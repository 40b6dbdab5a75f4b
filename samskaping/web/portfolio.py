"""The portfolio of a municipality: what is under way, where it stands, and where the weight lies askew."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from flask import Blueprint, Response, g, render_template, request
from flask.typing import ResponseReturnValue

from samskaping.clock import oslo_date
from samskaping.db import Texts
from samskaping.errors import Missing
from samskaping.language import gettext as _
from samskaping.outside import tables
from samskaping.queries import choices, portfolio
from samskaping.queries.portfolio import Filters, Portfolio
from samskaping.rules import goals
from samskaping.rules.pipeline import STATES
from samskaping.rules.portfolio import GROUP_NAMES, Group, Line, group, warnings
from samskaping.web.access import PUBLIC, open_to

bp = Blueprint("portfolio", __name__)
#: Of the file with the figures: one line for each line of the page's tables, in their order.
_COLUMNS = ("del", "nokkel", "navn", "utfordringer", *Group, "i_alt", "dager_i_snitt")


@bp.get("/portefolje")
@open_to(PUBLIC)
def page() -> ResponseReturnValue:
    """All public cases, or those of one goal or theme."""
    filters, themes, wrong = _asked()
    found = portfolio.portfolio(g.ctx, filters)
    is_whole = not (filters.goal or filters.theme)
    answer = render_template(
        "portfolio/page.html", found=found, filters=filters, themes=themes, wrong=wrong, groups=GROUP_NAMES,
        # Of a part, there is nothing to balance.
        warnings=warnings(found.goals, found.themes, found.by_state) if is_whole else [],
        days={one.state: (g.ctx.today - oslo_date(one.since)).days for one in found.stops if one.since},
        goals_to_choose=goals.choices(),
    )  # fmt: skip
    return answer, 422 if wrong else 200


@bp.get("/portefolje.csv")
@open_to(PUBLIC)
def table() -> ResponseReturnValue:
    """The figures of the page with the same filters, as a file for a spreadsheet."""
    filters, _themes, wrong = _asked()
    if wrong:
        raise Missing
    with tempfile.TemporaryDirectory(prefix="samskaping-") as folder:
        path = Path(folder) / "portfolio.csv"
        made = tables.table("csv", path, _COLUMNS)
        for row in _rows(portfolio.portfolio(g.ctx, filters)):
            made.write(row)
        made.close()
        answer = Response(path.read_bytes(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="portefolje-{g.ctx.here.slug}-{g.ctx.today}.csv"'
    return answer


def _asked() -> tuple[Filters, tuple[tuple[str, Texts], ...], dict[str, str]]:
    """What the address asks for, the themes to choose from, and words about what there is not."""
    if g.ctx.here.activated_at is None:
        raise Missing
    goal, theme = request.args.get("mal", ""), request.args.get("tema", "")[:20]
    themes, wrong = choices.themes(g.ctx, theme), {}
    if goal and goals.read(goal) is None:
        wrong["mal"] = _("Målet finnes ikke.")
    if theme and theme not in dict(themes):
        wrong["tema"], theme = _("Temaet finnes ikke."), ""
    return Filters(goals.read(goal), theme), themes, wrong


def _rows(found: Portfolio) -> Iterator[tuple[str | int, ...]]:
    for stop in found.stops:
        of_group = [stop.count if one is group(stop.state) else 0 for one in Group]
        days = f"{found.days[stop.state]:.1f}".replace(".", ",") if stop.state in found.days else ""
        yield "status", stop.state.value, str(STATES[stop.state].label), "", *of_group, stop.count, days
    parts: dict[str, tuple[Line, ...]] = {"mal": found.goals, "tema": found.themes, "omrade": found.areas}
    for part, lines in parts.items():
        for line in lines:
            counts = [line.counts.get(one, 0) for one in Group]
            challenges: str | int = line.challenges if part == "mal" else ""
            yield part, line.key, str(line.name), challenges, *counts, line.total, ""
