"""Each kind of step that a script may hold, and the deed that plays it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from samskaping.actions import (
    approval,
    blocking,
    casework,
    comments,
    lessons,
    moderation,
    moves,
    notes,
    redaction,
    reopening,
    reports,
    rewriting,
    statements,
    support,
    trust,
)
from samskaping.actions.comments import Remark
from samskaping.actions.drafts import Change
from samskaping.actions.moves import Wish
from samskaping.actions.reports import Complaint
from samskaping.actions.statements import Said
from samskaping.cli.demonstration import desk, groups, intakes
from samskaping.cli.demonstration.scene import acting, acting_as, day, row
from samskaping.cli.demonstration.stage import Stage
from samskaping.models import Comment, Proposal, Statement
from samskaping.rules.blocking import Span
from samskaping.rules.lessons import PARTS
from samskaping.rules.moves import between
from samskaping.rules.pipeline import Body, State
from samskaping.rules.roles import Role
from samskaping.rules.speech import Decision, ReportReason, Stance, StatementKind

Step = dict[str, Any]


def _move(stage: Stage, key: str, step: Step, now: datetime) -> None:
    ctx, ref = acting(stage, step["by"], now), stage.proposals[key]
    case = row(stage, ref)
    unit = stage.units[step["unit"]].public_id if "unit" in step else _unit_of(stage, case)
    language = step.get("language", case.language if case.language in ("nb", "nn") else ctx.language)
    if "learnt" in step:
        lessons.write(ctx, ref, lessons.Content({name: step["learnt"].get(name, "") for name in PARTS}, language))
    wish = Wish(
        between(case.state, State(step["to"])).verb,
        case.version,
        reason=step.get("reason", ""),
        language=language,
        unit=unit,
        next_on=day(ctx.today, step.get("next")),
        body=Body(step["body"]) if "body" in step else None,
        body_name=step.get("body_name", ""),
        look_again_on=day(ctx.today, step.get("look_again")),
        forward_to=step.get("forward_to", ""),
        into=stage.proposals[step["into"]] if "into" in step else "",
    )
    moves.move(ctx, ref, wish, impartial=True)


def _withdraw(stage: Stage, key: str, step: Step, now: datetime) -> None:
    ref = stage.proposals[key]
    moves.move(acting(stage, step["by"], now), ref, Wish("trekk", row(stage, ref).version, reason=step["reason"]))


def _say(deed: Callable[..., object], stage: Stage, key: str, step: Step, now: datetime) -> None:
    ctx, ref = acting(stage, step["by"], now), stage.proposals[key]
    case = row(stage, ref)
    said = Said(
        step.get("reason") or step["text"],
        case.version,
        language=step.get("language", ctx.language),
        title=step.get("title", ""),
        decision=Decision(step["decision"]) if "decision" in step else None,
        due=day(ctx.today, step.get("next")),
        is_public=step.get("public", True),
    )
    deed(ctx, ref, said)


def _reply(stage: Stage, key: str, step: Step, now: datetime) -> None:
    ctx, ref = acting(stage, step["by"], now), stage.proposals[key]
    question = _last(stage, ref, StatementKind.QUESTION)
    said = Said(step["text"], row(stage, ref).version, language=step.get("language", ctx.language))
    statements.reply(ctx, ref, question.public_id, said)


def _correct(stage: Stage, key: str, step: Step, now: datetime) -> None:
    ctx, ref = acting(stage, step["by"], now), stage.proposals[key]
    answer = _last(stage, ref, StatementKind.ANSWER)
    said = Said(step["text"], answer.version, language=step.get("language", ctx.language), title=answer.title)
    statements.correct(ctx, ref, answer.public_id, said, why=step["why"])


def _note(stage: Stage, key: str, step: Step, now: datetime) -> None:
    notes.write(acting(stage, step["by"], now), stage.proposals[key], step["text"])


def _assign(stage: Stage, key: str, step: Step, now: datetime) -> None:
    ctx, ref = acting(stage, step["by"], now), stage.proposals[key]
    before = _handler(stage, ref)
    if step["to"] == step["by"]:
        casework.take(ctx, ref, before=before, impartial=True)
    elif step["to"] in stage.people:
        casework.assign(ctx, ref, person=stage.people[step["to"]].public_id, before=before)
    else:
        casework.assign(ctx, ref, unit=stage.units[step["to"]].public_id, before=before)


def _comment(stage: Stage, key: str, step: Step, now: datetime) -> None:
    ctx = acting(stage, step["by"], now)
    speaker = stage.organisations[step["organisation"]].public_id if "organisation" in step else ""
    remark = Remark(
        step["text"],
        Stance(step["stance"]),
        language=step.get("language", ctx.language),
        reply_to=stage.comments[step["reply_to"]] if "reply_to" in step else "",
        speaker=speaker,
    )
    stage.comments[step.get("key", "")] = said = comments.write(ctx, stage.proposals[key], remark)
    held = stage.db.scalars(select(Comment.held_since).where(Comment.public_id == said)).one()
    if held and not step.get("waits"):
        approval.approve_comment(acting_as(stage, Role.MODERATOR, now + timedelta(minutes=3)), said)


def _refuse_comment(stage: Stage, _key: str, step: Step, now: datetime) -> None:
    comment, code = stage.comments[step["comment"]], ReportReason(step["code"])
    approval.refuse_comment(acting(stage, step["by"], now), comment, code, step["reason"])


def _trust(stage: Stage, _key: str, step: Step, now: datetime) -> None:
    person = stage.people[step["person"]].public_id
    trust.say(acting(stage, step["by"], now), person, is_trusted=step.get("given", True), why=step["reason"])


def _edit_comment(stage: Stage, key: str, step: Step, now: datetime) -> None:
    comment = stage.comments[step["comment"]]
    version = stage.db.scalars(select(Comment.version).where(Comment.public_id == comment)).one()
    comments.edit(acting(stage, step["by"], now), stage.proposals[key], comment, version=version, written=step["text"])


def _retract_comment(stage: Stage, key: str, step: Step, now: datetime) -> None:
    comments.retract(acting(stage, step["by"], now), stage.proposals[key], stage.comments[step["comment"]])


def _support(stage: Stage, key: str, step: Step, now: datetime) -> None:
    organisation = stage.organisations[step["organisation"]].public_id if "organisation" in step else ""
    for someone in step["by"]:
        support.give(acting(stage, someone, now), stage.proposals[key], organisation=organisation)


def _follow(stage: Stage, key: str, step: Step, now: datetime) -> None:
    for someone in step["by"]:
        support.follow(acting(stage, someone, now), "proposal", stage.proposals[key])


def _edit(stage: Stage, key: str, step: Step, now: datetime) -> None:
    ref = stage.proposals[key]
    change = Change(**{name: step[name] for name in ("title", "need", "idea", "place") if name in step})
    rewriting.edit(acting(stage, step["by"], now), ref, change, version=row(stage, ref).version)
    if stage.approves:
        approve(stage, ref, now + timedelta(minutes=3))


def approve(stage: Stage, ref: str, now: datetime) -> None:
    """A moderator reads what waits, and lets everyone see it; what was let through, stands already."""
    if row(stage, ref).state is not State.TIL_GODKJENNING:
        return
    moves.move(acting_as(stage, Role.MODERATOR, now), ref, Wish("godkjenn", row(stage, ref).version))


def _report(stage: Stage, key: str, step: Step, now: datetime) -> None:
    complaint = Complaint(ReportReason(step["reason"]), step.get("text", ""))
    comment = stage.comments[step["comment"]] if "comment" in step else ""
    reports.report(acting(stage, step["by"], now), stage.proposals[key], complaint, comment=comment)


def _hide(stage: Stage, key: str, step: Step, now: datetime) -> None:
    ctx, reason = acting(stage, step["by"], now), ReportReason(step.get("code", ReportReason.ANNET))
    if "comment" in step:
        moderation.hide_comment(ctx, stage.comments[step["comment"]], reason, step["reason"])
    else:
        moderation.hide_proposal(ctx, stage.proposals[key], reason, step["reason"])


def _text(stage: Stage, key: str, step: Step) -> tuple[str, str]:
    """What a moderator's step is about: a comment, or the proposal itself."""
    return ("kommentar", stage.comments[step["comment"]]) if "comment" in step else ("forslag", stage.proposals[key])


