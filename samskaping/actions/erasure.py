"""Erasing one's own account: closed at once; then what is the person's goes, and documentation stays without them."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import String, cast, select, update
from sqlalchemy.orm import Session

from samskaping import text
from samskaping.actions import forgetting, letters, platform, sessions
from samskaping.actions.record import Fact, log, record_each
from samskaping.context import Context, Here
from samskaping.context.visitors import HERE
from samskaping.errors import Refused, Unfit
from samskaping.language import gettext as _
from samskaping.language import ngettext
from samskaping.models import (
    Erasure,
    GroupMember,
    Letter,
    LetterKind,
    MailChoice,
    Membership,
    Municipality,
    Note,
    Organisation,
    Person,
    Proposal,
    Representative,
)
from samskaping.queries import erasure as queries
from samskaping.rules.events import What
from samskaping.rules.roles import MUNICIPAL_ROLES, Role

_EVERYWHERE = {"every_municipality": True}
_QUIETLY = {**_EVERYWHERE, "synchronize_session": False}
#: What staff read where a colleague's name stood; right in both forms.
NOBODY = "Sletta konto"
#: A form that was on its way when the account was closed has been answered by then, and writes no more.
SETTLES = timedelta(minutes=1)
#: How many the worker takes up in one look.
AT_A_LOOK = 100


def erase(ctx: Context) -> None:
    """Close the account of whoever asks, and has just shown who they are. ``Unfit`` while others depend on it.

    From now on nobody signs in, nothing shows the name, no role is theirs and the address is free. The rest, whose
    work grows with what they have taken part in, is the worker's: ``forget``.
    """
    sessions.need_second(ctx)
    # The municipality before the person, as whoever gives roles has it: the two never wait for each other.
    _hold(ctx)
    if Role.PLATTFORM in ctx.actor.roles:
        platform.in_force(ctx)
    me = ctx.db.scalar(select(Person).where(Person.id == ctx.actor.person_id).with_for_update())
    if me is None or me.erased_at:
        raise Refused
    if words := in_the_way(queries.foreseen(ctx)):
        raise Unfit(" ".join(words))
    left = Erasure(person_id=me.id, email=me.email, email_key=me.email_key, name=me.name, closed_at=ctx.now)
    for statement in forgetting.at_once(left):
        ctx.db.execute(statement, execution_options=_QUIETLY)
    ctx.db.add(left)
    letters.post(ctx, LetterKind.ERASED, address=me.email, language=me.form)
    _blank(ctx, me)
    log(ctx, "person.closed", person_id=me.id)
    ctx.db.flush()


def waiting(db: Session, now: datetime) -> list[int]:
    """The closed accounts that ``forget`` waits for, the one that has waited longest first."""
    due = select(Erasure.id).where(Erasure.closed_at <= now - SETTLES)
    return list(db.scalars(due.order_by(Erasure.closed_at, Erasure.id).limit(AT_A_LOOK)))


def claim(db: Session, key: int) -> Erasure | None:
    """One of them, for whoever erases it; None when another worker has it, or is done."""
    return db.scalar(select(Erasure).where(Erasure.id == key).with_for_update(skip_locked=True))


def forget(ctx: Context, left: Erasure) -> None:
    """What is left of a closed account goes, with what led to it: all in one transaction, or not begun."""
    _end_roles(ctx, left)
    _leave_groups(ctx, left)
    _leave_organisations(ctx, left)
    for statement in forgetting.statements(left):
        ctx.db.execute(statement, execution_options=_QUIETLY)
    _unname(ctx, left)
    ctx.db.delete(left)
    log(ctx, "person.erased", person_id=left.person_id)
    ctx.db.flush()


def in_the_way(found: queries.Foreseen) -> list[str]:
    """Why the account cannot be erased yet, and what to do about it."""
    alone = _("Du er den eneste administratoren i %(name)s. Gi rollen til en annen først.")
    tasks = _("Du er bedt om oppgaver eller vurderinger i %(name)s: %(count)s. Gjør dem ferdig, eller gi dem fra deg.")
    return [
        *(
            [_("Du er den eneste som har ansvaret for plattformen. Gi ansvaret til en annen først.")]
            if found.keeps_alone
            else []
        ),
        *(alone % {"name": name} for name in found.last_in),
        *(_handled(name, count) for name, count in found.handles),
        *(tasks % {"name": name, "count": count} for name, count in found.owes),
    ]


def _handled(name: str, count: int) -> str:
    words = ngettext(
        "Du har %(num)s åpen sak i %(name)s. Gi den til en kollega først.",
        "Du har %(num)s åpne saker i %(name)s. Gi dem til en kollega først.",
        count,
    )
    return words % {"name": name, "num": count}


def _hold(ctx: Context) -> None:
    """Lock the municipalities where they have a role: no two last administrators go at the same time."""
    own = (Membership.person_id == ctx.actor.person_id, Membership.ended_at.is_(None))
    where = select(Membership.municipality_id).where(*own)
    ctx.db.execute(_locked(where), execution_options=_EVERYWHERE)


def _locked(where: Any) -> Any:
    return select(Municipality).where(Municipality.id.in_(where)).order_by(Municipality.id).with_for_update()


def _end_roles(ctx: Context, left: Erasure) -> None:
    """The history of each municipality says which roles ended when the account was closed."""
    own = (Membership.person_id == left.person_id, Membership.ended_at == left.closed_at)
    where = select(Membership.municipality_id).where(*own)
    places = ctx.db.scalars(_locked(where), execution_options=_EVERYWHERE).all()
    rows = ctx.db.execute(
        select(Membership.municipality_id, Membership.role).where(*own), execution_options=_EVERYWHERE
    )
    held, there = {tuple(row) for row in rows}, _places(ctx, {place.id for place in places})
    for place in places:
        roles = [role for role in MUNICIPAL_ROLES if (place.id, role) in held]
        facts: list[Fact] = [(place, What.ROLE_ENDED, {"person": _public_id(ctx), "roles": roles})]
        record_each(replace(ctx, municipality=there[place.id]), facts)


def _leave_groups(ctx: Context, left: Erasure) -> None:
    own = (GroupMember.person_id == left.person_id, GroupMember.left_at.is_(None))
    cases = select(Proposal).where(Proposal.id.in_(select(GroupMember.proposal_id).where(*own)))
    locked = cases.order_by(Proposal.municipality_id, Proposal.id).with_for_update()
    found = ctx.db.scalars(locked, execution_options=_EVERYWHERE).all()
    seats = {
        seat.proposal_id: seat
        for seat in ctx.db.scalars(select(GroupMember).where(*own), execution_options=_EVERYWHERE)
    }
    there = _places(ctx, {case.municipality_id for case in found})
    for place, these in groupby(found, key=lambda case: case.municipality_id):
        facts: list[Fact] = []
        for case in these:
            seats[case.id].left_at = ctx.now
            facts.append((case, What.GROUP_LEFT, {"member": seats[case.id].public_id}))
        record_each(replace(ctx, municipality=there[place]), facts)


def _leave_organisations(ctx: Context, left: Erasure) -> None:
    own = Representative.person_id == left.person_id
    seats = (own, Representative.left_at.is_(None))
    wanted = select(Organisation).where(Organisation.id.in_(select(Representative.organisation_id).where(*seats)))
    found = ctx.db.scalars(wanted.order_by(Organisation.id).with_for_update()).all()
    ctx.db.execute(
        update(Representative).where(own, Representative.is_named).values(is_named=False), execution_options=_QUIETLY
    )
    ctx.db.execute(update(Representative).where(*seats).values(left_at=ctx.now), execution_options=_QUIETLY)
    gone = {"person": _public_id(ctx), "joined": False}
    facts: list[Fact] = [(one, What.ORGANISATION_CHANGED, {"organisation": one.public_id, **gone}) for one in found]
    if facts:
        record_each(ctx, facts)


def _public_id(ctx: Context) -> str:
    return ctx.me.public_id if ctx.me else ""


def _places(ctx: Context, keys: set[int]) -> dict[int, Here]:
    rows = ctx.db.execute(select(*HERE).where(Municipality.id.in_(keys)), execution_options=_EVERYWHERE)
    return {here.id: here for here in (Here(*row) for row in rows)}


def _unname(ctx: Context, left: Erasure) -> None:
    """The name goes where the product itself put it: in letters to those whom they invited, in colleagues' «@»."""
    named = Letter.params["by"].as_string() == left.name
    for letter in ctx.db.scalars(
        select(Letter).where(Letter.kind.in_((LetterKind.GROUP, LetterKind.INVITATION)), named)
    ):
        letter.params = {**letter.params, "by": ""}
    mentioning = select(Note).where(cast(Note.mentioned, String).like(f"%{left.person_id}%"))
    for note in ctx.db.scalars(mentioning, execution_options=_EVERYWHERE):
        if left.person_id in note.mentioned:
            note.text = unmentioned(note.text, left.name)
            note.html = text.stored(note.text)


def unmentioned(words: str, name: str) -> str:
    """A note without the name after its «@»: the whole of it, or so many of its first words as stand there."""
    first, *rest = (re.escape(word) for word in name.split())
    further = "".join(rf"(?:\s+{word}" for word in rest) + ")?" * len(rest)
    return re.sub(rf"@{first}\b{further}", f"@{NOBODY}", words, flags=re.IGNORECASE)


def _blank(ctx: Context, me: Person) -> None:
    """History stands on the row's key; nothing of the person is left in it."""
    me.email, me.email_key, me.name = "", f"sletta:{me.public_id}", NOBODY
    me.shows_name, me.password_hash, me.home_id = False, None, None
    me.form, me.mail_choice, me.keys_off = "nb", MailChoice.INGEN, False
    me.confirmed_at = me.last_digest_at = None
    me.blocked_at = me.blocked_at or ctx.now
    me.erased_at = ctx.now
