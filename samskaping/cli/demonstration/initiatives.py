"""The innbyggerforslag of a script: put forward, signed by many, and what the council made of them."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from samskaping.actions import initiative_decisions as decisions
from samskaping.actions import initiatives as deeds
from samskaping.actions import signatures
from samskaping.actions.initiative_decisions import Decision
from samskaping.actions.initiatives import Written
from samskaping.cli.demonstration.needs import Part
from samskaping.cli.demonstration.scene import acting
from samskaping.cli.demonstration.stage import Stage
from samskaping.rules.initiatives import InitiativeOutcome

Step = dict[str, Any]
#: Names on lists of paper: each first name with each last name.
_FIRST = ("Anne", "Bjørn", "Camilla", "Dag", "Elin", "Frode", "Guro", "Håkon", "Inger", "Jon", "Kari", "Leif", "Marit")
_LAST = ("Berg", "Dahl", "Eide", "Foss", "Haugen", "Lie", "Moen", "Nygård", "Solberg", "Strand", "Vik", "Ødegård")
#: Nobody's secret: the demonstration's signers are made up.
_KEY = "demonstration"


def parts(stage: Stage, given: Step) -> Iterator[Part]:
    """One that is written, opened and signed, and each step after."""
    yield Part(given["day"], partial(_collect, stage, given))
    for step in given.get("then", []):
        yield Part(step["day"], partial(_do, stage, given, step))


def _collect(stage: Stage, given: Step, now: datetime) -> None:
    ctx = acting(stage, given["by"], now)
    made = deeds.start(ctx, Written(given["title"], given["text"].strip(), given.get("language", ctx.language)))
    stage.initiatives[given["key"]] = made
    deeds.collect(ctx, made, closes_on=ctx.today + timedelta(days=given["days"]))
    for who in given.get("signed", []):
        signer = acting(stage, who, now)
        signatures.sign(signer, made, name=signer.actor.name, lives_here=True, key=_KEY)
    _enter(stage, given, made, now)


def _enter(stage: Stage, given: Step, made: str, now: datetime) -> None:
    if not given.get("paper"):
        return
    ctx = acting(stage, given["entered_by"], now)
    for number in range(given["paper"]):
        name = f"{_FIRST[number % len(_FIRST)]} {_LAST[number % len(_LAST)]}"
        signatures.on_paper(ctx, made, name=name, born=date(1950, 1, 1) + timedelta(days=61 * number), key=_KEY)


def _do(stage: Stage, given: Step, step: Step, now: datetime) -> None:
    ctx, made = acting(stage, step["by"], now), stage.initiatives[given["key"]]
    if step["do"] == "send":
        deeds.send(ctx, made)
    elif step["do"] == "refer":
        decisions.refer(ctx, made, step["text"])
    elif step["do"] == "decide":
        outcome, said = InitiativeOutcome(step["outcome"]), step["text"].strip()
        decisions.decide(ctx, made, Decision(outcome, step["body"], ctx.today, step["case"], said, ctx.language))
    else:
        decisions.follow_up(ctx, made, step["text"].strip(), ctx.language)
