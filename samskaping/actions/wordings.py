"""Suggesting other words for a text of a challenge, and taking the suggestion back."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from samskaping import text
from samskaping.actions import authors
from samskaping.actions.challenges import longest
from samskaping.actions.record import public_id, record
from samskaping.context import Context
from samskaping.errors import Missing, Refused, TooMuch, Unfit
from samskaping.language import FORMS
from samskaping.language import gettext as _
from samskaping.models import Challenge, Wording
from samskaping.queries import approval, phases
from samskaping.rules import limits
from samskaping.rules.events import What
from samskaping.rules.kinds import ChallengeState
from samskaping.rules.moderation import is_read_first
from samskaping.rules.phases import kept_out
from samskaping.rules.policy import Can
from samskaping.rules.thresholds import Act
from samskaping.rules.wordings import WRITTEN_TOGETHER, WordingState


@dataclass(frozen=True)
class Suggested:
    """New words for one text in one form, and why; ``organisation`` is the public id of the one they are from."""

    field: str
    form: str
    text: str
    why: str
    language: str = "nb"
    organisation: str = ""


def suggest(ctx: Context, challenge: str, said: Suggested, *, once: str | None = None) -> str:
    """Suggest other words for an open challenge that the municipality leads. Answers the suggestion's public id."""
    row = _open(ctx, challenge)
    if not ctx.may(Can.WORDING_SUGGEST):
        raise Refused(str(ctx.lacks(Act.ENDRING) or Can.WORDING_SUGGEST))
    if words := kept_out(phases.at(ctx, row.id)) or ctx.lacks(Act.ENDRING, row.thresholds):
        raise Unfit(f"{words} " + _("Teksten din er tatt vare på."))
    before = _fits(row, said)
    _within_limits(ctx)
    is_first = is_read_first(row.comments_read, ctx.here.comment_approval)
    author = authors.resident(ctx, authors.organisation(ctx, said.organisation))
    made = Wording(
        municipality_id=row.municipality_id,
        public_id=public_id(),
        challenge_id=row.id,
        field=said.field,
        form=said.form,
        before=before,
        text=tidied(said.field, said.text),
        why=text.tidy(said.why),
        language=said.language,
        is_public=not approval.verdict(ctx, is_first, said.text, said.why).waits,
        author_id=author,
        writer_id=ctx.actor.person_id,
        suggested_at=ctx.now,
    )
    ctx.db.add(made)
    record(ctx, What.WORDING_SUGGESTED, row, author_id=author, once=once, wording=made.public_id)
    return made.public_id


def withdraw(ctx: Context, wording: str, *, once: str | None = None) -> None:
    """Take one's own suggestion back while nobody has answered it."""
    row, found = locked(ctx, wording)
    if not ctx.may(Can.WORDING_WITHDRAW, found):
        raise Missing
    if found.state is not WordingState.APEN:
        raise Unfit(_("Kommunen har svart, eller det er trukket fra før."))
    found.state = WordingState.TRUKKET
    record(ctx, What.WORDING_WITHDRAWN, row, author_id=found.author_id, once=once, wording=wording)


def locked(ctx: Context, wording: str) -> tuple[Challenge, Wording]:
    """The challenge that it is about, locked first, and the suggestion. Raises ``Missing``."""
    about = ctx.db.scalar(select(Wording.challenge_id).where(Wording.public_id == wording))
    if about is None:
        raise Missing
    anew = {"populate_existing": True}
    row = ctx.db.scalars(select(Challenge).where(Challenge.id == about).with_for_update(), execution_options=anew).one()
    own = select(Wording).where(Wording.public_id == wording).with_for_update()
    return row, ctx.db.scalars(own, execution_options=anew).one()


def _open(ctx: Context, challenge: str) -> Challenge:
    row = ctx.db.scalar(select(Challenge).where(Challenge.public_id == challenge).with_for_update())
    is_here = row is not None and row.municipality_id == ctx.here.id and row.published_at is not None
    if row is None or not is_here or not ctx.here.is_active:
        raise Missing
    if row.state is not ChallengeState.APEN:
        raise Unfit(_("Utfordringen er stengt, og teksten tar ikke imot flere endringer."))
    return row


def _fits(row: Challenge, said: Suggested) -> str:
    """The text as it stands. Raises ``Unfit`` with words for each field that does not hold."""
    if said.field not in WRITTEN_TOGETHER or said.form not in FORMS:
        raise Missing
    before: str = getattr(row, said.field).get(said.form)
    written, why = tidied(said.field, said.text), text.tidy(said.why)
    found = {
        "text": limits.too_long(written, longest(said.field)),
        "why": limits.too_long(why, limits.WORDING_WHY) if why else _("Skriv kort hvorfor"),
    }
    if not written or written == before:
        found["text"] = _("Skriv teksten slik du mener den bør være")
    if flaws := {field: words for field, words in found.items() if words}:
        raise Unfit(**flaws)
    return before


def tidied(field: str, words: str) -> str:
    """New words as they are kept; a heading stands on one line."""
    written = text.tidy(words)
    return " ".join(written.split()) if field == "title" else written


def _within_limits(ctx: Context) -> None:
    lately = select(func.count()).select_from(Wording)
    lately = lately.where(Wording.writer_id == ctx.actor.person_id, Wording.suggested_at > ctx.now - timedelta(hours=1))
    if (ctx.db.scalar(lately) or 0) >= limits.WORDINGS_HOUR:
        told = _("Du har foreslått mange endringer på kort tid. Teksten er tatt vare på. Prøv igjen om en time.")
        raise TooMuch(told)
