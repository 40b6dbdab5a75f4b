"""Meetings on a challenge, for the municipality: planned, published, changed, cancelled."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from samskaping import text
from samskaping.actions import seats
from samskaping.actions.record import public_id, record
from samskaping.clock import oslo_date
from samskaping.context import Context
from samskaping.db import Texts
from samskaping.errors import Clash, Missing, Unfit
from samskaping.language import FORMS, ngettext, number
from samskaping.language import gettext as _
from samskaping.models import Challenge, Gathering, Membership, Person, Seat
from samskaping.queries.colleagues import holding
from samskaping.rules.events import What
from samskaping.rules.gatherings import AHEAD, LONGEST, MOST_PLACES, GatheringKind, Held, held
from samskaping.rules.policy import PUBLISHING, Can

_ADDRESS = re.compile(r"https?://[^\s<>\"'\\]+\.[^\s<>\"'\\]+")


@dataclass(frozen=True)
class Plan:
    """Everything that a meeting says. ``responsible`` is a public id; ``capacity`` None takes as many as come."""

    kind: GatheringKind
    title: Texts
    about: Texts
    access: Texts
    place: str
    link: str
    starts_at: datetime
    ends_at: datetime
    capacity: int | None
    sign_up_until: date
    responsible: str


def plan(ctx: Context, challenge: str, wanted: Plan) -> str:
    """Begin a draft that only staff see. Answers its public id. Raises ``Unfit``."""
    ctx.require(Can.GATHERING_PLAN)
    owner = _led(ctx, challenge)
    row = Gathering(municipality_id=ctx.here.id, public_id=public_id(), challenge_id=owner.id, version=0, sequence=0)
    _fill(ctx, row, wanted)
    ctx.db.add(row)
    ctx.db.flush()
    # A draft leaves no trace in the history: nobody has been promised anything yet.
    ctx.db.info.pop("untold", None)
    return row.public_id


def change(ctx: Context, gathering: str, wanted: Plan, *, version: int, once: str | None = None) -> None:
    """Write on a draft; or change what is published, which everyone who has signed up is told."""
    owner, row = seats.locked(ctx, gathering)
    ctx.require(Can.GATHERING_PLAN)
    where = of(row, ctx.now)
    if where in (Held.AVLYST, Held.PAGAR, Held.OVER):
        raise Unfit(_("Møtet har begynt eller er avlyst, og kan ikke endres."))
    if row.version != version:
        raise Clash(_("Noen andre har lagret møtet mens du skrev. Det du har skrevet, står her fortsatt."))
    _keeps_seats(ctx, row, wanted)
    began = row.starts_at
    _fill(ctx, row, wanted)
    if where is Held.UTKAST:
        ctx.db.flush()
        ctx.db.info.pop("untold", None)
        return
    row.sequence += 1
    if row.starts_at != began:
        row.reminded_at = None
    record(ctx, What.GATHERING_CHANGED, owner, once=once, gathering=gathering)
    seats.let_in(ctx, owner, row)


def publish(ctx: Context, gathering: str, *, version: int, once: str | None = None) -> None:
    """Make it known: from now on people sign up."""
    owner, row = seats.locked(ctx, gathering)
    ctx.require(Can.GATHERING_PLAN)
    if row.published_at is not None or owner.published_at is None:
        raise Missing
    if row.version != version:
        raise Clash(_("Noen andre har lagret møtet mens du skrev. Se over det på nytt."))
    if row.starts_at <= ctx.now:
        raise Unfit(_("Tidspunktet er gått. Velg et nytt før du kunngjør møtet."))
    row.published_at = ctx.now
    record(ctx, What.GATHERING_PUBLISHED, owner, once=once, gathering=gathering)


def cancel(ctx: Context, gathering: str, why: str, *, once: str | None = None) -> None:
    """Call it off before it is over. It stays with the reason, which everyone reads; those who signed up are told."""
    owner, row = seats.locked(ctx, gathering)
    ctx.require(Can.GATHERING_PLAN)
    if of(row, ctx.now) not in (Held.KOMMER, Held.PAGAR):
        raise Unfit(_("Møtet kan ikke avlyses. Det er et utkast, det er avlyst, eller det har vært."))
    if not text.tidy(why):
        raise Unfit(why=_("Skriv hvorfor møtet avlyses"))
    row.cancelled_at, row.cancelled_why, row.changed_at = ctx.now, text.tidy(why)[:500], ctx.now
    row.sequence, row.version = row.sequence + 1, row.version + 1
    record(ctx, What.GATHERING_CANCELLED, owner, once=once, gathering=gathering)


def remind(ctx: Context, key: int) -> bool:
    """The day before: those who have a seat are told, once. Answers whether it was done now."""
    named = ctx.db.scalar(select(Gathering.public_id).where(Gathering.id == key))
    if named is None:
        return False
    owner, row = seats.locked(ctx, named)
    if of(row, ctx.now) is not Held.KOMMER or row.reminded_at is not None:
        return False
    row.reminded_at = ctx.now
    record(ctx, What.GATHERING_NEAR, owner, gathering=named)
    return True


def of(row: Gathering, now: datetime) -> Held:
    """Where it is in time."""
    is_published, is_cancelled = row.published_at is not None, row.cancelled_at is not None
    return held(row.starts_at, row.ends_at, now, is_published=is_published, is_cancelled=is_cancelled)


def _led(ctx: Context, challenge: str) -> Challenge:
    own = (Challenge.public_id == challenge, Challenge.municipality_id == ctx.here.id)
    row = ctx.db.scalar(select(Challenge).where(*own))
    if row is None:
        raise Missing
    return row


def _fill(ctx: Context, row: Gathering, wanted: Plan) -> None:
    _refuse(ctx, row, wanted)
    for name in ("kind", "title", "about", "access", "starts_at", "ends_at", "capacity", "sign_up_until"):
        setattr(row, name, getattr(wanted, name))
    row.place, row.link = text.tidy(wanted.place), wanted.link.strip()
    row.responsible_id = _responsible(ctx, wanted.responsible)
    row.version, row.changed_at = row.version + 1, ctx.now


def _refuse(ctx: Context, row: Gathering, wanted: Plan) -> None:
    """Everything that is wrong, beside the field that it is about."""
    flaws = _time_flaws(ctx, row, wanted)
    for name, words in (("title", wanted.title), ("about", wanted.about), ("access", wanted.access)):
        flaws |= {f"{name}_{form}": _("Skriv dette i begge målformene") for form in FORMS if not words.get(form)}
    if not wanted.place.strip() and not wanted.link.strip():
        flaws["place"] = _("Skriv hvor møtet er, eller lenken til det")
    if wanted.link.strip() and not _ADDRESS.fullmatch(wanted.link.strip()):
        flaws["link"] = _("Skriv hele lenken, for eksempel https://eksempel.no/mote")
    if wanted.capacity is not None and not 0 < wanted.capacity <= MOST_PLACES:
        flaws["capacity"] = _("Skriv hvor mange plasser det er, eller la feltet stå tomt")
    if flaws:
        raise Unfit(**flaws)


def _time_flaws(ctx: Context, row: Gathering, wanted: Plan) -> dict[str, str]:
    flaws: dict[str, str] = {}
    is_moved = row.published_at is None or wanted.starts_at != row.starts_at
    if is_moved and not ctx.now < wanted.starts_at <= ctx.now + AHEAD:
        flaws["starts_on"] = _("Velg et tidspunkt fram i tid, og innen to år")
    if not wanted.starts_at < wanted.ends_at <= wanted.starts_at + LONGEST:
        flaws["ends_at"] = _("Møtet må slutte etter at det begynner, og vare høyst tre døgn")
    if wanted.sign_up_until > oslo_date(wanted.starts_at):
        flaws["sign_up_until"] = _("Siste dag for påmelding kan ikke være etter møtet")
    return flaws


def _keeps_seats(ctx: Context, row: Gathering, wanted: Plan) -> None:
    """Nobody loses a seat that they have."""
    taken = select(func.count(Seat.id)).where(Seat.gathering_id == row.id, ~Seat.is_waiting)
    count = ctx.db.scalar(taken) or 0
    if wanted.capacity is not None and wanted.capacity < count:
        words = ngettext("%(num)s har plass allerede", "%(num)s har plass allerede", count)
        raise Unfit(capacity=words % {"num": number(count)})


def _responsible(ctx: Context, named: str) -> int:
    found = select(Person.id).join(Membership, Membership.person_id == Person.id)
    key = ctx.db.scalar(found.where(Person.public_id == named, *holding(ctx, PUBLISHING)).limit(1))
    if key is None:
        raise Unfit(responsible=_("Velg hvem som har ansvaret"))
    return key
