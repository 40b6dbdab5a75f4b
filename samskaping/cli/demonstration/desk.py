"""What a script may hold of the caseworker's desk: impartiality, evaluations, tasks, opinions, links and appeals."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from samskaping.actions import appeals, evaluations, impartiality, linking, notes, opinions, tasks, thresholds
from samskaping.actions.evaluations import Judgement
from samskaping.actions.opinions import Answer
from samskaping.actions.tasks import Wanted
from samskaping.cli.demonstration.scene import acting, day, row
from samskaping.cli.demonstration.stage import Stage, texts
from samskaping.models import Challenge, Evaluation
from samskaping.queries import appeals as rulings
from samskaping.rules.appeals import Conclusion
from samskaping.rules.evaluation import Feasibility
from samskaping.rules.tasks import TaskKind
from samskaping.rules.thresholds import mark

Step = dict[str, Any]


def _declare(stage: Stage, key: str, step: Step, now: datetime) -> None:
    ctx = acting(stage, step["by"], now)
    impartiality.declare(ctx, stage.proposals[key], partial=step["partial"], reason=step.get("reason", ""))


def _criteria(stage: Stage, _key: str, step: Step, now: datetime) -> None:
    words = [texts(one) for one in step["criteria"]]
    challenge = stage.challenges[step["challenge"]]
    evaluations.set_criteria(acting(stage, step["by"], now), challenge, words, hides=step.get("hides", False))


def _thresholds(stage: Stage, _key: str, step: Step, now: datetime) -> None:
    ctx = acting(stage, step["by"], now)
    thresholds.of_challenge(ctx, stage.challenges[step["challenge"]], step["asks"], seen=mark({}))


def _evaluators(stage: Stage, key: str, step: Step, now: datetime) -> None:
    ctx = acting(stage, step["by"], now)
    people = [stage.people[one].public_id for one in step["people"]]
    evaluations.ask(ctx, stage.proposals[key], people, due=day(ctx.today, step.get("next")))


def _evaluate(stage: Stage, key: str, step: Step, now: datetime) -> None:
    ctx, ref = acting(stage, step["by"], now), stage.proposals[key]
    case = row(stage, ref)
    mine = select(Evaluation.version).where(
        Evaluation.proposal_id == case.id, Evaluation.evaluator_id == ctx.actor.person_id
    )
    criteria = stage.db.scalar(select(Challenge.criteria).where(Challenge.id == case.challenge_id)) or []
    judgement = Judgement(
        stage.db.scalars(mine).one(),
        Feasibility(step["feasibility"]),
        step.get("text", ""),
        Decimal(step["least"]) if "least" in step else None,
        Decimal(step["most"]) if "most" in step else None,
        step.get("responsible", ""),
        step.get("time", ""),
        {one["key"]: step["scores"][str(number)] for number, one in enumerate(criteria, 1)},
    )
    evaluations.submit(ctx, ref, judgement)


def _task(stage: Stage, key: str, step: Step, now: datetime) -> None:
    ctx, kind = acting(stage, step["by"], now), TaskKind(step["kind"])
    known: dict[TaskKind, dict[str, Any]] = {
        TaskKind.OPPGAVE: stage.people,
        TaskKind.ENHET: stage.units,
        TaskKind.RAD: stage.councils,
    }
    whom = known[kind][step["whom"]].public_id if kind in known else step["whom"]
    wanted = Wanted(
        kind,
        whom,
        step["text"],
        due=day(ctx.today, step.get("next")),
        is_public=step.get("public", False),
        language=step.get("language", ctx.language),
    )
    stage.tasks[step.get("key", "")] = tasks.give(ctx, stage.proposals[key], wanted)


def _opinion(stage: Stage, key: str, step: Step, now: datetime) -> None:
    ctx = acting(stage, step["by"], now)
    answer = Answer(step["text"], step.get("language", ctx.language), step.get("signed", ""))
    opinions.give(ctx, stage.proposals[key], stage.tasks[step["task"]], answer)


def _mention(stage: Stage, key: str, step: Step, now: datetime) -> None:
    notes.write(acting(stage, step["by"], now), stage.proposals[key], step["text"])


def _link(stage: Stage, key: str, step: Step, now: datetime) -> None:
    linking.link(acting(stage, step["by"], now), stage.proposals[key], stage.proposals[step["other"]])


def _appeal(stage: Stage, key: str, step: Step, now: datetime) -> None:
    ctx, ref = acting(stage, step["by"], now), stage.proposals[key]
    about = stage.comments[step["comment"]] if "comment" in step else ""
    ruling = rulings.own_in_case(ctx, ref)[about].public_id
    stage.appeals[step["key"]] = appeals.appeal(ctx, ruling, step["text"])


def _decide_appeal(stage: Stage, _key: str, step: Step, now: datetime) -> None:
    ctx = acting(stage, step["by"], now)
    appeals.decide(ctx, stage.appeals[step["appeal"]], Conclusion(step["conclusion"]), step["reason"])


DEEDS: dict[str, Callable[..., None]] = {
    "declare": _declare,
    "criteria": _criteria,
    "thresholds": _thresholds,
    "evaluators": _evaluators,
    "evaluate": _evaluate,
    "task": _task,
    "opinion": _opinion,
    "mention": _mention,
    "link": _link,
    "appeal": _appeal,
    "decide_appeal": _decide_appeal,
}