def _redact(stage: Stage, key: str, step: Step, now: datetime) -> None:
    reason = ReportReason(step["code"])
    redaction.redact(acting(stage, step["by"], now), *_text(stage, key, step), step["passages"], reason, step["reason"])


def _block(stage: Stage, key: str, step: Step, now: datetime) -> None:
    span, reason = Span(step["span"]), ReportReason(step["code"])
    blocking.block(acting(stage, step["by"], now), *_text(stage, key, step), span, reason, step["reason"])


def _restore(stage: Stage, key: str, step: Step, now: datetime) -> None:
    ctx = acting(stage, step["by"], now)
    if "comment" in step:
        moderation.restore_comment(ctx, stage.comments[step["comment"]], step["reason"])
    else:
        moderation.restore_proposal(ctx, stage.proposals[key], step["reason"])


DEEDS: dict[str, Callable[..., None]] = {
    **desk.DEEDS,
    "move": _move,
    "withdraw": _withdraw,
    "answer": partial(_say, partial(statements.answer, impartial=True)),
    "interim": partial(_say, partial(statements.interim, impartial=True)),
    "check_in": partial(_say, statements.check_in),
    "ask": partial(_say, statements.ask),
    "ask_again": partial(_say, reopening.ask),
    "decline": partial(_say, partial(reopening.decline, impartial=True)),
    "update": partial(_say, statements.update),
    "reply": _reply,
    "correct": _correct,
    "note": _note,
    "assign": _assign,
    "comment": _comment,
    "edit_comment": _edit_comment,
    "retract_comment": _retract_comment,
    "refuse_comment": _refuse_comment,
    "trust": _trust,
    "support": _support,
    "follow": _follow,
    "edit": _edit,
    "report": _report,
    "hide": _hide,
    "redact": _redact,
    "block": _block,
    "restore": _restore,
    **intakes.DEEDS,
    **groups.DEEDS,
}


def _handler(stage: Stage, ref: str) -> str:
    handler = row(stage, ref).handler_id
    return next((someone.public_id for someone in stage.people.values() if someone.id == handler), "")


def _unit_of(stage: Stage, case: Proposal) -> str:
    return next((unit.public_id for unit in stage.units.values() if unit.id == case.unit_id), "")


def _last(stage: Stage, ref: str, kind: StatementKind) -> Statement:
    said = select(Statement).where(Statement.proposal_id == row(stage, ref).id, Statement.kind == kind)
    return stage.db.scalars(said.order_by(Statement.id.desc()).limit(1)).one()
