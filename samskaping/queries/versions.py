"""What a kept version of a proposal says of place, theme, challenge and language, in names instead of keys."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from samskaping.context import Context
from samskaping.models import Area, Challenge, Theme
from samskaping.queries.timeline import Kept
from samskaping.rules.languages import LANGUAGES

#: Field that is shown → where its key is kept, and whose name it is.
_NAMED: dict[str, tuple[str, Any, Any]] = {
    "area": ("area_id", Area, Area.name),
    "theme": ("theme_id", Theme, Theme.name),
    "challenge": ("challenge_id", Challenge, Challenge.title),
}
FACTS = ("spoken", "area", "place", "theme", "challenge")


def named(ctx: Context, kept: Sequence[Kept]) -> list[Kept]:
    """The versions with the fields of ``FACTS``, each a text. At most a statement for each kind of thing that is named.

    One that was kept before these were, says the same as the next that does.
    """
    names = {key: _names(ctx, table, column, key, kept) for key, table, column in _NAMED.values()}
    told: list[Kept] = []
    following: dict[str, str] = {}
    for one in reversed(kept):
        if not one.fields:  # this reader may not read it
            told.append(one)
            continue
        facts = {"spoken": LANGUAGES.get(one.fields["language"], one.fields["language"])}
        if "place" in one.fields:
            facts["place"] = one.fields["place"]
        for field, (key, _table, _column) in _NAMED.items():
            if key in one.fields:
                facts[field] = names[key].get(one.fields[key], "")
        following = dict.fromkeys(FACTS, "") | following | facts
        told.append(replace(one, fields={**one.fields, **following}))
    return told[::-1]


def _names(ctx: Context, table: Any, column: Any, key: str, kept: Iterable[Kept]) -> dict[int | None, str]:
    wanted = {one.fields[key] for one in kept if one.fields.get(key)}
    if not wanted:
        return {}
    return {row[0]: str(row[1]) for row in ctx.db.execute(select(table.id, column).where(table.id.in_(wanted)))}
