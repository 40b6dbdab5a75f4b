"""The needs of a script: told with an account, by mail or without either, agreed with, tied and met."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import select

from samskaping.actions import concerns, need_rulings, ties
from samskaping.actions import needs as deeds
from samskaping.actions.needs import Told
from samskaping.cli.demonstration.scene import acting, acting_as
from samskaping.cli.demonstration.stage import Stage
from samskaping.context import Context
from samskaping.context.doors import without_browser
from samskaping.models import Need
from samskaping.rules.roles import Role

Step = dict[str, Any]
#: A moderator reads what waits so long after.
READ_AFTER = timedelta(minutes=3)


class Part(NamedTuple):
    """One deed about a need, and the day it happens on."""

    day: int
    act: "partial[None]"


def parts(stage: Stage, given: Step) -> Iterator[Part]:
    """All that happens with one need of the script, in order."""
    yield Part(given["day"], partial(_tell, stage, given))
    for step in given.get("concerns", []):
        yield Part(step["day"], partial(_concern, stage, given["key"], step))
    for step in given.get("tie", []):
        yield Part(step["day"], partial(_tie, stage, given["key"], step))
    for step in given.get("met", []):
        yield Part(step["day"], partial(_meet, stage, given["key"], step))


def _tell(stage: Stage, given: Step, now: datetime) -> None:
    ctx = _teller(stage, given, now)
    told = Told(
        given["text"],
        alias=given.get("alias", ""),
        language=given.get("language", ctx.language),
        area=stage.areas[given["area"]].public_id if "area" in given else "",
        email=given.get("email", ""),
        organisation=stage.organisations[given["organisation"]].public_id if "organisation" in given else "",
    )
    receipt = ties.tell(ctx, told, challenge=stage.challenges[given["challenge"]] if "challenge" in given else "")
    ref = receipt.reference or _confirmed(stage, ctx, given["key"])
    stage.needs[given["key"]] = ref
    row = stage.db.scalars(select(Need).where(Need.reference == ref)).one()
    if row.held_since and not given.get("waits"):
        need_rulings.approve(acting_as(stage, Role.MODERATOR, now + READ_AFTER), ref)


def _teller(stage: Stage, given: Step, now: datetime) -> Context:
    if "by" in given:
        return acting(stage, given["by"], now, given.get("language"))
    return without_browser(stage.db, stage.here, None, now, given.get("language", stage.here.own_form or "nb"))


def _confirmed(stage: Stage, ctx: Context, key: str) -> str:
    """They opened the link in the mail."""
    public_id = stage.db.scalars(
        select(Need.public_id).where(Need.reference.is_(None)).order_by(Need.id.desc())
    ).first()
    deeds.keep_link(ctx, public_id or "", f"demonstration {key}")
    return deeds.confirm(ctx, f"demonstration {key}")


def _concern(stage: Stage, key: str, step: Step, now: datetime) -> None:
    for someone in step["by"]:
        concerns.say(acting(stage, someone, now), stage.needs[key])


def _tie(stage: Stage, key: str, step: Step, now: datetime) -> None:
    challenge = stage.challenges[step["challenge"]]
    ties.tie(acting(stage, step["by"], now), stage.needs[key], challenge, is_origin=step.get("origin", False))


def _meet(stage: Stage, key: str, step: Step, now: datetime) -> None:
    ctx, ref = acting(stage, step["by"], now), stage.proposals[step["proposal"]]
    known = [one for one, refs in stage.meets.items() if ref in refs]
    stage.meets.setdefault(stage.needs[key], set()).add(ref)
    ties.meet(ctx, ref, [*known, stage.needs[key]])
