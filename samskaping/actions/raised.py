"""«Reis en utfordring»: written by a resident or for an organisation, kept as a draft, sent in, and taken back."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from samskaping import text
from samskaping.actions import authors
from samskaping.actions.record import public_id, record
from samskaping.context import Context
from samskaping.errors import Missing, Refused, TooMuch, Unfit
from samskaping.language import gettext as _
from samskaping.models import Need, Raised, Theme
from samskaping.rules import limits
from samskaping.rules.events import What
from samskaping.rules.policy import Can
from samskaping.rules.raised import RaisedState
from samskaping.rules.thresholds import Act


@dataclass(frozen=True)
class Written:
    """What somebody writes; ``theme`` and ``organisation`` are public ids, ``need`` a reference that it grew from."""

    title: str
    lived: str = ""
    concerns: str = ""
    success: str = ""
    language: str = "nb"
    theme: str = ""
    organisation: str = ""
    need: str = ""


def start(ctx: Context, written: Written) -> str:
    """Begin a draft that nobody else sees. Answers its public id. Raises ``Unfit``, ``TooMuch``."""
    if not ctx.here.is_active:
        raise Missing
    if not ctx.may(Can.RAISED_WRITE):
        raise Refused(str(ctx.lacks(Act.UTFORDRING) or Can.RAISED_WRITE))
    _within_limits(ctx)
    row = Raised(municipality_id=ctx.here.id, public_id=public_id(), writer_id=ctx.actor.person_id)
    _fill(ctx, row, written)
    ctx.db.add(row)
    _quietly(ctx)
    return row.public_id


def save(ctx: Context, raised: str, written: Written) -> None:
    """Keep what is written in a draft so far."""
    row = _own_draft(ctx, raised)
    _fill(ctx, row, written)
    _quietly(ctx)


def send(ctx: Context, raised: str, *, once: str | None = None) -> None:
    """Send a draft in: from now on staff see it too. Raises ``Unfit`` while something is missing."""
    row = _own_draft(ctx, raised)
    if lacks := ctx.lacks(Act.UTFORDRING):
        raise Unfit(f"{lacks} " + _("Utkastet er lagret."))
    found = {}
    if not row.need:
        found["lived"] = _("Fortell om behovet, slik det oppleves")
    if not row.success:
        found["success"] = _("Skriv hva som ville vært annerledes når dette er løst")
    if found:
        raise Unfit(**found)
    row.state, row.sent_at = RaisedState.SENDT, ctx.now
    record(ctx, What.RAISED_SENT, row, author_id=row.author_id, once=once, raised=raised)


def withdraw(ctx: Context, raised: str, *, once: str | None = None) -> None:
    """Delete one's own draft, or take back what was sent in while nobody has answered it."""
    row = locked(ctx, raised)
    if not ctx.may(Can.RAISED_WITHDRAW, row):
        raise Missing
    if row.state is RaisedState.UTKAST:
        ctx.db.delete(row)
        _quietly(ctx)
        return
    if row.state is not RaisedState.SENDT:
        raise Unfit(_("Kommunen har svart, eller den er trukket fra før."))
    row.state = RaisedState.TRUKKET
    record(ctx, What.RAISED_WITHDRAWN, row, author_id=row.author_id, once=once, raised=raised)


def locked(ctx: Context, raised: str) -> Raised:
    """One that was raised here, locked. Raises ``Missing``."""
    row = ctx.db.scalar(
        select(Raised).where(Raised.public_id == raised).with_for_update(),
        execution_options={"populate_existing": True},
    )
    if row is None:
        raise Missing
    return row


def _own_draft(ctx: Context, raised: str) -> Raised:
    row = locked(ctx, raised)
    if not ctx.may(Can.RAISED_SEND, row):
        raise Missing
    if row.state is not RaisedState.UTKAST:
        raise Unfit(_("Utfordringen er sendt, og kan ikke endres."))
    return row


def _fill(ctx: Context, row: Raised, written: Written) -> None:
    _fits(written)
    row.author_id = authors.resident(ctx, authors.organisation(ctx, written.organisation))
    row.title, row.language = text.tidy(written.title), written.language
    row.need, row.concerns, row.success = (text.tidy(one) for one in (written.lived, written.concerns, written.success))
    row.theme_id, row.need_id = _theme(ctx, written.theme), _need(ctx, written.need)
    row.edited_at = ctx.now


def _fits(written: Written) -> None:
    found = {}
    if not written.title.strip():
        found["title"] = _("Skriv utfordringen som et spørsmål")
    for name in ("lived", "concerns", "success"):
        if flaw := limits.too_long(text.tidy(getattr(written, name)), limits.RAISED):
            found[name] = flaw
    if found:
        raise Unfit(**found)


def _theme(ctx: Context, theme: str) -> int | None:
    if not theme:
        return None
    found = ctx.db.scalar(select(Theme.id).where(Theme.public_id == theme, Theme.ended_at.is_(None)))
    if found is None:
        raise Unfit(theme=_("Velg en av mulighetene i lista"))
    return found


def _need(ctx: Context, ref: str) -> int | None:
    """The need that it grew from, while everyone can see it."""
    return ctx.db.scalar(select(Need.id).where(Need.reference == ref, Need.is_public)) if ref else None


def _within_limits(ctx: Context) -> None:
    lately = select(func.count()).select_from(Raised)
    lately = lately.where(Raised.writer_id == ctx.actor.person_id, Raised.edited_at > ctx.now - timedelta(days=1))
    if (ctx.db.scalar(lately) or 0) >= limits.RAISED_DAY:
        raise TooMuch(_("Du har reist mange utfordringer i dag. Teksten er tatt vare på. Prøv igjen i morgen."))


def _quietly(ctx: Context) -> None:
    """A draft leaves no trace in the history: nobody else has seen it."""
    ctx.db.flush()
    ctx.db.info.pop("untold", None)
