"""«Dette har skjedd»: the municipality's public page of results."""

from typing import Any

from flask import Blueprint, g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.errors import Missing
from samskaping.language import gettext as _
from samskaping.queries import choices, cursors, offers, results
from samskaping.web.access import PUBLIC, open_to

bp = Blueprint("results", __name__)


@bp.get("/dette-har-skjedd")
@open_to(PUBLIC)
def listing() -> ResponseReturnValue:
    """What came of proposals, the last first; ``tema`` narrows it."""
    if not g.ctx.here.is_active:
        raise Missing
    theme, wrong = request.args.get("tema", "")[:20], {}
    themes = choices.themes(g.ctx, theme)
    if theme and theme not in dict(themes):
        wrong, theme = {"tema": _("Temaet finnes ikke.")}, ""
    place = cursors.read(request.args.get("etter", ""), request.args.get("for", ""))
    found = results.listing(g.ctx, theme, place)
    page = render_template(
        "results/listing.html", slice=found, themes=themes, theme=theme, wrong=wrong,
        # Sums are of the whole municipality, and would say something else above a part of its cases.
        mobilised=() if theme or place else offers.mobilised(g.ctx),
        previous_url=_address(theme, "for", found.preceding), next_url=_address(theme, "etter", found.following),
    )  # fmt: skip
    return page, 422 if wrong else 200


def _address(theme: str, way: str, cursor: str | None) -> str | None:
    asked: dict[str, Any] = {"tema": theme or None, way: cursor}
    return url_for("results.listing", **asked) if cursor else None
