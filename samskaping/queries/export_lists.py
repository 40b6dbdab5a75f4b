"""The rows of exports whose rows are not cases: the moderators' queue, what is planned, and needs, as on the screen."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from samskaping.context import Context
from samskaping.db import Texts
from samskaping.language import Words
from samskaping.queries import cursors, moderation, needs, planned, ties
from samskaping.queries.export_cells import Values, coded, joined, said
from samskaping.queries.moderation import Item, Kind
from samskaping.queries.needs import Card, Filters
from samskaping.queries.planned import Row
from samskaping.rules.exports import JOINT, ExportList
from samskaping.rules.moves import BY_VERB
from samskaping.rules.pipeline import STATES
from samskaping.rules.planned import OBSTACLES, STATE_NAMES
from samskaping.rules.policy import Can
from samskaping.rules.speech import AUTHOR_KIND_NAMES, REPORT_REASON_NAMES

_STEP = 500
_KINDS = {
    Kind.FORSLAG: Words("Forslag til godkjenning", "Forslag til godkjenning"),
    Kind.BEHOV: Words("Behov til godkjenning", "Behov til godkjenning"),
    Kind.KOMMENTARER: Words("Kommentar til godkjenning", "Kommentar til godkjenning"),
    Kind.MELDT: Words("Meldt", "Meldt"),
    Kind.KLAGER: Words("Klage", "Klage"),
}
#: What is planned and is no step: the name in files, and the words.
_ANSWERS = {
    "forelopig_svar": Words("Foreløpig svar", "Førebels svar"),
    "svar": Words("Offisielt svar", "Offisielt svar"),
}


def rows(ctx: Context, listing: ExportList, filters: Mapping[str, Any]) -> Iterator[Values]:
    """All rows of the list, in the order of the screen."""
    return _LISTS[listing](ctx, filters)


def _waiting(ctx: Context, filters: Mapping[str, Any]) -> Iterator[Values]:
    """The moderators' queue. Who reported is in no file: moderators are told that it is seen on their page alone."""
    kind = Kind(filters["view"]) if filters.get("view") else None
    page = moderation.queue(ctx, kind, None, _STEP)
    while True:
        yield from map(_waits, page.rows)
        if not page.following:
            return
        page = moderation.queue(ctx, kind, cursors.read(page.following, ""), _STEP)


def _waits(item: Item) -> Values:
    thing, appeal = item.thing, item.appeal
    return {
        **coded("slag", item.kind, _KINDS[item.kind]), "siden": said(item.since), "saksnummer": thing.reference,
        "tittel": thing.title, "kommentar": thing.comment, "tekst": thing.text, "ide": thing.idea,
        "sprak": thing.language, **coded("status", thing.state, STATES[thing.state].label if thing.state else None),
        **coded("avsender_type", thing.author_kind, AUTHOR_KIND_NAMES[thing.author_kind]),
        "avsender_navn": thing.author or "", "skjult": said(thing.hidden_at), "meldinger": len(item.reports),
        **joined("meldingsgrunner", (one.reason for one in item.reports), REPORT_REASON_NAMES),
        "meldingstekster": JOINT.join(one.text for one in item.reports),
        "klage": (appeal.appeal_text or "") if appeal else "",
        "klagefrist": said(appeal.due_on if appeal else None),
    }  # fmt: skip


def _planned(ctx: Context, _filters: Mapping[str, Any]) -> Iterator[Values]:
    """What waits to be published, and what was settled lately. Its text is not for whoever is partial in the case."""
    for row in planned.listing(ctx):
        yield {
            "saksnummer": row.reference, "tittel": row.title, "sprak": row.language,
            **coded("status", row.stands, STATES[row.stands].label), "svarfrist": said(row.answer_due), **_what(row),
            "tekst": row.text if ctx.may(Can.INNER_READ, row) else "", "publiseres": said(row.publish_at),
            "bunke": row.batch or "", **coded("tilstand", row.state, STATE_NAMES[row.state]),
            "avgjort": said(row.settled_at),
            **coded("hindring", row.obstacle, OBSTACLES[row.obstacle] if row.obstacle else None),
            "saken_er_endret": int(row.has_changed), "skrevet_av": row.by,
        }  # fmt: skip


def _needs(ctx: Context, filters: Mapping[str, Any]) -> Iterator[Values]:
    """Needs that everyone can see. Who told them is in no file: the name that they chose, only with personal data."""
    kept = Filters(**filters)
    page = needs.listing(ctx, kept, None, _STEP).slice
    while True:
        refs = [card.reference for card in page.rows]
        challenges, proposals = ties.challenges_of(ctx, refs), ties.proposals_of(ctx, refs)
        for card in page.rows:
            yield _need(card, challenges.get(card.reference, []), proposals.get(card.reference, []))
        if not page.following:
            return
        page = needs.listing(ctx, kept, cursors.read(page.following, ""), _STEP).slice


def _need(card: Card, challenges: list[Texts], proposals: list[str]) -> Values:
    return {
        "saksnummer": card.reference, "behov": card.text, "sprak": card.language, "fortalt": said(card.told_at),
        "omrade": card.area or "",
        **coded("avsender_type", card.author_kind, AUTHOR_KIND_NAMES[card.author_kind]),
        "avsender_navn": card.author or "", "gjelder_ogsa": card.concern_count,
        "utfordringer_nb": JOINT.join(one.get("nb") for one in challenges),
        "utfordringer_nn": JOINT.join(one.get("nn") for one in challenges), "forslag": JOINT.join(proposals),
    }  # fmt: skip


def _what(row: Row) -> dict[str, str | int]:
    if row.verb:
        words = BY_VERB[row.verb].label
        return {"hva": row.verb, "hva_nb": words.nb, "hva_nn": words.nn}
    key = "forelopig_svar" if row.is_interim else "svar"
    return {"hva": key, "hva_nb": _ANSWERS[key].nb, "hva_nn": _ANSWERS[key].nn}


_LISTS: dict[ExportList, Callable[[Context, Mapping[str, Any]], Iterator[Values]]] = {
    ExportList.MODERERING: _waiting,
    ExportList.PLANLAGT: _planned,
    ExportList.BEHOV: _needs,
}
