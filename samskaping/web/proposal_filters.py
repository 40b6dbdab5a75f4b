"""What narrows a list of proposals: read from the address, offered in the form, and told when it does not exist."""

from dataclasses import dataclass, replace
from typing import Any

from flask import g, request, url_for

from samskaping.errors import Missing
from samskaping.language import gettext as _
from samskaping.language import ngettext, number
from samskaping.queries import choices, proposals
from samskaping.queries.choices import Choices
from samskaping.queries.proposals import Filters, Listing
from samskaping.rules import goals, limits
from samskaping.rules.pipeline import PUBLIC as PUBLIC_STATES
from samskaping.rules.pipeline import STATES, State

#: Everything that an address may narrow or order the list by.
PARTS = ("sok", "status", "tema", "omrade", "mal", "utfordring", "sorter")


@dataclass(frozen=True)
class Asked:
    """What the address asks for and there is, what can be chosen, and what does not exist: field → words."""

    filters: Filters
    offered: Choices
    wrong: dict[str, str]

    def turned(self, **change: str | None) -> str:
        """The address of this list with some parts changed, from its first page; empty for an empty cursor."""
        if "" in change.values():
            return ""
        kept = {key: request.args[key] for key in PARTS if request.args.get(key) and key not in self.wrong}
        parts: dict[str, Any] = {**kept, **change}
        return url_for("proposals.listing", **parts)


def asked() -> Asked:
    """Filters from the address, without those that do not exist."""
    wrong: dict[str, str] = {}
    filters = _written(wrong)
    offered = choices.choices(g.ctx, theme=filters.theme, area=filters.area, challenge=filters.challenge)
    return Asked(_existing(filters, offered, wrong), offered, wrong)


def read_filters() -> Filters:
    """Filters from the address. Raises ``Missing`` for one that does not exist."""
    found = asked()
    if found.wrong:
        raise Missing(next(iter(found.wrong.values())))
    return found.filters


def _written(wrong: dict[str, str]) -> Filters:
    args = request.args
    query = args.get("sok", "").strip()[: limits.QUERY].replace("\x00", "")
    sort = args.get("sorter", "") or ("treff" if query else "nyeste")
    if sort not in (*proposals.ORDERS, "treff"):
        wrong["sorter"] = _("Sorteringen finnes ikke.")
        sort = "treff"
    state, goal = args.get("status", ""), args.get("mal", "")
    if state and state not in PUBLIC_STATES:
        wrong["status"] = _("Statusen finnes ikke.")
        state = ""
    if goal and goals.read(goal) is None:
        wrong["mal"] = _("Bærekraftsmålet finnes ikke.")
    return Filters(
        state=State(state) if state else None,
        theme=args.get("tema", "")[:20],
        area=args.get("omrade", "")[:20],
        goal=goals.read(goal),
        challenge=args.get("utfordring", "")[:20],
        query=query,
        sort="nyeste" if sort == "treff" and not query else sort,
    )


def _existing(filters: Filters, offered: Choices, wrong: dict[str, str]) -> Filters:
    if filters.theme and filters.theme not in dict(offered.themes):
        wrong["tema"] = _("Temaet finnes ikke.")
        filters = replace(filters, theme="")
    if filters.area and filters.area not in dict(offered.areas):
        wrong["omrade"] = _("Området finnes ikke.")
        filters = replace(filters, area="")
    if filters.challenge and filters.challenge not in dict(offered.challenges):
        wrong["utfordring"] = _("Utfordringen finnes ikke.")
        filters = replace(filters, challenge="")
    return filters


def total_words(found: Listing, filters: Filters) -> str:
    """«12 forslag», «over 1 000 forslag», «3 treff på «benk»»."""
    if filters.query:
        words = ngettext("%(num)s treff på «%(query)s»", "%(num)s treff på «%(query)s»", found.count)
        many = _("over %(num)s treff på «%(query)s»")
        return (many if found.is_more else words) % {"num": number(found.count), "query": filters.query}
    words = ngettext("%(num)s forslag", "%(num)s forslag", found.count)
    return (_("over %(num)s forslag") if found.is_more else words) % {"num": number(found.count)}


def selects(filters: Filters, offered: Choices) -> dict[str, list[tuple[Any, Any]]]:
    """The choices of each filter, and of the order."""
    sorts = {
        "nyeste": _("Nyeste"),
        "stotte": _("Mest støttet"),
        "samtale": _("Mest omtalt"),
        "venter": _("Venter på svar, lengst først"),
    }
    best = {"treff": _("Best treff")} if filters.query else {}
    return {
        "status_choices": [("", _("Alle statuser")), *((s, STATES[s].label) for s in STATES if s in PUBLIC_STATES)],
        "theme_choices": [("", _("Alle temaer")), *offered.themes],
        "area_choices": [("", _("Alle områder")), *offered.areas],
        "goal_choices": [("", _("Alle mål")), *goals.choices()],
        "challenge_choices": [("", _("Alle utfordringer")), *offered.challenges],
        "sort_choices": list({**best, **sorts}.items()),
    }


def chips(asked: Asked) -> list[tuple[Any, str]]:
    """(name, address without it) of each filter in force."""
    filters, offered = asked.filters, asked.offered
    found: list[tuple[Any, str]] = []
    if filters.state:
        found.append((STATES[filters.state].label, asked.turned(status=None)))
    if filters.goal:
        name = _("Mål %(number)s: %(title)s") % {"number": filters.goal, "title": goals.GOALS[filters.goal].title}
        found.append((name, asked.turned(mal=None)))
    among: tuple[tuple[str, str, Any], ...] = (
        ("tema", filters.theme, offered.themes),
        ("omrade", filters.area, offered.areas),
        ("utfordring", filters.challenge, offered.challenges),
    )
    found += [(dict(names)[chosen], asked.turned(**{key: None})) for key, chosen, names in among if chosen]
    return found
