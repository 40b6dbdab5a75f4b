"""What the phases of challenges say today, beside other rows and by themselves."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from samskaping.context import Context
from samskaping.db import Key, plain
from samskaping.models import Challenge, ChallengePartner, ChallengePhase
from samskaping.rules.phases import PHASES, Now, Opening, Participants, Phase, PhaseKind, now

_ROWS = plain(ChallengePhase)
#: The phase of today, where a statement joins it; ``today`` and ``home`` are parameters of that statement.
_TODAYS = _ROWS.alias("phase_today")
_TODAY, _HOME = bindparam("today", type_=Date), bindparam("home", type_=Key)
_TAKES = {
    Opening.BEHOV: "takes_needs",
    Opening.FORSLAG: "takes_proposals",
    Opening.KOMMENTARER: "takes_comments",
    Opening.STOTTE: "takes_support",
}
_FIELDS = ("kind", "begins_on", "ends_on", "participants", *_TAKES.values())
#: How many columns ``beside`` adds.
WIDTH = len(_FIELDS) + 3


def of_challenge(ctx: Context, challenge_id: int) -> tuple[Phase, ...]:
    """The phases of a challenge, in order. One statement."""
    found = select(*(getattr(ChallengePhase, name) for name in _FIELDS))
    rows = ctx.db.execute(found.where(ChallengePhase.challenge_id == challenge_id))
    order = list(PHASES)
    return tuple(sorted((_phase(row) for row in rows), key=lambda one: order.index(one.kind)))


def at(ctx: Context, challenge_id: int | None) -> Now:
    """What the phases of a challenge say today to this visitor; of no challenge, nothing. One statement, or none."""
    if challenge_id is None:
        return Now()
    return read(ctx.db.execute(_AT, {"challenge": challenge_id, **asked(ctx)}).one())


def today(ctx: Context, challenge_id: int, phases: Sequence[Phase]) -> Now:
    """The same from its phases, with no statement but where one must know the visitor's home."""
    found = now(phases, ctx.today)
    is_for_all = found.phase is None or found.phase.participants is Participants.ALLE
    return found if is_for_all or ctx.me is None else at(ctx, challenge_id)


def beside(statement: Any, challenge_id: Any) -> Any:
    """A statement with what the phases of the challenge in each row say today: ``WIDTH`` more columns at its end.

    It is asked with the parameters of ``asked``; ``read`` makes ``Now`` of a row, which must end with them.
    """
    here = and_(_TODAYS.c.challenge_id == challenge_id, _is_todays(_TODAYS.c, _TODAY))
    ahead = select(func.min(_ROWS.c.begins_on)).where(_ROWS.c.challenge_id == challenge_id, _ROWS.c.begins_on > _TODAY)
    return statement.outerjoin(_TODAYS, here).add_columns(
        *(_TODAYS.c[name].label(f"phase_{name}") for name in _FIELDS),
        has(challenge_id).label("has_phases"),
        ahead.scalar_subquery().label("next_on"),
        _is_among(challenge_id, _HOME).label("is_among"),
    )


def asked(ctx: Context) -> dict[str, Any]:
    """The parameters of a statement with phases beside."""
    return {"today": ctx.today, "home": ctx.me.home_id if ctx.me else None}


def read(row: Any) -> Now:
    """What a row's last columns say."""
    *fields, has_phases, next_on, is_among = row[-WIDTH:]
    return Now(has_phases, _phase(fields) if fields[0] else None, next_on, is_among)


def has(challenge_id: Any) -> ColumnElement[bool]:
    """Whether a challenge has phases at all."""
    found: ColumnElement[bool] = _of(challenge_id).exists()
    return found


def takes(opening: Opening, challenge_id: Any, today: Any) -> ColumnElement[bool]:
    """Whether this is open in a challenge on a day, to those who may take part; always where it has no phases."""
    held = _of(challenge_id).where(_is_todays(_ROWS.c, today), _ROWS.c[_TAKES[opening]])
    return or_(~has(challenge_id), held.exists())


def lets_in(challenge_id: Any, today: Any, home: int | None) -> ColumnElement[bool]:
    """Whether somebody with this home may take part on a day: nobody is kept out but in a phase for residents."""
    closed = _of(challenge_id).where(_is_todays(_ROWS.c, today), _ROWS.c.participants == Participants.INNBYGGERE.value)
    return or_(~closed.exists(), _is_among(challenge_id, home))


def todays(challenge_id: Any, today: Any) -> Any:
    """The kind of today's phase of a challenge, as a column."""
    return (
        select(_ROWS.c.kind).where(_ROWS.c.challenge_id == challenge_id, _is_todays(_ROWS.c, today)).scalar_subquery()
    )


def _is_among(challenge_id: Any, home: Any) -> ColumnElement[bool]:
    """Whether a home is one of the municipalities that share a challenge now."""
    partner = aliased(ChallengePartner)
    shared = select(partner.id).where(partner.challenge_id == challenge_id, partner.takes_part(home))
    found: ColumnElement[bool] = shared.exists()
    return found


def _of(challenge_id: Any) -> Any:
    return select(_ROWS.c.id).where(_ROWS.c.challenge_id == challenge_id)


def _is_todays(rows: Any, today: Any) -> ColumnElement[bool]:
    return and_(rows.begins_on <= today, or_(rows.ends_on.is_(None), rows.ends_on >= today))


def _phase(row: Any) -> Phase:
    kind, begins_on, ends_on, participants, *takes_it = row
    opens = frozenset(opening for opening, is_open in zip(_TAKES, takes_it, strict=True) if is_open)
    return Phase(PhaseKind(kind), begins_on, ends_on, opens, participants)


_CHALLENGE = plain(Challenge).c.id
_AT = beside(select(_CHALLENGE).where(bindparam("challenge") == _CHALLENGE), _CHALLENGE)
