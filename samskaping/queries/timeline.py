"""What happened in a case, dated: the public history, the staff's, the steps of the thread, and kept versions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import zip_longest
from typing import Any

from sqlalchemy import select

from samskaping import language
from samskaping.clock import oslo_date
from samskaping.context import Context
from samskaping.db import Texts
from samskaping.language import Words
from samskaping.language import gettext as _
from samskaping.models import Author, Event, Person, Unit, Version
from samskaping.rules.events import FACTS, PUBLIC_FACTS, What
from samskaping.rules.moves import BY_VERB
from samskaping.rules.pipeline import ENDED, STATES, THREAD, State
from samskaping.rules.routing import WAY_NAMES
from samskaping.rules.speech import AuthorKind

#: Not public, but the writer's own: asked and answered between the two.
BETWEEN_US = frozenset({What.QUESTION_ASKED_PRIVATELY, What.QUESTION_REPLIED_PRIVATELY})

#: Files that somebody attaches in one go come within so long.
_SITTING = timedelta(hours=1)
#: What brings a case to the first step.
_ARRIVALS = frozenset({What.PROPOSAL_PUBLISHED, What.PROPOSAL_IMPORTED})


@dataclass(frozen=True)
class Happening:
    """One event as a reader meets it. ``details`` are ids and small facts."""

    what: What
    at: datetime
    details: Mapping[str, Any]
    author_kind: AuthorKind | None
    author: str | None
    #: The unit and the person that the case went to; known to staff.
    unit: Texts | None = None
    person: str | None = None

    @property
    def whither(self) -> str:
        """To whom the case went, and by which of the municipality's ways."""
        way = WAY_NAMES.get(self.details.get("by", ""))
        went = ", ".join(str(one) for one in (self.person, self.unit) if one)
        return f"{went} ({way})" if went and way else went

    @property
    def sentence(self) -> Words:
        move = BY_VERB.get(str(self.details.get("verb"))) if self.what is What.PROPOSAL_MOVED else None
        return move.sentence if move else FACTS[self.what].sentence

    @property
    def is_public(self) -> bool:
        return FACTS[self.what].is_public

    @property
    def statement(self) -> str | None:
        """The public id of what was said with it."""
        return self.details.get("statement")

    def day(self, key: str) -> date | None:
        """A day among the details."""
        return date.fromisoformat(self.details[key]) if key in self.details else None


@dataclass(frozen=True)
class Step:
    """One of the seven steps of the thread: ``done``, ``now``, ``waiting``, ``skipped`` or ``stopped``."""

    name: Words
    state: str
    date_text: str = ""


@dataclass(frozen=True)
class Kept:
    """A text as it once stood. ``fields`` is empty when this reader may not read the version.

    ``was_held`` marks one that was written anew before a moderator had let it out.
    """

    number: int
    fields: Mapping[str, Any]
    why: str
    written_at: datetime
    was_held: bool
    is_blank: bool


@dataclass(frozen=True)
class Landed:
    """Where an earlier sending of the same form came to."""

    subject_kind: str
    details: Mapping[str, Any]


#: What a happening is read from, in its own order.
COLUMNS = (Event.what, Event.happened_at, Event.details, Author.kind, Author.name)


#: The names behind the ids of an event that gives a case to somebody.
_WHITHER: tuple[Any, ...] = tuple(
    select(named.name).where(named.public_id == Event.details[key].as_string()).correlate(Event).scalar_subquery()
    for key, named in (("unit", Unit), ("person", Person))
)


def with_author(statement: Any) -> Any:
    """A statement about events, with who speaks in each beside it."""
    return statement.outerjoin(Author, Author.id == Event.author_id)


def history(
    ctx: Context, kind: str, thing_id: int, *, is_own: bool = False, inner: bool = False, since: int = 0
) -> list[Happening]:
    """A subject's events, newest first: public ones, the writer's own too, or (``inner``) all for staff.

    ``since`` an event's number leaves out that one and those before it.
    """
    found = (
        with_author(select(*COLUMNS, *(_WHITHER if inner else ())))
        .where(Event.subject_kind == kind, Event.subject_id == thing_id, Event.number > since)
        .order_by(Event.number.desc())
    )
    if not inner:
        found = found.where(Event.what.in_(PUBLIC_FACTS | BETWEEN_US if is_own else PUBLIC_FACTS))
    return _together([Happening(*row) for row in ctx.db.execute(found)])


