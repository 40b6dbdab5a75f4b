"""Asking somebody without an account to measure a benefit, once, through a mailed link; and what they answer by it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, update

from samskaping import text
from samskaping.actions import authors, letters, measurements
from samskaping.actions.benefits import Subject, at_hand, is_seen
from samskaping.actions.measurements import Reading
from samskaping.actions.record import public_id, record
from samskaping.actions.sessions import token_hash
from samskaping.clock import oslo_date
from samskaping.context import Context
from samskaping.errors import Missing, Unfit
from samskaping.language import gettext as _
from samskaping.models import Author, Benefit, LetterKind, MeasureAsk, Proposal
from samskaping.rules import addresses
from samskaping.rules.benefits import ASKED_MOST, ASKED_WORDS, LINK_LIVES
from samskaping.rules.events import What
from samskaping.rules.speech import AuthorKind


@dataclass(frozen=True)
class Asking:
    """Whom to ask, by which day they should measure, and a word to them; ``language`` is the form of the letter."""

    email: str
    due: date | None
    words: str = ""
    language: str = "nb"


def ask(ctx: Context, benefit: str, asking: Asking, *, once: str | None = None) -> str:
    """Mail a link to somebody who shall measure. Answers its public id. Raises ``Unfit``."""
    row, about = measurements.measuring(ctx, benefit)
    _refuse_flaws(ctx, row, about, asking)
    one = MeasureAsk(
        municipality_id=row.municipality_id,
        public_id=public_id(),
        benefit_id=row.id,
        email=addresses.address(asking.email) or "",
        language=asking.language,
        words=text.tidy(asking.words)[:ASKED_WORDS],
        due=asking.due,
        asked_by_id=ctx.actor.person_id,
        asked_at=ctx.now,
    )
    ctx.db.add(one)
    record(
        ctx, What.MEASUREMENT_ASKED, about, author_id=authors.municipal(ctx), once=once,
        benefit=benefit, ask=one.public_id, due=str(asking.due),
    )  # fmt: skip
    letters.post(ctx, LetterKind.MEASURE, address=one.email, ask=one.public_id, language=asking.language)
    return one.public_id


def drop(ctx: Context, asked: str, *, once: str | None = None) -> None:
    """The link works no more, and the address is gone."""
    named = select(Benefit.public_id).join(MeasureAsk, MeasureAsk.benefit_id == Benefit.id)
    benefit = ctx.db.scalar(named.where(MeasureAsk.public_id == asked))
    row, about = measurements.measuring(ctx, benefit or "")
    one = ctx.db.scalars(select(MeasureAsk).where(MeasureAsk.public_id == asked).with_for_update()).one()
    if one.answered_at or one.dropped_at:
        raise Unfit(_("Lenken er brukt eller stengt fra før."))
    one.dropped_at, one.token_hash, one.email = ctx.now, None, ""
    record(
        ctx, What.MEASUREMENT_ASK_DROPPED, about, author_id=authors.municipal(ctx), once=once,
        benefit=row.public_id, ask=asked,
    )  # fmt: skip


def measure(ctx: Context, token: str, reading: Reading, *, once: str | None = None) -> None:
    """Keep what whoever has the link measured; it works once. Raises ``Missing`` when it works no more, ``Unfit``."""
    named = select(MeasureAsk.id, Benefit.public_id, Benefit.challenge_id, Benefit.proposal_id)
    named = named.join(Benefit, Benefit.id == MeasureAsk.benefit_id)
    found = ctx.db.execute(named.where(MeasureAsk.token_hash == token_hash(token))).one_or_none()
    if found is None:
        raise Missing
    # What it is about is locked first: of two who send at once, the second finds the link used.
    row, about = at_hand(ctx, found.public_id, found)
    one = ctx.db.scalars(
        select(MeasureAsk).where(MeasureAsk.id == found.id).with_for_update(),
        execution_options={"populate_existing": True},
    ).one()
    if one.answered_at or one.dropped_at or is_over(one.due, ctx.now) or not measurements.takes_measurements(about):
        raise Missing
    author = Author(
        kind=AuthorKind.EKSTERN, source="measurer", external_id=one.public_id, name=text.tidy(reading.signed)[:120]
    )
    ctx.db.add(author)
    ctx.db.flush()
    one.answered_at, one.email = ctx.now, ""
    measurements.keep(ctx, row, about, reading, author.id, once=once, by_link=True)


def keep_link(ctx: Context, asked: str, token: str) -> None:
    """Let a link work from now on: only its hash is kept. Done when the letter is written."""
    ctx.db.execute(update(MeasureAsk).where(MeasureAsk.public_id == asked).values(token_hash=token_hash(token)))


def is_over(due: date, now: datetime) -> bool:
    """Whether a link has become too old."""
    return oslo_date(now) > due + LINK_LIVES


def _refuse_flaws(ctx: Context, row: Benefit, about: Subject, asking: Asking) -> None:
    found = {}
    if addresses.address(asking.email) is None:
        found["email"] = _("Skriv en e-postadresse, for eksempel navn@example.no")
    if asking.due is None or not ctx.today <= asking.due <= date(ctx.today.year + 10, 12, 31):
        found["due"] = _("Velg en dag fram i tid")
    if found:
        raise Unfit(**found)
    if row.zero_value is None:
        raise Unfit(_("Gevinsten har ikke noe nullpunkt ennå. Skriv det i planen før dere måler."))
    if not is_seen(about) or (isinstance(about, Proposal) and not about.is_public):
        raise Unfit(_("Saken er ikke synlig for alle. Andre kan bare se det som er offentlig."))
    waiting = select(func.count()).where(
        MeasureAsk.benefit_id == row.id, MeasureAsk.answered_at.is_(None), MeasureAsk.dropped_at.is_(None)
    )
    if (ctx.db.scalar(waiting) or 0) >= ASKED_MOST:
        raise Unfit(_("Mange er alt bedt om å måle dette. Steng en lenke som ikke trengs, først."))
