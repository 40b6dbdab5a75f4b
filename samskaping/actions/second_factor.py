"""A second factor: made, given at sign-in, its codes on paper made anew, and taken away when it is lost.

Secrets come here encrypted and codes as keyed hashes; what they hide is never seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, exists, func, insert, or_, select, update

from samskaping.actions import attempts, letters, sessions
from samskaping.actions.people import me
from samskaping.actions.record import log
from samskaping.context import Context
from samskaping.db import plain, upsert
from samskaping.errors import Missing, Refused, TooMuch, Unfit
from samskaping.language import gettext as _
from samskaping.models import LetterKind, Membership, Person, PlatformRole, RecoveryCode, SecondFactor, WebSession
from samskaping.rules.addresses import account_mark, address, address_key
from samskaping.rules.policy import Can
from samskaping.rules.second_factor import ResetReason

_EVERYWHERE = {"every_municipality": True}


@dataclass(frozen=True)
class Worker:
    """Whose second factor is taken away, as the table of permissions asks; whether they have rights elsewhere too."""

    writer_id: int
    is_wider: bool
    session_id: int | None = None


def is_wanted(ctx: Context, person_id: int, *, needs_second: bool) -> bool:
    """Whether somebody who signs in must give, or set up, a second factor before their roles count."""
    works = exists().where(Membership.person_id == person_id, Membership.ended_at.is_(None))
    keeps = exists().where(PlatformRole.person_id == person_id, PlatformRole.ended_at.is_(None))
    has = exists().where(SecondFactor.person_id == person_id)
    row = ctx.db.execute(select(or_(works, keeps), has), execution_options=_EVERYWHERE).one()
    return bool(row[0] and (needs_second or row[1]))


def make(ctx: Context, secret: str, step: int, marks: Sequence[str]) -> None:
    """The visitor's app is the second factor from now on, and this browser has given it; their other sessions end.

    ``step`` is of the code that showed the app to have the key. Raises ``Refused`` where there is another app, whose
    code this browser has not given: nobody gets past the factor by making a new one.
    """
    someone = me(ctx)
    held = ctx.db.scalar(select(SecondFactor.id).where(SecondFactor.person_id == someone.id).with_for_update())
    if held is not None and not _is_given(ctx):
        raise Refused
    values = {"secret": secret, "last_step": step, "made_at": ctx.now, "used_at": ctx.now}
    row = upsert(ctx.db, SecondFactor).values(person_id=someone.id, **values)
    ctx.db.execute(row.on_conflict_do_update(index_elements=["person_id"], set_=values))
    _keep_codes(ctx, someone.id, marks)
    _give(ctx)
    sessions.end_others(ctx.db, someone.id, but=ctx.actor.session_id)
    letters.post(ctx, LetterKind.SECOND_MADE, person_id=someone.id)
    log(ctx, "second.made", person_id=someone.id)


def renew_codes(ctx: Context, marks: Sequence[str]) -> None:
    """New codes on paper; the old ones are worth nothing. Raises ``Refused`` unless the factor was given here."""
    someone = me(ctx)
    if not _is_given(ctx):
        raise Refused
    _keep_codes(ctx, someone.id, marks)
    log(ctx, "second.codes", person_id=someone.id)


def secret(ctx: Context) -> str:
    """The visitor's encrypted key, locked so that tries are counted one after the other. Raises ``Missing``."""
    found = ctx.db.scalar(
        select(SecondFactor.secret).where(SecondFactor.person_id == ctx.actor.person_id).with_for_update()
    )
    if found is None:
        raise Missing
    return found


def may_try(ctx: Context, *, by_app: bool) -> None:
    """Raises ``TooMuch`` after many wrong codes. Those on paper, that nobody guesses, are counted by themselves."""
    throttle = attempts.SECOND if by_app else attempts.RECOVERY
    if seconds := attempts.wait(ctx, account_mark(me(ctx).email), throttle):
        raise TooMuch(
            _("Det har vært mange feil koder på kort tid. Vent et kvarter, eller bruk en gjenopprettingskode.")
            if by_app
            else _("Det har vært mange feil koder på kort tid. Vent et kvarter."),
            retry_after=seconds,
        )


def give(ctx: Context, step: int) -> None:
    """A right code of the app: the roles count in this browser from now on. Raises ``Unfit`` for one used before."""
    newer = update(SecondFactor).where(SecondFactor.person_id == ctx.actor.person_id, SecondFactor.last_step < step)
    used = newer.values(last_step=step, used_at=ctx.now).returning(SecondFactor.id)
    if ctx.db.scalar(used.execution_options(synchronize_session=False)) is None:
        raise Unfit(code=_("Denne koden er brukt. Vent til appen viser en ny."))
    _entered(ctx, "app")


