"""Who stands at which door: the municipality, the session's row, the person in it, and that person's roles here."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, func, literal_column, or_, select
from sqlalchemy.orm import Session, aliased

from samskaping.clock import oslo_date
from samskaping.context import Here, Me, menu, stamps
from samskaping.db import Texts, constant
from samskaping.models import (
    Author,
    Block,
    Identity,
    IssuedIdentity,
    Membership,
    Municipality,
    Notification,
    Person,
    PlatformRole,
    SecondFactor,
    Staff,
    Unit,
    WebSession,
)
from samskaping.models.sessions import counts_in
from samskaping.rules import limits
from samskaping.rules.openid import PROVING
from samskaping.rules.policy import Actor
from samskaping.rules.roles import Role
from samskaping.rules.speech import AuthorKind

#: The session, who acts and who they are; and the key of a session that is over, for whoever may write to end it.
Visitor = tuple[WebSession | None, Actor, Me | None, int | None]
NOBODY: Visitor = (None, Actor(), None, None)


def in_session(db: Session, token_hash: str, now: datetime, *, needs_second: bool) -> Visitor:
    """The session that a cookie's hash leads to, and who sits in it, outside any municipality; nobody when over."""
    who = {"token_hash": token_hash, "now": now, "today": oslo_date(now), "place": None}
    rows = db.execute(_IN_SESSION, who).all()
    return _seated(rows, now, needs_second=needs_second) if rows else NOBODY


def at_door(
    db: Session, token_hash: str, now: datetime, *, needs_second: bool, **named: str | None
) -> tuple[Here, Visitor] | None:
    """The municipality of a ``slug`` or ``host`` with the visitor there, in one statement; None for no such place."""
    [statement] = [_AT_DOORS[name] for name, value in named.items() if value]
    rows = db.execute(statement, {"token_hash": token_hash, "now": now, "today": oslo_date(now), **named}).all()
    if not rows:
        return None
    here = Here(*rows[0][-len(HERE) :])
    return here, _seated(rows, now, needs_second=needs_second) if rows[0].WebSession else NOBODY


def _seated(rows: Any, now: datetime, *, needs_second: bool) -> Visitor:
    session: WebSession = rows[0].WebSession
    if rows[0].Person is None:
        return session, Actor(session_id=session.id), None, None
    works = rows[0].works or rows[0].platform
    stay = (session.signed_in_at, session.seen_at, now)
    if rows[0].Person.blocked_at or limits.is_over(*stay, works=works, issued=session.issuer is not None):
        # As a cookie that was never given out: used once more it would be fresh, and somebody signed in again.
        return None, Actor(), None, session.id
    actor, me = _actor(rows, session, needs_second=needs_second)
    return session, actor, me, None


def person(db: Session, here: Here | None, person_id: int, now: datetime) -> tuple[Actor, Me]:
    """A person without a browser: for the shell, the worker, the demonstration and tests."""
    who = {"person_id": person_id, "today": oslo_date(now), "place": here.id if here else None}
    rows = db.execute(_PERSON, who).all()
    return _actor(rows, None, needs_second=False)


_own, _municipal = aliased(Author), aliased(Author)


def _columns(place: Any, stay: type[WebSession] | None = WebSession) -> list[Any]:
    unread = select(func.count()).where(Notification.person_id == Person.id, Notification.read_at.is_(None))
    works, anywhere = aliased(Membership), select(1)
    anywhere = anywhere.where(works.person_id == Person.id, works.ended_at.is_(None), counts_in(works, stay))
    platform = select(1).where(PlatformRole.person_id == Person.id, PlatformRole.ended_at.is_(None))
    around: list[Any] = [Person]
    if stay is not None:  # whoever comes by one municipality's issuer looks after no platform
        platform, around = platform.where(stay.works_at_id.is_(None)), [Person, stay]
    second = select(1).where(SecondFactor.person_id == Person.id)
    return [
        Person,
        _own.id.label("author_id"),
        _municipal.id.label("staff_author_id"),
        Staff.title.label("staff_title"),
        Staff.unit_id.label("unit_id"),
        Unit.leader_id.label("led_by"),
        Unit.name.label("unit_name"),
        unread.correlate(Person).scalar_subquery().label("unread"),
        anywhere.correlate(*around).exists().label("works"),
        platform.correlate(*around).exists().label("platform"),
        second.correlate(Person).exists().label("has_second"),
        Membership.role.label("role"),
        menu.new_cases(place).label("new_cases"),
        menu.to_decide(place).label("to_decide"),
        _is_blocked(place).label("is_blocked"),
        menu.invitations(place).label("invitations"),
        menu.suggested(place).label("suggested"),
        _is_verified(place).label("is_verified"),
        (Person.home_id == place).label("lives_here"),
    ]


def _is_blocked(place: Any) -> Any:
    """Whether the person is kept from writing at a place on the day ``today``."""
    here = (Block.person_id == Person.id, Block.municipality_id == place, Block.lifted_at.is_(None))
    lasts = or_(Block.until_on.is_(None), Block.until_on >= bindparam("today"))
    return select(1).where(*here, lasts).correlate(Person, Municipality).exists()


