"""The filters of the list of needs, as they stand in its address."""

from typing import Any

from flask import g, request, url_for

from samskaping.errors import Missing
from samskaping.language import gettext as _
from samskaping.language import ngettext, number
from samskaping.queries import choices, needs
from samskaping.queries.needs import Filters, Listing
from samskaping.rules import limits

Areas = tuple[tuple[str, str], ...]
_PARTS = ("sok", "omrade", "uten", "sorter")


def areas() -> Areas:
    """The areas that can be chosen, and the one that is."""
    return choices.areas(g.ctx, request.args.get("omrade", "")[:20])


def existing() -> Filters:
    """Filters from the address. Raises ``Missing`` for one that does not exist."""
    wrong: dict[str, str] = {}
    found = read(areas(), wrong)
    if wrong:
        raise Missing(next(iter(wrong.values())))
    return found


def read(offered: Areas, wrong: dict[str, str]) -> Filters:
    """Filters from the address, without those that do not exist; each of these is told."""
    args = request.args
    area, sort, lacks = args.get("omrade", "")[:20], args.get("sorter", "") or "nyeste", args.get("uten", "")
    if area and area not in dict(offered):
        wrong["omrade"] = _("Området finnes ikke.")
        area = ""
    if sort not in needs.ORDERS:
        wrong["sorter"] = _("Sorteringen finnes ikke.")
        sort = "nyeste"
    if lacks and lacks not in needs.LACKS:
        wrong["uten"] = _("Filteret finnes ikke.")
        lacks = ""
    query = args.get("sok", "").strip()[: limits.QUERY].replace("\x00", "")
    return Filters(area=area, query=query, lacks=lacks, sort=sort)


def turned(**change: str | None) -> str:
    """The address of this list with some parts changed, from its first page; empty for an empty cursor."""
    if "" in change.values():
        return ""
    kept = {key: request.args[key] for key in _PARTS if request.args.get(key)}
    parts: dict[str, Any] = {**kept, **change}
    return url_for("needs.listing", **parts)


def chips(filters: Filters, areas: dict[str, str]) -> list[tuple[str, str]]:
    """The filters in force, each with the address of the list without it."""
    found = [(areas[filters.area], turned(omrade=None))] if filters.area else []
    return found + ([(lacking()[filters.lacks], turned(uten=None))] if filters.lacks else [])


def lacking() -> dict[str, str]:
    """What needs can lack, by the word in addresses."""
    return {"forslag": _("Uten forslag ennå"), "utfordring": _("Uten utfordring ennå")}


def total_words(found: Listing, filters: Filters) -> str:
    """How many there are, in words."""
    if filters.query:
        words = ngettext("%(num)s treff på «%(query)s»", "%(num)s treff på «%(query)s»", found.count)
        return words % {"num": number(found.count), "query": filters.query}
    words = ngettext("%(num)s behov", "%(num)s behov", found.count)
    return (_("over %(num)s behov") if found.is_more else words) % {"num": number(found.count)}
