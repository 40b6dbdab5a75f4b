"""Innbyggerforslag, for those who put one forward: written, opened for signatures, sent to the council, withdrawn."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from samskaping import text
from samskaping.actions import authors
from samskaping.actions.record import public_id, record
from samskaping.context import Context
from samskaping.errors import Missing, Refused, TooMuch, Unfit
from samskaping.language import gettext as _
from samskaping.language import number
from samskaping.models import Initiative, Municipality
from samskaping.rules import limits
from samskaping.rules.events import What
from samskaping.rules.initiatives import LONGEST_DRIVE, InitiativeState, threshold
from samskaping.rules.policy import Can

S = InitiativeState


@dataclass(frozen=True)
class Written:
    """What somebody writes."""

    title: str
    text: str = ""
    language: str = "nb"


def start(ctx: Context, written: Written) -> str:
    """Begin a draft that nobody else sees. Answers its public id. Raises ``Unfit``, ``TooMuch``."""
    if not ctx.here.is_active:
        raise Missing
    if not ctx.may(Can.INITIATIVE_WRITE):
        raise Refused(_("Bekreft e-postadressen din før du fremmer et innbyggerforslag."))
    _within_limits(ctx)
    row = Initiative(municipality_id=ctx.here.id, public_id=public_id(), writer_id=ctx.actor.person_id)
    _fill(ctx, row, written)
    ctx.db.add(row)
    _quietly(ctx)
    return row.public_id


def save(ctx: Context, initiative: str, written: Written) -> None:
    """Write on it, until the first signature locks it. Raises ``Unfit`` after that."""
    row = _led(ctx, initiative)
    if row.state not in (S.UTKAST, S.UNDERSKRIFT) or row.signature_count:
        raise Unfit(_("Noen har skrevet under, og da kan ikke teksten endres."))
    _fill(ctx, row, written)
    _complete(row)
    _quietly(ctx)


def collect(ctx: Context, initiative: str, *, closes_on: date, once: str | None = None) -> None:
    """Begin to collect signatures, until a day. How many are needed is reckoned now, and stands."""
    row = _led(ctx, initiative)
    if row.state is not S.UTKAST:
        raise Unfit(_("Innsamlingen er begynt, eller innbyggerforslaget er avsluttet."))
    if not ctx.today < closes_on <= ctx.today + timedelta(days=LONGEST_DRIVE):
        raise Unfit(closes_on=_("Velg en dag etter i dag, og innen ett år"))
    if not row.text:
        raise Unfit(_("Skriv hva dere vil, og hvorfor, før dere samler underskrifter."))
    found = select(Municipality.population).where(Municipality.id == ctx.here.id)
    row.inhabitants = ctx.db.scalar(found)
    row.threshold = threshold(row.inhabitants)
    row.state, row.opened_at, row.closes_on = S.UNDERSKRIFT, ctx.now, closes_on
    record(ctx, What.INITIATIVE_OPENED, row, author_id=row.author_id, once=once, initiative=initiative)


def send(ctx: Context, initiative: str, *, once: str | None = None) -> None:
    """Put it forward: from today the council has six months (kommuneloven § 12-1), and no signature is taken back."""
    row = _led(ctx, initiative)
    if row.state is not S.UNDERSKRIFT:
        raise Unfit(_("Innbyggerforslaget samler ikke underskrifter nå."))
    missing = (row.threshold or 0) - row.signature_count
    if missing > 0:
        raise Unfit(_("Det mangler %(count)s underskrifter.") % {"count": number(missing)})
    row.state, row.sent_on = S.SENDT, ctx.today
    record(ctx, What.INITIATIVE_SENT, row, author_id=row.author_id, once=once, initiative=initiative)


def withdraw(ctx: Context, initiative: str, *, once: str | None = None) -> None:
    """Delete one's draft, or end what has not been sent to the council."""
    row = locked(ctx, initiative)
    if not ctx.may(Can.INITIATIVE_WITHDRAW, row):
        raise Missing
    if row.state is S.UTKAST:
        ctx.db.delete(row)
        _quietly(ctx)
        return
    if row.state is not S.UNDERSKRIFT:
        raise Unfit(_("Innbyggerforslaget er sendt til kommunestyret, eller avsluttet, og kan ikke trekkes her."))
    row.state, row.ended_at = S.TRUKKET, ctx.now
    record(ctx, What.INITIATIVE_WITHDRAWN, row, author_id=row.author_id, once=once, initiative=initiative)


def lapse(ctx: Context, key: int) -> bool:
    """The last day is over. With enough signatures it waits to be sent; without, it is ended. Answers if it was."""
    row = ctx.db.scalar(select(Initiative).where(Initiative.id == key).with_for_update(skip_locked=True))
    if row is None or row.state is not S.UNDERSKRIFT or row.closes_on is None or ctx.today <= row.closes_on:
        return False
    if row.signature_count >= (row.threshold or 0):
        return False
    row.state, row.ended_at = S.IKKE_NOK, ctx.now
    record(ctx, What.INITIATIVE_LAPSED, row, initiative=row.public_id)
    return True


def locked(ctx: Context, initiative: str) -> Initiative:
    """One of here, locked. Raises ``Missing``."""
    row = ctx.db.scalar(
        select(Initiative).where(Initiative.public_id == initiative).with_for_update(),
        execution_options={"populate_existing": True},
    )
    if row is None:
        raise Missing
    return row


def _led(ctx: Context, initiative: str) -> Initiative:
    row = locked(ctx, initiative)
    if not ctx.may(Can.INITIATIVE_LEAD, row):
        raise Missing
    if row.hidden_at:
        raise Refused(_("En moderator har skjult innbyggerforslaget."))
    return row


def _fill(ctx: Context, row: Initiative, written: Written) -> None:
    said, title = text.tidy(written.text), text.tidy(written.title)
    if not title:
        raise Unfit(title=_("Skriv hva kommunestyret skal ta stilling til"))
    if flaw := limits.too_long(said, limits.INITIATIVE):
        raise Unfit(text=flaw)
    row.author_id = authors.resident(ctx)
    row.title, row.language, row.text, row.html = title, written.language, said, text.stored(said)
    row.edited_at = ctx.now


def _complete(row: Initiative) -> None:
    if row.state is not S.UTKAST and not row.text:
        raise Unfit(text=_("Skriv hva dere vil, og hvorfor"))


def _within_limits(ctx: Context) -> None:
    lately = select(func.count()).select_from(Initiative)
    lately = lately.where(
        Initiative.writer_id == ctx.actor.person_id, Initiative.edited_at > ctx.now - timedelta(days=1)
    )
    if (ctx.db.scalar(lately) or 0) >= limits.INITIATIVES_DAY:
        raise TooMuch(_("Du har begynt på mange innbyggerforslag i dag. Prøv igjen i morgen."))


def _quietly(ctx: Context) -> None:
    """What nobody has signed yet may be written on without a trace: the first signature locks it."""
    ctx.db.flush()
    ctx.db.info.pop("untold", None)
