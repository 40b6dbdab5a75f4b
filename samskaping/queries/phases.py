"""What the phases of challenges say today, beside other rows and by themselves."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, bindparam, case, false, func, or_, select

from samskaping.context import Context
from samskaping.db import Key, plain
from samskaping.models import (
    Challenge,
    ChallengeInvitation,
    ChallengePartner,
    ChallengePhase,
    Identity,
    IssuedIdentity,
    Person,
    Proposal,
    Representative,
    Verification,
)
from samskaping.rules.openid import PROVING
from samskaping.rules.participants import Participants
from samskaping.rules.partners import Standing
from samskaping.rules.phases import PHASES, Now, Opening, Phase, PhaseKind, now

_ROWS = plain(ChallengePhase)
#: The phase of today, where a statement joins it; ``today`` and ``who`` are parameters of that statement.
_TODAYS = _ROWS.alias("phase_today")
_TODAY, _WHO = bindparam("today", type_=Date), bindparam("who", type_=Key)
_PARTNERS, _PEOPLE = plain(ChallengePartner).alias("phase_partners"), plain(Person).alias("phase_people")
_IDENTITIES, _VERIFIED = plain(Identity).alias("phase_identities"), plain(Verification).alias("phase_verifications")
_ASKING = plain(Challenge).alias("phase_asking")
_ISSUED = plain(IssuedIdentity).alias("phase_issued")
_INVITED, _ACTS = plain(ChallengeInvitation).alias("phase_invited"), plain(Representative).alias("phase_acts")
_TAKES = {
    Opening.BEHOV: "takes_needs",
    Opening.FORSLAG: "takes_proposals",
    Opening.KOMMENTARER: "takes_comments",
    Opening.STOTTE: "takes_support",
}
_FIELDS = ("kind", "begins_on", "ends_on", "participants", *_TAKES.values())
#: How many columns ``beside`` adds.
WIDTH = len(_FIELDS) + 4


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
    """The same from its phases, with no statement but where one must know who the visitor is."""
    found = now(phases, ctx.today)
    is_for_all = found.phase is None or found.phase.participants is Participants.ALLE
    return found if is_for_all or ctx.me is None else at(ctx, challenge_id)


def under(ctx: Context, kind: str, name: str) -> Now:
    """The same of the challenge that is named, or that the ``proposal`` named stands under; of others, nothing."""
    found = {
        "challenge": select(Challenge.id).where(Challenge.public_id == name),
        "proposal": select(Proposal.challenge_id).where(Proposal.reference == name),
    }.get(kind)
    return at(ctx, ctx.db.scalar(found)) if found is not None else Now()


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
        _is_among(challenge_id, _TODAYS.c.participants, _WHO).label("is_among"),
        _thresholds(challenge_id).label("thresholds"),
    )


def asked(ctx: Context) -> dict[str, Any]:
    """The parameters of a statement with phases beside."""
    return {"today": ctx.today, "who": ctx.actor.person_id}


def read(row: Any) -> Now:
    """What a row's last columns say."""
    *fields, has_phases, next_on, is_among, thresholds = row[-WIDTH:]
    return Now(has_phases, _phase(fields) if fields[0] else None, next_on, is_among, thresholds or {})


def _thresholds(challenge_id: Any) -> Any:
    found = _ASKING.c
    return select(found.thresholds).where(found.id == challenge_id).scalar_subquery()


def has(challenge_id: Any) -> ColumnElement[bool]:
    """Whether a challenge has phases at all."""
    found: ColumnElement[bool] = _of(challenge_id).exists()
    return found


def takes(opening: Opening, challenge_id: Any, today: Any) -> ColumnElement[bool]:
    """Whether this is open in a challenge on a day, to those who may take part; always where it has no phases."""
    held = _of(challenge_id).where(_is_todays(_ROWS.c, today), _ROWS.c[_TAKES[opening]])
    return or_(~has(challenge_id), held.exists())


