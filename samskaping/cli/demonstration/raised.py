"""The challenges that a script's people raise, and the words that they suggest for others."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import select

from samskaping.actions import raised as deeds
from samskaping.actions import raised_decisions, wording_decisions, wordings
from samskaping.actions.raised import Written
from samskaping.actions.wordings import Suggested
from samskaping.cli.demonstration.needs import Part
from samskaping.cli.demonstration.scene import acting
from samskaping.cli.demonstration.stage import Stage
from samskaping.context import Context
from samskaping.models import Challenge

Step = dict[str, Any]


def parts(stage: Stage, given: Step) -> Iterator[Part]:
    """One that is raised, or begun, and the municipality's no; its yes is where the challenge begins (``taken``)."""
    yield Part(given["day"], partial(_raise, stage, given))
    for step in given.get("answer", []):
        yield Part(step["day"], partial(_decline, stage, given["key"], step))


def taken(stage: Stage, ctx: Context, key: str) -> str:
    """Take up what was raised. Answers the draft's public id."""
    return raised_decisions.take(ctx, stage.raised[key])


def reworded(stage: Stage, given: Step) -> Iterator[Part]:
    """Other words for a text of a challenge, and the answer."""
    yield Part(given["day"], partial(_suggest, stage, given))
    for step in given.get("answer", []):
        yield Part(step["day"], partial(_answer, stage, given, step))


def _raise(stage: Stage, given: Step, now: datetime) -> None:
    ctx = acting(stage, given["by"], now)
    written = Written(
        given["title"],
        lived=given["lived"].strip(),
        concerns=given.get("concerns", ""),
        success=given.get("success", ""),
        language=given.get("language", ctx.language),
        theme=stage.themes[given["theme"]].public_id if "theme" in given else "",
        organisation=_organisation(stage, given),
        need=stage.needs[given["need"]] if "need" in given else "",
    )
    stage.raised[given["key"]] = made = deeds.start(ctx, written)
    if not given.get("draft"):
        deeds.send(ctx, made)


def _decline(stage: Stage, key: str, step: Step, now: datetime) -> None:
    raised_decisions.decline(acting(stage, step["by"], now), stage.raised[key], step["text"])


def _suggest(stage: Stage, given: Step, now: datetime) -> None:
    ctx = acting(stage, given["by"], now)
    said = Suggested(
        given["field"], given["form"], given["text"], given["why"], ctx.language, _organisation(stage, given)
    )
    stage.wordings[given["key"]] = wordings.suggest(ctx, stage.challenges[given["challenge"]], said)


def _answer(stage: Stage, given: Step, step: Step, now: datetime) -> None:
    ctx, wording = acting(stage, step["by"], now), stage.wordings[given["key"]]
    if step["do"] == "decline":
        wording_decisions.decline(ctx, wording, step["text"])
        return
    version = select(Challenge.version).where(Challenge.public_id == stage.challenges[given["challenge"]])
    at = stage.db.scalars(version).one()
    wording_decisions.accept(ctx, wording, version=at, joined=step.get("joined", ""))


def _organisation(stage: Stage, given: Step) -> str:
    return stage.organisations[given["organisation"]].public_id if "organisation" in given else ""
