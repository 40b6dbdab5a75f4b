"""One row for each thing that a moderator decides, and the guard that lets only one of two decide it."""

from samskaping import text
from samskaping.actions.record import public_id
from samskaping.clock import oslo, oslo_date
from samskaping.context import Context
from samskaping.errors import Clash, Unfit
from samskaping.language import clock_time, day, number
from samskaping.language import gettext as _
from samskaping.models import Comment, Proposal, Ruling
from samskaping.queries import rulings
from samskaping.rules.moderation import DEED_NAMES, Deed
from samskaping.rules.speech import ReportReason

#: As long as the column that the writer's own page reads.
WORDS_MOST = 500


def rule(
    ctx: Context,
    proposal: Proposal,
    comment: Comment | None,
    deed: Deed,
    reason: ReportReason | None = None,
    words: str = "",
) -> str:
    """Keep what was decided about a locked case, or about one of its comments. Answers the ruling's public id."""
    ruling = Ruling(
        municipality_id=proposal.municipality_id,
        public_id=public_id(),
        proposal_id=proposal.id,
        comment_id=comment.id if comment else None,
        deed=deed,
        reason=reason,
        words=words[:WORDS_MOST],
        decided_by_id=ctx.actor.person_id,
        decided_at=ctx.now,
    )
    ctx.db.add(ruling)
    return ruling.public_id


def unchanged(ctx: Context, proposal: Proposal, comment: Comment | None, seen: str) -> None:
    """Raises ``Clash`` when the locked thing was decided, or its text changed, since the moderator looked at it."""
    ruled = rulings.about(ctx, proposal.id, comment.id if comment else None)
    version = comment.version if comment else proposal.version
    if seen == rulings.mark(version, ruled[0].public_id if ruled else None):
        return
    if not ruled or seen.partition(".")[2] == ruled[0].public_id:
        raise Clash(_("Teksten ble endret etter at du åpnet den. Les den på nytt. Det du skrev, er tatt vare på."))
    newest = ruled[0]
    raise Clash(
        _("%(name)s %(deed)s %(day)s kl. %(hour)s. Ingenting er gjort to ganger. Det du skrev, er tatt vare på.")
        % {
            "name": newest.by,
            "deed": DEED_NAMES[newest.deed],
            "day": day(oslo_date(newest.decided_at)),
            "hour": clock_time(oslo(newest.decided_at)),
        }
    )


def worded(words: str) -> str:
    """The reason as it is kept. Raises ``Unfit`` when there is none, or it is too long."""
    said = text.tidy(words)
    if not said:
        raise Unfit(text=_("Skriv en begrunnelse. Den som skrev teksten, får lese den."))
    if len(said) > WORDS_MOST:
        raise Unfit(
            text=_("Teksten kan ha %(most)s tegn. Nå har den %(now)s.")
            % {"most": number(WORDS_MOST), "now": number(len(said))}
        )
    return said
