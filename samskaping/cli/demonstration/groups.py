"""What a script lets the working group of a proposal do: seats, thread, shared draft, tasks and minutes."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from samskaping.actions import group_drafts, group_posts, group_tasks
from samskaping.actions import groups as deeds
from samskaping.actions.group_drafts import Written
from samskaping.actions.group_posts import Minutes
from samskaping.actions.group_tasks import Wanted
from samskaping.actions.groups import Invitation
from samskaping.cli.demonstration.scene import acting, day, row
from samskaping.cli.demonstration.stage import Stage
from samskaping.queries import groups, own_groups
from samskaping.rules.groups import MemberRole

Step = dict[str, Any]


def _invite(stage: Stage, key: str, step: Step, now: datetime) -> None:
    email = stage.people[step["to"]].email if "to" in step else step.get("email", "")
    organisation = stage.organisations[step["organisation"]].public_id if "organisation" in step else ""
    invitation = Invitation(MemberRole(step["role"]), email, organisation)
    deeds.invite(acting(stage, step["by"], now), stage.proposals[key], invitation)


def _join(stage: Stage, key: str, step: Step, now: datetime) -> None:
    ctx, ref = acting(stage, step["by"], now), stage.proposals[key]
    seat = next(one for one in own_groups.invitations(ctx) if one.reference == ref and one.slug == stage.here.slug)
    deeds.answer(ctx, ref, seat.member, accepts=True)


def _sit(stage: Stage, key: str, step: Step, now: datetime) -> None:
    deeds.sit(acting(stage, step["by"], now), stage.proposals[key])


def _say(stage: Stage, key: str, step: Step, now: datetime) -> None:
    """Something said, which is written anew at once where the step says how."""
    ctx, ref = acting(stage, step["by"], now), stage.proposals[key]
    post = group_posts.say(ctx, ref, step["text"], language=step.get("language", ctx.language))
    if "anew" in step:
        group_posts.change(ctx, ref, post, step["anew"], version=1)


def _minute(stage: Stage, key: str, step: Step, now: datetime) -> None:
    ctx, ref = acting(stage, step["by"], now), stage.proposals[key]
    minutes = Minutes(step["text"], ctx.today, step.get("language", ctx.language))
    post = group_posts.minute(ctx, ref, minutes)
    if step.get("public"):
        group_posts.turn(ctx, ref, post, is_public=True)


def _draft(stage: Stage, key: str, step: Step, now: datetime) -> None:
    """What a step does not say anew, stands as it was."""
    ctx, ref = acting(stage, step["by"], now), stage.proposals[key]
    case = row(stage, ref)
    version = groups.group(ctx, ref).version
    said = {name: step.get(name) or getattr(case, name) for name in ("title", "need", "idea", "language")}
    group_drafts.save(ctx, ref, Written(**said), version=version)


def _show(stage: Stage, key: str, step: Step, now: datetime) -> None:
    ctx, ref = acting(stage, step["by"], now), stage.proposals[key]
    group_drafts.show(ctx, ref, version=groups.group(ctx, ref).version)


def _use(stage: Stage, key: str, step: Step, now: datetime) -> None:
    ctx, ref = acting(stage, step["by"], now), stage.proposals[key]
    group_drafts.use(ctx, ref, version=groups.group(ctx, ref).version)


def _task(stage: Stage, key: str, step: Step, now: datetime) -> None:
    """A task, which is done at once where the step says so."""
    ctx, ref = acting(stage, step["by"], now), stage.proposals[key]
    seats = groups.members(ctx, groups.group(ctx, ref))
    names = {stage.people[step["to"]].name, stage.organisations[step["of"]].name if "of" in step else ""}
    seat = next(one for one in seats if one.author in names)
    due = day(ctx.today, step.get("due"))
    task = group_tasks.give(ctx, ref, Wanted(step["text"], seat.id, due, step.get("language", ctx.language)))
    if step.get("done"):
        group_tasks.settle(acting(stage, step["to"], now), ref, task, is_done=True)


DEEDS: dict[str, Callable[..., None]] = {
    "group_invite": _invite,
    "group_join": _join,
    "group_sit": _sit,
    "group_say": _say,
    "group_minute": _minute,
    "group_draft": _draft,
    "group_show": _show,
    "group_use": _use,
    "group_task": _task,
}
