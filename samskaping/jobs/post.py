"""Letters → mail: claim, write, send, stamp, each in its own transaction, so that a kill loses nothing.

Killed between the mail server's yes and the stamp, a letter goes out once more when its lease is over, with the
same Message-ID: at least once, and at most one more for each crash.
"""

import logging
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from samskaping.db import transaction
from samskaping.jobs.place import Place
from samskaping.jobs.writing import write
from samskaping.models import Letter
from samskaping.outside import mail
from samskaping.outside.mail import NotSent

_log = logging.getLogger(__name__)
#: How long a claimed letter is left alone; longer than any mail server is waited for.
LEASE = timedelta(minutes=2)
#: Waiting times after each failure, the last one again and again: so soon is all delivered when a server is back.
BACK_OFF = (timedelta(minutes=1), timedelta(minutes=3), timedelta(minutes=5), timedelta(minutes=9))
#: After this the letter is given up.
GIVE_UP = timedelta(hours=24)
_BATCH = 100


def post(place: Place) -> int:
    """Send the letters that are due. Answers how many were taken up."""
    done = 0
    while done < _BATCH and not place.stopping.is_set():
        letter_id = _claim(place)
        if letter_id is None:
            break
        _deliver(place, letter_id)
        done += 1
    return done


def _claim(place: Place) -> int | None:
    with transaction(place.engine) as db:
        now = place.now()
        due = (
            select(Letter)
            .where(
                Letter.sent_at.is_(None),
                Letter.gave_up_at.is_(None),
                Letter.due_at <= now,
                or_(Letter.leased_until.is_(None), Letter.leased_until < now),
            )
            .order_by(Letter.due_at, Letter.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        letter = db.scalar(due)
        if letter is None:
            return None
        letter.leased_until, letter.worker = now + LEASE, place.name
        letter.attempts += 1
        return letter.id


def _deliver(place: Place, letter_id: int) -> None:
    try:
        with transaction(place.engine) as db:
            letter = db.get(Letter, letter_id)
            if letter is None:
                return
            if letter.expires_at is not None and letter.expires_at <= place.now():
                _give_up(letter, place.now(), "too old")
                return
            written = write(place, db, letter)
            if written is None:
                _give_up(letter, place.now(), "nothing to say")
                return
        mail.send(place.settings.mail_url, written)
    except NotSent as error:
        _again(place, letter_id, str(error), for_good=error.for_good)
    except Exception as error:  # noqa: BLE001  one letter that cannot be written must not hold up the others
        _log.exception("letter %s was not written", letter_id)
        _again(place, letter_id, type(error).__name__)
    else:
        with transaction(place.engine) as db:
            # Whoever it went to may have erased the account meanwhile, and the letter with it.
            if letter := db.get(Letter, letter_id):
                letter.sent_at, letter.leased_until, letter.error = place.now(), None, ""


def _again(place: Place, letter_id: int, why: str, *, for_good: bool = False) -> None:
    """Try later, waiting longer each time; give up after a day, or at once when trying again cannot help."""
    now = place.now()
    with transaction(place.engine) as db:
        letter = db.get(Letter, letter_id)
        if letter is None:
            return
        if for_good or now - letter.created_at >= GIVE_UP:
            _give_up(letter, now, why)
            return
        wait = BACK_OFF[min(letter.attempts, len(BACK_OFF)) - 1]
        letter.due_at, letter.leased_until, letter.error = now + wait, None, why[:300]
    _log.warning("letter %s waits: %s", letter_id, why)


def _give_up(letter: Letter, now: datetime, why: str) -> None:
    letter.gave_up_at, letter.leased_until, letter.error = now, None, why[:300]


def forget_waiting(db: Session, now: datetime) -> None:
    """Letters that wait are never sent: they were sent after the copy that was put back was made, or come too late."""
    waiting = update(Letter).where(Letter.sent_at.is_(None), Letter.gave_up_at.is_(None))
    db.execute(waiting.values(gave_up_at=now, leased_until=None, error="not to be sent"))
