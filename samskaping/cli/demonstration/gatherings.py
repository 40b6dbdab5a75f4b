"""The meetings of a script: published by staff, and signed up for until they are full and longer."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from samskaping import clock
from samskaping.actions import gatherings as deeds
from samskaping.actions import minutes, seats
from samskaping.actions.gatherings import Plan
from samskaping.actions.minutes import Content
from samskaping.cli.demonstration.needs import Part
from samskaping.cli.demonstration.scene import acting
from samskaping.cli.demonstration.stage import Stage, texts
from samskaping.rules.gatherings import GatheringKind

Step = dict[str, Any]


def parts(stage: Stage, given: Step) -> Iterator[Part]:
    """One that is published on a day, and to which people sign up in the hours that follow; its minutes later."""
    yield Part(given["day"], partial(_publish, stage, given))
    if "minutes" in given:
        yield Part(given["minutes"]["day"], partial(_minutes, stage, given))


def _publish(stage: Stage, given: Step, now: datetime) -> None:
    ctx, challenge = acting(stage, given["by"], now), stage.challenges[given["challenge"]]
    held_on = clock.oslo_date(stage.now) + timedelta(days=given["held"])
    first, last = given["hours"]
    made = stage.gatherings[given["key"]] = deeds.plan(
        ctx,
        challenge,
        Plan(
            GatheringKind(given["kind"]),
            texts(given["title"]),
            texts(given["about"]),
            texts(given["access"]),
            given.get("place", ""),
            given.get("link", ""),
            clock.at(held_on, first),
            clock.at(held_on, last),
            given.get("capacity"),
            held_on - timedelta(days=1),
            str(stage.people[given["by"]].public_id),
        ),
    )
    deeds.publish(ctx, made, version=1)
    for number, (who, needs) in enumerate(given["seats"].items()):
        seats.take(acting(stage, who, now + timedelta(minutes=number)), made, needs)


def _minutes(stage: Stage, given: Step, now: datetime) -> None:
    said = given["minutes"]
    refs = tuple(stage.proposals[key] for key in said.get("proposals", ()))
    content = Content(texts(said["text"]), said["attended"], refs)
    minutes.write(acting(stage, given["by"], now), stage.gatherings[given["key"]], content)
