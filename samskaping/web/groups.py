"""The page of a working group, and its seats: offered, taken, declined, ended."""

from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import groups as deeds
from samskaping.errors import Denied, Missing
from samskaping.language import gettext as _
from samskaping.queries import group_drafts, offer_pages, own_groups
from samskaping.queries import groups as queries
from samskaping.queries.groups import Group, Member
from samskaping.queries.own_groups import Own
from samskaping.rules.groups import INVITED_AS, MEMBER_ROLE_MEANINGS, MEMBER_ROLE_NAMES, MemberRole, PostKind
from samskaping.rules.policy import Can
from samskaping.web import replies, sending
from samskaping.web.access import PUBLIC, SIGNED_IN, open_to
from samskaping.web.forms.base import Form
from samskaping.web.forms.groups import InviteForm, SayForm
from samskaping.web.opening import opens

bp = Blueprint("groups", __name__)


@bp.app_template_global()
def member_role(role: MemberRole) -> str:
    """«Tillitsvalgt», for templates."""
    return str(MEMBER_ROLE_NAMES[role])


def group_of(ref: str, can: Can, *, writes: bool = True) -> Group:
    """The group, for a form in it. Raises ``Missing`` for whoever may not, and when the group does not write now."""
    found = queries.group(g.ctx, ref)
    if not g.ctx.may(can, found) or (writes and not found.is_open):
        raise Missing
    return found


def to_group(ref: str, anchor: str | None = None) -> ResponseReturnValue:
    """Back to the group's page."""
    return redirect(url_for("groups.page", ref=ref, _anchor=anchor), 303)


@bp.route("/arbeidsgruppe/<ref>", methods=["GET", "POST"])
@open_to(PUBLIC)
def page(ref: str) -> ResponseReturnValue:
    """Who takes part, and what everyone can read; for the group and staff all of its work.

    A POST comes from the language switch alone, with what is being written to the group.
    """
    if request.method == "POST" and "_switch" not in request.form:
        raise Missing
    found = queries.group(g.ctx, ref)
    members, leads = queries.members(g.ctx, found), g.ctx.may(Can.GROUP_LEAD, found)
    offered = _offered(ref) if g.ctx.actor.is_known and not found.seat else []
    if not members and not offered and not (leads and found.invites):
        raise Missing
    opens("proposal", found.id)
    posts, may_write = queries.posts(g.ctx, found), found.is_open and g.ctx.may(Can.GROUP_WRITE, found)
    return render_template(
        "groups/page.html",
        group=found,
        members=[one for one in members if one.joined_at],
        invited=[one for one in members if not one.joined_at],
        draft=group_drafts.newest(g.ctx, found),
        tasks=queries.tasks(g.ctx, found),
        offers=offer_pages.standing(g.ctx, found),
        thread=posts[PostKind.INNLEGG],
        minutes=posts[PostKind.REFERAT],
        reads=g.ctx.may(Can.GROUP_READ, found),
        leads=leads,
        offered=offered,
        may_write=may_write,
        may_sit=found.invites and not found.seat and g.ctx.may(Can.GROUP_SIT, found),
        form=SayForm() if may_write else None,
        press=Form(formdata=None) if g.ctx.actor.is_known else None,
    )


@bp.route("/arbeidsgruppe/<ref>/inviter", methods=["GET", "POST"])
@open_to(SIGNED_IN, is_writing=True)
def invite(ref: str) -> ResponseReturnValue:
    """Offer somebody a seat."""
    found = group_of(ref, Can.GROUP_LEAD, writes=False)
    if not found.invites:
        raise Missing
    form = InviteForm().offer(queries.organisations(g.ctx))
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda key: deeds.invite(g.ctx, ref, form.invitation(), once=key))
        if error is None:
            sending.say(_("Invitasjonen er sendt."))
            return to_group(ref, "deltakere")
    helps = {one.value: str(MEMBER_ROLE_MEANINGS[one]) for one in INVITED_AS}
    return replies.page("groups/invite.html", form, error, group=found, helps=helps)


@bp.route("/arbeidsgruppe/<ref>/svar/<member>", methods=["GET", "POST"])
@open_to(SIGNED_IN, is_writing=True)
def answer(ref: str, member: str) -> ResponseReturnValue:
    """Take a seat that is offered, or decline it."""
    offered = [one for one in _offered(ref) if one.member == member]
    if not offered:
        return _answered(ref, member)
    form, error = Form(), None
    if form.is_sent:
        accepts = request.form.get("svar") == "ja"
        error = sending.once(form, lambda key: deeds.answer(g.ctx, ref, member, accepts=accepts, once=key))
        if error is None:
            sending.say(_("Velkommen til arbeidsgruppen.") if accepts else _("Du har takket nei."))
            return to_group(ref) if accepts else redirect(url_for("people.me"), 303)
    meaning = str(MEMBER_ROLE_MEANINGS[offered[0].role])
    return replies.page("groups/answer.html", form, error, seat=offered[0], meaning=meaning)


def _offered(ref: str) -> list[Own]:
    """The seats in this group that are offered to the visitor. One statement."""
    asked = (g.ctx.here.slug, ref)
    return [one for one in own_groups.invitations(g.ctx) if (one.slug, one.reference) == asked]


def _answered(ref: str, member: str) -> ResponseReturnValue:
    """A second press of the button comes to where the first one came; anybody else finds nothing."""
    found = queries.group(g.ctx, ref)
    if found.seat != member:
        raise Missing(_("Invitasjonen er besvart eller trukket."))
    return to_group(ref)


@bp.post("/arbeidsgruppe/<ref>/bli-med")
@open_to(Can.GROUP_SIT, is_writing=True)
def sit(ref: str) -> ResponseReturnValue:
    """Take a seat for the municipality."""
    group_of(ref, Can.GROUP_SIT, writes=False)
    form = Form()
    if form.is_sent:
        error = sending.once(form, lambda key: deeds.sit(g.ctx, ref, once=key))
        sending.say(error.message if error else _("Du er med i arbeidsgruppen."), "danger" if error else "success")
    return to_group(ref, "deltakere")


@bp.route("/arbeidsgruppe/<ref>/avslutt/<member>", methods=["GET", "POST"])
@open_to(SIGNED_IN)
def end(ref: str, member: str) -> ResponseReturnValue:
    """Leave the group, end somebody's seat, or withdraw an invitation; after asking once."""
    found = group_of(ref, Can.GROUP_READ, writes=False)
    seat = next((one for one in queries.members(g.ctx, found) if one.id == member), None)
    if seat is None or not may_end(found, seat):
        raise Missing
    form, error = Form(), None
    if form.is_sent:
        error = sending.once(form, lambda key: deeds.end(g.ctx, ref, member, once=key))
        if error is None:
            sending.say(_("Du er ikke med i arbeidsgruppen lenger.") if seat.is_me else _("Plassen er ledig igjen."))
            return to_group(ref, "deltakere")
    return replies.page("groups/end.html", form, error, group=found, seat=seat)


@bp.app_template_global()
def may_end(group: Group, seat: Member) -> bool:
    """Whether the visitor may end a seat: their own, or any when they lead the group; never that of who proposed."""
    may: Any = seat.is_me or g.ctx.may(Can.GROUP_LEAD, group)
    return bool(may) and seat.role is not MemberRole.FORFATTER
