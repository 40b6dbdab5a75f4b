"""The draft that a working group shares: read with who wrote what, compared, written on, shown, and used."""

from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import group_drafts as deeds
from samskaping.errors import Clash, Missing
from samskaping.language import gettext as _
from samskaping.queries import group_drafts as queries
from samskaping.queries import groups
from samskaping.queries.group_drafts import FIELDS
from samskaping.rules.differences import differences
from samskaping.rules.policy import Can
from samskaping.web import replies, sending
from samskaping.web.access import PUBLIC, SIGNED_IN, open_to
from samskaping.web.forms.groups import DraftForm
from samskaping.web.forms.proposals import Versioned
from samskaping.web.groups import group_of
from samskaping.web.proposals import compared
from samskaping.web.spoken_for import author_name

bp = Blueprint("group_drafts", __name__)


@bp.get("/arbeidsgruppe/<ref>/utkast")
@open_to(PUBLIC)
def page(ref: str) -> ResponseReturnValue:
    """The newest version for the group, with who wrote what; the one that is shown for everyone."""
    found = groups.group(g.ctx, ref)
    reads = g.ctx.may(Can.GROUP_READ, found)
    kept = queries.versions(g.ctx, found)
    return render_template(
        "groups/draft.html",
        group=found,
        draft=kept[-1],
        written=queries.written(kept) if reads else None,
        reads=reads,
        leads=g.ctx.may(Can.GROUP_LEAD, found),
        may_write=found.is_open and g.ctx.may(Can.GROUP_WRITE, found),
    )


@bp.get("/arbeidsgruppe/<ref>/utkast/versjoner")
@open_to(PUBLIC)
def versions(ref: str) -> ResponseReturnValue:
    """Every version, and what differs between two; for others than the group there is nothing here."""
    found = group_of(ref, Can.GROUP_READ, writes=False)
    kept = [replace(one, why=author_name(one.by.kind, one.by.name)) for one in queries.versions(g.ctx, found)]
    return compared("groups/versions.html", kept, FIELDS, case=found)


@bp.route("/arbeidsgruppe/<ref>/utkast/skriv", methods=["GET", "POST"])
@open_to(SIGNED_IN, is_writing=True)
def write(ref: str) -> ResponseReturnValue:
    """Write on. When somebody has saved meanwhile, both texts are shown, and what differs."""
    found = group_of(ref, Can.GROUP_WRITE)
    newest = queries.newest(g.ctx, found)
    stands = newest.fields if newest else {name: getattr(found, name) for name in (*FIELDS, "language")}
    form, error = DraftForm(data={**stands, "version": found.version}), None
    if form.is_sent:
        error = sending.once(
            form, lambda key: deeds.save(g.ctx, ref, form.written(), version=form.version.data, once=key)
        )
        if error is None:
            sending.say(_("Utkastet er lagret som en ny versjon."))
            return redirect(url_for("group_drafts.page", ref=ref), 303)
    clashed = None
    if isinstance(error, Clash):
        found = groups.group(g.ctx, ref)
        newest = queries.newest(g.ctx, found)
        form.version.data = found.version
        stands = newest.fields if newest else stands
        clashed = {name: differences(str(stands.get(name, "")), form[name].data or "") for name in FIELDS}
    return replies.page("groups/write.html", form, error, group=found, newest=newest, clashed=clashed)


@bp.route("/arbeidsgruppe/<ref>/utkast/<any(vis,skjul,bruk):how>", methods=["GET", "POST"])
@open_to(SIGNED_IN, is_writing=True)
def turn(ref: str, how: str) -> ResponseReturnValue:
    """Show the newest version to everyone, or show none, or make it the proposal's text; after asking once."""
    found = group_of(ref, Can.GROUP_LEAD, writes=how != "skjul")
    draft = queries.newest(g.ctx, found)
    if draft is None or (how == "skjul" and found.shown_version is None):
        raise Missing
    form, error = Versioned(data={"version": found.version}), None
    chosen: dict[str, tuple[Callable[[str], object], str]] = {
        "vis": (lambda key: deeds.show(g.ctx, ref, version=form.version.data, once=key), _("Alle kan lese utkastet.")),
        "skjul": (lambda key: deeds.hide(g.ctx, ref, once=key), _("Bare gruppen og ansatte kan lese utkastet.")),
        "bruk": (
            lambda key: deeds.use(g.ctx, ref, version=form.version.data, once=key),
            _("Utkastet er den nye teksten i forslaget. De som følger, får vite det."),
        ),
    }
    if form.is_sent:
        deed, done = chosen[how]
        error = sending.once(form, deed)
        if error is None:
            sending.say(done)
            endpoint = "proposals.page" if how == "bruk" else "group_drafts.page"
            return redirect(url_for(endpoint if how != "skjul" else "groups.page", ref=ref), 303)
        if isinstance(error, Clash):
            found = groups.group(g.ctx, ref)
            draft, form.version.data = queries.newest(g.ctx, found) or draft, found.version
    return replies.page("groups/turn.html", form, error, group=found, draft=draft, how=how)
