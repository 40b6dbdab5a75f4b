"""Accounts: registered, signed in to, confirmed, changed. Passwords come here as hashes and are never seen."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update

from samskaping.actions import attempts, letters, sessions, tokens
from samskaping.actions.record import log, public_id
from samskaping.context import Context
from samskaping.db import upsert
from samskaping.errors import Missing, Refused, Unfit
from samskaping.language import gettext as _
from samskaping.models import Author, LetterKind, MailChoice, Membership, Municipality, Person, Purpose
from samskaping.rules.addresses import account_mark, address_key
from samskaping.rules.names import person_flaw, tidy_name
from samskaping.rules.speech import AuthorKind


@dataclass(frozen=True)
class Account:
    """What signing in needs to know of a person."""

    id: int
    public_id: str
    name: str
    email: str
    form: str
    password_hash: str | None
    is_confirmed: bool
    is_blocked: bool


@dataclass(frozen=True)
class Newcomer:
    """What somebody says of themselves when they register. ``home`` is a municipality's slug, or nothing."""

    email: str
    name: str
    shows_name: bool = True
    form: str = "nb"
    home: str = ""


@dataclass(frozen=True)
class Profile:
    """What a person may change of themselves without proving who they are again."""

    name: str
    shows_name: bool
    form: str
    home: str
    mail_choice: MailChoice


def register(ctx: Context, who: Newcomer) -> None:
    """Begin an account and mail its owner. For an address that has one already, its owner is told, and nobody else.

    Nobody can sign in before the owner of the address has confirmed it; until then the newest words count (of somebody
    whom a municipality appointed, its own), and the password waits in the session of the browser where it was chosen.
    """
    name = _name(who.name)
    key = address_key(who.email)
    new = upsert(ctx.db, Person).values(
        public_id=public_id(),
        email=who.email,
        email_key=key,
        name=name,
        shows_name=who.shows_name,
        form=who.form,
        home_id=_home(ctx, who.home),
        mail_choice=MailChoice.DAGLIG,
        keys_off=False,
        created_at=ctx.now,
    )
    made = ctx.db.scalar(new.on_conflict_do_nothing(index_elements=["email_key"]).returning(Person.id))
    if made:
        ctx.db.add(Author(kind=AuthorKind.PERSON, person_id=made, name=name if who.shows_name else ""))
        log(ctx, "person.registered", person_id=made)
    someone = locked(ctx, key)
    if someone is None:
        raise Missing
    if someone.confirmed_at is None:
        if not made and not _is_appointed(ctx, someone):
            _set(ctx, someone, Profile(name, who.shows_name, who.form, who.home, MailChoice.DAGLIG))
        mail(ctx, LetterKind.CONFIRM, someone)
    else:
        mail(ctx, LetterKind.ALREADY_REGISTERED, someone)


def _is_appointed(ctx: Context, someone: Person) -> bool:
    """Whether a municipality has named them: what they are called there is no stranger's to change."""
    named = select(Membership.id).where(Membership.person_id == someone.id).limit(1)
    return ctx.db.scalar(named, execution_options={"every_municipality": True}) is not None


def account(ctx: Context, email: str) -> Account | None:
    """The account of an address, locked so that tries are counted one after the other."""
    someone = locked(ctx, address_key(email))
    return account_of(someone) if someone else None


def locked(ctx: Context, key: str) -> Person | None:
    return ctx.db.scalar(select(Person).where(Person.email_key == key).with_for_update())


def failed(ctx: Context, email: str, device: str = "", *, is_tried: bool = True) -> None:
    """A wrong password; the same rows for an address that nobody has. A known device has a count of its own.

    What was not looked at (``is_tried``), since there were too many before it, is logged and not counted.
    """
    mark = account_mark(email)
    if not is_tried:
        log(ctx, "sign_in.failed", account=mark[:12], why="many")
        return
    attempts.note(ctx, device or mark, attempts.DEVICE if device else attempts.PASSWORD)
    log(ctx, "sign_in.failed", account=mark[:12])


def entered(ctx: Context, who: Account, way: str) -> None:
    """Somebody signed in, by ``password``, ``link`` or ``openid``."""
    attempts.forget(ctx, account_mark(who.email), attempts.PASSWORD)
    log(ctx, "sign_in", person_id=who.id, way=way)


def left(ctx: Context) -> None:
    log(ctx, "sign_out")


def ask_for_link(ctx: Context, email: str, letter: LetterKind) -> None:
    """Mail a link to whoever has the address; nothing happens for one that nobody has, or that asks too often."""
    someone = locked(ctx, address_key(email))
    if someone is not None and someone.blocked_at is None:
        mail(ctx, letter, someone)


def confirm(ctx: Context, token: str, purpose: Purpose, password_hash: str | None = None) -> Account:
    """Use a mailed link that proves who has the address. Raises ``Missing``, also for a blocked account.

    ``password_hash`` is set only on an account that was not confirmed before: nobody else can have chosen it.
    """
    someone = holder(ctx, tokens.use(ctx, token, purpose).person_id)
    if someone.confirmed_at is None:
        someone.confirmed_at = ctx.now
        someone.password_hash = password_hash
        log(ctx, "person.confirmed", person_id=someone.id)
    ctx.db.flush()
    return account_of(someone)