def lets_in(ctx: Context, challenge_id: Any) -> ColumnElement[bool]:
    """Whether the visitor may take part today: nobody is kept out but in a phase for others."""
    whom = select(_ROWS.c.participants).where(_ROWS.c.challenge_id == challenge_id, _is_todays(_ROWS.c, ctx.today))
    todays_participants = whom.scalar_subquery()
    return or_(
        func.coalesce(todays_participants, Participants.ALLE.value) == Participants.ALLE.value,
        _is_among(challenge_id, todays_participants, ctx.actor.person_id),
    )


def todays(challenge_id: Any, today: Any) -> Any:
    """The kind of today's phase of a challenge, as a column."""
    return (
        select(_ROWS.c.kind).where(_ROWS.c.challenge_id == challenge_id, _is_todays(_ROWS.c, today)).scalar_subquery()
    )


def _is_among(challenge_id: Any, participants: Any, who: Any) -> ColumnElement[bool]:
    """Whether a person is one of those that a phase is for: the one place that says so."""
    return case(
        (participants == Participants.INNBYGGERE.value, _lives_here(challenge_id, who)),
        (participants == Participants.BEKREFTEDE.value, _is_confirmed(challenge_id, who)),
        (participants == Participants.INVITERTE.value, _is_invited(challenge_id, who)),
        else_=false(),
    )


def _lives_here(challenge_id: Any, who: Any) -> ColumnElement[bool]:
    """Whether the home that they have declared is one of the municipalities that share a challenge now."""
    found = select(_PEOPLE.c.id).join(_PARTNERS, _PARTNERS.c.municipality_id == _PEOPLE.c.home_id)
    is_so: ColumnElement[bool] = found.where(_PEOPLE.c.id == who, *_shares(challenge_id)).exists()
    return is_so


def _is_confirmed(challenge_id: Any, who: Any) -> ColumnElement[bool]:
    """Whether one of these municipalities has said who they are, or given its word for an organisation of theirs; or
    they have proved it to everyone, by signing in with a level that takes a document.
    """
    seen = select(_IDENTITIES.c.id).join(_PARTNERS, _PARTNERS.c.municipality_id == _IDENTITIES.c.municipality_id)
    of_organisation = (
        select(_VERIFIED.c.id)
        .join(_PARTNERS, _PARTNERS.c.municipality_id == _VERIFIED.c.municipality_id)
        .join(_ACTS, _ACTS.c.organisation_id == _VERIFIED.c.organisation_id)
        .where(_VERIFIED.c.verified_at.is_not(None), _ACTS.c.person_id == who, _ACTS.c.left_at.is_(None))
    )
    issued = select(_ISSUED.c.id).where(_ISSUED.c.person_id == who, _ISSUED.c.level.in_(PROVING))
    return or_(
        issued.exists(),
        seen.where(_IDENTITIES.c.person_id == who, *_shares(challenge_id)).exists(),
        of_organisation.where(*_shares(challenge_id)).exists(),
    )


def _is_invited(challenge_id: Any, who: Any) -> ColumnElement[bool]:
    """Whether their confirmed address, or an organisation that they act for, stands on the list."""
    by_address = select(_INVITED.c.id).join(_PEOPLE, _PEOPLE.c.email_key == _INVITED.c.email_key)
    by_organisation = select(_INVITED.c.id).join(_ACTS, _ACTS.c.organisation_id == _INVITED.c.organisation_id)
    on_list = _INVITED.c.challenge_id == challenge_id
    return or_(
        by_address.where(on_list, _PEOPLE.c.id == who, _PEOPLE.c.confirmed_at.is_not(None)).exists(),
        by_organisation.where(on_list, _ACTS.c.person_id == who, _ACTS.c.left_at.is_(None)).exists(),
    )


def _shares(challenge_id: Any) -> tuple[ColumnElement[bool], ...]:
    """A municipality that shares a challenge now."""
    return _PARTNERS.c.challenge_id == challenge_id, _PARTNERS.c.standing == Standing.MED.value


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
