"""What was learnt in a case, written before it is closed; and another municipality's word that it has use of it."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import delete, select

from samskaping import text
from samskaping.actions import authors
from samskaping.actions.proposals import locked
from samskaping.actions.record import keep_version, public_id, record
from samskaping.context import Context
from samskaping.context.doors import Door, find
from samskaping.db import upsert
from samskaping.errors import Clash, Missing, Unfit
from samskaping.language import gettext as _
from samskaping.models import Lesson, LessonUse, Municipality, Proposal
from samskaping.rules import lessons as rules
from samskaping.rules.events import What
from samskaping.rules.policy import Can

_EVERYWHERE = {"every_municipality": True}


@dataclass(frozen=True)
class Content:
    """Answers by question (``rules/lessons.py:PARTS``), and the language they are in. ``version`` is the lesson's as
    the form showed it, 0 for a new one; ``why`` is asked for when everyone can read it already.
    """

    answers: dict[str, str]
    language: str = "nb"
    version: int = 0
    why: str = ""


def write(ctx: Context, ref: str, content: Content, *, once: str | None = None) -> None:
    """Write down what was learnt, or write it anew. Raises ``Unfit``, and ``Clash`` when another did meanwhile."""
    proposal = locked(ctx, ref)
    ctx.require(Can.LESSON_WRITE, proposal)
    if proposal.state not in rules.WRITTEN:
        raise Unfit(_("Lærdommen skrives fra saken vurderes, og kan rettes når den er avsluttet."))
    row = ctx.db.scalar(select(Lesson).where(Lesson.proposal_id == proposal.id))
    if (row.version if row else 0) != content.version:
        raise Clash(_("Noen andre har skrevet lærdommen mens du skrev. Teksten din er tatt vare på."))
    found = rules.flaws(content.answers)
    if row is not None and proposal.state in rules.TOLD and not content.why.strip():
        found["why"] = _("Skriv hva du har endret, og hvorfor")
    if found:
        raise Unfit(**found)
    if row is None:
        row = Lesson(
            municipality_id=proposal.municipality_id, public_id=public_id(), proposal_id=proposal.id, version=0,
            written_at=ctx.now,
        )  # fmt: skip
    else:
        row.edited_at, row.correction = ctx.now, text.tidy(content.why)[:500]
    for name, answer in content.answers.items():
        setattr(row, name, text.tidy(answer))
    row.language, row.version = content.language, row.version + 1
    ctx.db.add(row)
    ctx.db.flush()
    author = authors.municipal(ctx)
    kept: dict[str, Any] = {name: getattr(row, name) for name in (*rules.PARTS, "language")}
    keep_version(ctx, row, kept, number=row.version, author_id=author, why=row.correction)
    record(ctx, What.LESSON_WRITTEN, proposal, author_id=author, once=once, lesson=row.public_id, version=row.version)


def find_useful(ctx: Context, lesson: str, *, once: str | None = None) -> None:
    """Say that the municipality has use of what another learnt; once, however often it is said. Raises ``Missing``."""
    ctx.require(Can.LESSON_USE)
    row, original, slug = _others(ctx, lesson)
    new = upsert(ctx.db, LessonUse).values(lesson_id=row.id, municipality_id=ctx.here.id, said_at=ctx.now)
    if ctx.db.scalar(new.on_conflict_do_nothing().returning(LessonUse.id)) is not None:
        _tell(ctx, What.LESSON_USEFUL, original, slug, row, once)


def take_back(ctx: Context, lesson: str, *, once: str | None = None) -> None:
    """The municipality has no use of it after all. Raises ``Missing``."""
    ctx.require(Can.LESSON_USE)
    row, original, slug = _others(ctx, lesson)
    gone = delete(LessonUse).where(LessonUse.lesson_id == row.id, LessonUse.municipality_id == ctx.here.id)
    if ctx.db.scalar(gone.returning(LessonUse.id)) is not None:
        _tell(ctx, What.LESSON_NOT_USEFUL, original, slug, row, once)


def _others(ctx: Context, lesson: str) -> tuple[Lesson, Proposal, str]:
    """Another municipality's lesson that everyone can read, its case, locked, and where it is. Raises ``Missing``."""
    wanted = (
        select(Lesson, Proposal, Municipality.slug)
        .join(Proposal, Proposal.id == Lesson.proposal_id)
        .join(Municipality, Municipality.id == Lesson.municipality_id)
        .where(
            Lesson.public_id == lesson, Lesson.municipality_id != ctx.here.id, Municipality.activated_at.is_not(None),
            Proposal.is_public, Proposal.state.in_(rules.TOLD),
        )
        .with_for_update(of=Proposal)
    )  # fmt: skip
    found = ctx.db.execute(wanted, execution_options=_EVERYWHERE).one_or_none()
    if found is None:
        raise Missing
    return found[0], found[1], found[2]


def _tell(ctx: Context, what: What, original: Proposal, slug: str, row: Lesson, once: str | None) -> None:
    """In the history of the case it was learnt in: who wrote it down hears that it was worth it."""
    there = find(ctx.db, Door(slug))
    record(
        replace(ctx, municipality=there), what, original, author_id=authors.municipal(ctx), once=once,
        lesson=row.public_id, slug=ctx.here.slug, place=ctx.here.full_name,
    )  # fmt: skip
