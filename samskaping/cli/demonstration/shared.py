"""What the municipalities of the demonstration do together: challenges that they share, and what is proposed there."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from samskaping.actions import lessons, partners
from samskaping.cli.demonstration import stage as stages
from samskaping.cli.demonstration.play import Cue, act_out, of_proposal
from samskaping.cli.demonstration.scene import acting
from samskaping.cli.demonstration.stage import Stage
from samskaping.models import Challenge, ChallengePartner, Municipality
from samskaping.queries import lessons as bank
from samskaping.queries.lessons import Filters

Step = dict[str, Any]


def play(db: Session, scripts: dict[str, Step], script: Step, now: datetime) -> None:
    """Play the common script once, when every municipality in it takes part."""
    active = db.scalars(select(Municipality.slug).where(Municipality.activated_at.is_not(None))).all()
    if not set(scripts) <= set(active) or db.scalar(select(ChallengePartner.id).where(~ChallengePartner.is_lead)):
        return
    there = {name: stages.again(db, one, now) for name, one in scripts.items()}
    for given in script["challenge"]:
        title = stages.texts(given["title"])
        everywhere = select(Challenge.public_id, Challenge.title).execution_options(every_municipality=True)
        named = [public_id for public_id, words in db.execute(everywhere) if words.nb == title.nb]
        for one in there.values():
            one.challenges[given["key"]] = named[0]
    cues = [
        Cue(step["day"], number, step["do"], partial(_DEEDS[step["do"]], there[step["at"]], step))
        for number, step in enumerate(script["step"])
    ]
    for given in script["proposal"]:
        cues += of_proposal(there[given["at"]], given, len(cues))
    act_out(next(iter(there.values())), cues)


def _invite(stage: Stage, step: Step, now: datetime) -> None:
    partners.invite(acting(stage, step["by"], now), stage.challenges[step["challenge"]], step["to"], step["words"])


def _answer(stage: Stage, step: Step, now: datetime) -> None:
    ctx, accepts = acting(stage, step["by"], now), step["accepts"]
    partners.answer(ctx, stage.challenges[step["challenge"]], accepts=accepts, words=step["words"])


def _archivist(stage: Stage, step: Step, now: datetime) -> None:
    partners.name_archivist(acting(stage, step["by"], now), stage.challenges[step["challenge"]], step["to"])


def _useful(stage: Stage, step: Step, now: datetime) -> None:
    ctx = acting(stage, step["by"], now)
    found = bank.listing(ctx, Filters(query=step["words"]))
    lessons.find_useful(ctx, found.rows[0].public_id)


_DEEDS: dict[str, Callable[..., None]] = {
    "invite": _invite,
    "answer": _answer,
    "archivist": _archivist,
    "useful": _useful,
}
