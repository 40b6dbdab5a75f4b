"""What the municipality does with suggested words: puts them in as a new version, says no, or hides them."""

from samskaping import text
from samskaping.actions import authors, challenges
from samskaping.actions.record import log, preceded_by, record
from samskaping.actions.wordings import locked, tidied
from samskaping.context import Context
from samskaping.errors import Clash, Missing, Refused, Unfit
from samskaping.language import gettext as _
from samskaping.language import other
from samskaping.models import Challenge, Wording
from samskaping.rules import limits
from samskaping.rules.events import What
from samskaping.rules.policy import Can
from samskaping.rules.wordings import WordingState


def accept(
    ctx: Context, wording: str, *, version: int, joined: str = "", besides: str = "", once: str | None = None
) -> None:
    """Put the words in; where the text has changed since they were suggested, ``joined``, which says what both say.

    ``besides`` is the text in the other form, where there is one: it is changed at once, so that both say the same.
    Raises ``Clash`` when the challenge is another than the ``version`` they were read beside, ``Unfit``.
    """
    row, found = _open(ctx, wording)
    if row.version != version:
        raise Clash(_("Teksten i utfordringen er endret siden du åpnet siden. Se på den igjen."))
    now: str = getattr(row, found.field).get(found.form)
    written = found.text if now == found.before else _joined(found.field, joined)
    words = {found.form: written, **_besides(row, found, besides)}
    found.before = now
    _decide(ctx, found, WordingState.TATT_INN)
    why = _("Foreslått av andre: %(why)s") % {"why": found.why}
    with preceded_by(ctx, (row, What.WORDING_TAKEN, {"wording": wording})):
        found.taken_version = row.version + 1
        challenges.reword(ctx, row, found.field, words, why=why, once=once)


def decline(ctx: Context, wording: str, words: str, *, once: str | None = None) -> None:
    """Say no, with a reason that everyone can read beside the suggestion."""
    row, found = _open(ctx, wording)
    found.answer = _reason(words)
    _decide(ctx, found, WordingState.AVSLATT)
    record(ctx, What.WORDING_DECLINED, row, author_id=authors.municipal(ctx), once=once, wording=wording)


def hide(ctx: Context, wording: str, words: str, *, once: str | None = None) -> None:
    """Take a suggestion out of sight, whatever became of it; whoever wrote it is told why. An open one is declined."""
    row, found = _decided(ctx, wording)
    if found.hidden_at is not None:
        raise Unfit(_("Teksten er skjult fra før."))
    found.answer, found.hidden_at = _reason(words), ctx.now
    if found.state is WordingState.APEN:
        _decide(ctx, found, WordingState.AVSLATT)
    log(ctx, "hide", challenge=row.public_id, wording=wording)
    record(ctx, What.WORDING_HIDDEN, row, author_id=authors.municipal(ctx), once=once, wording=wording)


def _decide(ctx: Context, found: Wording, state: WordingState) -> None:
    found.state, found.is_public = state, True
    found.decided_at, found.decided_by_id = ctx.now, ctx.actor.person_id


def _joined(field: str, joined: str) -> str:
    """The text that says what both say, as it is kept. Raises ``Unfit``."""
    written = tidied(field, joined)
    if not written:
        raise Unfit(joined=_("Skriv teksten slik den blir, så ingenting av det som er endret, blir borte"))
    if flaw := limits.too_long(written, challenges.longest(field)):
        raise Unfit(joined=flaw)
    return written


def _besides(row: Challenge, found: Wording, words: str) -> dict[str, str]:
    """The text in the other form as it becomes, when anything is said of it. Raises ``Unfit``."""
    form, written = other(found.form), tidied(found.field, words)
    if not written or not getattr(row, found.field).get(form):
        return {}
    if flaw := limits.too_long(written, challenges.longest(found.field)):
        raise Unfit(besides=flaw)
    return {form: written}


def _reason(words: str) -> str:
    said = text.tidy(words)
    if not said:
        raise Unfit(words=_("Skriv hvorfor"))
    if flaw := limits.too_long(said, limits.WORDING_ANSWER):
        raise Unfit(words=flaw)
    return said


def _open(ctx: Context, wording: str) -> tuple[Challenge, Wording]:
    row, found = _decided(ctx, wording)
    if found.state is not WordingState.APEN:
        raise Unfit(_("Noen andre har svart på dette forslaget."))
    return row, found


def _decided(ctx: Context, wording: str) -> tuple[Challenge, Wording]:
    """What is suggested to the municipality, for those who answer for it; what was taken back is nobody's business."""
    ctx.require(Can.WORDING_DECIDE)
    row, found = locked(ctx, wording)
    if found.state is WordingState.TRUKKET or row.municipality_id != ctx.here.id:
        raise Missing
    if not ctx.may(Can.WORDING_DECIDE, found):
        raise Refused(_("Forslaget er ditt eget. Be en kollega svare."))
    return row, found