def _is_verified(place: Any) -> Any:
    """Whether a municipality has seen who they are, or an issuer has said so at a level that takes a document."""
    # Written out, since PostgreSQL looks for the rows that a condition names, not for a list that comes beside it.
    proving: list[Any] = [literal_column(f"'{level}'") for level in PROVING]
    issued = select(1).where(IssuedIdentity.person_id == Person.id, IssuedIdentity.level.in_(proving))
    seen = select(1).where(Identity.person_id == Person.id, Identity.municipality_id == place)
    return or_(issued.correlate(Person).exists(), seen.correlate(Person, Municipality).exists())


def _joined(statement: Select[Any], place: Any, stay: type[WebSession] | None = WebSession) -> Select[Any]:
    """What there is about the person at a place: a municipality's key, or None."""
    return (
        statement.outerjoin(_own, and_(_own.person_id == Person.id, _own.kind == constant(AuthorKind.PERSON)))
        .outerjoin(
            Membership,
            and_(
                Membership.person_id == Person.id,
                Membership.municipality_id == place,
                Membership.ended_at.is_(None),
                counts_in(Membership, stay),
            ),
        )
        .outerjoin(Staff, and_(Staff.person_id == Person.id, Staff.municipality_id == place))
        .outerjoin(Unit, Unit.id == Staff.unit_id)
        .outerjoin(
            _municipal,
            and_(
                _municipal.person_id == Person.id,
                _municipal.municipality_id == place,
                _municipal.kind == constant(AuthorKind.KOMMUNE),
            ),
        )
        .execution_options(every_municipality=True)
    )


#: The columns of ``Here``, in its order.
HERE: list[Any] = [
    *(getattr(Municipality, name) for name in Here.__dataclass_fields__ if name != "stamp"),
    stamps.at(Municipality.id).label("stamp"),
]
_PLACE: Any = bindparam("place")
_SITS = (WebSession.token_hash == bindparam("token_hash"), WebSession.expires_at > bindparam("now"))


def _at_door(municipality: ColumnElement[bool]) -> Select[Any]:
    """The municipality that the condition finds, also when nobody is known at its door."""
    columns = select(WebSession, *_columns(Municipality.id), *HERE).select_from(Municipality)
    statement = columns.outerjoin(WebSession, and_(*_SITS)).outerjoin(Person, Person.id == WebSession.person_id)
    return _joined(statement, Municipality.id).where(municipality)


# Made once: putting these together takes longer than asking them.
_PERSON = _joined(select(*_columns(_PLACE, None)).select_from(Person), _PLACE, None).where(
    Person.id == bindparam("person_id")
)
_IN_SESSION = _joined(
    select(WebSession, *_columns(_PLACE)).select_from(WebSession).outerjoin(Person, Person.id == WebSession.person_id),
    _PLACE,
).where(*_SITS)
_AT_DOORS = {
    "slug": _at_door(Municipality.slug == bindparam("slug")),
    "host": _at_door(Municipality.host == bindparam("host")),
}


def _actor(rows: list[Row[Any]] | Any, session: WebSession | None, *, needs_second: bool) -> tuple[Actor, Me]:
    first, someone = rows[0], rows[0].Person
    roles = frozenset({row.role for row in rows if row.role} | ({Role.PLATTFORM} if first.platform else set()))
    awaits = _awaits(first, session, needs_second=needs_second)
    actor = Actor(
        person_id=someone.id,
        name=someone.name,
        confirmed=someone.confirmed_at is not None,
        roles=frozenset() if awaits else roles,
        session_id=session.id if session else None,
        is_blocked=first.is_blocked,
        led_by=first.led_by,
        waiting=roles if awaits else frozenset(),
        awaits_second=awaits,
        is_verified=first.is_verified,
        lives_here=bool(first.lives_here),
    )
    me = Me(
        id=someone.id,
        public_id=someone.public_id,
        name=someone.name,
        email=someone.email,
        form=someone.form,
        shows_name=someone.shows_name,
        keys_off=someone.keys_off,
        home_id=someone.home_id,
        author_id=first.author_id,
        unread=first.unread,
        signed_in_at=session.signed_in_at if session else None,
        works_at_all=first.works,
    )
    return actor, me if awaits else _at_work(me, rows)


def _awaits(first: Any, session: WebSession | None, *, needs_second: bool) -> bool:
    """Whether roles wait for a second factor: none was given in this browser, and the person or the house wants one.

    Without a browser nobody signs in: the worker and the shell see people as they are.
    """
    if session is None or session.second_at is not None or not (first.works or first.platform):
        return False
    return needs_second or bool(first.has_second)


def _at_work(me: Me, rows: Any) -> Me:
    """The same person, with what they are at this place, and what waits there for their roles."""
    first = rows[0]
    return replace(
        me,
        staff_author_id=first.staff_author_id,
        staff_title=first.staff_title or Texts(),
        unit_id=first.unit_id,
        unit_name=first.unit_name or Texts(),
        new_cases=max(row.new_cases for row in rows),
        to_decide=max(row.to_decide for row in rows),
        invitations=max(row.invitations for row in rows),
        suggested=max(row.suggested for row in rows),
    )
