"""One row for each thing that a moderator decides, and the guard that lets only one of two decide it."""

from collections.abc import Mapping
from typing import Any

from samskaping import text
from samskaping.actions.proposals import locked
from samskaping.actions.record import public_id
from samskaping.clock import oslo, oslo_date
from samskaping.context import Context
from samskaping.errors import Clash, Missing, Unfit
from samskaping.language import clock_time, day
from samskaping.language import gettext as _
from samskaping.models import Challenge, Comment, Need, Proposal, Ruling
from samskaping.queries import rulings
from samskaping.queries.rulings import RulingLine
from samskaping.rules import limits
from samskaping.rules.moderation import DEED_NAMES, Deed
from samskaping.rules.pipeline import State
from samskaping.rules.policy import Can
from samskaping.rules.speech import ReportReason

#: As long as the column that the writer's own page reads.
WORDS_MOST = 500


#: What a moderator can rule on, beside the comments of a case.
Subject = Proposal | Need | Challenge


def about(subject: Subject, comment: Comment | None) -> dict[str, int | None]:
    """What a ruling or a report is about, by the names of its columns: a case, one of its comments, or a need.

    A challenge is ruled on, and never reported.
    """
    found: dict[str, int | None] = {
        "proposal_id": subject.id if isinstance(subject, Proposal) else None,
        "need_id": subject.id if isinstance(subject, Need) else None,
        "comment_id": comment.id if comment else None,
    }
    return found | {"challenge_id": subject.id} if isinstance(subject, Challenge) else found


def rule(
    ctx: Context,
    proposal: Subject,
    comment: Comment | None,
    deed: Deed,
    reason: ReportReason | None = None,
    words: str = "",
    *,
    file: str = "",
) -> str:
    """Keep what was decided about a locked case, one of its comments, a need or a challenge, or a file (by its public
    id) that hangs there. Answers its public id.

    Whoever wrote or attached what it is against, gets a letter when the event that says so is told.
    """
    return _kept(ctx, proposal.municipality_id, {**about(proposal, comment), "file": file}, deed, reason, words)


def rule_on(
    ctx: Context, subject: Proposal | Need, comment_id: int | None, deed: Deed, reason: ReportReason | None, words: str
) -> str:
    """The same, where the comment is known by its key."""
    keys = about(subject, None) | {"comment_id": comment_id}
    return _kept(ctx, subject.municipality_id, keys, deed, reason, words)


def _kept(
    ctx: Context,
    municipality_id: int,
    keys: Mapping[str, int | str | None],
    deed: Deed,
    reason: ReportReason | None,
    words: str,
) -> str:
    ruling = Ruling(
        municipality_id=municipality_id,
        public_id=public_id(),
        **keys,
        deed=deed,
        reason=reason,
        words=words[:WORDS_MOST],
        language=ctx.language if words else "",
        decided_by_id=ctx.actor.person_id,
        decided_at=ctx.now,
    )
    ctx.db.add(ruling)
    return ruling.public_id


def opened(ctx: Context, ref: str, can: Can, seen: str | None) -> Proposal:
    """A case that a moderator decides about, locked. What was sent back is its writer's draft again: ``Missing``.

    ``seen`` is the mark of what the moderator looked at (``queries.rulings``); ``Clash`` when it is another now.
    """
    proposal = at_hand(ctx, ref)[0] or locked(ctx, ref)
    ctx.require(can, proposal)
    if seen is not None:
        unchanged(ctx, proposal, None, seen)
    if proposal.state is State.UTKAST:
        raise Missing
    return proposal


#: Where the session holds what it has locked already for both deeds of one step.
_AT_HAND = "ruled_on"


def hold(ctx: Context, name: str, proposal: Proposal | Need, comment: Comment | None) -> None:
    """Keep what is locked at hand for the deed that follows in this transaction."""
    ctx.db.info[_AT_HAND] = name, proposal, comment


def let_go(ctx: Context) -> None:
    """Whatever follows locks for itself."""
    ctx.db.info.pop(_AT_HAND, None)


def at_hand(ctx: Context, name: str) -> tuple[Any, Comment | None]:
    """The case, and the comment if it is one, that this step has locked by this name."""
    held, proposal, comment = ctx.db.info.get(_AT_HAND, ("", None, None))
    return (proposal, comment) if held == name else (None, None)


def unchanged(ctx: Context, proposal: Subject, comment: Comment | None, seen: str) -> None:
    """Raises ``Clash`` when the locked thing was decided, or its text changed, since the moderator looked at it."""
    ruled = rulings.about(ctx, **about(proposal, comment))
    version = comment.version if comment else proposal.version
    if seen == rulings.mark(version, ruled[0].public_id if ruled else None):
        return
    if not ruled or seen.partition(".")[2] == ruled[0].public_id:
        raise Clash(_("Teksten ble endret etter at du åpnet den. Les den på nytt. Det du skrev, er tatt vare på."))
    rest = _("Ingenting er gjort to ganger. Det du skrev, er tatt vare på.")
    raise Clash(f"{said(ruled[0])} {rest}")


def said(ruled: RulingLine) -> str:
    """Who did what, and when."""
    return _("%(name)s %(deed)s %(day)s kl. %(hour)s.") % {
        "name": ruled.by,
        "deed": DEED_NAMES[ruled.deed],
        "day": day(oslo_date(ruled.decided_at)),
        "hour": clock_time(oslo(ruled.decided_at)),
    }


def worded(words: str) -> str:
    """The reason as it is kept. Raises ``Unfit`` when there is none, or it is too long."""
    written = text.tidy(words)
    if not written:
        raise Unfit(text=_("Skriv en begrunnelse. Den som skrev teksten, får lese den."))
    if flaw := limits.too_long(written, WORDS_MOST):
        raise Unfit(text=flaw)
    return written
