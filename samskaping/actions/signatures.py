"""Signing an innbyggerforslag: once for each person, by account or on paper, taken back until it is sent in."""

from datetime import date
from typing import Any

from sqlalchemy import delete, select, update

from samskaping import text
from samskaping.actions.initiatives import locked
from samskaping.actions.record import public_id, record
from samskaping.context import Context
from samskaping.db import upsert
from samskaping.errors import Missing, Refused, Unfit
from samskaping.language import gettext as _
from samskaping.models import Initiative, IssuedIdentity, Signature
from samskaping.rules import limits
from samskaping.rules.events import What
from samskaping.rules.initiatives import InitiativeState, SignatureKind, paper_signer, signature_mark
from samskaping.rules.policy import Can
from samskaping.rules.thresholds import Act


def sign(ctx: Context, initiative: str, *, name: str, lives_here: bool, key: str) -> bool:
    """Sign as oneself, who says to live here. A second time changes nothing; answers whether it counted.

    ``key`` is the installation's secret, for the mark that tells one person from another.
    """
    if not ctx.may(Can.INITIATIVE_SIGN):
        raise Refused(str(ctx.lacks(Act.UNDERSKRIFT) or Can.INITIATIVE_SIGN))
    row = _collecting(ctx, initiative)
    signer = _named(name)
    if not lives_here:
        raise Unfit(lives_here=_("Bare de som er bosatt i kommunen, kan skrive under"))
    kind, who = identity(ctx)
    return _add(
        ctx, row, kind, signature_mark(key, ctx.here.id, initiative, who), signer, person_id=ctx.actor.person_id
    )


def take_back(ctx: Context, initiative: str) -> bool:
    """Take back one's own signature, while it is not sent in. Answers whether there was one."""
    ctx.require(Can.SIGNATURE_TAKE_BACK)
    row = locked(ctx, initiative)
    if row.state is not InitiativeState.UNDERSKRIFT:
        raise Unfit(_("Innbyggerforslaget er sendt eller avsluttet, og underskrifter kan ikke trekkes."))
    mine = delete(Signature).where(Signature.initiative_id == row.id, Signature.person_id == ctx.actor.person_id)
    return _remove(ctx, row, mine)


def on_paper(
    ctx: Context, initiative: str, *, name: str, born: date, key: str, sure: bool = False, once: str | None = None
) -> None:
    """Staff enter one from a list of paper. Raises ``Unfit`` for one that is there, or that looks as if it were."""
    row = _handled(ctx, initiative)
    signer = _named(name)
    if not date(1900, 1, 1) <= born <= ctx.today:
        raise Unfit(born=_("Skriv fødselsdatoen som dag.måned.år"))
    alike = select(Signature.id).where(Signature.initiative_id == row.id, Signature.name == signer)
    if not sure and ctx.db.scalar(alike.where(Signature.kind != SignatureKind.PAPIR).limit(1)) is not None:
        raise Unfit(sure=_("En med samme navn har skrevet under på nettet. Kryss av når du vet at det er en annen"))
    mark = signature_mark(key, ctx.here.id, initiative, paper_signer(signer, born))
    if not _add(ctx, row, SignatureKind.PAPIR, mark, signer, born=born):
        raise Unfit(name=_("Denne underskriften er ført inn før"))
    record(ctx, What.INITIATIVE_PAPER, row, once=once, initiative=initiative)


def strike(ctx: Context, initiative: str, signature: str, *, once: str | None = None) -> None:
    """Staff strike one that they entered by mistake."""
    row = _handled(ctx, initiative)
    entered = delete(Signature).where(
        Signature.initiative_id == row.id, Signature.public_id == signature, Signature.kind == SignatureKind.PAPIR
    )
    if not _remove(ctx, row, entered):
        raise Missing
    record(ctx, What.INITIATIVE_PAPER_STRUCK, row, once=once, initiative=initiative)


def _collecting(ctx: Context, initiative: str) -> Initiative:
    row = locked(ctx, initiative)
    if row.state is InitiativeState.UTKAST or row.hidden_at:
        raise Missing
    is_late = row.closes_on is not None and ctx.today > row.closes_on
    if row.state is not InitiativeState.UNDERSKRIFT or is_late:
        raise Unfit(_("Innsamlingen av underskrifter er avsluttet."))
    return row


def _handled(ctx: Context, initiative: str) -> Initiative:
    row = locked(ctx, initiative)
    if row.state is InitiativeState.UTKAST:
        raise Missing
    ctx.require(Can.INITIATIVE_HANDLE, row)
    if row.state is not InitiativeState.UNDERSKRIFT:
        raise Unfit(_("Innsamlingen av underskrifter er avsluttet."))
    return row


def _named(name: str) -> str:
    signer = text.tidy(name)
    if len(signer.split()) < 2:
        raise Unfit(name=_("Skriv både fornavn og etternavn"))
    if flaw := limits.too_long(signer, limits.SIGNER_NAME):
        raise Unfit(name=flaw)
    return signer


def identity(ctx: Context) -> tuple[SignatureKind, str]:
    """Who the person is to the issuer of identities, where they have come by one; else the account."""
    found: Any = ctx.db.execute(
        select(IssuedIdentity.issuer, IssuedIdentity.subject)
        # A municipality's own issuer («…#halden») knows its staff; who somebody is to all others, it does not say.
        .where(IssuedIdentity.person_id == ctx.actor.person_id, IssuedIdentity.issuer.not_like("%#%"))
        .order_by(IssuedIdentity.id)
    ).first()
    if found:
        return SignatureKind.BEKREFTET, f"issued:{found.issuer}|{found.subject}"
    return SignatureKind.ERKLART, f"person:{ctx.actor.person_id}"


def _add(
    ctx: Context,
    row: Initiative,
    kind: SignatureKind,
    mark: str,
    name: str,
    *,
    person_id: int | None = None,
    born: date | None = None,
) -> bool:
    new = upsert(ctx.db, Signature).values(
        municipality_id=row.municipality_id,
        public_id=public_id(),
        initiative_id=row.id,
        person_id=person_id,
        kind=kind,
        mark=mark,
        name=name,
        born=born,
        signed_at=ctx.now,
    )
    if ctx.db.scalar(new.on_conflict_do_nothing().returning(Signature.id)) is None:
        return False
    _count(ctx, row, 1)
    return True


def _remove(ctx: Context, row: Initiative, gone: Any) -> bool:
    taken = ctx.db.scalar(gone.returning(Signature.id), execution_options={"synchronize_session": False})
    if taken is not None:
        _count(ctx, row, -1)
    return taken is not None


def _count(ctx: Context, row: Initiative, step: int) -> None:
    """Move the stored count with the row. The initiative is locked, so they cannot part."""
    counted = update(Initiative).where(Initiative.id == row.id)
    ctx.db.execute(counted.values(signature_count=Initiative.signature_count + step))
