"""What a moderator does with a need: lets everyone read it or refuses it, keeps, hides it or shows it again."""

from samskaping.actions import authors, needs, rulings
from samskaping.actions.moderation import Fact, closing
from samskaping.actions.record import log, record, record_all
from samskaping.context import Context
from samskaping.errors import Unfit
from samskaping.language import gettext as _
from samskaping.models import Need
from samskaping.rules.events import What
from samskaping.rules.kinds import Outcome
from samskaping.rules.moderation import Deed
from samskaping.rules.policy import Can
from samskaping.rules.speech import ReportReason


def approve(ctx: Context, ref: str, *, seen: str | None = None, once: str | None = None) -> None:
    """Let everyone see a need that waits. ``seen`` is the mark of what was read; ``Clash`` when it is another now."""
    need = _held(ctx, ref, seen)
    need.approved_at = ctx.now
    facts = let_out(ctx, need)
    rulings.rule(ctx, need, None, Deed.GODKJENT)
    record_all(ctx, need, facts, author_id=need.author_id, once=once)


def let_out(ctx: Context, need: Need) -> list[Fact]:
    """Let everyone see a locked need that waited or was refused. Answers the event that tells of it."""
    need.held_since, need.refused_at, need.trust = None, None, None
    need.hidden_reason, need.hidden_code = "", None
    needs.settle(ctx, need)
    return [(What.NEED_PUBLISHED, {})]


def refuse(
    ctx: Context, ref: str, reason: ReportReason, words: str, *, seen: str | None = None, once: str | None = None
) -> None:
    """Leave a need that waits unpublished; whoever told it with an account reads why."""
    need = _held(ctx, ref, seen)
    need.refused_at, need.hidden_code, need.hidden_reason = ctx.now, reason, rulings.worded(words)
    ruling = rulings.rule(ctx, need, None, Deed.AVVIST, reason, need.hidden_reason)
    record(ctx, What.NEED_REFUSED, need, author_id=authors.municipal(ctx), once=once, reason=reason, ruling=ruling)


def keep(ctx: Context, ref: str, *, seen: str | None = None, once: str | None = None) -> None:
    """Close the open reports of a need: it stays."""
    need = opened(ctx, ref, seen)
    facts = closing(ctx, Outcome.BEHOLDT, need, None)
    if not facts:
        raise Unfit(_("Det er ingen åpne meldinger om dette lenger"))
    rulings.rule(ctx, need, None, Deed.BEHOLDT)
    record_all(ctx, need, facts, author_id=authors.municipal(ctx), once=once)


def hide(
    ctx: Context, ref: str, reason: ReportReason, words: str, *, seen: str | None = None, once: str | None = None
) -> None:
    """Take a need away from every list, search and challenge; whoever told it with an account is told why."""
    need = opened(ctx, ref, seen)
    if need.hidden_at is not None:
        raise Unfit(_("Behovet er skjult fra før"))
    if need.held_since is not None:
        raise Unfit(_("Behovet er ikke publisert. Godkjenn eller avvis det i stedet."))
    said = rulings.worded(words)
    closed = closing(ctx, Outcome.SKJULT, need, None) if need.open_reports else []
    need.hidden_at, need.hidden_reason, need.hidden_code = ctx.now, said, reason
    needs.settle(ctx, need)
    ruling = rulings.rule(ctx, need, None, Deed.SKJULT, reason, said)
    log(ctx, "hide", need=ref, reason=reason)
    hidden: Fact = (What.NEED_HIDDEN, {"reason": reason, "ruling": ruling})
    record_all(ctx, need, [hidden, *closed], author_id=authors.municipal(ctx), once=once)


def restore(ctx: Context, ref: str, words: str, *, seen: str | None = None, once: str | None = None) -> None:
    """Show a hidden need again. The moderator's words stand with the ruling."""
    need = opened(ctx, ref, seen)
    if need.hidden_at is None:
        raise Unfit(_("Behovet er ikke skjult"))
    said = rulings.worded(words)
    shown_again(ctx, need)
    rulings.rule(ctx, need, None, Deed.VIST, None, said)
    log(ctx, "restore", need=ref)
    record(ctx, What.NEED_RESTORED, need, author_id=authors.municipal(ctx), once=once)


def shown_again(ctx: Context, need: Need) -> None:
    """Take away the mark of hiding from a locked need."""
    need.hidden_at, need.hidden_reason, need.hidden_code = None, "", None
    needs.settle(ctx, need)


def opened(ctx: Context, ref: str, seen: str | None = None) -> Need:
    """A need that a moderator decides about, locked. Raises ``Missing``, and ``Clash`` by ``seen``."""
    ctx.require(Can.MODERATE)
    held = rulings.at_hand(ctx, ref)[0]
    need: Need = held if isinstance(held, Need) else needs.locked(ctx, ref)
    if seen is not None:
        rulings.unchanged(ctx, need, None, seen)
    return need


def _held(ctx: Context, ref: str, seen: str | None) -> Need:
    need = opened(ctx, ref, seen)
    if need.held_since is None or need.refused_at is not None or need.retracted_at is not None:
        raise Unfit(_("Behovet venter ikke på godkjenning lenger"))
    return need
