"""Many texts that a moderator decides at once: what a deed comes to in each, and whom of those who wrote it blocks."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Integer, cast, null, or_, select, union, union_all

from samskaping.context import Context
from samskaping.errors import Missing
from samskaping.language import gettext as _
from samskaping.models import Block, Comment, Need, Person, Proposal
from samskaping.queries import blocking, moderation, reports, rulings
from samskaping.queries.moderation import Thing
from samskaping.queries.reports import Told
from samskaping.queries.rulings import RulingLine
from samskaping.rules import limits
from samskaping.rules.judging import Writer, obstacle, unblockable
from samskaping.rules.moderation import Deed
from samskaping.rules.pipeline import State

_NAME = re.compile(r"(forslag|kommentar|behov)\.([A-Za-z0-9-]{1,20})", re.ASCII)


@dataclass(frozen=True)
class Verdict:
    """What will happen with one text, or why nothing will. ``ruling`` is the last one on what was decided before."""

    thing: Thing
    obstacle: str
    is_changed: bool = False
    ruling: RulingLine | None = None

    @property
    def mark(self) -> str:
        """What must be the same when the deed is done: the mark of the single form, and the verdict."""
        return f"{_seen(self.thing)}.{'nei' if self.obstacle else 'ja'}"


@dataclass(frozen=True)
class Blocked:
    """Whether one who wrote is blocked, by the first of their texts that the deed is done with."""

    person_id: int
    thing: Thing
    obstacle: str

    @property
    def mark(self) -> str:
        return f"{name(self.thing)}.{'fri' if self.obstacle else 'blokkert'}"


def marks(found: Sequence[Verdict], blocked: Sequence[Blocked]) -> set[str]:
    """All that must be the same when the deed is done."""
    return {one.mark for one in found} | {one.mark for one in blocked}


def name(thing: Thing) -> str:
    """What the address of the selection calls a text."""
    return f"{thing.kind}.{thing.name}"


def _seen(thing: Thing) -> str:
    return f"{name(thing)}.{thing.mark}"


@dataclass(frozen=True)
class Named:
    """The references of proposals, the public ids of comments, and the references of needs."""

    proposals: list[str]
    comments: list[str]
    needs: list[str]


def named(names: Sequence[str]) -> Named:
    """What the names of a selection name. Raises ``Missing`` for what names nothing."""
    pairs = [found.groups() for found in map(_NAME.fullmatch, names) if found]
    if len(pairs) != len(names):
        raise Missing
    return Named(*([word for kind, word in pairs if kind == wanted] for wanted in ("forslag", "kommentar", "behov")))


def chosen(ctx: Context, names: Sequence[str]) -> tuple[Thing, ...]:
    """The chosen texts, in the order in which they were chosen. Raises ``Missing`` when one is not here.

    What was sent back is its writer's draft again: it is here without its words. One statement.
    """
    return tuple(thing for thing, _row in _chosen(ctx, names))


def chosen_with(ctx: Context, names: Sequence[str], writing: Any) -> tuple[tuple[Thing, ...], dict[int, Any]]:
    """The same, and how those who wrote them stand (``writing``, which may lock them) by key. One statement."""
    found = _chosen(ctx, names, writing.subquery())
    return tuple(thing for thing, _row in found), {row.person_id: row for _thing, row in found if row.person_id}


def _chosen(ctx: Context, names: Sequence[str], people: Any = None) -> list[tuple[Thing, Any]]:
    unique = list(dict.fromkeys(names))
    if not unique or len(unique) > limits.DECIDED_AT_ONCE:
        raise Missing(_("Velg mellom én og %(most)s tekster i køen.") % {"most": limits.DECIDED_AT_ONCE})
    wanted, none = named(unique), cast(null(), Integer)
    keys = union_all(
        select(Proposal.id.label("proposal_id"), none.label("comment_id"), none.label("need_id")).where(
            Proposal.reference.in_(wanted.proposals)
        ),
        select(Comment.proposal_id, Comment.id, none).where(Comment.public_id.in_(wanted.comments)),
        select(none, none, Need.id).where(Need.reference.in_(wanted.needs)),
    ).subquery()
    ruled = rulings.newest_on(Proposal.id, None).is_not(None)
    found = moderation.these(ctx, keys, or_(Proposal.state != State.UTKAST, ruled), people)
    things = {name(thing): (_without_words(thing), row) for thing, row in found}
    if set(things) != set(unique):
        raise Missing
    return [things[one] for one in unique]


def _without_words(thing: Thing) -> Thing:
    return replace(thing, title="", text="", html="", idea="") if thing.state is State.UTKAST else thing


def why(ctx: Context, things: Collection[Thing]) -> dict[str, tuple[Told, ...]]:
    """The open reports of each text by its name. One statement."""
    reported = [one for one in things if one.open_reports]
    cases = [one.proposal_id for one in reported if one.proposal_id]
    told = reports.told(ctx, cases, [one.need_id for one in reported if one.need_id])
    return {name(one): tuple(told.get(one.about, ())) for one in things}


def verdicts(ctx: Context, things: Sequence[Thing], deed: Deed) -> tuple[Verdict, ...]:
    """What the deed comes to in each text."""
    return tuple(Verdict(thing, obstacle(ctx.actor, thing, deed)) for thing in things)


def compared(ctx: Context, found: Sequence[Verdict], seen: str) -> tuple[Verdict, ...]:
    """The same with what is other than the form showed it, and who decided what stands in the way. One statement."""
    shown = {one.rpartition(".")[0] for one in seen.split()}
    marked = [replace(one, is_changed=bool(shown) and _seen(one.thing) not in shown) for one in found]
    wanted = {_ruling(one) for one in marked} - {""}
    ruled = rulings.these(ctx, wanted) if wanted else {}
    return tuple(replace(one, ruling=ruled.get(_ruling(one))) for one in marked)


def _ruling(verdict: Verdict) -> str:
    """The last ruling, where it tells why nothing happens or what is new; an old one that let it stand does not."""
    thing = verdict.thing
    is_stopped = thing.hidden_at or thing.is_refused or thing.state is State.UTKAST
    return thing.mark.partition(".")[2] if is_stopped or verdict.is_changed else ""


def writers(found: Sequence[Verdict]) -> dict[int, Thing]:
    """Who wrote what the deed is done with, each with the first of their texts."""
    first: dict[int, Thing] = {}
    for one in found:
        if not one.obstacle and one.thing.writer_id:
            first.setdefault(one.thing.writer_id, one.thing)
    return first


def writing(ctx: Context, names: Sequence[str]) -> Any:
    """A statement that reads how those who wrote the named texts stand here, in one order."""
    wanted = named(names)
    wrote = union(
        select(Proposal.writer_id).where(Proposal.reference.in_(wanted.proposals)),
        select(Comment.writer_id).where(Comment.public_id.in_(wanted.comments)),
        select(Need.writer_id).where(Need.reference.in_(wanted.needs)),
    )
    return _standing(ctx, Person.id.in_(wrote))


def _standing(ctx: Context, which: Any) -> Any:
    """How people stand here: key, roles, and whether they are blocked."""
    is_blocked = blocking.holding(ctx, Block, Person.id).label("is_blocked")
    found = select(Person.id.label("person_id"), blocking.roles_held(ctx).label("held"), is_blocked)
    return found.where(which).order_by(Person.id)


def looked_over(ctx: Context, first: dict[int, Thing]) -> tuple[Blocked, ...]:
    """Who would be blocked, and who not. At most one statement."""
    rows = ctx.db.execute(_standing(ctx, Person.id.in_(first))).all() if first else ()
    return blocks(ctx, first, {row.person_id: row for row in rows})


def blocks(ctx: Context, first: dict[int, Thing], stands: Mapping[int, Any]) -> tuple[Blocked, ...]:
    """Who is blocked and who is not, in the order of their texts, by how they stand."""
    found = []
    for key, thing in first.items():
        stand = stands[key]
        writer = Writer(key, blocking.roles(stand.held), thing.partial_ids, stand.is_blocked)
        found.append(Blocked(key, thing, unblockable(ctx.actor, writer)))
    return tuple(found)
