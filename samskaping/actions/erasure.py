"""Erasing one's own account: what is the person's goes, what is documentation stays without them. One transaction."""

import re
from dataclasses import replace
from itertools import groupby

from sqlalchemy import String, cast, select, update

from samskaping import text
from samskaping.actions import forgetting, letters
from samskaping.actions.forgetting import Traces
from samskaping.actions.record import Fact, log, record_each
from samskaping.context import Context, Here
from samskaping.context.visitors import HERE
from samskaping.errors import Refused, Unfit
from samskaping.language import gettext as _
from samskaping.language import ngettext
from samskaping.models import (
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
from samskaping.rules.roles import MUNICIPAL_ROLES

_EVERYWHERE = {"every_municipality": True}
_QUIETLY = {**_EVERYWHERE, "synchronize_session": False}
#: What staff read where a colleague's name stood; right in both forms.
NOBODY = "Sletta konto"


def erase(ctx: Context) -> None:
    """Erase the account of whoever asks, and has just shown who they are. ``Unfit`` while others depend on it."""
    # The municipality before the person, as whoever gives roles has it: the two never wait for each other.
    held = _roles(ctx, ctx.actor.person_id or 0)
    me = ctx.db.scalar(select(Person).where(Person.id == ctx.actor.person_id).with_for_update())
    if me is None or me.erased_at:
        raise Refused
    if words := in_the_way(queries.foreseen(ctx)):
        raise Unfit(" ".join(words))
    _end_roles(ctx, me, held)
    _leave_groups(ctx, me)
    _leave_organisations(ctx, me)
    for statement in forgetting.statements(Traces(me.id, me.email, me.email_key), ctx.now):
        ctx.db.execute(statement, execution_options=_QUIETLY)
    _unname(ctx, me)
    address, form = me.email, me.form
    _blank(ctx, me)
    letters.post(ctx, LetterKind.ERASED, address=address, language=form)
    log(ctx, "person.erased", person_id=me.id)
    ctx.db.flush()


def in_the_way(found: queries.Foreseen) -> list[str]:
    """Why the account cannot be erased yet, and what to do about it."""
    alone = _("Du er den eneste administratoren i %(name)s. Gi rollen til en annen først.")
    tasks = _("Du er bedt om oppgaver eller vurderinger i %(name)s: %(count)s. Gjør dem ferdig, eller gi dem fra deg.")
    return [
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


def _roles(ctx: Context, me: int) -> list[tuple[Municipality, list[str]]]:
    """The roles in force, with their municipalities locked: no two last administrators go at the same time."""
    own = (Membership.person_id == me, Membership.ended_at.is_(None))
    where = select(Membership.municipality_id).where(*own)
    locked = select(Municipality).where(Municipality.id.in_(where)).order_by(Municipality.id).with_for_update()
    places = ctx.db.scalars(locked, execution_options=_EVERYWHERE).all()
    rows = ctx.db.execute(
        select(Membership.municipality_id, Membership.role).where(*own), execution_options=_EVERYWHERE
    )
    held = {tuple(row) for row in rows}
    return [(place, [role for role in MUNICIPAL_ROLES if (place.id, role) in held]) for place in places]


def _end_roles(ctx: Context, me: Person, held: list[tuple[Municipality, list[str]]]) -> None:
    there = _places(ctx, {place.id for place, _held in held})
    for place, roles in held:
        facts: list[Fact] = [(place, What.ROLE_ENDED, {"person": me.public_id, "roles": roles})]
        record_each(replace(ctx, municipality=there[place.id]), facts)
    ended = update(Membership).where(Membership.person_id == me.id, Membership.ended_at.is_(None))
    ctx.db.execute(ended.values(ended_at=ctx.now), execution_options=_QUIETLY)


def _leave_groups(ctx: Context, me: Person) -> None:
    own = (GroupMember.person_id == me.id, GroupMember.left_at.is_(None))
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


def _leave_organisations(ctx: Context, me: Person) -> None:
    seats = (Representative.person_id == me.id, Representative.left_at.is_(None))
    wanted = select(Organisation).where(Organisation.id.in_(select(Representative.organisation_id).where(*seats)))
    found = ctx.db.scalars(wanted.order_by(Organisation.id).with_for_update()).all()
    ctx.db.execute(
        update(Representative).where(Representative.person_id == me.id, Representative.is_named).values(is_named=False),
        execution_options=_QUIETLY,
    )
    ctx.db.execute(update(Representative).where(*seats).values(left_at=ctx.now), execution_options=_QUIETLY)
    left = {"person": me.public_id, "joined": False}
    facts: list[Fact] = [(one, What.ORGANISATION_CHANGED, {"organisation": one.public_id, **left}) for one in found]
    if facts:
        record_each(ctx, facts)


def _places(ctx: Context, keys: set[int]) -> dict[int, Here]:
    rows = ctx.db.execute(select(*HERE).where(Municipality.id.in_(keys)), execution_options=_EVERYWHERE)
    return {here.id: here for here in (Here(*row) for row in rows)}


def _unname(ctx: Context, me: Person) -> None:
    """The name goes where the product itself put it: in letters to those whom they invited, in colleagues' «@»."""
    named = Letter.params["by"].as_string() == me.name
    for letter in ctx.db.scalars(
        select(Letter).where(Letter.kind.in_((LetterKind.GROUP, LetterKind.INVITATION)), named)
    ):
        letter.params = {**letter.params, "by": ""}
    mentioning = select(Note).where(cast(Note.mentioned, String).like(f"%{me.id}%"))
    for note in ctx.db.scalars(mentioning, execution_options=_EVERYWHERE):
        if me.id in note.mentioned:
            note.text = unmentioned(note.text, me.name)
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
