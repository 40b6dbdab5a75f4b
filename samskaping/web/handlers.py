"""Those who can be given a case, as they are named where one of them is chosen."""

from collections.abc import Collection

from flask import g

from samskaping import language
from samskaping.language import gettext as _
from samskaping.queries import case_choices


def offered(*, but: Collection[int] = ()) -> list[tuple[str, str]]:
    """Public id and name of each; ``but`` are those who are partial in the case."""
    return [(one.public_id, _named(one)) for one in case_choices.handlers(g.ctx, but=but)]


def _named(one: case_choices.Handler) -> str:
    """Name and title, and for who is away until when, and who stands in."""
    name = f"{one.name}, {one.title}" if one.title else one.name
    if one.away_until is None:
        return name
    gone = {"name": name, "day": language.short_day(one.away_until), "stand_in": one.stand_in}
    return _("%(name)s (borte til %(day)s, vikar: %(stand_in)s)") % gone
