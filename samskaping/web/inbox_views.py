"""The inbox's views and filters as addresses: read, checked, and written again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import current_app, g, has_request_context, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.routing import Rule

from samskaping.errors import Missing
from samskaping.language import gettext as _
from samskaping.queries import case_choices
from samskaping.queries.casework import Counts, Filters
from samskaping.queries.inbox_views import QUEUES
from samskaping.rules import limits
from samskaping.rules.languages import LANGUAGES
from samskaping.rules.policy import Can

#: What each filter is called in addresses.
IN_ADDRESS = {
    "queue": "ko",
    "query": "sok",
    "challenge": "utfordring",
    "theme": "tema",
    "area": "omrade",
    "organisation": "organisasjon",
    "language": "malform",
    "unit": "enhet",
}
#: Views that are shown only while something stands in them.
_ONLY_WHEN_SOME = ("igjen", "oppgaver", "mine-vurderinger", "venter-vurdering")
_LONGEST_ID = 20
_LONGEST_QUERY = 1_000
_PAGE = ("etter", "for")


@dataclass(frozen=True)
class Asked:
    """What the address asks for and there is, what can be chosen, and what does not exist: name in it → words."""

    filters: Filters
    offered: dict[str, list[tuple[str, Any]]]
    wrong: dict[str, str]


def asked() -> Asked:
    """Filters from the address, without those that do not exist."""
    given, wrong = _given(request.args)
    filters, found = _filters(given), case_choices.narrowing(g.ctx, with_held=True)
    words = {
        "challenge": _("Utfordringen finnes ikke."),
        "theme": _("Temaet finnes ikke."),
        "area": _("Området finnes ikke."),
        "organisation": _("Organisasjonen finnes ikke."),
        "unit": _("Enheten finnes ikke."),
    }
    for kind, choices in found.items():
        if (chosen := getattr(filters, kind)) and chosen not in dict(choices):
            wrong[IN_ADDRESS[kind]] = words[kind]
            filters = replace(filters, **{kind: ""})
    return Asked(filters, found | {"language": list(LANGUAGES.items())}, wrong)


def read_filters() -> Filters:
    """Filters from the address. Raises ``Missing`` for one that does not exist."""
    found = asked()
    if found.wrong:
        raise Missing(next(iter(found.wrong.values())))
    return found.filters


def _given(parts: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """What is written for each filter, all cases for a view and any language for one that does not exist; what is
    wrong.
    """
    wrong: dict[str, str] = {}
    given = {field: parts.get(name, "").strip() for field, name in IN_ADDRESS.items()}
    given["queue"] = given["queue"] or "alle"
    if given["queue"] not in QUEUES:
        given["queue"], wrong[IN_ADDRESS["queue"]] = "alle", _("Visningen finnes ikke.")
    if given["language"] and given["language"] not in LANGUAGES:
        given["language"], wrong[IN_ADDRESS["language"]] = "", _("Språket finnes ikke.")
    return given, wrong


def _filters(given: dict[str, str]) -> Filters:
    """NUL, which PostgreSQL cannot be asked about, is in no word that is searched for and in no id."""
    clean = {field: value.replace("\x00", "") for field, value in given.items()}
    query = clean.pop("query")[: limits.QUERY]
    return Filters(query=query, **{field: value[:_LONGEST_ID] for field, value in clean.items()})


def arguments(filters: Filters) -> dict[str, Any]:
    """The filters that are set, as they stand in an address."""
    return {name: value for field, name in IN_ADDRESS.items() if (value := getattr(filters, field))}


def address(filters: Filters, **more: Any) -> str:
    """The inbox with these filters."""
    return url_for("casework.inbox", **arguments(filters), **more)


def as_shown(found: Asked) -> str:
    """What shows this list, after the question mark: as it was asked for, or without what does not exist.

    What the form of the list sends along beside that (the ticks, the way back) shows nothing.
    """
    if found.wrong:
        return urlencode(arguments(found.filters))
    beside = ("sak", "tilbake")
    return urlencode([(name, value) for name, value in request.args.items(multi=True) if name not in beside])


def page_url(filters: Filters, direction: str, cursor: str) -> str | None:
    """The address of the page before or after this one, with the same filters."""
    return address(filters, **{direction: cursor}) if cursor else None


def shown(filters: Filters, counts: Counts) -> list[tuple[str, str, str, bool, bool]]:
    """(name, count, address, whether one stands there, whether it is late) of each view that is shown."""
    names = {
        "nye": _("Nye"),
        "mine": _("Mine"),
        "enhet": _("Min enhets"),
        "frist": _("Over fristen"),
        "uka": _("Forfaller denne uka"),
        "igjen": _("Ønskes tatt opp igjen"),
        "innbygger": _("Venter på innbygger"),
        "andre": _("Venter på annen enhet eller råd"),
        "oppgaver": _("Oppgaver til oss"),
        "mine-vurderinger": _("Mine vurderinger"),
        "venter-vurdering": _("Venter på vurdering"),
        "alle": _("Alle åpne"),
        "godkjenning": _("Venter på godkjenning"),
        "avsluttet": _("Avsluttet"),
    }
    if not (g.ctx.here.approval or counts.queues["godkjenning"]):
        del names["godkjenning"]
    if g.ctx.me is None or g.ctx.me.unit_id is None:
        del names["enhet"]
    standing = counts.queues | {"oppgaver": counts.queues["oppgaver"] + counts.asked}
    for key in _ONLY_WHEN_SOME:
        if not standing.get(key) and key != filters.queue:
            names.pop(key)
    listed = [
        (name, bounded(standing[key]), url_for("casework.inbox", ko=key), key == filters.queue,
         key == "frist" and counts.queues[key] > 0)
        for key, name in names.items()
    ]  # fmt: skip
    if g.ctx.may(Can.MODERATE):
        listed.append((_("Meldt"), bounded(counts.reports), url_for("moderation.listing"), False, False))
    return listed


def bounded(count: int) -> str:
    """«1000+» when there are more than we count."""
    return f"{limits.COUNT_BOUND}+" if count > limits.COUNT_BOUND else str(count)


def back(query: str) -> str:
    """The inbox as somebody left it: what we know of its address after the question mark."""
    kept: dict[str, Any] = {name: value for name, value in _parts(query) if name in {*IN_ADDRESS.values(), *_PAGE}}
    return url_for("casework.inbox", **kept)


def left() -> str | None:
    """How the visitor left the inbox before they came to this page, as its address says after the question mark."""
    query = request.values.get("tilbake")
    return None if query is None else query[:_LONGEST_QUERY]


def left_filters() -> Filters:
    """The filters that the inbox had when it was left; all open cases for whoever came from elsewhere."""
    given, _wrong = _given(dict(_parts(left() or "")))
    return _filters(given)


def onwards(ref: str) -> str:
    """After a deed that can be done in the inbox and on the case page: where it was done, with the inbox as it was."""
    query = left()
    if query is None or "sak" in request.values:
        return url_for("casework.case", ref=ref, tilbake=query)
    return f"{back(query)}#rad-{ref}"


def keep_left(endpoint: str, values: dict[str, Any]) -> None:
    """Every address within a case keeps how the inbox was left, on from page to page (``Flask.url_defaults``)."""
    if "ref" not in values or "tilbake" in values or not has_request_context() or not _is_in_case(request.url_rule):
        return
    query = request.args.get("tilbake")
    if query and all(map(_is_in_case, current_app.url_map.iter_rules(endpoint))):
        values["tilbake"] = query[:_LONGEST_QUERY]


def _is_in_case(rule: Rule | None) -> bool:
    return rule is not None and rule.rule.startswith("/arbeid/sak/<ref>")


def _parts(query: str) -> list[tuple[str, str]]:
    return parse_qsl(query[:_LONGEST_QUERY])


def none_chosen() -> ResponseReturnValue:
    """Back to the inbox, for whoever pressed a deed with no case chosen."""
    return with_none_chosen(back(request.args.get("tilbake", "")))


def with_none_chosen(where: str) -> ResponseReturnValue:
    """Back to a list, which says beside it that nothing was chosen."""
    return redirect(f"{where}{'&' if '?' in where else '?'}ingen=1#utvalg", 303)


def all_url(filters: Filters) -> str:
    """This very page with all its cases chosen, or none of them again: for those without script."""
    here = {name: request.args[name] for name in _PAGE if name in request.args}
    return address(filters, **here, **({} if request.args.get("velg") else {"velg": "alle"}))


def elsewhere() -> list[tuple[str, str]]:
    """(words, address) of deeds with the chosen cases that have pages of their own."""
    pages = ((_("Svar på de valgte"), "answering.selection"), (_("Slå sammen"), "merging.selection"))
    return [(words, url_for(endpoint)) for words, endpoint in pages]
