"""Who an issuer of identities (ID-porten) says has come: their account, its link to them, and sessions that it ends."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, select

from samskaping.actions import issued_roles, letters, sessions
from samskaping.actions.people import Account, account_of, me
from samskaping.actions.record import log
from samskaping.context import Context
from samskaping.db import upsert
from samskaping.errors import Clash, Missing, Refused, Unfit
from samskaping.language import gettext as _
from samskaping.models import IssuedIdentity, LetterKind, Person, UsedLogout, WebSession
from samskaping.rules.openid import Issued, SignedOut


def arrive(ctx: Context, issued: Issued) -> Account | None:
    """The account of whoever came; None when they have none yet. Raises ``Refused`` for one that is blocked."""
    held = ctx.db.scalar(select(IssuedIdentity).where(*_is(issued)).with_for_update())
    if held is None:
        return None
    someone = ctx.db.get_one(Person, held.person_id)
    if someone.blocked_at is not None:
        raise Refused(_("Kontoen er stengt. Kontakt oss hvis du mener at det er feil."))
    held.used_at, held.level = ctx.now, issued.level
    return account_of(someone)


def refused(ctx: Context, why: str) -> None:
    """Somebody came by an issuer and did not get in (``rules/security_log.py`` has what ``why`` can be)."""
    log(ctx, "sign_in.failed", way="openid", why=why)


def link(ctx: Context, person_id: int, issued: Issued) -> None:
    """From now on the account's owner can sign in by the issuer; they get a letter about it.

    Raises ``Unfit`` when the identity is another account's, or the account has another identity of that issuer.
    """
    sessions.need_second(ctx)  # by the issuer they would get past it
    new = upsert(ctx.db, IssuedIdentity).values(
        person_id=person_id,
        issuer=issued.issuer,
        subject=issued.subject,
        level=issued.level,
        linked_at=ctx.now,
        used_at=ctx.now,
    )
    if ctx.db.scalar(new.on_conflict_do_nothing().returning(IssuedIdentity.id)) is None:
        whose = ctx.db.scalar(select(IssuedIdentity.person_id).where(*_is(issued)))
        if whose == person_id:
            return
        raise Unfit(_taken(issued, is_anothers=whose is not None))
    letters.post(ctx, LetterKind.LINKED, person_id=person_id, place=issued.place)
    log(ctx, "openid.linked", person_id=person_id, **({"where": issued.place} if issued.place else {}))


def _taken(issued: Issued, *, is_anothers: bool) -> str:
    if issued.place:
        return (
            _("Innloggingen er koblet til en annen konto. Logg inn med den for å bruke kontoen.")
            if is_anothers
            else _("Kontoen er koblet til en annen ansattinnlogging i kommunen. Koble fra den først.")
        )
    return (
        _("Du har en annen konto som er koblet til denne innloggingen. Logg inn med ID-porten for å bruke den.")
        if is_anothers
        else _("Kontoen er koblet til en annen innlogging i ID-porten. Koble fra den først.")
    )


def unlink(ctx: Context, place: str = "") -> None:
    """The visitor signs in by the issuer no more, and is out wherever they did. Raises ``Missing``, ``Refused``.

    ``place`` is the municipality whose own issuer it is; the roles that it gave end too.
    """
    someone = me(ctx)
    if someone.confirmed_at is None and someone.password_hash is None:
        raise Refused(_("Du har ingen annen måte å logge inn på."))
    which = IssuedIdentity.issuer.like(f"%#{place}") if place else IssuedIdentity.issuer.not_like("%#%")
    gone = delete(IssuedIdentity).where(IssuedIdentity.person_id == someone.id, which).returning(IssuedIdentity.issuer)
    issuers = ctx.db.scalars(gone, execution_options={"synchronize_session": False}).all()
    if not issuers:
        raise Missing
    for issuer in issuers if place else ():
        issued_roles.end(ctx, someone.id, issuer)
    theirs = (WebSession.person_id == someone.id, WebSession.issuer.in_(issuers))
    ctx.db.execute(delete(WebSession).where(*theirs, WebSession.id != (ctx.actor.session_id or 0)))
    log(ctx, "openid.unlinked", person_id=someone.id, **({"where": place} if place else {}))


def unlink_newer(ctx: Context, person_id: int, since: datetime) -> None:
    """Sign-ins that were linked at a time or later open the account no more: a thief may have linked them."""
    newer = (IssuedIdentity.person_id == person_id, IssuedIdentity.linked_at >= since)
    gone = delete(IssuedIdentity).where(*newer).returning(IssuedIdentity.issuer)
    for issuer in ctx.db.scalars(gone, execution_options={"synchronize_session": False}).all():
        place = issuer.partition("#")[2]
        if place:
            issued_roles.end(ctx, person_id, issuer)
        log(ctx, "openid.unlinked", person_id=person_id, **({"where": place} if place else {}))


def end_sessions(ctx: Context, issuer: str, sid: str) -> None:
    """Whoever came by this session of the issuer's is out, in every browser."""
    _end(ctx, WebSession.issued_sid == sid, issuer)


def signed_out(ctx: Context, message: SignedOut) -> None:
    """The issuer says that somebody is out there; so are they here. Raises ``Clash`` for what it has said before."""
    once = upsert(ctx.db, UsedLogout).values(mark=message.mark, at=ctx.now)
    if ctx.db.scalar(once.on_conflict_do_nothing().returning(UsedLogout.id)) is None:
        raise Clash
    if message.sid:
        end_sessions(ctx, message.issuer, message.sid)
        return
    who = select(IssuedIdentity.person_id).where(
        IssuedIdentity.issuer == message.issuer, IssuedIdentity.subject == message.subject
    )
    _end(ctx, WebSession.person_id.in_(who), message.issuer)


def _end(ctx: Context, which: ColumnElement[bool], issuer: str) -> None:
    ended = delete(WebSession).where(which, WebSession.issuer == issuer).returning(WebSession.person_id)
    for person_id in ctx.db.scalars(ended, execution_options={"synchronize_session": False}).all():
        log(ctx, "session.ended", person_id=person_id, by="issuer")


def _is(issued: Issued) -> tuple[ColumnElement[bool], ...]:
    return IssuedIdentity.issuer == issued.issuer, IssuedIdentity.subject == issued.subject
