"""What a script asks for and offers: answered, delivered, declined, and agreed upon as partnerships."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from samskaping.actions import asks, offer_decisions, partnerships
from samskaping.actions import offers as deeds
from samskaping.actions.offers import Wish
from samskaping.actions.partnerships import Terms
from samskaping.cli.demonstration.needs import Part
from samskaping.cli.demonstration.scene import acting, day
from samskaping.cli.demonstration.stage import Stage
from samskaping.rules.offers import OfferKind

Step = dict[str, Any]


def asked(stage: Stage, given: Step) -> Iterator[Part]:
    """What the municipality asks for, and when it has enough."""
    yield Part(given["day"], partial(_ask, stage, given))
    for step in given.get("close", []):
        yield Part(step["day"], partial(_close, stage, given["key"], step))


def offered(stage: Stage, given: Step) -> Iterator[Part]:
    """One offer, and all that comes of it, in order."""
    yield Part(given["day"], partial(_offer, stage, given))
    for step in given.get("answer", []):
        yield Part(step["day"], partial(_ANSWERS[step["do"]], stage, given["key"], step))
    for step in given.get("agreement", []):
        yield Part(step["day"], partial(_agree, stage, given["key"], step))
    for step in given.get("confirm", []):
        yield Part(step["day"], partial(_confirm, stage, given["key"], step))


def _about(stage: Stage, given: Step) -> tuple[str, str]:
    """The kind and the name of what it is for."""
    for kind, known in (("challenge", stage.challenges), ("need", stage.needs), ("proposal", stage.proposals)):
        if kind in given:
            return kind, known[given[kind]]
    raise LookupError(given["key"])


def _wish(stage: Stage, given: Step, now: datetime) -> Wish:
    ctx = acting(stage, given["by"], now)
    return Wish(
        OfferKind(given["kind"]),
        given["text"],
        Decimal(given["amount"]) if "amount" in given else None,
        day(ctx.today, given.get("from")),
        day(ctx.today, given.get("until")),
        given.get("language", ctx.language),
        organisation=stage.organisations[given["organisation"]].public_id if "organisation" in given else "",
        ask=stage.asks[given["ask"]] if "ask" in given else "",
    )


def _ask(stage: Stage, given: Step, now: datetime) -> None:
    ctx = acting(stage, given["by"], now)
    stage.asks[given["key"]] = asks.make(ctx, *_about(stage, given), _wish(stage, given, now))


def _close(stage: Stage, key: str, step: Step, now: datetime) -> None:
    asks.close(acting(stage, step["by"], now), stage.asks[key])


def _offer(stage: Stage, given: Step, now: datetime) -> None:
    ctx = acting(stage, given["by"], now)
    stage.offers[given["key"]] = deeds.make(ctx, *_about(stage, given), _wish(stage, given, now))


def _accept(stage: Stage, key: str, step: Step, now: datetime) -> None:
    ask = stage.asks[step["ask"]] if "ask" in step else ""
    offer_decisions.accept(acting(stage, step["by"], now), stage.offers[key], words=step.get("text", ""), ask=ask)


def _decline(stage: Stage, key: str, step: Step, now: datetime) -> None:
    offer_decisions.decline(acting(stage, step["by"], now), stage.offers[key], step["text"])


def _deliver(stage: Stage, key: str, step: Step, now: datetime) -> None:
    offer_decisions.deliver(acting(stage, step["by"], now), stage.offers[key], words=step.get("text", ""))


def _withdraw(stage: Stage, key: str, step: Step, now: datetime) -> None:
    deeds.withdraw(acting(stage, step["by"], now), stage.offers[key])


def _agree(stage: Stage, key: str, step: Step, now: datetime) -> None:
    ctx = acting(stage, step["by"], now)
    terms = Terms(
        step["theirs"], step["ours"], day(ctx.today, step["until"]), language=step.get("language", ctx.language)
    )
    partnerships.write(ctx, stage.offers[key], terms)


def _confirm(stage: Stage, key: str, step: Step, now: datetime) -> None:
    partnerships.confirm(acting(stage, step["by"], now), stage.offers[key], 1)


_ANSWERS = {"accept": _accept, "decline": _decline, "deliver": _deliver, "withdraw": _withdraw}
