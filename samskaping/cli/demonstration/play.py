"""The demonstration's play: every deed of the script, in order of time, done by the real actions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from samskaping.actions import absences, challenges, drafts, organisations, proposals, redaction, routing, statements
from samskaping.actions.challenges import Content, Quote
from samskaping.actions.drafts import Change
from samskaping.actions.statements import Said
from samskaping.cli.demonstration import (
    adoptions,
    answers,
    benefits,
    files,
    gatherings,
    initiatives,
    intakes,
    needs,
    offers,
    participants,
    phases,
    raised,
    votes,
)
from samskaping.cli.demonstration.deeds import DEEDS, Step, approve
from samskaping.cli.demonstration.scene import acting, acting_as, day
from samskaping.cli.demonstration.stage import AGE, Stage, texts
from samskaping.clock import at, oslo_date
from samskaping.context import Context
from samskaping.rules.challenges import TEXTS
from samskaping.rules.moderation import Reading
from samskaping.rules.pipeline import State
from samskaping.rules.roles import Role
from samskaping.rules.speech import Level, ReportReason

#: The day's deeds begin at eight, and follow each other by so many minutes.
MORNING, PACE = 8, timedelta(minutes=7)

#: What happens beside challenges and proposals: table of the script → its parts, each on a day.
_BESIDE = {
    "need": needs.parts,
    "ask": offers.asked,
    "offer": offers.offered,
    "raised": raised.parts,
    "initiative": initiatives.parts,
    "wording": raised.reworded,
    "identity": participants.shown,
    "benefit": benefits.parts,
    "vote": votes.parts,
    "gathering": gatherings.parts,
    "file": files.parts,
}


@dataclass(frozen=True)
class Cue:
    """One deed of the play: on which day it happens, and in which place among the day's deeds."""

    day: int
    order: int
    what: str
    act: Callable[[datetime], None]


def play(stage: Stage, script: dict[str, Any]) -> None:
    """Play the whole script."""
    cues: list[Cue] = []
    for given in script["challenge"]:
        cues += _of_challenge(stage, given, len(cues))
    for given in script["proposal"]:
        cues += of_proposal(stage, given, len(cues))
    cues += [
        Cue(given["said"], number, f"absence of {given['person']}", partial(_be_away, stage, given))
        for number, given in enumerate(script.get("absence", []))
    ]
    for name, told in _BESIDE.items():
        for given in script.get(name, []):
            parts, called = enumerate(told(stage, given), start=len(cues)), given.get("key", name)
            cues += [Cue(one.day, number, called, one.act) for number, one in parts]
    _name_members(stage, script)
    _lay_routes(stage, script)
    for given in script.get("sheet", []):
        cues.append(Cue(given["day"], len(cues), given["file"], partial(intakes.take_in, stage, given)))
    act_out(stage, cues)
    answers.keep(stage, script, stage.now - timedelta(minutes=1))


def act_out(stage: Stage, cues: list[Cue]) -> None:
    """Do all deeds in order of time, each on its day."""
    cues.sort(key=lambda cue: (cue.day, cue.order))
    today, at_the_time = oslo_date(stage.now), None
    for cue in cues:
        morning = at(today + timedelta(days=cue.day), MORNING)
        at_the_time = morning if at_the_time is None else max(morning, at_the_time + PACE)
        try:
            cue.act(min(at_the_time, stage.now - timedelta(minutes=1)))
        except Exception as error:
            error.add_note(f"day {cue.day} of the script: {cue.what}")
            raise
        stage.db.flush()


def _name_members(stage: Stage, script: dict[str, Any]) -> None:
    """Those who want everyone to see whom they act for, say so."""
    for given in script["organisation"]:
        for key in given.get("named", []):
            made = stage.organisations[given["key"]].public_id
            organisations.name_me(acting(stage, key, stage.now - AGE), made, is_named=True)


def _lay_routes(stage: Stage, script: dict[str, Any]) -> None:
    """The administrator says which unit gets what, before anything comes in."""
    for given in script.get("route", []):
        ctx = acting_as(stage, Role.ADMINISTRATOR, stage.now - AGE)
        theme = stage.themes[given["theme"]].public_id if "theme" in given else ""
        area = stage.areas[given["area"]].public_id if "area" in given else ""
        routing.lay(ctx, area=area, theme=theme, unit=stage.units[given["unit"]].public_id)


def _be_away(stage: Stage, given: Step, now: datetime) -> None:
    today = oslo_date(stage.now)
    absences.say(
        acting(stage, str(given.get("by", given["person"])), now),
        person=stage.people[given["person"]].public_id,
        stand_in=stage.people[given["stand_in"]].public_id,
        from_on=day(today, given["from"]),
        until_on=day(today, given["until"]),
    )


