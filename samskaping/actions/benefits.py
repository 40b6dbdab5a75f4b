"""The plan of benefits: what is expected of a challenge from its draft on, and of a proposal from assessment on."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from samskaping import text
from samskaping.actions import authors
from samskaping.actions.record import Fact, keep_version, public_id, record_each
from samskaping.actions.record import kind as kind_of
from samskaping.context import Context
from samskaping.db import Texts
from samskaping.errors import Clash, Missing, Unfit
from samskaping.language import gettext as _
from samskaping.models import Benefit, Challenge, Measurement, Proposal
from samskaping.queries import colleagues
from samskaping.rules.benefits import MOST, TEXTS, Category, Rhythm, flaws, next_day
from samskaping.rules.events import What
from samskaping.rules.pipeline import PLANS
from samskaping.rules.policy import Can

Subject = Challenge | Proposal
_NUMBERS = ("zero_value", "zero_on", "target", "target_on", "measuring_cost")


@dataclass(frozen=True)
class Content:
    """Everything that is written of a benefit. ``owner`` is a colleague's public id, ``version`` the benefit's as the
    form showed it; ``why`` is asked for when everyone can see the plan already.
    """

    category: Category | None
    name: Texts
    indicator: Texts
    unit: Texts = Texts()  # noqa: RUF009  frozen
    zero_value: Decimal | None = None
    zero_on: date | None = None
    zero_method: Texts = Texts()  # noqa: RUF009
    target: Decimal | None = None
    target_on: date | None = None
    owner: str = ""
    gains: Texts = Texts()  # noqa: RUF009
    loses: Texts = Texts()  # noqa: RUF009
    preconditions: Texts = Texts()  # noqa: RUF009
    risk: Texts = Texts()  # noqa: RUF009
    measuring: Texts = Texts()  # noqa: RUF009
    measuring_cost: Decimal | None = None
    rhythm: Rhythm = Rhythm.TIL_SLUTT
    version: int = 0
    why: str = ""


def plan(ctx: Context, kind: str, name: str, content: Content, *, once: str | None = None) -> str:
    """Put a benefit in the plan of a ``challenge`` or a ``proposal``. Answers its public id. Raises ``Unfit``."""
    about = subject(ctx, kind, name)
    _refuse_full(ctx, about)
    row = Benefit(
        municipality_id=about.municipality_id,
        public_id=public_id(),
        planned_at=ctx.now,
        **{f"{kind_of(about)}_id": about.id},
    )
    facts: list[Fact] = [(about, What.BENEFIT_PLANNED, {"benefit": row.public_id})]
    _write(ctx, about, row, content, facts, version=1, once=once)
    return row.public_id


def change(ctx: Context, benefit: str, content: Content, *, once: str | None = None) -> None:
    """Write a benefit anew, as a version that says why. Raises ``Clash`` when it changed meanwhile, and ``Unfit``."""
    row, about = held(ctx, benefit)
    _refuse_stale(row, content.version)
    if is_seen(about) and not content.why.strip():
        raise Unfit(why=_("Skriv hva du har endret, og hvorfor"))
    measured = last_measured(ctx, row)
    if content.zero_value != row.zero_value and measured:
        raise Unfit(zero_value=_("Gevinsten er målt. Nullpunktet som målingene holdes opp mot, blir stående."))
    facts: list[Fact] = [(about, What.BENEFIT_CHANGED, {"benefit": benefit, "version": row.version + 1})]
    with ctx.db.no_autoflush:  # all of it is one UPDATE
        row.edited_at = ctx.now
        _write(ctx, about, row, content, facts, version=row.version + 1, measured=measured, once=once)


def drop(ctx: Context, benefit: str, *, version: int, why: str, once: str | None = None) -> None:
    """Take a benefit out of the plan, with a reason that stays; not one that has been measured."""
    row, about = held(ctx, benefit)
    _refuse_stale(row, version)
    if not why.strip():
        raise Unfit(why=_("Skriv hvorfor gevinsten går ut av planen"))
    if last_measured(ctx, row):
        raise Unfit(_("Gevinsten er målt, og blir stående i planen med resultatet, også når det er dårlig."))
    row.dropped_at, row.measure_on, row.version = ctx.now, None, row.version + 1
    author = authors.municipal(ctx)
    keep_version(ctx, row, kept(row), number=row.version, author_id=author, why=text.tidy(why)[:500])
    record_each(ctx, [(about, What.BENEFIT_DROPPED, {"benefit": benefit})], author_id=author, once=once)


def subject(ctx: Context, kind: str, name: str) -> Subject:
    """What a plan is about, locked, for those who may plan it now. Raises ``Missing``, ``Refused`` and ``Unfit``."""
    if kind == "challenge":
        found: Subject | None = ctx.db.scalar(select(Challenge).where(Challenge.public_id == name).with_for_update())
    else:
        found = ctx.db.scalar(select(Proposal).where(Proposal.reference == name).with_for_update())
    if found is None:
        raise Missing
    return _planning(ctx, found)


def held(ctx: Context, benefit: str) -> tuple[Benefit, Subject]:
    """A benefit and what it is about, both locked, what it is about first. Raises ``Missing``."""
    row, about = at_hand(ctx, benefit)
    return row, _planning(ctx, about)


def at_hand(ctx: Context, benefit: str, known: Any = None) -> tuple[Benefit, Subject]:
    """The same for deeds that ask for a permission of their own; ``known`` are the keys of what it is about."""
    keys = select(Benefit.challenge_id, Benefit.proposal_id).where(Benefit.public_id == benefit)
    known = known or ctx.db.execute(keys).one_or_none()
    if known is None:
        raise Missing
    table: Any = Challenge if known.challenge_id else Proposal
    key = known.challenge_id or known.proposal_id
    about: Subject = ctx.db.scalars(select(table).where(table.id == key).with_for_update()).one()
    row = ctx.db.scalars(
        select(Benefit).where(Benefit.public_id == benefit).with_for_update(),
        execution_options={"populate_existing": True},
    ).one()
    if row.dropped_at is not None:
        raise Missing
    return row, about


def is_seen(about: Subject) -> bool:
    """Whether everyone can see what the plan is about, and so the plan."""
    return about.published_at is not None if isinstance(about, Challenge) else True


def is_planned_in(about: Subject) -> bool:
    """Whether a plan can be written now: of a challenge always, of a proposal from assessment to its end."""
    return isinstance(about, Challenge) or about.state in PLANS


def kept(row: Benefit) -> dict[str, Any]:
    """What a version keeps: all of it, in both forms, with numbers and days as they are written."""
    words: dict[str, Any] = {name: asdict(getattr(row, name)) for name in TEXTS}
    figures = {name: None if (value := getattr(row, name)) is None else str(value) for name in _NUMBERS}
    is_out = {"dropped": True} if row.dropped_at else {}
    return words | figures | {"category": row.category, "rhythm": row.rhythm, "owner": row.owner_id} | is_out


def _planning(ctx: Context, about: Subject) -> Subject:
    if about.municipality_id != ctx.here.id:
        raise Missing
    ctx.require(Can.BENEFIT_PLAN, about)
    if not is_planned_in(about):
        raise Unfit(_("Gevinster planlegges fra saken vurderes, og til den er avsluttet."))
    return about


def _write(
    ctx: Context,
    about: Subject,
    row: Benefit,
    content: Content,
    facts: list[Fact],
    *,
    version: int,
    measured: date | None = None,
    once: str | None,
) -> None:
    found = flaws(content, ctx.today)
    owner = _owner(ctx, about, content.owner)
    if content.owner and owner is None:
        found["owner"] = _("Velg en av kollegene i lista")
    if found:
        raise Unfit(**found)
    if owner is not None and owner not in (row.owner_id, ctx.actor.person_id):
        facts.append((about, What.BENEFIT_GIVEN, {"benefit": row.public_id, "people": [content.owner]}))
    for name in TEXTS:
        written: Texts = getattr(content, name)
        setattr(row, name, Texts(nb=text.tidy(written.nb), nn=text.tidy(written.nn)))
    for name in (*_NUMBERS, "category", "rhythm"):
        setattr(row, name, getattr(content, name))
    row.owner_id, row.version = owner, version
    row.measure_on = next_day(row.rhythm, row.zero_on, row.target_on, measured)
    ctx.db.add(row)
    ctx.db.flush()
    author = authors.municipal(ctx)
    keep_version(ctx, row, kept(row), number=version, author_id=author, why=text.tidy(content.why)[:500])
    record_each(ctx, facts, author_id=author, once=once)


def _owner(ctx: Context, about: Subject, public: str) -> int | None:
    """The colleague's key; none of those who are partial in the case, or under a leader who is."""
    if not public:
        return None
    offered = colleagues.insiders(ctx, but=getattr(about, "partial_ids", ()))
    return next((one.id for one in offered if one.public_id == public), None)


def last_measured(ctx: Context, row: Benefit) -> date | None:
    """The day of the newest measurement that stands."""
    days = select(func.max(Measurement.measured_on)).where(
        Measurement.benefit_id == row.id, Measurement.taken_back_at.is_(None)
    )
    return ctx.db.scalar(days)


def _refuse_full(ctx: Context, about: Subject) -> None:
    """What it is about is locked, so that two at once cannot both be the last."""
    standing = select(func.count()).where(
        getattr(Benefit, f"{kind_of(about)}_id") == about.id, Benefit.dropped_at.is_(None)
    )
    if (ctx.db.scalar(standing) or 0) >= MOST:
        raise Unfit(
            _("En plan kan ha inntil %(most)s gevinster. Ta heller ut en enn å følge for mange.") % {"most": MOST}
        )


def _refuse_stale(row: Benefit, version: int) -> None:
    if row.version != version:
        raise Clash(_("Noen andre har endret gevinsten mens du skrev. Teksten din er tatt vare på."))
