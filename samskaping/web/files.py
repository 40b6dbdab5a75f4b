"""Files and pictures: added to what somebody writes, and handed out to whoever sees what they hang on."""

from typing import Any

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from samskaping.actions.files import Change
from samskaping.errors import Denied, Missing, TooMuch
from samskaping.language import gettext as _
from samskaping.queries import file_parents
from samskaping.queries.file_parents import Managed
from samskaping.rules import limits
from samskaping.rules.file_parents import HELD_MOST, PARENTS, REFUSAL_WORDS
from samskaping.rules.files import ACCEPTED
from samskaping.web import replies, uploads
from samskaping.web.access import SIGNED_IN, open_to
from samskaping.web.forms.files import FilesForm, files_form, sent_form

bp = Blueprint("files", __name__)
#: Of a form with files, beside the files themselves: the other fields, and what stands between them.
_ROOM = 100_000
_KINDS = ", ".join(PARENTS)


@bp.route(f"/filer/<any({_KINDS}):kind>/<name>", methods=["GET", "POST"])
@open_to(SIGNED_IN, is_writing=True)
def manage(kind: str, name: str) -> ResponseReturnValue:
    """Add files to something, say what pictures show, take files away; one form, so that nothing typed is lost."""
    if request.method == "GET" or "_switch" in request.form:
        return _look(kind, name)
    form = sent_form()
    if not form.is_submitted():
        return _page(file_parents.managed(g.ctx, kind, name), form)
    holds = form.is_sent
    said = form.said() if holds else {}
    change = Change(said=said, gone=request.form.get("fjern", "")[:12])
    error, is_silent = _put(kind, name, change, form)
    # What came and was good, and what was said of it, is kept also when something else was wrong.
    g.keeps_refusal = True
    if "X-Fragment" in request.headers:
        return _one_by_one(kind, name, form, error)
    goes_on = request.form.get("gjor") == "videre"
    if form.mistakes or (goes_on and is_silent):
        return _again(file_parents.managed(g.ctx, kind, name), form, error, is_silent=goes_on)
    if goes_on:
        return redirect(_back(file_parents.managed(g.ctx, kind, name), is_done=True), 303)
    return redirect(url_for("files.manage", kind=kind, name=name, _anchor="vedlegg"), 303)


def _look(kind: str, name: str) -> ResponseReturnValue:
    thing = file_parents.managed(g.ctx, kind, name)
    form = files_form(thing.files)
    if "mangler" in request.args and request.method == "GET":
        form.tell_undescribed(thing.files)
    return _page(thing, form)


def _put(kind: str, name: str, change: Change, form: FilesForm) -> tuple[Denied | None, bool]:
    """Keep what is good; the rest is told beside the field. Answers what refused, and whether a picture is silent."""
    try:
        outcome, flaws = uploads.put(g.ctx, kind, name, change, form.chosen)
    except Missing:
        raise
    except Denied as error:
        form.files.errors = [*form.files.errors, error.message]
        return error, False
    form.files.errors = [*form.files.errors, *flaws]
    return None, outcome.is_silent


def _again(thing: Managed, form: FilesForm, error: Denied | None, *, is_silent: bool) -> Response:
    """The page with all that was typed and what was wrong with it, and with what has come since."""
    fresh = files_form(thing.files)
    for field in (field for field in form if field.errors and field.name in fresh):
        fresh[field.name].errors = field.errors
    fresh.form_errors.extend(form.form_errors)
    if is_silent:
        fresh.tell_undescribed(thing.files)
    return _page(thing, fresh, error)


def _one_by_one(kind: str, name: str, form: FilesForm, error: Denied | None) -> ResponseReturnValue:
    """For the script: the rows as they are now, or the words of what was wrong."""
    if form.mistakes:
        words = " ".join(dict.fromkeys(told for _field, told in form.mistakes))
        return Response(words, 429 if isinstance(error, TooMuch) else 422, mimetype="text/plain")
    return _rows(file_parents.managed(g.ctx, kind, name))


@bp.get(f"/filer/<any({_KINDS}):kind>/<name>/stand")
@open_to(SIGNED_IN)
def standing(kind: str, name: str) -> ResponseReturnValue:
    """For the script: the rows as they stand, while something is looked through."""
    return _rows(file_parents.managed(g.ctx, kind, name))


def _rows(thing: Managed) -> str:
    form = files_form(thing.files, formdata=None)
    return render_template("files/rows.html", form=form, files=thing.files, refusal_words=REFUSAL_WORDS)


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
    named: dict[str, Any] = {key: thing.subject_name, "_anchor": anchor}
    return url_for(endpoint, **named)


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
