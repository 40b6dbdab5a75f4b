"""What people do with what they are told: read it, follow less, get less mail."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, select, update

from samskaping.actions.record import log
from samskaping.context import Context
from samskaping.errors import Missing, Refused
from samskaping.models import (
    Challenge,
    Event,
    Follow,
    MailChoice,
    Municipality,
    Need,
    Notification,
    Organisation,
    Person,
    Proposal,
    Ruling,
)

#: The purpose under which links for «no more mail» are signed.
UNSUBSCRIBE = "unsubscribe"


def read_about(ctx: Context, kind: str, place: str, thing: str) -> None:
    """The person opens a case, or a ruling in it: everything told about it is read. ``place`` is a slug.

    What does not exist is answered like what the person may not know of: nothing was told about it.
    """
    found = thing_id(ctx, kind, place, thing)
    subject = "proposal" if kind == "ruling" else kind
    about = select(Event.id).where(Event.subject_kind == subject, Event.subject_id == found)
    _read(ctx, Notification.event_id.in_(about))


def read(ctx: Context, told: Collection[int]) -> None:
    """These of the person's own notifications, by inner key, are read."""
    _read(ctx, Notification.id.in_(told))


def read_all(ctx: Context) -> None:
    """Everything told so far is read."""
    _read(ctx)


def stop_following(ctx: Context, kind: str, place: str, thing: str) -> None:
    """Follow a proposal, challenge or municipality no more, wherever it is; one that is hidden or gone as well."""
    if ctx.actor.person_id is None:
        raise Refused
    _unfollow(ctx, ctx.actor.person_id, kind, thing_id(ctx, kind, place, thing))


def choose_mail(ctx: Context, choice: MailChoice) -> None:
    """When to get mail about what one follows."""
    if ctx.actor.person_id is None:
        raise Refused
    _choose(ctx, ctx.actor.person_id, choice)


def unsubscribe_value(person: str, *, kind: str = "", place: str = "", thing: str = "") -> dict[str, str]:
    """What a link for «no more mail» says: whose mail, and about which one thing (or all)."""
    value = {"person": person, "kind": kind, "place": place, "thing": thing}
    return {name: words for name, words in value.items() if words}


def unsubscribe(ctx: Context, value: dict[str, str]) -> None:
    """No more mail to a person: about one thing, or at all. Nobody is signed in; the signed link is the proof."""
    person_id = ctx.db.scalar(select(Person.id).where(Person.public_id == value.get("person", "")))
    if person_id is None:
        raise Missing
    kind = value.get("kind", "")
    if kind:
        _unfollow(ctx, person_id, kind, thing_id(ctx, kind, value.get("place", ""), value.get("thing", "")))
    else:
        _choose(ctx, person_id, MailChoice.INGEN)
    log(ctx, "unsubscribed", person_id=person_id, kind=kind)


def thing_id(ctx: Context, kind: str, place: str, thing: str) -> int | None:
    """The key behind a kind, a municipality's slug and a public name, seen or hidden; None for no such thing."""
    here = select(Municipality.id).where(Municipality.slug == place).scalar_subquery()
    named: dict[str, Select[Any]] = {
        "proposal": select(Proposal.id).where(Proposal.municipality_id == here, Proposal.reference == thing),
        "challenge": select(Challenge.id).where(Challenge.public_id == thing),
        "organisation": select(Organisation.id).where(Organisation.public_id == thing),
        "municipality": select(Municipality.id).where(Municipality.slug == place),
        "need": select(Need.id).where(Need.municipality_id == here, Need.reference == thing),
        "ruling": select(func.coalesce(Ruling.need_id, Ruling.proposal_id)).where(Ruling.public_id == thing),
    }
    if kind not in named:
        return None
    found: int | None = ctx.db.scalar(named[kind], execution_options={"every_municipality": True})
    return found


def _read(ctx: Context, *which: ColumnElement[bool]) -> None:
    ctx.db.execute(
        update(Notification)
        .where(Notification.person_id == ctx.actor.person_id, Notification.read_at.is_(None), *which)
        .values(read_at=ctx.now)
        .execution_options(synchronize_session=False)
    )


def _unfollow(ctx: Context, person_id: int, kind: str, thing: int | None) -> None:
    ctx.db.execute(delete(Follow).where(Follow.person_id == person_id, Follow.kind == kind, Follow.thing_id == thing))


def _choose(ctx: Context, person_id: int, choice: MailChoice) -> None:
    """From now on, and for what already waits to be mailed: «none» takes hold at once."""
    ctx.db.execute(update(Person).where(Person.id == person_id).values(mail_choice=choice))
    if choice is MailChoice.INGEN:
        waiting = update(Notification).where(Notification.person_id == person_id, Notification.mail != "")
        ctx.db.execute(waiting.values(mail="").execution_options(synchronize_session=False))
