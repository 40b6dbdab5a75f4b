"""Input that staff entered for others in the demonstration (paper, a class, a sheet), and supports that follow."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from samskaping.actions import intakes, merging, sheets
from samskaping.cli.demonstration.scene import acting
from samskaping.cli.demonstration.stage import Stage
from samskaping.clock import oslo_date
from samskaping.rules.intakes import Channel, Entry
from samskaping.rules.sheets import BY_KEY
from samskaping.rules.speech import AuthorKind

Step = dict[str, Any]


def enter(stage: Stage, given: Step, now: datetime) -> str:
    """A proposal of the script that staff entered (``entered``). Answers its reference."""
    ctx, how = acting(stage, given["by"], now), given["entered"]
    entry = Entry(
        title=given["title"],
        need=given["need"].strip(),
        idea=given.get("idea", "").strip(),
        language=given.get("language", ctx.language),
        kind=AuthorKind.SKOLEKLASSE if "school" in how else AuthorKind.PA_VEGNE_AV,
        school=how.get("school", ""),
        channel=Channel(how["channel"]),
        received=oslo_date(stage.now) + timedelta(days=how.get("received", given["day"])),
        theme=stage.themes[given["theme"]].public_id if "theme" in given else "",
        area=stage.areas[given["area"]].public_id if "area" in given else "",
        challenge=stage.challenges[given["challenge"]] if "challenge" in given else "",
        name=how.get("name", ""),
        contact=how.get("contact", ""),
    )
    return intakes.enter(ctx, entry)


def take_in(stage: Stage, given: Step, now: datetime) -> None:
    """A sheet of the script, uploaded and taken in."""
    ctx = acting(stage, given["by"], now)
    headings = [str(BY_KEY[key].label) for key in given["columns"]]
    rows = [(number, cells) for number, cells in enumerate(given["rows"], start=2)]
    channel = Channel(given["channel"])
    sheet = sheets.stage(ctx, headings, rows, file_name=given["file"], channel=channel, read_as="Innspill")
    sheets.take_in(ctx, sheet)


def _support_follows(stage: Stage, key: str, step: Step, now: datetime) -> None:
    for someone in step["by"]:
        merging.answer(acting(stage, someone, now), stage.proposals[key], follows=step["follows"])


DEEDS: dict[str, Callable[..., None]] = {"support_follows": _support_follows}
