"""What every deed of a script needs: who acts, the case it is about, and which day is meant."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from samskaping.cli.demonstration.stage import Stage
from samskaping.context import Context
from samskaping.context.doors import without_browser
from samskaping.models import Proposal
from samskaping.rules.roles import Role


def acting(stage: Stage, key: str, now: datetime, language: str | None = None) -> Context:
    someone = stage.people[key]
    form = language if language in ("nb", "nn") else someone.form
    return without_browser(stage.db, stage.here, someone.id, now, form)


def acting_as(stage: Stage, role: Role, now: datetime) -> Context:
    for key in stage.people:
        ctx = acting(stage, key, now)
        if role in ctx.actor.roles:
            return ctx
    raise LookupError(role)


def row(stage: Stage, ref: str) -> Proposal:
    return stage.db.scalars(select(Proposal).where(Proposal.reference == ref)).one()


def day(today: date, days: int | None) -> date | None:
    return None if days is None else today + timedelta(days=days)
