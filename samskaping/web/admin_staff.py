"""The municipality's staff: who works here, with which roles."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import ending, second_factor
from samskaping.actions import staff as deeds
from samskaping.errors import Clash, Denied, Missing, Refused, Unfit
from samskaping.language import gettext as _
from samskaping.queries import people, staff, structure
from samskaping.queries import second_factor as second
from samskaping.rules.policy import Can
from samskaping.rules.roles import ROLE_NAMES, Role
from samskaping.rules.second_factor import ResetReason
from samskaping.web import login, replies, sending
from samskaping.web.access import open_to
from samskaping.web.accounts import unproven
from samskaping.web.forms.admin import AppointForm, MemberForm, ResetForm, typed

bp = Blueprint("admin_staff", __name__)


@bp.get("/oppsett/ansatte")
@open_to(Can.ROLE_GRANT)
def listing() -> ResponseReturnValue:
    """Everybody with a role here."""
    return render_template(
        "admin/staff.html", members=staff.everyone(g.ctx), former=staff.former(g.ctx), ROLE_NAMES=ROLE_NAMES
    )


@bp.route("/oppsett/ansatte/ny", methods=["GET", "POST"])
@open_to(Can.ROLE_GRANT)
def appoint() -> ResponseReturnValue:
    """Name somebody, by address."""
    form, profile = AppointForm(), people.profile(g.ctx)
    form.offer(_units())
    error: Denied | None = None
    if form.is_sent:

        def deed(key: str) -> None:
            deeds.appoint(g.ctx, form.email.data or "", form.name.data or "", form.post(), once=key)

        error = unproven(form, profile) or sending.once(form, deed)
        if error is None:
            flash(_("Rollene er gitt. Vi har sendt et brev med veien videre."), "success")
            return redirect(url_for("admin_staff.listing"), 303)
    return replies.page("admin/appoint.html", form, error, profile=profile, proven=replies.is_proven())


@bp.route("/oppsett/ansatte/<person>", methods=["GET", "POST"])
@open_to(Can.ROLE_GRANT)
def member(person: str) -> ResponseReturnValue:
    """One of the staff: title, unit and roles."""
    now, profile = staff.member(g.ctx, person), people.profile(g.ctx)
    roles = [role.value for role in now.role_order]
    form = MemberForm(
        data={**typed(title=now.title), "unit": now.unit_id or "", "roles": roles, "seen": " ".join(roles)}
    )
    form.offer(_units())
    error: Denied | None = None
    if form.is_sent:

        def deed(key: str) -> None:
            deeds.change(g.ctx, person, form.post(), seen=form.seen_roles(), once=key)

        error = unproven(form, profile) or sending.once(form, deed)
        if error is None:
            return _changed(now, form)
    if isinstance(error, Clash):
        form.seen.data = " ".join(role.value for role in staff.member(g.ctx, person).role_order)
    return replies.page(
        "admin/member.html",
        form, error, member=now, profile=profile, proven=replies.is_proven(), grants=staff.grants(g.ctx, person),
        ROLE_NAMES=ROLE_NAMES,
        has_second=second.has(g.ctx, person) and not _is_own(now),
        issued=", ".join(str(ROLE_NAMES[role]) for role in now.role_order if role in now.issued),
    )  # fmt: skip


@bp.route("/oppsett/ansatte/<person>/to-trinn", methods=["GET", "POST"])
@open_to(Can.SECOND_RESET)
def reset_second(person: str) -> ResponseReturnValue:
    """Take away the second factor of one of them, who has lost it."""
    now, profile = staff.member(g.ctx, person), people.profile(g.ctx)
    if not now.roles:
        raise Missing
    form, error = ResetForm(), None
    if form.is_sent:
        error = unproven(form, profile) or _reset(person, form)
        if error is None:
            flash(_("To-trinns innlogging er nullstilt for %(name)s.") % {"name": now.name}, "success")
            return redirect(url_for("admin_staff.member", person=person), 303)
    return replies.page("admin/reset-second.html", form, error, member=now, profile=profile, proven=replies.is_proven())


@bp.post("/oppsett/ansatte/<person>/okter")
@open_to(Can.SESSION_END)
def end_sessions(person: str) -> ResponseReturnValue:
    """Sign one of them out everywhere."""
    name, ended = staff.member(g.ctx, person).name, ending.end_sessions(g.ctx, person)
    words = _("%(name)s er logget ut alle steder.") if ended else _("%(name)s var ikke logget inn andre steder.")
    flash(words % {"name": name}, "success")
    return redirect(url_for("admin_staff.member", person=person), 303)


def _reset(person: str, form: ResetForm) -> Denied | None:
    try:
        second_factor.reset(g.ctx, person, ResetReason(form.reason.data))
    except Refused:
        g.refused = Can.SECOND_RESET  # for the security log
        wider = Unfit(
            _(
                "Du kan ikke nullstille for deg selv, eller for en som har roller andre steder også. "
                "Den som drifter plattformen, kan gjøre det."
            )
        )
        form.refuse(wider)
        return wider
    except Denied as denied:
        form.refuse(denied)
        return denied
    return None


def _changed(now: staff.Member, form: MemberForm) -> ResponseReturnValue:
    is_own = _is_own(now)
    gave_up = is_own and Role.ADMINISTRATOR.value not in (form.roles.data or ())
    if is_own and set(form.roles.data or ()) != now.roles:
        login.browser().rekey()
    flash(_("Endringene for %(name)s er lagret.") % {"name": now.name}, "success")
    return redirect(url_for("people.me" if gave_up else "admin_staff.listing"), 303)


def _is_own(member: staff.Member) -> bool:
    return g.ctx.me is not None and member.public_id == str(g.ctx.me.public_id)


def _units() -> list[tuple[str, str]]:
    return [(unit.public_id, str(unit.name)) for unit in structure.units(g.ctx) if unit.ended_at is None]
