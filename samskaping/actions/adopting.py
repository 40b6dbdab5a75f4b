"""Taking over what another municipality has done: its words become the start of a challenge of one's own."""

from typing import Any

from sqlalchemy import select

from samskaping.actions import challenges
from samskaping.actions.challenges import Content
from samskaping.context import Context
from samskaping.db import Texts
from samskaping.language import FORMS
from samskaping.language import gettext as _
from samskaping.models import Adoption, Challenge, Municipality
from samskaping.queries import adoptions
from samskaping.queries.adoptions import Kind, Source
from samskaping.rules import limits
from samskaping.rules.challenges import MOST_GOALS
from samskaping.rules.policy import Can


def adopt(ctx: Context, slug: str, kind: Kind, thing: str) -> str:
    """Begin a draft from another's challenge or proposal, that everyone can see there. Answers the draft's public id:
    the same as before to who comes second. Raises ``Missing``.
    """
    ctx.require(Can.CHALLENGE_WRITE)
    # One at a time in each municipality: whoever waits here finds the draft of the one before.
    ctx.db.scalar(select(Municipality.id).where(Municipality.id == ctx.here.id).with_for_update())
    source = adoptions.source(ctx, slug, kind, thing)
    if source.taken:
        return source.taken
    made = challenges.start(ctx, _content(ctx, source))
    key = ctx.db.scalars(select(Challenge.id).where(Challenge.public_id == made)).one()
    is_challenge = source.kind is Kind.UTFORDRING
    ctx.db.add(
        Adoption(
            municipality_id=ctx.here.id,
            challenge_id=key,
            from_challenge_id=source.key if is_challenge else None,
            from_proposal_id=None if is_challenge else source.key,
        )
    )
    ctx.db.flush()
    return made


def _content(ctx: Context, source: Source) -> Content:
    """What comes along: what it is about. What was promised there (who decides, how it is used, by when, by whom) and
    what people there have said, does not: nobody here has promised or said it.
    """
    common: dict[str, Any] = {"goals": source.goals[:MOST_GOALS]}
    if isinstance(source.title, Texts):
        told = {name: getattr(source, name) for name in ("title", "summary", "need", "influence", "fixed")}
        return Content(**told, level=source.level, illustration=source.illustration, **common)
    return Content(**_own_words(ctx, source), **common)


def _own_words(ctx: Context, source: Source) -> dict[str, Any]:
    """A proposal's words in the form they were written in; what is in neither form gets a heading to begin under."""
    if source.language not in FORMS:
        heading = _("Etter forslag %(ref)s fra %(place)s") % {"ref": source.thing, "place": source.place}
        return {"title": Texts(**{ctx.language: heading})}
    whole = "\n\n".join(part for part in (str(source.need), source.idea) if part)
    words = {"title": str(source.title), "need": whole if len(whole) <= limits.PROSE else str(source.need)}
    return {name: Texts(**{source.language: written}) for name, written in words.items()}
