"""The public numbers of moderation, read from the rulings, which are only ever added to, and from what came in."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select

from samskaping.clock import midnight, oslo_date
from samskaping.context import Context
from samskaping.models import Appeal, Report, Ruling
from samskaping.queries.figures import YEAR
from samskaping.rules.moderation import Deed
from samskaping.rules.moderation_figures import Closed, Decided, Facts, Figures, Quarter, count, first_day, quarters


@dataclass(frozen=True)
class Numbers:
    """A municipality's figures: the last year's, and each quarter's, the newest first."""

    since: date
    year: Figures
    quarters: tuple[tuple[Quarter, Figures], ...]

    @property
    def most(self) -> int:
        """The most texts that were stopped in one quarter, for the bars to be measured by; never 0."""
        return max(1, *(stopped(figures) for _quarter, figures in self.quarters))


def stopped(figures: Figures) -> int:
    """Texts that were hidden, refused or redacted."""
    return sum(figures.deeds[deed] for deed in (Deed.SKJULT, Deed.AVVIST, Deed.SLADDET))


def numbers(ctx: Context) -> Numbers:
    """Counts of everyone's texts, and nobody's name. Three statements."""
    shown, year = quarters(ctx.today), ctx.today - YEAR
    facts = _facts(ctx, midnight(min(first_day(shown[-1]), year)))
    ends = [None, *(first_day(quarter) for quarter in shown)]
    by_quarter = [
        (quarter, count(facts, since=first_day(quarter), until=end)) for quarter, end in zip(shown, ends, strict=False)
    ]
    return Numbers(year, count(facts, since=year), tuple(by_quarter))


def _facts(ctx: Context, since: datetime) -> Facts:
    rulings = select(Ruling.deed, Ruling.reason, Ruling.decided_at).where(
        Ruling.municipality_id == ctx.here.id, Ruling.decided_at >= since, Ruling.deed != Deed.GODKJENT
    )
    reports = select(Report.reported_at, Report.closed_at).where(
        Report.municipality_id == ctx.here.id, or_(Report.closed_at.is_(None), Report.closed_at >= since)
    )
    appeals = select(Appeal.appealed_at, Appeal.decided_at, Appeal.conclusion).where(
        Appeal.municipality_id == ctx.here.id, or_(Appeal.decided_at.is_(None), Appeal.decided_at >= since)
    )
    return Facts(
        [Decided(deed, reason, oslo_date(at)) for deed, reason, at in ctx.db.execute(rulings)],
        [_closed(*row) for row in ctx.db.execute(reports)],
        [_closed(*row) for row in ctx.db.execute(appeals)],
    )


def _closed(came: datetime, decided: datetime | None, conclusion: Any = None) -> Closed:
    return Closed(oslo_date(came), oslo_date(decided) if decided else None, conclusion)
