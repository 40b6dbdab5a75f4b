"""One challenge of several municipalities: invited by the leading one, accepted or declined, left, its record kept.

Every deed holds the challenge locked, so that of two at once the second meets what the first left.
"""

from typing import Any

from sqlalchemy import func, select

from samskaping import text
from samskaping.actions.record import record, record_all
from samskaping.context import Context, Here
from samskaping.context.doors import Door, find
from samskaping.db import Texts
from samskaping.errors import Missing, Unfit
from samskaping.language import NAMES
from samskaping.language import gettext as _
from samskaping.models import Challenge, ChallengePartner, Municipality
from samskaping.rules import limits
from samskaping.rules.challenges import TEXTS
from samskaping.rules.events import What
from samskaping.rules.kinds import ChallengeState
from samskaping.rules.partners import MOST_PARTNERS, Standing, lacks
from samskaping.rules.policy import Can

#: Whom a lead can ask (again): never those that are with it, or have been asked and not answered.
_ASKABLE = (None, Standing.AVSLO, Standing.TRUKKET, Standing.GIKK_UT)


def invite(ctx: Context, challenge: str, slug: str, words: str = "", *, once: str | None = None) -> None:
    """Ask another municipality to share an open challenge that ours leads. Raises ``Unfit``."""
    ctx.require(Can.PARTNER_INVITE)
    row = _led(ctx, challenge)
    _still_open(ctx, row)
    there = _place(ctx, slug)
    said = _said(ctx, words)
    if lacks((getattr(row, name) for name in TEXTS), there.own_form):
        form = NAMES[str(there.own_form)].lower()
        words_lack = _("%(name)s skriver %(form)s. Skriv utfordringen på %(form)s også før dere inviterer.")
        raise Unfit(municipality=words_lack % {"name": there.name, "form": form})
    partner = _partner(ctx, row, there.id)
    if (partner.standing if partner else None) not in _ASKABLE:
        raise Unfit(municipality=_("%(name)s er alt med eller invitert.") % {"name": there.name})
    if partner is None:
        partner = ChallengePartner(challenge_id=row.id, municipality_id=there.id)
        _refuse_too_many(ctx, row)
        ctx.db.add(partner)
    partner.standing, partner.since = Standing.INVITERT, ctx.now
    partner.invitation, partner.answer = said, Texts()
    record(ctx, What.PARTNER_INVITED, row, once=once, partner=there.slug, there=there.slug)


def uninvite(ctx: Context, challenge: str, slug: str, *, once: str | None = None) -> None:
    """Take back an invitation that is not answered. Raises ``Unfit``."""
    ctx.require(Can.PARTNER_INVITE)
    row = _led(ctx, challenge)
    there = _place(ctx, slug)
    partner = _partner(ctx, row, there.id)
    if partner is None or partner.standing is not Standing.INVITERT:
        raise Unfit(_("Invitasjonen er svart på eller trukket."))
    partner.standing, partner.since = Standing.TRUKKET, ctx.now
    record(ctx, What.PARTNER_UNINVITED, row, once=once, partner=there.slug, there=there.slug)


def answer(ctx: Context, challenge: str, *, accepts: bool, words: str = "", once: str | None = None) -> None:
    """Say for our municipality whether it will share the challenge; a no says why. Raises ``Unfit``."""
    ctx.require(Can.PARTNER_ANSWER)
    row = _shared(ctx, challenge)
    partner = _partner(ctx, row, ctx.here.id)
    if partner is None or partner.standing is not Standing.INVITERT:
        raise Unfit(_("Invitasjonen er svart på eller trukket."))
    said = _said(ctx, words)
    if accepts:
        _still_open(ctx, row)
    elif not said:
        raise Unfit(words=_("Skriv hvorfor dere sier nei"))
    partner.standing, partner.since = Standing.MED if accepts else Standing.AVSLO, ctx.now
    partner.answer = said
    told: dict[str, Any] = {"partner": ctx.here.slug, "there": _lead(ctx, row), "accepts": accepts}
    joined = [(What.PARTNER_JOINED, {"partner": ctx.here.slug})] if accepts else []
    record_all(ctx, row, [(What.PARTNER_ANSWERED, told), *joined], once=once)


