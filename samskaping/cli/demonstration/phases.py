"""The phases of a script's challenges: planned before they are published, turned by the clock, and thought about."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from samskaping import clock
from samskaping.actions import phases as deeds
from samskaping.actions import reflections as thinking
from samskaping.actions import turning
from samskaping.actions.reflections import Thought
from samskaping.cli.demonstration.needs import Part
from samskaping.cli.demonstration.scene import acting
from samskaping.cli.demonstration.stage import Stage
from samskaping.context.doors import without_browser
from samskaping.models import Challenge, Reflection
from samskaping.queries import phases as plans
from samskaping.rules.participants import Participants
from samskaping.rules.phases import PHASES, Opening, Phase, PhaseKind


def plan(stage: Stage, given: dict[str, Any], now: datetime) -> int:
    """Plan the phases of a draft, if the script has any for it. Answers the version that it has then."""
    wanted = [_phase(stage, one) for one in given.get("phase", [])]
    if not wanted:
        return 1
    deeds.plan(acting(stage, given["by"], now), stage.challenges[given["key"]], wanted, version=1)
    return 2


def turns(stage: Stage, given: dict[str, Any]) -> Iterator[Part]:
    """The midnights that have been, at which a published challenge comes into a phase."""
    for one in given.get("phase", []):
        if given.get("published", 0) < one["from"] <= 0:
            yield Part(one["from"], partial(_turn, stage, given["key"], one["from"]))


def reflections(stage: Stage, given: dict[str, Any]) -> Iterator[Part]:
    """What staff ask themselves about the phases, and answer."""
    for one in given.get("reflection", []):
        yield Part(one["day"], partial(_ask, stage, given["key"], one))
        if "answer" in one:
            yield Part(one["answered"], partial(_answer, stage, one))


def _ask(stage: Stage, key: str, given: dict[str, Any], now: datetime) -> None:
    thinking.ask(acting(stage, given["by"], now), stage.challenges[key], PhaseKind(given["phase"]), given["question"])


def _answer(stage: Stage, given: dict[str, Any], now: datetime) -> None:
    ctx = acting(stage, given["by"], now)
    asked = select(Reflection.public_id).where(Reflection.question == given["question"])
    thought = Thought(given["answer"].strip(), ctx.language, given.get("shown", False))
    thinking.answer(ctx, stage.db.scalars(asked).one(), thought)


def _phase(stage: Stage, given: dict[str, Any]) -> Phase:
    kind, today = PhaseKind(given["kind"]), clock.oslo_date(stage.now)
    opens = given.get("opens")
    return Phase(
        kind,
        today + timedelta(days=given["from"]),
        today + timedelta(days=given["until"]) if "until" in given else None,
        PHASES[kind].opens if opens is None else frozenset(Opening(one) for one in opens),
        Participants(given.get("participants", Participants.ALLE)),
    )


def _turn(stage: Stage, key: str, day: int, _now: datetime) -> None:
    midnight = clock.midnight(clock.oslo_date(stage.now) + timedelta(days=day))
    ctx = without_browser(stage.db, stage.here, None, midnight, stage.here.own_form or "nb")
    row = stage.db.scalars(select(Challenge).where(Challenge.public_id == stage.challenges[key])).one()
    turning.turn(ctx, row, plans.of_challenge(ctx, row.id))
