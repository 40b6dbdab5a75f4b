"""Organisations: registered by a person, verified by each municipality, acted for by several people."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select, update

from samskaping import text
from samskaping.actions import attempts, letters
from samskaping.actions.record import log, public_id, record
from samskaping.context import Context
from samskaping.db import upsert
from samskaping.errors import Missing, TooMuch, Unfit
from samskaping.language import gettext as _
from samskaping.models import Author, Invitation, LetterKind, Organisation, Representative, Verification
from samskaping.rules import limits
from samskaping.rules.addresses import account_mark, address_key
from samskaping.rules.events import What
from samskaping.rules.identifiers import is_organisation_number, organisation_number
from samskaping.rules.names import organisation_flaw, tidy_name
from samskaping.rules.policy import Can
from samskaping.rules.speech import AuthorKind, OrganisationKind

#: How long an invitation holds, how many a person may send an hour, and how many organisations they may register.
INVITATION_LIVES = timedelta(days=7)
INVITATIONS = (attempts.Throttle("invitation", 10, timedelta(hours=1)),)
REGISTRATIONS = (attempts.Throttle("organisation", 5, timedelta(days=1)),)


@dataclass(frozen=True)
class Wish:
    """What somebody says of their organisation."""

    name: str
    kind: OrganisationKind
    number: str = ""
    about: str = ""


@dataclass(frozen=True)
class _Held:
    """An organisation as the table of permissions sees it: as if written by each who acts for it."""

    writer_id: int | None
    session_id: int | None = None


def register(ctx: Context, wish: Wish, *, once: str | None = None) -> str:
    """Register an organisation; the person acts for it from now on, and the municipality at hand is asked to verify."""
    ctx.require(Can.ORGANISATION_REGISTER)
    _slow_down(ctx, REGISTRATIONS)
    values = _fitting(wish)
    new = upsert(ctx.db, Organisation).values(
        **values,
        sort_key=text.sort_key(str(values["name"]))[:120],
        public_id=public_id(),
        registered_by_id=ctx.actor.person_id,
        registered_at=ctx.now,
        history_length=0,
        history_digest="",
    )
    made = ctx.db.scalar(new.on_conflict_do_nothing(index_elements=["number"]).returning(Organisation.id))
    row = ctx.db.get(Organisation, made) if made else None
    if row is None:
        raise Unfit(number=_("Organisasjonen er registrert fra før. Be en som skriver for den, om å legge deg til."))
    ctx.db.add(Representative(organisation_id=row.id, person_id=ctx.actor.person_id, joined_at=ctx.now))
    if ctx.municipality:
        _ask(ctx, row)
    record(ctx, What.ORGANISATION_REGISTERED, row, once=once, organisation=row.public_id)
    return row.public_id


def change(ctx: Context, organisation: str, wish: Wish) -> None:
    """Change name, kind or what it is about. A new name or kind must be verified again, everywhere."""
    row = _mine(ctx, organisation)
    values = _fitting(wish, number=row.number)
    if (values["name"], values["kind"]) != (row.name, row.kind):
        ctx.db.execute(
            update(Verification)
            .where(Verification.organisation_id == row.id)
            .values(verified_at=None, verified_by_id=None)
            .execution_options(synchronize_session=False)
        )
        speaking = update(Author).where(Author.organisation_id == row.id, Author.kind == AuthorKind.ORGANISASJON)
        ctx.db.execute(speaking.values(name=values["name"]).execution_options(synchronize_session=False))
    for field, value in values.items():
        setattr(row, field, value)
    record(ctx, What.ORGANISATION_CHANGED, row, organisation=row.public_id)


def invite(ctx: Context, organisation: str, email: str) -> None:
    """Ask whoever has an address to act for the organisation too; the answer is the same whether anybody has it."""
    row = _mine(ctx, organisation)
    _slow_down(ctx, INVITATIONS)
    key = address_key(email)
    values = {"invited_by_id": ctx.actor.person_id, "invited_at": ctx.now, "expires_at": ctx.now + INVITATION_LIVES}
    new = upsert(ctx.db, Invitation).values(public_id=public_id(), organisation_id=row.id, email_key=key, **values)
    ctx.db.execute(new.on_conflict_do_update(index_elements=["organisation_id", "email_key"], set_=values))
    mark = account_mark(email)
    if not attempts.wait(ctx, mark, attempts.NOTICE):
        attempts.note(ctx, mark, attempts.NOTICE)
        letters.post(
            ctx, LetterKind.INVITATION, address=email, expires_at=ctx.now + INVITATION_LIVES,
            organisation=row.public_id, name=row.name, by=ctx.actor.name,
        )  # fmt: skip
    log(ctx, "organisation.invited", organisation=row.public_id)


def accept(ctx: Context, invitation: str) -> str:
    """Act for the organisation from now on. Raises ``Missing`` unless the invitation is to one's own address."""
    row, organisation = _invited(ctx, invitation)
    joined = upsert(ctx.db, Representative).values(
        organisation_id=organisation.id, person_id=ctx.actor.person_id, joined_at=ctx.now
    )
    ctx.db.execute(joined.on_conflict_do_nothing())
    ctx.db.delete(row)
    record(
        ctx, What.ORGANISATION_CHANGED, organisation, organisation=organisation.public_id,
        person=ctx.me.public_id if ctx.me else None, joined=True,
    )  # fmt: skip
    return organisation.public_id


def decline(ctx: Context, invitation: str) -> None:
    """Say no; the invitation is gone."""
    row, organisation = _invited(ctx, invitation)
    ctx.db.delete(row)
    log(ctx, "organisation.declined", organisation=organisation.public_id)


