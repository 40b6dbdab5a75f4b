"""Who may take part where not everyone does: a script's people are invited to challenges, and show who they are."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from samskaping.actions import identities, participants
from samskaping.cli.demonstration.needs import Part
from samskaping.cli.demonstration.scene import acting
from samskaping.cli.demonstration.stage import Stage


def invited(stage: Stage, given: dict[str, Any]) -> Iterator[Part]:
    """Those whom staff invite to take part in a challenge."""
    for one in given.get("invited", []):
        yield Part(one["day"], partial(_invite, stage, given["key"], one))


def shown(stage: Stage, given: dict[str, Any]) -> Iterator[Part]:
    """Somebody who shows staff who they are."""
    yield Part(given["day"], partial(_confirm, stage, given))


def _invite(stage: Stage, key: str, given: dict[str, Any], now: datetime) -> None:
    ctx, challenge = acting(stage, given["by"], now), stage.challenges[key]
    if "organisation" in given:
        participants.invite(ctx, challenge, organisation=stage.organisations[given["organisation"]].public_id)
        return
    email = stage.people[given["person"]].email if "person" in given else given["email"]
    participants.invite(ctx, challenge, email=email)


def _confirm(stage: Stage, given: dict[str, Any], now: datetime) -> None:
    identities.confirm(acting(stage, given["by"], now), stage.people[given["person"]].public_id)
