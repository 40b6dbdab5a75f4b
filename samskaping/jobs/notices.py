"""Notifications → letters: at once for those who chose that, and once a day at seven for those who chose the digest."""

from datetime import datetime, timedelta

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.orm import Session

from samskaping import clock
from samskaping.db import transaction
from samskaping.jobs.place import Place
from samskaping.models import Event, Letter, Notification, Person
from samskaping.rules.kinds import LetterKind, MailChoice

#: The hour in Norway at which the daily digest goes out.
DIGEST_HOUR = 7
#: Lines in one digest; the rest is a link.
DIGEST_LINES = 30
_BATCH = 200


def notices(place: Place) -> int:
    """A letter for each notification that wants one at once; what was read meanwhile needs none."""
    with transaction(place.engine) as db:
        waiting = (
            select(Notification, Event.municipality_id)
            .join(Event, Event.id == Notification.event_id)
            .where(Notification.mail == MailChoice.STRAKS.value)
            .order_by(Notification.id)
            .limit(_BATCH)
            .with_for_update(of=Notification, skip_locked=True)
        )
        rows = db.execute(waiting).all()
        for row, municipality_id in rows:
            row.mail = ""
            if row.read_at is None:
                _post(place, db, LetterKind.NOTICE, row.person_id, municipality_id, [row.id])
        return len(rows)


def digest(place: Place) -> int:
    """The daily letter of everyone who has something new since before seven this morning."""
    since = _last_seven(place.now())
    done = 0
    with transaction(place.engine, reading=True) as db:
        people = db.scalars(_waiting(since).limit(_BATCH)).all()
    for person_id in people:
        if place.stopping.is_set():
            break
        with transaction(place.engine) as db:
            done += _digest_of(place, db, person_id, since)
    return done


def _last_seven(now: datetime) -> datetime:
    """The latest seven o'clock in Norway that has struck."""
    today = clock.oslo_date(now)
    seven = clock.at(today, DIGEST_HOUR)
    return seven if seven <= now else clock.at(today - timedelta(days=1), DIGEST_HOUR)


def _waiting(since: datetime) -> Select[int]:
    return (
        select(Notification.person_id)
        .join(Person, Person.id == Notification.person_id)
        .where(
            Notification.mail == MailChoice.DAGLIG.value,
            Notification.created_at < since,
            or_(Person.last_digest_at.is_(None), Person.last_digest_at < since),
        )
        .distinct()
    )


def _digest_of(place: Place, db: Session, person_id: int, since: datetime) -> int:
    person = db.scalar(select(Person).where(Person.id == person_id).with_for_update(skip_locked=True))
    if person is None or (person.last_digest_at is not None and person.last_digest_at >= since):
        return 0
    mine = (Notification.person_id == person_id, Notification.mail == MailChoice.DAGLIG.value)
    before = Notification.created_at < since
    newest = (
        select(func.max(Notification.id))
        .join(Event, Event.id == Notification.event_id)
        .where(*mine, before, Notification.read_at.is_(None))
        .group_by(Event.subject_kind, Event.subject_id)
        .order_by(func.max(Notification.id).desc())
    )
    ids = list(db.scalars(newest))
    db.execute(update(Notification).where(*mine, before).values(mail=""))
    person.last_digest_at = place.now()
    if ids:
        _post(place, db, LetterKind.DIGEST, person_id, None, ids[:DIGEST_LINES], more=len(ids) - DIGEST_LINES)
    return 1


def _post(
    place: Place,
    db: Session,
    letter: LetterKind,
    person_id: int,
    municipality_id: int | None,
    notifications: list[int],
    more: int = 0,
) -> None:
    now = place.now()
    params = {"notifications": notifications, "more": max(0, more)}
    db.add(
        Letter(
            kind=letter, person_id=person_id, municipality_id=municipality_id, params=params, created_at=now, due_at=now
        )
    )