def _together(happened: list[Happening]) -> list[Happening]:
    """Files that came one by one, within an hour of the next and from the same hand, are told of once: the last."""
    kept: list[Happening] = []
    for one in happened:
        last = kept[-1] if kept else None
        goes_on = last is not None and one.what is last.what is What.FILE_ADDED and one.author == last.author
        if last is None or not goes_on or last.at - one.at > _SITTING:
            kept.append(one)
    return kept


def steps(ctx: Context, state: State, happened: Sequence[Happening]) -> list[Step]:
    """The seven steps, with the days on which the case reached each; ``happened`` is newest first."""
    reached: dict[State, Happening] = {}
    for event in happened:
        for step in _entered(event):
            reached.setdefault(step, event)
    last = state if state in THREAD else next(iter(reached), None)
    end = ended_on(state, happened)
    return [_step(ctx, step, state, last, reached.get(step), end) for step in THREAD]


def ended_on(state: State, happened: Iterable[Happening]) -> date | None:
    """The day on which an ended case ended here; none for one that had ended before it was brought in."""
    if state not in ENDED:
        return None
    ends = (one for one in happened if one.details.get("after") == state and one.what is not What.PROPOSAL_IMPORTED)
    end = next(ends, None)
    return oslo_date(end.at) if end else None


def _entered(event: Happening) -> list[State]:
    """The steps that a case reached by an event, the furthest first."""
    after = event.details.get("after")
    entered = [State(after)] if after in THREAD else []
    return [*entered, State.MOTTATT] if event.what in _ARRIVALS else entered


def _step(
    ctx: Context, step: State, state: State, last: State | None, by: Happening | None, ended: date | None
) -> Step:
    label, here, place = STATES[step].label, THREAD.index(last) if last else -1, THREAD.index(step)
    if place > here:
        return Step(label, "waiting")
    if place < here:
        return Step(label, "done", _when(ctx, by, _("Fra %(day)s"))) if by else Step(label, "skipped", _("Hoppet over"))
    if state is State.EFFEKT_MALT:
        return Step(label, "done", _when(ctx, by, "%(day)s"))
    if state in ENDED:
        stopped = _("Stoppet %(day)s") % {"day": _day(ctx, ended)} if ended else _when(ctx, by, "%(day)s")
        return Step(label, "stopped", stopped)
    return Step(label, "now", _when(ctx, by, _("Siden %(day)s")))


def _when(ctx: Context, event: Happening | None, words: str) -> str:
    """The day on which a step was reached, in ``words`` that say what day it is."""
    if event is None:
        return ""
    brought_in = _("Hentet inn %(day)s") if event.what is What.PROPOSAL_IMPORTED else words
    return brought_in % {"day": _day(ctx, oslo_date(event.at))}


def _day(ctx: Context, day: date) -> str:
    return language.day(day, year=day.year != ctx.today.year)


def versions(ctx: Context, kind: str, thing_id: int, *, with_held: bool = False) -> list[Kept]:
    """Every kept version of a text, oldest first; ``with_held`` shows those that nobody let out, too.

    Such a one was blanked in the very deed that wrote the next; what was redacted later is shown to none.
    """
    found = (
        select(Version.number, Version.fields, Version.why, Version.written_at, Version.redacted_at)
        .where(Version.subject_kind == kind, Version.subject_id == thing_id)
        .order_by(Version.number)
    )
    rows = ctx.db.execute(found).all()
    kept = []
    for row, following in zip_longest(rows, rows[1:]):
        was_held = following is not None and row.redacted_at == following.written_at
        is_blank = row.redacted_at is not None and not (with_held and was_held)
        fields = {} if is_blank else row.fields
        kept.append(Kept(row.number, fields, row.why, row.written_at, was_held, is_blank))
    return kept


def is_rewritten(happened: Iterable[Happening]) -> bool:
    """Whether a proposal's text was sent in more than once: edited, or sent back and sent in again."""
    what = [one.what for one in happened]
    return not {What.PROPOSAL_EDITED, What.GROUP_DRAFT_USED}.isdisjoint(what) or what.count(What.PROPOSAL_SUBMITTED) > 1


def landed(ctx: Context, once_key: str) -> Landed | None:
    """What the form with this once-key did the first time it was sent; None when it did nothing yet."""
    row = ctx.db.execute(select(Event.subject_kind, Event.details).where(Event.once_key == once_key)).one_or_none()
    return Landed(row.subject_kind, row.details) if row else None
