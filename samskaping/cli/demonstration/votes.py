"""The votes of a script: set and announced by staff, voted in, counted when the last day is over, and decided on."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from samskaping.actions import ballots
from samskaping.actions import votes as deeds
from samskaping.actions.votes import Terms
from samskaping.cli.demonstration.needs import Part
from samskaping.cli.demonstration.scene import acting
from samskaping.cli.demonstration.stage import Stage, texts
from samskaping.context.doors import without_browser
from samskaping.models import Challenge, Vote
from samskaping.rules.languages import FORMS
from samskaping.rules.thresholds import Proof
from samskaping.rules.votes import BallotKind

Step = dict[str, Any]
#: Nobody's secret: the demonstration's voters are made up.
_KEY = "demonstration"


def parts(stage: Stage, given: Step) -> Iterator[Part]:
    """One that is announced, voted in on the same day, and closed if its last day has been."""
    yield Part(given["day"], partial(_announce, stage, given))
    over = given["day"] + given["days"] + 1
    if over <= 0:
        yield Part(over, partial(_close, stage, given))
    if "decision" in given:
        yield Part(over + given["decision"]["after"], partial(_decide, stage, given))


def _announce(stage: Stage, given: Step, now: datetime) -> None:
    ctx, challenge = acting(stage, given["by"], now), stage.challenges[given["challenge"]]
    costs = {stage.proposals[key]: cost for key, cost in given["costs"].items()}
    last = ctx.today + timedelta(days=given["days"])
    terms = Terms(
        BallotKind(given["kind"]),
        given["sum"],
        Proof(given["proof"]),
        ctx.today,
        last,
        last + timedelta(days=given["decided_after"]),
        texts(given["decides"]),
        texts(given["counts"]),
        costs,
    )
    deeds.set_terms(ctx, challenge, terms, version=0)
    deeds.announce(ctx, challenge, version=1)
    for number, (who, marks) in enumerate(given["ballots"].items()):
        ballots.cast(acting(stage, who, now + timedelta(minutes=number)), challenge, marks, key=_KEY)


def _close(stage: Stage, given: Step, now: datetime) -> None:
    named = Challenge.public_id == stage.challenges[given["challenge"]]
    found = select(Vote.id).join(Challenge, Challenge.id == Vote.challenge_id).where(named)
    deeds.close(without_browser(stage.db, stage.here, None, now), stage.db.scalars(found).one())


def _decide(stage: Stage, given: Step, now: datetime) -> None:
    ctx, told = acting(stage, given["by"], now), given["decision"]
    deeds.decide(
        ctx, stage.challenges[given["challenge"]], texts({form: told[form] for form in FORMS}), ctx.today, version=1
    )
