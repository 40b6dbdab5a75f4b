"""Internal notes in a case: for staff alone, in a table of their own."""

from collections.abc import Iterable, Sequence

from samskaping import text
from samskaping.actions import authors
from samskaping.actions.proposals import in_case
from samskaping.actions.record import record
from samskaping.context import Context
from samskaping.errors import Unfit
from samskaping.language import gettext as _
from samskaping.models import Challenge, Need, Note, Proposal
from samskaping.queries import colleagues
from samskaping.queries.colleagues import Colleague
from samskaping.rules import limits
from samskaping.rules.events import What
from samskaping.rules.mentions import Doubt, named
from samskaping.rules.policy import Can

#: Colleagues that are named when it is asked which one is meant.
_MOST_ASKED = 5


def write(ctx: Context, ref: str, written: str, *, mentions: Iterable[str] = (), once: str | None = None) -> None:
    """Leave a note for colleagues in a case; those whom it mentions are told at once.

    A colleague is mentioned by «@» and so much of the name in the text as only they have, or by public id in
    ``mentions``.
    """
    proposal = in_case(ctx, ref)
    ctx.require(Can.NOTE_WRITE, proposal)
    if not written.strip():
        raise Unfit(text=_("Skriv merknaden"))
    if flaw := limits.too_long(written, limits.NOTE):
        raise Unfit(text=flaw)
    told = _mentioned(ctx, proposal, written, set(mentions))
    keep(ctx, proposal, written, mentioned=[one.id for one in told])
    people = [one.public_id for one in told]
    record(ctx, What.NOTE_WRITTEN, proposal, author_id=authors.municipal(ctx), once=once, people=people or None)


def _mentioned(ctx: Context, proposal: Proposal, written: str, chosen: set[str]) -> list[Colleague]:
    if not chosen and "@" not in written:
        return []
    offered = colleagues.insiders(ctx, but=proposal.partial_ids)
    if chosen - {one.public_id for one in offered}:
        raise Unfit(mentions=_("Velg kolleger i lista"))
    found, doubtful = named(written, ((one.id, one.name) for one in offered))
    told = [one for one in offered if one.id in found or one.public_id in chosen]
    if doubtful and not chosen:
        raise Unfit(text=_asked(doubtful[0], [one for one in offered if one.id in doubtful[0].between]))
    return told


def _asked(doubt: Doubt, between: Sequence[Colleague]) -> str:
    """Which colleague is meant, when more than one may be; how to say it, when nobody is."""
    if len(between) < 2:
        return _("Vi fant ingen kollega bak «%(name)s». Skriv navnet slik det står i lista under, eller velg der.") % {
            "name": doubt.written
        }
    names = ", ".join(one.spoken for one in between[:_MOST_ASKED])
    return _("Hvem mener du med «%(name)s»: %(names)s? Skriv hele navnet, eller velg i lista under.") % {
        "name": doubt.written,
        "names": names,
    }


def keep(ctx: Context, proposal: Proposal | Need | Challenge, written: str, *, mentioned: Sequence[int] = ()) -> None:
    """Put words beside a case that never leave staff: a note, or a moderator's reason.

    A need or a challenge is no case and has no notes: a moderator's words stand with the ruling.
    """
    if not isinstance(proposal, Proposal):
        return
    ctx.db.add(
        Note(
            municipality_id=proposal.municipality_id,
            proposal_id=proposal.id,
            person_id=ctx.actor.person_id,
            text=text.tidy(written),
            html=text.stored(written),
            written_at=ctx.now,
            mentioned=list(mentioned),
        )
    )
