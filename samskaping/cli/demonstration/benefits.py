"""The plans of benefits of a script: each planned on its day, and measured on others."""

import tomllib
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from samskaping.actions import benefits as deeds
from samskaping.actions import measurements
from samskaping.actions.benefits import Content
from samskaping.actions.measurements import Reading
from samskaping.cli.demonstration.needs import Part
from samskaping.cli.demonstration.scene import acting, day
from samskaping.cli.demonstration.stage import Stage, texts
from samskaping.clock import oslo_date
from samskaping.rules.amounts import read
from samskaping.rules.benefits import TEXTS, Category, Rhythm

Step = dict[str, Any]


def script(file: Path, name: str) -> list[Step]:
    """The benefits of one municipality, out of the file of all of them."""
    with file.open("rb") as held:
        return [given for given in tomllib.load(held)["benefit"] if given["at"] == name]


def parts(stage: Stage, given: Step) -> Iterator[Part]:
    """All that happens with one benefit of the script, in order."""
    yield Part(given["day"], partial(_plan, stage, given))
    for step in given.get("measure", []):
        yield Part(step["day"], partial(_measure, stage, given, step))


def _plan(stage: Stage, given: Step, now: datetime) -> None:
    ctx = acting(stage, given["by"], now)
    kind = "proposal" if "proposal" in given else "challenge"
    name = stage.proposals[given["proposal"]] if kind == "proposal" else stage.challenges[given["challenge"]]
    # The script counts days from today, and not from the day of the deed.
    today = oslo_date(stage.now)
    words: dict[str, Any] = {text: texts(given.get(text)) for text in TEXTS}
    content = Content(
        Category(given["category"]),
        **words,
        zero_value=read(given["zero"]),
        zero_on=day(today, given["zero_on"]),
        target=read(given["target"]),
        target_on=day(today, given["target_on"]),
        owner=stage.people[given["owner"]].public_id,
        measuring_cost=read(given.get("measuring_cost", "")),
        rhythm=Rhythm(given["rhythm"]),
    )
    stage.benefits[given["key"]] = deeds.plan(ctx, kind, name, content)


def _measure(stage: Stage, given: Step, step: Step, now: datetime) -> None:
    ctx = acting(stage, given["owner"], now)
    reading = Reading(read(step["value"]), day(oslo_date(stage.now), step["on"]), step["note"], ctx.language)
    measurements.measure(ctx, stage.benefits[given["key"]], reading)