def _of_challenge(stage: Stage, given: Step, order: int) -> list[Cue]:
    begins = given.get("published", -3)
    cues = [Cue(begins, order, given["key"], partial(_challenge, stage, given))]
    for number, update in enumerate(given.get("update", []), start=1):
        cues.append(
            Cue(update["day"], order + number, given["key"], partial(_challenge_update, stage, given["key"], update))
        )
    for number, step in enumerate(given.get("redact", []), start=order + 40):
        cues.append(Cue(step["day"], number, given["key"], partial(_challenge_redact, stage, given["key"], step)))
    # The clock comes before people.
    cues += [Cue(one.day, -1, given["key"], one.act) for one in phases.turns(stage, given)]
    beside = (*phases.reflections(stage, given), *participants.invited(stage, given))
    for number, one in enumerate(beside, start=order + 50):
        cues.append(Cue(one.day, number, given["key"], one.act))
    if given.get("closes", 0) < 0:
        cues.append(Cue(given["closes"] + 1, order + 99, given["key"], partial(_close, stage, given)))
    return cues


def _challenge(stage: Stage, given: Step, now: datetime) -> None:
    ctx, today = acting(stage, given["by"], now), oslo_date(stage.now)
    content = Content(
        **{name: texts(given.get(name)) for name in TEXTS},
        quotes=tuple(Quote(**quote) for quote in given.get("quotes", [])),
        goals=tuple(given.get("goals", [])),
        level=Level(given["level"]) if "level" in given else None,
        illustration=given.get("illustration", "langbord"),
        unit=stage.units[given["unit"]].public_id if "unit" in given else "",
        theme=stage.themes[given["theme"]].public_id if "theme" in given else "",
        answers_on=day(today, given.get("answers_on")),
        closes_on=day(today, given.get("closes")),
        proposals_read=Reading(given["proposals_read"]) if "proposals_read" in given else None,
        comments_read=Reading(given["comments_read"]) if "comments_read" in given else None,
    )
    stage.challenges[given["key"]] = challenge = _begun(stage, ctx, given, content)
    version = phases.plan(stage, given, now)
    if given.keys() & {"from", "raised"} and "title" in given:
        challenges.save(ctx, challenge, content, version=version)
        version += 1
    if "published" in given:
        challenges.publish(ctx, challenge, version=version)


def _begun(stage: Stage, ctx: Context, given: Step, content: Content) -> str:
    """A draft, from what others have done or raised if the script says so."""
    if "raised" in given:
        return raised.taken(stage, ctx, given["raised"])
    return adoptions.begin(ctx, given["from"]) if "from" in given else challenges.start(ctx, content)


def _challenge_update(stage: Stage, key: str, given: Step, now: datetime) -> None:
    ctx = acting(stage, given["by"], now)
    title, text = texts(given.get("title")), texts(given["text"])
    form = ctx.language if text.get(ctx.language) else text.form
    said = Said(text.get(form), 0, language=form, title=title.get(form) or str(title))
    statements.update_challenge(ctx, stage.challenges[key], said)


def _challenge_redact(stage: Stage, key: str, step: Step, now: datetime) -> None:
    about, reason = ("utfordring", stage.challenges[key]), ReportReason(step["code"])
    redaction.redact(acting(stage, step["by"], now), *about, step["passages"], reason, step["reason"])


def _close(stage: Stage, given: Step, now: datetime) -> None:
    challenges.close(acting(stage, given["by"], now), stage.challenges[given["key"]])


def of_proposal(stage: Stage, given: Step, order: int) -> list[Cue]:
    cues = [Cue(given.get("day", -2), order, given["key"], partial(_propose, stage, given))]
    for number, step in enumerate(given.get("step", []), start=1):
        act = partial(DEEDS[step["do"]], stage, given["key"], step)
        cues.append(Cue(step["day"], order + number, f"{given['key']} {step['do']}", act))
    return cues


def _propose(stage: Stage, given: Step, now: datetime) -> None:
    if "entered" in given:
        stage.proposals[given["key"]] = intakes.enter(stage, given, now)
        return
    ctx = acting(stage, given["by"], now, given.get("language"))
    draft = drafts.start(ctx, challenge=stage.challenges[given["challenge"]] if "challenge" in given else None)
    change = Change(
        need=given["need"],
        idea=given.get("idea", ""),
        title=given["title"],
        language=given.get("language", ctx.language),
        area=stage.areas[given["area"]].public_id if "area" in given else None,
        theme=stage.themes[given["theme"]].public_id if "theme" in given else None,
        organisation=stage.organisations[given["organisation"]].public_id if "organisation" in given else None,
        goals=tuple(given.get("goals", [])),
    )
    drafts.save(ctx, draft, change)
    if given.get("state") == State.UTKAST:
        return
    stage.proposals[given["key"]] = ref = proposals.submit(ctx, draft)
    if stage.approves and given.get("state") != State.TIL_GODKJENNING:
        approve(stage, ref, now + timedelta(minutes=3))
