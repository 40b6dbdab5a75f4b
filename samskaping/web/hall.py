"""A municipality's own front page, and the one of a municipality that has not joined."""

from flask import current_app, g, render_template
from flask.typing import ResponseReturnValue

from samskaping.queries import challenges, figures, home, municipalities, needs, pages, support

#: One large card and two small ones.
_OPEN_CARDS = 3
_NEEDS = 3


def front() -> ResponseReturnValue:
    """What is open, what is new, what came of it, how it works, who answers and how fast."""
    cards, open_count = challenges.open_ones(g.ctx, _OPEN_CARDS)
    measured = figures.measured(g.ctx)
    welcome, mobilised = home.opening(g.ctx)
    return render_template(
        "hall/page.html",
        cards=cards,
        open_count=open_count,
        needs=needs.latest(g.ctx, _NEEDS),
        news=home.news(g.ctx),
        mobilised=mobilised,
        results=home.results(g.ctx),
        refusals=home.refusals(g.ctx),
        units=figures.answering(g.ctx, measured),
        total=figures.total(measured),
        welcome=welcome,
        is_following=support.follows(g.ctx, "municipality", g.ctx.here.id),
    )


def absent() -> ResponseReturnValue:
    """Not here yet: who nearby is, and how this municipality's staff can begin."""
    return render_template(
        "hall/absent.html",
        near=municipalities.near(g.ctx),
        website=pages.contact(g.ctx).website,
        contact=current_app.config["SETTINGS"].contact,
    )