def reset_password(ctx: Context, token: str, password_hash: str) -> Account:
    """Use a mailed link to choose a new password; every session of the person ends, and their other links too."""
    someone = holder(ctx, tokens.use(ctx, token, Purpose.RESET).person_id)
    someone.confirmed_at = someone.confirmed_at or ctx.now
    _choose(ctx, someone, password_hash, but=None)
    return account_of(someone)


def change_password(ctx: Context, password_hash: str) -> None:
    """Choose a new password while signed in; the other sessions end."""
    sessions.need_second(ctx)
    _choose(ctx, me(ctx), password_hash, but=ctx.actor.session_id)


def change(ctx: Context, wish: Profile) -> None:
    """Name, public name, form, home municipality and mail choice."""
    _set(ctx, me(ctx), Profile(_name(wish.name), wish.shows_name, wish.form, wish.home, wish.mail_choice))
    log(ctx, "person.changed")


def end_session(ctx: Context, session_id: int) -> None:
    """End one of one's own sessions. Raises ``Missing`` for anybody else's."""
    if not sessions.end_own(ctx.db, session_id, me(ctx).id):
        raise Missing
    log(ctx, "session.ended")


def end_other_sessions(ctx: Context) -> None:
    """End all of one's sessions but this."""
    sessions.end_others(ctx.db, me(ctx).id, but=ctx.actor.session_id)
    log(ctx, "session.ended", others=True)


def _choose(ctx: Context, someone: Person, password_hash: str, but: int | None) -> None:
    someone.password_hash = password_hash
    ctx.db.flush()
    sessions.end_others(ctx.db, someone.id, but=but)
    tokens.revoke(ctx.db, someone.id)
    log(ctx, "password.changed", person_id=someone.id)


def _set(ctx: Context, someone: Person, wish: Profile) -> None:
    someone.name, someone.shows_name = wish.name, wish.shows_name
    someone.form, someone.mail_choice = wish.form, wish.mail_choice
    someone.home_id = _home(ctx, wish.home)
    ctx.db.flush()
    theirs = update(Author).where(Author.person_id == someone.id).execution_options(synchronize_session=False)
    shown = wish.name if wish.shows_name else ""
    ctx.db.execute(theirs.where(Author.kind == AuthorKind.PERSON).values(name=shown))
    ctx.db.execute(theirs.where(Author.kind == AuthorKind.KOMMUNE).values(name=wish.name))


def _name(written: str) -> str:
    name = tidy_name(written)
    if flaw := person_flaw(name):
        raise Unfit(name=flaw)
    return name


def _home(ctx: Context, slug: str) -> int | None:
    if not slug:
        return None
    found = ctx.db.scalar(select(Municipality.id).where(Municipality.slug == slug))
    if found is None:
        raise Unfit(home=_("Velg en kommune fra lista"))
    return found


def me(ctx: Context) -> Person:
    """The visitor's own row, locked. Raises ``Refused`` for nobody."""
    someone = ctx.db.scalar(select(Person).where(Person.id == ctx.actor.person_id).with_for_update())
    if someone is None or someone.erased_at:  # somewhere else, while this form was on its way
        raise Refused
    return someone


def holder(ctx: Context, person_id: int) -> Person:
    """A link's person, locked. Raises ``Missing`` for a blocked account."""
    someone = ctx.db.scalar(select(Person).where(Person.id == person_id).with_for_update())
    if someone is None or someone.blocked_at:
        raise Missing
    return someone


def mail(ctx: Context, letter: LetterKind, someone: Person) -> None:
    """Post one of the letters that people ask for themselves, unless the address has got many of late."""
    counted = attempts.NOTICE if letter is LetterKind.ALREADY_REGISTERED else attempts.LETTER
    if not may_mail(ctx, someone.email, counted):
        return
    lives = {LetterKind.ALREADY_REGISTERED: timedelta(days=1)}.get(letter)
    letters.post(ctx, letter, person_id=someone.id, expires_at=ctx.now + (lives or tokens.LIVES[Purpose(letter.value)]))


def may_mail(ctx: Context, email: str, counted: tuple[attempts.Throttle, ...]) -> bool:
    """Few letters an hour to one address, whoever asks for them: nobody's mailbox is flooded from here."""
    mark = account_mark(email)
    if attempts.wait(ctx, mark, counted):
        return False
    attempts.note(ctx, mark, counted)
    return True


def account_of(someone: Person) -> Account:
    return Account(
        id=someone.id,
        public_id=someone.public_id,
        name=someone.name,
        email=someone.email,
        form=someone.form,
        password_hash=someone.password_hash,
        is_confirmed=someone.confirmed_at is not None,
        is_blocked=someone.blocked_at is not None,
    )
