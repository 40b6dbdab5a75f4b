"""Files and pictures: added to what somebody writes, and handed out to whoever sees what they hang on."""

from typing import Any

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from samskaping.actions import files as deeds
from samskaping.errors import Denied, Missing, TooMuch
from samskaping.language import gettext as _
from samskaping.queries import file_parents
from samskaping.queries.file_parents import Managed
from samskaping.rules import limits
from samskaping.rules.file_parents import HELD_MOST, PARENTS, REFUSAL_WORDS
from samskaping.rules.files import ACCEPTED
from samskaping.web import replies, uploads
from samskaping.web.access import SIGNED_IN, open_to
from samskaping.web.forms.files import FilesForm, files_form

bp = Blueprint("files", __name__)
#: Of a form with files, beside the files themselves: the other fields, and what stands between them.
_ROOM = 100_000
_KINDS = ", ".join(PARENTS)


@bp.route(f"/filer/<any({_KINDS}):kind>/<name>", methods=["GET", "POST"])
@open_to(SIGNED_IN, is_writing=True)
def manage(kind: str, name: str) -> ResponseReturnValue:
    """Add files to something, say what pictures show, take files away; one form, so that nothing typed is lost."""
    thing = file_parents.managed(g.ctx, kind, name)
    form = files_form(thing.files)
    if not form.is_submitted() or "_switch" in request.form:
        return _page(thing, form)
    holds = form.is_sent
    if "X-Fragment" in request.headers:
        return _one_by_one(thing, form)
    error = _add(thing, form)
    if holds:
        deeds.describe(g.ctx, kind, name, form.said())
    if "fjern" in request.form:
        deeds.remove(g.ctx, kind, name, request.form["fjern"][:12])
    g.keeps_refusal = True  # what came and was good, and what was said of it, is kept also when something else was wrong
    return _onwards(file_parents.managed(g.ctx, kind, name), form, error)


def _add(thing: Managed, form: FilesForm) -> Denied | None:
    """Keep the good ones of what came along; the others are told beside the field."""
    if not form.chosen:
        return None
    try:
        flaws = uploads.attach(g.ctx, thing.kind, thing.name, form.chosen)
    except Missing:
        raise
    except Denied as error:
        form.files.errors = [*form.files.errors, error.message]
        return error
    form.files.errors = [*form.files.errors, *flaws]
    return None


def _onwards(thing: Managed, form: FilesForm, error: Denied | None) -> ResponseReturnValue:
    """On to what follows when nothing is wrong; else the page with all that was typed, and what has come since."""
    goes_on = request.form.get("gjor") == "videre"
    fresh = files_form(thing.files)
    fresh.files.errors = form.files.errors
    if goes_on or form.mistakes:
        fresh.is_sent  # noqa: B018  says beside the fields what is wrong in them
        fresh.files.errors = form.files.errors
    if goes_on:
        fresh.tell_undescribed()
    if fresh.mistakes or form.mistakes:
        return _page(thing, fresh, error)
    if goes_on:
        return redirect(_back(thing, is_done=True), 303)
    return redirect(url_for("files.manage", kind=thing.kind, name=thing.name, _anchor="vedlegg"), 303)


def _one_by_one(thing: Managed, form: FilesForm) -> ResponseReturnValue:
    """For the script: the rows of what was added now, or the words of what was wrong."""
    before = {one.public_id for one in thing.files}
    error = _add(thing, form)
    if form.files.errors:
        words = " ".join(dict.fromkeys(str(one) for one in form.files.errors))
        status = 429 if isinstance(error, TooMuch) else 422
        return Response(words, status, mimetype="text/plain")
    now = file_parents.managed(g.ctx, thing.kind, thing.name)
    new = [one for one in now.files if one.public_id not in before]
    return render_template("files/rows.html", form=files_form(now.files), files=new, refusal_words=REFUSAL_WORDS)


@bp.get(f"/filer/<any({_KINDS}):kind>/<name>/stand")
@open_to(SIGNED_IN)
def standing(kind: str, name: str) -> ResponseReturnValue:
    """For the script: the rows as they stand, while something is looked through."""
    thing = file_parents.managed(g.ctx, kind, name)
    return render_template("files/rows.html", form=files_form(thing.files), files=thing.files, refusal_words=REFUSAL_WORDS)


def _page(thing: Managed, form: FilesForm, error: Denied | None = None) -> Response:
    return replies.page(
        "files/manage.html",
        form,
        error,
        thing=thing,
        back=_back(thing),
        most=limits.FILE_BYTES // 1_000_000,
        held_most=HELD_MOST,
        accepted=ACCEPTED,
        refusal_words=REFUSAL_WORDS,
    )


def _back(thing: Managed, *, is_done: bool = False) -> str:
    """Where the thing is shown, or written; with a draft one goes on to the next step."""
    if thing.kind == "utkast":
        return url_for("proposing.place" if is_done else "proposing.idea", draft_id=thing.name)
    if thing.subject_kind == "challenge" and not thing.is_seen:
        return url_for("challenge_desk.preview", public_id=thing.subject_name)
    anchor = {"svar": f"sagt-{thing.name}", "kommentar": f"kommentar-{thing.name}"}.get(thing.kind)
    endpoint, key = {
        "proposal": ("proposals.page", "ref"),
        "need": ("needs.page", "ref"),
        "challenge": ("challenges.page", "public_id"),
    }[thing.subject_kind]
    return url_for(endpoint, **{key: thing.subject_name}, _anchor=anchor)


def _room_for_files() -> None:
    """Files may be larger than other forms; a request that is larger still is told so like any other mistake."""
    if request.endpoint == "files.manage":
        request.max_content_length = limits.FILE_BYTES + _ROOM


@bp.record_once
def _first_of_all(state: BlueprintSetupState) -> None:
    # Before anything looks for the form's token, which reads the form.
    state.app.before_request_funcs.setdefault(None, []).insert(0, _room_for_files)


@bp.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """More than can be sent at once: told on the same page, and in words alone to the script."""
    words = _("Det ble for mye på én gang. Du kan sende høyst %(most)s MB om gangen.") % {
        "most": limits.FILE_BYTES // 1_000_000
    }
    if "X-Fragment" in request.headers:
        return Response(words, 413, mimetype="text/plain")
    given = request.view_args or {}
    thing = file_parents.managed(g.ctx, given["kind"], given["name"])
    form = files_form(thing.files, formdata=None)
    form.files.errors = [words]
    page = _page(thing, form)
    page.status_code = 413
    return page
