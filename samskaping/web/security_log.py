"""The municipality's security log, for its administrators."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from flask import Blueprint, g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.queries import cursors, security_log, staff
from samskaping.queries import platform as keepers
from samskaping.queries.cursors import Slice
from samskaping.queries.security_log import Wanted
from samskaping.rules.policy import Can
from samskaping.rules.roles import ROLE_NAMES
from samskaping.rules.security_log import FACT_NAMES, FACT_VALUES, LOGGED
from samskaping.text import is_showable
from samskaping.web.access import Where, open_to

bp = Blueprint("security_log", __name__)


@bp.get("/oppsett/sikkerhetslogg")
@open_to(Can.SECURITY_READ)
def listing() -> ResponseReturnValue:
    """Who signed in, was given what, hid what and was refused, newest first."""
    return _page("admin/security-log.html", security_log.listing, staff.everyone(g.ctx))


@bp.get("/plattform/sikkerhetslogg")
@open_to(Can.PLATFORM_LOOK_AFTER, Where.NATION)
def platform() -> ResponseReturnValue:
    """The same of what belongs to no municipality, for those who look after the platform."""
    return _page("platform/log.html", security_log.of_platform, keepers.everyone(g.ctx))


def _page(template: str, reading: Callable[..., Slice], people: Iterable[Any]) -> ResponseReturnValue:
    wanted = _wanted()
    place = cursors.read(request.args.get("etter", ""), request.args.get("for", ""))
    found, endpoint = reading(g.ctx, wanted, place), str(request.endpoint)
    asked = {
        "hva": wanted.what,
        "hvem": wanted.person,
        "fra": wanted.since and wanted.since.isoformat(),
        "til": wanted.until and wanted.until.isoformat(),
        "gjelder": wanted.about,
    }
    chosen: dict[str, Any] = {name: value for name, value in asked.items() if value}

    def page(**cursor: Any) -> str:
        return url_for(endpoint, **chosen, **cursor)

    return render_template(
        template, slice=found, chosen=chosen, page=page, people=people, endpoint=endpoint, LOGGED=LOGGED,
        FACT_NAMES=FACT_NAMES, FACT_VALUES=FACT_VALUES, ROLE_NAMES=ROLE_NAMES,
    )  # fmt: skip


def _wanted() -> Wanted:
    """What is asked for; what there is not, is as if it had not been asked for."""
    what, person, about = (request.args.get(name, "")[:60] for name in ("hva", "hvem", "gjelder"))
    return Wanted(
        what=what if what in LOGGED else "",
        person=_plain(person),
        since=_day(request.args.get("fra", "")),
        until=_day(request.args.get("til", "")),
        about=_plain(about),
    )


def _plain(written: str) -> str:
    return written.strip() if is_showable(written) else ""


def _day(written: str) -> date | None:
    try:
        day: Any = date.fromisoformat(written)
    except ValueError:
        return None
    return day if 2000 < day.year < 3000 else None