def leave(ctx: Context, organisation: str) -> None:
    """Act for it no longer; what was written stays. Its last person stays until somebody else has joined."""
    row = _mine(ctx, organisation)
    seats = ctx.db.scalars(
        select(Representative).where(Representative.organisation_id == row.id, Representative.left_at.is_(None))
    ).all()
    if len(seats) == 1:
        raise Unfit(_("Du er den eneste som skriver for organisasjonen. Legg til en annen før du går ut."))
    for seat in seats:
        if seat.person_id == ctx.actor.person_id:
            seat.left_at = ctx.now
    ctx.db.execute(
        delete(Invitation).where(Invitation.organisation_id == row.id, Invitation.invited_by_id == ctx.actor.person_id)
    )
    record(
        ctx, What.ORGANISATION_CHANGED, row, organisation=row.public_id,
        person=ctx.me.public_id if ctx.me else None, joined=False,
    )  # fmt: skip


def name_me(ctx: Context, organisation: str, *, is_named: bool) -> None:
    """Let everyone see one's own name on the organisation's page, or nobody any more."""
    row = _mine(ctx, organisation)
    own = select(Representative).where(Representative.is_between(row.id, ctx.actor.person_id))
    ctx.db.scalars(own).one().is_named = is_named


def ask_to_verify(ctx: Context, organisation: str) -> None:
    """Ask the municipality at hand for its word."""
    row = _mine(ctx, organisation)
    _ask(ctx, row)
    log(ctx, "organisation.asked", organisation=row.public_id)


def verify(ctx: Context, organisation: str) -> None:
    """The municipality's word that the organisation is what it says. Raises ``Missing`` unless it was asked."""
    ctx.require(Can.ORGANISATION_VERIFY)
    row, asked = _asked(ctx, organisation)
    if asked.verified_at is not None:
        return
    asked.verified_at, asked.verified_by_id = ctx.now, ctx.actor.person_id
    record(ctx, What.ORGANISATION_VERIFIED, row, organisation=row.public_id)


def unverify(ctx: Context, organisation: str) -> None:
    """Take the municipality's word back."""
    ctx.require(Can.ORGANISATION_VERIFY)
    row, asked = _asked(ctx, organisation)
    asked.verified_at = asked.verified_by_id = None
    record(ctx, What.ORGANISATION_CHANGED, row, organisation=row.public_id)


def _fitting(wish: Wish, number: str | None = None) -> dict[str, str | None]:
    """The columns of a wish that holds. Raises ``Unfit``. A number that is there is not changed."""
    name, about = tidy_name(wish.name), text.tidy(wish.about)
    given = number or organisation_number(wish.number)
    found = {"name": organisation_flaw(name, wish.kind), "about": limits.too_long(about, limits.NOTE)}
    if given and not is_organisation_number(given):
        found["number"] = _("Organisasjonsnummeret har ni siffer og begynner på 8 eller 9. Sjekk at det er riktig.")
    if not given and wish.kind is not OrganisationKind.UFORMELL:
        found["number"] = _("Skriv organisasjonsnummeret. Bare uformelle grupper kan være uten.")
    if flaws := {field: words for field, words in found.items() if words}:
        raise Unfit(**flaws)
    about_html = text.stored(about) if about else ""
    return {"name": name, "kind": wish.kind, "number": given or None, "about": about, "about_html": about_html}


def _mine(ctx: Context, organisation: str) -> Organisation:
    row = ctx.db.scalar(select(Organisation).where(Organisation.public_id == organisation).with_for_update())
    if row is None:
        raise Missing
    acts = ctx.db.scalar(select(Representative.acts(row.id, ctx.actor.person_id)))
    if not ctx.may(Can.ORGANISATION_MANAGE, _Held(ctx.actor.person_id if acts else None)):
        raise Missing
    return row


def _invited(ctx: Context, invitation: str) -> tuple[Invitation, Organisation]:
    if ctx.me is None or not ctx.actor.confirmed:
        raise Missing
    found = ctx.db.execute(
        select(Invitation, Organisation)
        .join(Organisation, Organisation.id == Invitation.organisation_id)
        .join(Representative, Representative.is_between(Organisation.id, Invitation.invited_by_id))
        .where(
            Invitation.public_id == invitation,
            Invitation.email_key == address_key(ctx.me.email),
            Invitation.expires_at > ctx.now,
        )
        .with_for_update(of=[Organisation, Invitation])
    ).one_or_none()
    if found is None:
        raise Missing
    return found.Invitation, found.Organisation


def _asked(ctx: Context, organisation: str) -> tuple[Organisation, Verification]:
    found = ctx.db.execute(
        select(Organisation, Verification)
        .join(Verification, Verification.organisation_id == Organisation.id)
        .where(Organisation.public_id == organisation, Verification.municipality_id == ctx.here.id)
        .with_for_update()
    ).one_or_none()
    if found is None:
        raise Missing
    return found.Organisation, found.Verification


def _ask(ctx: Context, row: Organisation) -> None:
    if not ctx.here.is_active:
        raise Missing
    asked = upsert(ctx.db, Verification).values(organisation_id=row.id, municipality_id=ctx.here.id, asked_at=ctx.now)
    ctx.db.execute(asked.on_conflict_do_nothing(index_elements=["organisation_id", "municipality_id"]))


def _slow_down(ctx: Context, throttles: tuple[attempts.Throttle, ...]) -> None:
    mark = f"person:{ctx.me.public_id if ctx.me else ''}"
    if seconds := attempts.wait(ctx, mark, throttles):
        raise TooMuch(_("Du har gjort dette mange ganger på kort tid. Prøv igjen senere."), retry_after=seconds)
    attempts.note(ctx, mark, throttles)
