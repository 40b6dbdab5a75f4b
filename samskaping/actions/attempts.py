"""Throttles for each account, as rows: failed sign-ins, and letters asked for. They hold a mark, never an address."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select

from samskaping.context import Context
from samskaping.models import SignInAttempt
from samskaping.rules import limits
from samskaping.rules.rates import RATES


@dataclass(frozen=True)
class Throttle:
    """At most so many within so long, for one account."""

    kind: str
    most: int
    within: timedelta


_TRIES = RATES["sign_in"]
#: Five wrong passwords in a quarter of an hour; and a hundred without the right one between shut it, until its owner
#: has come in by a letter, or where they have been before.
SHUT = Throttle("password", 100, limits.TRIES_KEPT)
PASSWORD = (Throttle("password", _TRIES.most, _TRIES.within), SHUT)
#: The same, in a browser that its owner has signed in by before: strangers' tries do not count there.
DEVICE = (Throttle("device", _TRIES.most, _TRIES.within),)
#: Codes of an app, by whoever has the password already, so that a year of guessing gets nowhere; those on paper are too
#: long to guess, and let the owner in meanwhile.
SECOND = (
    Throttle("second", 5, timedelta(minutes=15)),
    Throttle("second", 30, timedelta(days=1)),
)
RECOVERY = (Throttle("recovery", 5, timedelta(minutes=15)),)
#: Whoever asks: each letter has a way in, so that strangers who ask for them all hold nobody out.
LETTER = (Throttle("letter", 3, timedelta(hours=1)),)
#: Letters that let nobody in (that somebody tried to register, or asks one to take part) are counted by themselves:
#: else strangers could spend the letters that do.
NOTICE = (Throttle("notice", 3, timedelta(hours=1)),)


def wait(ctx: Context, mark: str, throttles: tuple[Throttle, ...]) -> int:
    """Seconds until the account may try again; 0 when it may now."""
    longest = max(throttle.within for throttle in throttles)
    tried = select(SignInAttempt.at).where(
        SignInAttempt.account == mark, SignInAttempt.kind == throttles[0].kind, SignInAttempt.at > ctx.now - longest
    )
    times = sorted(ctx.db.scalars(tried), reverse=True)
    waits = [0]
    for throttle in throttles:
        within = [at for at in times if at > ctx.now - throttle.within]
        if len(within) >= throttle.most:
            free_at = within[throttle.most - 1] + throttle.within
            waits.append(int((free_at - ctx.now).total_seconds()) + 1)
    return max(waits)


def note(ctx: Context, mark: str, throttles: tuple[Throttle, ...]) -> None:
    """One more try."""
    ctx.db.add(SignInAttempt(account=mark, kind=throttles[0].kind, at=ctx.now))
    ctx.db.flush()


def forget(ctx: Context, mark: str, throttles: tuple[Throttle, ...]) -> None:
    """The account's owner got in: what others tried before does not count against them."""
    ctx.db.execute(delete(SignInAttempt).where(SignInAttempt.account == mark, SignInAttempt.kind == throttles[0].kind))
