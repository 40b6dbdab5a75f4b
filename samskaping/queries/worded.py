"""Cases of the desk by words: public ones from the search index, the others by their title."""

from sqlalchemy import ColumnElement, select, union_all

from samskaping.context import Context
from samskaping.models import Proposal
from samskaping.queries import search
from samskaping.rules import limits
from samskaping.rules.pipeline import State

_SUBMITTED = tuple(state for state in State if state not in (State.UTKAST, State.TIL_GODKJENNING))


def matching(ctx: Context, query: str, queue: str) -> ColumnElement[bool]:
    """Whether a case is among those that fit: at most 200 that are public, and as many that are not.

    Both are found first, each along its own index, and the view among them: a view is never read through for words.
    """
    states = (State.TIL_GODKJENNING,) if queue == "godkjenning" else _SUBMITTED
    unlisted = (
        select(Proposal.id)
        .where(Proposal.municipality_id == ctx.here.id, Proposal.is_public.is_(False), Proposal.state.in_(states))
        .where(Proposal.title.icontains(query, autoescape=True))
        # In the order of the index: without it SQLite guesses that half of all cases are not public, and reads all.
        .order_by(Proposal.state, Proposal.submitted_at)
        .limit(limits.SEARCH_MOST)
        .correlate(None)
        .subquery()
    )
    ids, found = select(unlisted.c.id), search.hits(ctx, "proposal", query)
    return Proposal.id.in_(ids if found is None else union_all(ids, select(found.c.thing_id)))