def leave(ctx: Context, challenge: str, words: str = "", *, once: str | None = None) -> None:
    """Our municipality shares a challenge no more. What was proposed under it here, stays; the record is the lead's."""
    ctx.require(Can.PARTNER_ANSWER)
    row = _shared(ctx, challenge)
    partner = _partner(ctx, row, ctx.here.id)
    if partner is None or partner.standing is not Standing.MED:
        raise Unfit(_("Dere er ikke med i utfordringen lenger."))
    if partner.is_lead:
        raise Unfit(_("Den som leder utfordringen, kan ikke gå ut. Dere kan stenge den."))
    partner.standing, partner.since, partner.left_at = Standing.GIKK_UT, ctx.now, ctx.now
    partner.answer = _said(ctx, words)
    if partner.is_archivist:
        _keep_record_at(ctx, row, row.municipality_id)
    record(ctx, What.PARTNER_LEFT, row, once=once, partner=ctx.here.slug, there=_lead(ctx, row))


def name_archivist(ctx: Context, challenge: str, slug: str, *, once: str | None = None) -> None:
    """Name the partner that keeps the challenge's record for the archive. Raises ``Unfit``."""
    ctx.require(Can.PARTNER_INVITE)
    row = _led(ctx, challenge)
    there = _place(ctx, slug)
    partner = _partner(ctx, row, there.id)
    if partner is None or partner.standing is not Standing.MED:
        raise Unfit(archivist=_("Velg en kommune som er med"))
    if partner.is_archivist:
        raise Unfit(archivist=_("%(name)s har ansvaret alt.") % {"name": there.name})
    _keep_record_at(ctx, row, there.id)
    record(ctx, What.PARTNER_ARCHIVIST_NAMED, row, once=once, partner=there.slug, there=there.slug)


def _shared(ctx: Context, public_id: str) -> Challenge:
    """A published challenge that our municipality stands in, or is asked to, locked. Raises ``Missing``."""
    asked = select(ChallengePartner.challenge_id).where(ChallengePartner.municipality_id == ctx.here.id)
    found = select(Challenge).where(
        Challenge.public_id == public_id, Challenge.id.in_(asked), Challenge.published_at.is_not(None)
    )
    # One that is asked does not see it among its own yet; the lock makes what is read after it the newest.
    row = ctx.db.scalar(
        found.with_for_update(), execution_options={"every_municipality": True, "populate_existing": True}
    )
    if row is None:
        raise Missing
    return row


def _led(ctx: Context, public_id: str) -> Challenge:
    row = _shared(ctx, public_id)
    if row.municipality_id != ctx.here.id:
        raise Missing
    return row


def _partner(ctx: Context, row: Challenge, municipality_id: int) -> ChallengePartner | None:
    found = select(ChallengePartner).where(
        ChallengePartner.challenge_id == row.id, ChallengePartner.municipality_id == municipality_id
    )
    return ctx.db.scalar(found, execution_options={"populate_existing": True})


def _keep_record_at(ctx: Context, row: Challenge, municipality_id: int) -> None:
    """One keeps the record: the other lets go first."""
    partners = ctx.db.scalars(select(ChallengePartner).where(ChallengePartner.challenge_id == row.id)).all()
    for partner in partners:
        partner.is_archivist = False
    ctx.db.flush()
    next(partner for partner in partners if partner.municipality_id == municipality_id).is_archivist = True


def _place(ctx: Context, slug: str) -> Here:
    """A municipality that takes part in the service. Raises ``Unfit``."""
    try:
        there = find(ctx.db, Door(slug or "-"))
    except Missing:
        there = None
    if there is None or not there.is_active:
        raise Unfit(municipality=_("Velg en kommune i lista"))
    return there


def _still_open(ctx: Context, row: Challenge) -> None:
    if row.state is not ChallengeState.APEN or (row.closes_on and row.closes_on < ctx.today):
        raise Unfit(_("Utfordringen er stengt for nye forslag."))


def _refuse_too_many(ctx: Context, row: Challenge) -> None:
    held = select(func.count()).where(ChallengePartner.challenge_id == row.id)
    if (ctx.db.scalar(held) or 0) >= MOST_PARTNERS:
        most = {"most": MOST_PARTNERS}
        raise Unfit(municipality=_("En utfordring kan deles av høyst %(most)s kommuner.") % most)


def _lead(ctx: Context, row: Challenge) -> str:
    slug: str = ctx.db.scalars(select(Municipality.slug).where(Municipality.id == row.municipality_id)).one()
    return slug


def _said(ctx: Context, words: str) -> Texts:
    """What one municipality says to the other, in the form it was written in. Raises ``Unfit``."""
    if len(words) > limits.REASON:
        raise Unfit(words=_("Teksten kan ha %(most)s tegn.") % {"most": limits.REASON})
    return Texts(**{ctx.language: text.tidy(words)})
