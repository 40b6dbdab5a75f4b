"""The desk's drawer in the demonstration: templates, answers that wait for their hour, a batch, and slow cases."""

from datetime import datetime, timedelta
from typing import Any

from samskaping.actions import answer_templates, batches, planned
from samskaping.actions.answer_templates import TemplateWish
from samskaping.actions.planned import When
from samskaping.actions.statements import Said
from samskaping.cli.demonstration.deeds import Step
from samskaping.cli.demonstration.scene import acting, row
from samskaping.cli.demonstration.stage import Stage, texts
from samskaping.clock import at, oslo_date
from samskaping.rules.pipeline import State
from samskaping.rules.speech import Decision


def keep(stage: Stage, script: dict[str, Any], now: datetime) -> None:
    """What the script keeps for later, when all that happened has happened."""
    for given in script.get("template", []):
        _template(stage, given, now)
    made = {given["key"]: _batch(stage, given, now) for given in script.get("batch", [])}
    for given in script.get("planned", []):
        _plan(stage, given, made, now)


def _template(stage: Stage, given: Step, now: datetime) -> None:
    wish = TemplateWish(
        given["name"],
        texts(given["text"]),
        texts(given.get("title")),
        texts(given.get("mail")),
        State(given["state"]) if "state" in given else None,
        stage.themes[given["theme"]].public_id if "theme" in given else "",
        Decision(given["decision"]) if "decision" in given else None,
    )
    answer_templates.keep(acting(stage, given["by"], now), wish)


def _batch(stage: Stage, given: Step, now: datetime) -> str:
    return batches.make(acting(stage, given["by"], now), given["name"])


def _plan(stage: Stage, given: Step, made: dict[str, str], now: datetime) -> None:
    ctx, ref = acting(stage, given["by"], now), stage.proposals[given["proposal"]]
    case = row(stage, ref)
    said = Said(
        given["text"].strip(),
        case.version,
        language=given.get("language", ctx.language),
        title=given.get("title", ""),
        decision=Decision(given["decision"]),
        mail_text=given.get("mail", "").strip(),
    )
    day = oslo_date(now) + timedelta(days=given.get("in_days", 1))
    when = When(batch=made[given["batch"]]) if "batch" in given else When(at(day, given.get("hour", 8)))
    planned.plan(ctx, ref, said, when, impartial=True)
