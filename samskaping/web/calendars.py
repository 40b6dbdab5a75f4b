"""Meetings as calendar files: one, all of the municipality's, or those on a challenge."""

from collections.abc import Iterable

from flask import Blueprint, Response, g, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.errors import Missing
from samskaping.language import gettext as _
from samskaping.queries import gatherings
from samskaping.queries.gatherings import Page
from samskaping.rules import calendars
from samskaping.rules.calendars import Entry
from samskaping.web import filters
from samskaping.web.access import PUBLIC, open_to

bp = Blueprint("calendars", __name__)


@bp.get("/moter/<gathering>/kalender.ics")
@open_to(PUBLIC)
def one(gathering: str) -> ResponseReturnValue:
    """One meeting, to put into one's own calendar."""
    found = gatherings.page(g.ctx, gathering)
    if found.published_at is None:
        raise Missing
    answer = _file(str(found.title), [found])
    answer.headers["Content-Disposition"] = f'attachment; filename="mote-{found.id}.ics"'
    return answer


@bp.get("/moter/kalender.ics")
@open_to(PUBLIC)
def feed() -> ResponseReturnValue:
    """All of them, for calendars that follow; ``utfordring`` gives those on one challenge."""
    if not g.ctx.here.is_active:
        raise Missing
    challenge = request.args.get("utfordring", "")[:12]
    name = _("Møter i %(name)s") % {"name": g.ctx.here.name}
    return _file(name, gatherings.calendar(g.ctx, challenge))


def _file(name: str, pages: Iterable[Page]) -> Response:
    return Response(calendars.written(name, map(_entry, pages)), mimetype="text/calendar")


def _entry(page: Page) -> Entry:
    link = f"\n{page.link}" if page.link else ""
    why = f"{page.cancelled_why}\n" if page.cancelled_why else ""
    return Entry(
        uid=f"{page.id}@samskaping",
        sequence=page.sequence,
        changed_at=page.changed_at,
        starts_at=page.starts_at,
        ends_at=page.ends_at,
        title=str(page.title),
        about=f"{why}{page.about}\n{page.access}{link}",
        place=page.place or page.link,
        url=filters.address(url_for("gatherings.page", gathering=page.id)),
        is_cancelled=page.cancelled_at is not None,
    )