def give_paper(ctx: Context, mark: str) -> int:
    """A code on paper, which counts once. Answers how many are left; raises ``Unfit`` for any other."""
    theirs = (RecoveryCode.person_id == ctx.actor.person_id, RecoveryCode.used_at.is_(None))
    used = update(RecoveryCode).where(*theirs, RecoveryCode.mark == mark).values(used_at=ctx.now)
    if ctx.db.scalar(used.returning(RecoveryCode.id).execution_options(synchronize_session=False)) is None:
        raise Unfit(code=_("Koden stemmer ikke. Prøv igjen."))
    _entered(ctx, "code")
    return ctx.db.scalar(select(func.count()).select_from(RecoveryCode).where(*theirs)) or 0


def failed(ctx: Context, *, by_app: bool) -> None:
    """A wrong code."""
    attempts.note(ctx, account_mark(me(ctx).email), attempts.SECOND if by_app else attempts.RECOVERY)
    log(ctx, "second.failed", way="app" if by_app else "code")


def reset(ctx: Context, person: str, reason: ResetReason) -> None:
    """Take away what one of the staff has lost: they are out everywhere, are told, and set up a new one.

    Nobody's own, and nobody's who has rights elsewhere too: the platform does that. Raises ``Missing``, ``Refused``.
    """
    here = (Membership.person_id == Person.id, Membership.municipality_id == ctx.here.id, Membership.ended_at.is_(None))
    someone = ctx.db.scalar(
        select(Person).where(Person.public_id == person, exists().where(*here)).with_for_update(of=Person)
    )
    if someone is None:
        raise Missing
    ctx.require(Can.SECOND_RESET, Worker(someone.id, is_wider=_is_wider(ctx, someone)))
    _reset(ctx, someone, reason)


def reset_of(ctx: Context, email: str, reason: ResetReason) -> None:
    """The same for anybody, by address: for whoever looks after the platform. Raises ``Unfit`` when there is none."""
    ctx.require(Can.PLATFORM_LOOK_AFTER)
    key = address_key(email) if address(email) else ""
    someone = ctx.db.scalar(select(Person).where(Person.email_key == key).with_for_update())
    if someone is None:
        raise Unfit(email=_("Ingen konto har denne adressen"))
    _reset(ctx, someone, reason)


def _reset(ctx: Context, someone: Person, reason: ResetReason) -> None:
    gone = delete(SecondFactor).where(SecondFactor.person_id == someone.id).returning(SecondFactor.id)
    if ctx.db.scalar(gone) is None:
        raise Unfit(_("%(name)s har ikke satt opp to-trinns innlogging.") % {"name": someone.name})
    ctx.db.execute(delete(RecoveryCode).where(RecoveryCode.person_id == someone.id))
    sessions.end_others(ctx.db, someone.id, but=None)
    letters.post(ctx, LetterKind.SECOND_RESET, person_id=someone.id, reason=reason)
    log(ctx, "second.reset", whom=someone.public_id, reason=reason)


def _is_wider(ctx: Context, someone: Person) -> bool:
    elsewhere = exists().where(
        Membership.person_id == someone.id, Membership.municipality_id != ctx.here.id, Membership.ended_at.is_(None)
    )
    keeps = exists().where(PlatformRole.person_id == someone.id, PlatformRole.ended_at.is_(None))
    return bool(ctx.db.scalar(select(or_(elsewhere, keeps)), execution_options=_EVERYWHERE))


def _keep_codes(ctx: Context, person_id: int, marks: Sequence[str]) -> None:
    ctx.db.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    rows = [{"person_id": person_id, "mark": mark, "made_at": ctx.now} for mark in marks]
    ctx.db.execute(insert(plain(RecoveryCode)).inline(), rows)


def _entered(ctx: Context, way: str) -> None:
    attempts.forget(ctx, account_mark(me(ctx).email), attempts.SECOND)
    _give(ctx)
    log(ctx, "second.given", way=way)


def _is_given(ctx: Context) -> bool:
    return ctx.session is not None and ctx.session.second_at is not None


def _give(ctx: Context) -> None:
    here = update(WebSession).where(WebSession.id == ctx.actor.session_id).values(second_at=ctx.now)
    ctx.db.execute(here.execution_options(synchronize_session=False))
