"""Turning an event into what people are told, in the transaction that takes it off the outbox."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import case, select

from samskaping.actions import letters
from samskaping.context import Context
from samskaping.db import upsert
from samskaping.language import FORMS
from samskaping.models import Appeal, Comment, Event, File, IntakeContact, Need, Notification, Outbox, Proposal, Ruling
from samskaping.queries.audiences import hearers
from samskaping.rules.events import FACTS, has_letter, is_for_giver, own_letter
from samskaping.rules.kinds import LetterKind, MailChoice


def tell(ctx: Context, waiting: Outbox, event: Event, *, by_mail: bool = True) -> int:
    """Tell everyone whom an event concerns, once each, and take it off the outbox. Answers how many heard."""
    heard = hearers(ctx, event)
    rows = [
        {
            "event_id": event.id,
            "person_id": person_id,
            "created_at": ctx.now,
            "mail": _mail(event, choice) if by_mail else "",
        }
        for person_id, choice in sorted(heard.items())
    ]
    if rows:
        ctx.db.execute(upsert(ctx.db, Notification).values(rows).on_conflict_do_nothing())
    if by_mail and event.subject_kind == "proposal" and is_for_giver(event.what, event.details):
        _write_to_giver(ctx, event, event=event.id)
    if letter := own_letter(event.what, event.details):
        _OWN_LETTERS[letter](ctx, event)
    ctx.db.delete(waiting)
    return len(rows)


def _write_to_giver(ctx: Context, event: Event, /, **news: Any) -> None:
    """A letter to whoever gave the input on paper or by phone, when they left an address: the receipt, or news."""
    found: Any = select(IntakeContact.email, Proposal.reference, Proposal.language)
    of_case = found.join(Proposal, Proposal.id == IntakeContact.proposal_id).where(Proposal.id == event.subject_id)
    row = ctx.db.execute(of_case.where(IntakeContact.email != "")).one_or_none()
    if row is not None:
        letters.post(
            ctx, LetterKind.ENTERED, address=row.email, proposal=row.reference, **news,
            language=row.language if row.language in FORMS else "nb",
        )  # fmt: skip


def _write_ruling(ctx: Context, event: Event) -> None:
    """Why a text was stopped, to the one who wrote it; or a file, to the one who attached it."""
    ruling = str(event.details.get("ruling", ""))
    writer = case(
        (Ruling.file != "", File.uploader_id),
        (Ruling.comment_id.is_not(None), Comment.writer_id),
        (Ruling.need_id.is_not(None), Need.writer_id),
        else_=Proposal.writer_id,
    )
    found = (
        select(writer)
        .select_from(Ruling)
        .outerjoin(Proposal, Proposal.id == Ruling.proposal_id)
        .outerjoin(Comment, Comment.id == Ruling.comment_id)
        .outerjoin(Need, Need.id == Ruling.need_id)
        .outerjoin(File, File.public_id == Ruling.file)
    )
    if person_id := ctx.db.scalar(found.where(Ruling.public_id == ruling)):
        letters.post(ctx, LetterKind.RULING, person_id=person_id, ruling=ruling)


def _write_conclusion(ctx: Context, event: Event) -> None:
    """What came of an appeal, to the one who made it."""
    appeal = str(event.details.get("appeal", ""))
    if person_id := ctx.db.scalar(select(Appeal.person_id).where(Appeal.public_id == appeal)):
        letters.post(ctx, LetterKind.APPEAL_DECIDED, person_id=person_id, appeal=appeal)


_OWN_LETTERS: dict[LetterKind, Callable[[Context, Event], None]] = {
    LetterKind.RULING: _write_ruling,
    LetterKind.APPEAL_DECIDED: _write_conclusion,
    LetterKind.ENTERED: _write_to_giver,
}


def _mail(event: Event, choice: MailChoice) -> str:
    """When the mail goes: as the person chose, but at once when somebody waits for them; never to who wants none.

    What has a letter of its own needs no other.
    """
    if choice is MailChoice.INGEN or has_letter(event.what, event.details):
        return ""
    return MailChoice.STRAKS.value if FACTS[event.what].at_once is not None else choice.value
