"""Who is asked to measure a benefit by a link: for staff, behind the link, and for the letter."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from samskaping.context import Context
from samskaping.models import Benefit, MeasureAsk, Municipality
from samskaping.queries import benefits
from samskaping.queries.benefits import About, Row
from samskaping.rules.municipalities import full_name


@dataclass(frozen=True)
class Asked:
    """Somebody who is asked to measure a benefit."""

    id: str
    benefit: str
    email: str
    language: str
    words: str
    due: date
    asked_at: datetime
    answered_at: datetime | None
    dropped_at: datetime | None
    asker: str

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.dropped_at is None


@dataclass(frozen=True)
class Behind:
    """What a link shows: who asks for what, the benefit as everyone can read it, and what it is about."""

    asked: Asked
    row: Row
    about: About


def of_benefit(ctx: Context, benefit: str) -> tuple[Asked, ...]:
    """Those who are asked to measure a benefit and have not, the first due first."""
    waits = (Benefit.public_id == benefit, MeasureAsk.answered_at.is_(None), MeasureAsk.dropped_at.is_(None))
    return tuple(Asked(*_cells(row)) for row in ctx.db.execute(_rows().where(*waits).order_by(MeasureAsk.due)))


def one(ctx: Context, asked: str) -> Asked | None:
    """One of them, also after it was answered."""
    row = ctx.db.execute(_rows().where(MeasureAsk.public_id == asked)).one_or_none()
    return Asked(*_cells(row)) if row else None


def behind(ctx: Context, hashed: str) -> Behind | None:
    """What a link leads to, by the hash of its secret."""
    row = ctx.db.execute(_rows().where(MeasureAsk.token_hash == hashed)).one_or_none()
    if row is None:
        return None
    asked = Asked(*_cells(row))
    benefit = benefits.one(ctx, asked.benefit)
    return Behind(asked, benefit, benefits.about_of(ctx, benefit))


def to_mail(ctx: Context, asked: str) -> Behind | None:
    """What the letter tells; None when it has been answered or closed, or nobody can see it any more."""
    found = one(ctx, asked)
    if found is None or not found.is_open:
        return None
    benefit = benefits.one(ctx, found.benefit)
    about = benefits.about_of(ctx, benefit)
    return Behind(found, benefit, about) if about.is_public else None


def _rows() -> Any:
    return (
        select(
            MeasureAsk.public_id, Benefit.public_id, MeasureAsk.email, MeasureAsk.language, MeasureAsk.words,
            MeasureAsk.due, MeasureAsk.asked_at, MeasureAsk.answered_at, MeasureAsk.dropped_at,
            Municipality.number, Municipality.name,
        )
        .join(Benefit, Benefit.id == MeasureAsk.benefit_id)
        .join(Municipality, Municipality.id == MeasureAsk.municipality_id)
    )  # fmt: skip


def _cells(row: Any) -> tuple[Any, ...]:
    return (*row[:-2], full_name(row[-2], row[-1]))
