"""A file is handed out: pictures as they were made anew, documents to be saved; never as a page of ours."""

from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import files as deeds
from samskaping.errors import Denied, Missing
from samskaping.language import gettext as _
from samskaping.outside import file_stores
from samskaping.queries import appeals, files
from samskaping.queries.files import Fetched
from samskaping.rules import file_names
from samskaping.rules.files import KINDS, WIDTH_END, WIDTH_TYPE, width_key
from samskaping.rules.policy import Can
from samskaping.rules.speech import ReportReason
from samskaping.web import replies, sending, uploads
from samskaping.web.access import PUBLIC, SIGNED_IN, open_to
from samskaping.web.forms.files import HideFileForm

bp = Blueprint("fetching", __name__)
#: Whatever it holds: nothing in it runs, and it reaches nothing.
_SHUT_IN = "default-src 'none'; frame-ancestors 'none'; sandbox"


@bp.get("/fil/<public_id>/<width>/<file_name>")
@open_to(PUBLIC)
def picture(public_id: str, width: str, file_name: str) -> ResponseReturnValue:
    """A picture in one of its widths."""
    file = files.fetch(g.ctx, public_id)
    shown_name = file_names.with_end(file.name, WIDTH_END)
    if not file.is_picture or file_name != shown_name or width not in {str(size.nominal) for size in file.sizes}:
        raise Missing
    disposition = f"inline; filename*=UTF-8''{quote(shown_name, safe='')}"
    return _handed_out(file, width_key(file.key, int(width)), WIDTH_TYPE, disposition)


@bp.get("/fil/<public_id>/<file_name>")
@open_to(PUBLIC)
def document(public_id: str, file_name: str) -> ResponseReturnValue:
    """A document, as it came."""
    file = files.fetch(g.ctx, public_id)
    if file.is_picture or file_name != file.name:
        raise Missing
    return _handed_out(file, file.key, KINDS[file.kind].media_type, file_names.disposition(file.name))


def _handed_out(file: Fetched, key: str, media_type: str, disposition: str) -> Response:
    """The bytes of a key never change; whether they may be had is asked each time."""
    g.says_how_kept = True
    answer = Response(mimetype=media_type)
    answer.set_etag(key)
    if key in request.if_none_match:
        answer.status_code = 304
    else:
        try:
            answer.response = uploads.store().open(key)
        except (file_stores.NotThere, file_stores.Away):
            raise Missing(_("Fila er ikke å få tak i nå. Prøv igjen om litt.")) from None
        answer.direct_passthrough = True
    is_open = file.is_shown and not g.ctx.actor.is_known
    answer.headers["Cache-Control"] = "no-cache" if is_open else "private, no-cache"
    answer.headers["Content-Disposition"] = disposition
    answer.headers["Content-Security-Policy"] = _SHUT_IN
    answer.headers["Accept-Ranges"] = "none"
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.vary.add("Cookie")
    return answer


@bp.route("/fil/<public_id>/om", methods=["GET", "POST"])
@open_to(SIGNED_IN)
def about(public_id: str) -> Any:
    """One file: why it is hidden, for whoever attached it; and for moderators, hiding it or showing it again."""
    file = files.fetch(g.ctx, public_id, for_moderator=True)
    judges = g.ctx.may(Can.MODERATE)
    if not judges and not file.is_mine:
        raise Missing
    form = HideFileForm()
    error: Denied | None = None
    if request.method == "POST" and not judges:
        raise Missing
    if "vis" in request.form and form.is_submitted():
        deeds.restore(g.ctx, public_id)
        return _done(public_id, _("Fila er synlig igjen."))
    if form.is_sent:
        reason, words = ReportReason(form.reason.data), form.text.data or ""
        error = sending.once(form, lambda _once: deeds.hide(g.ctx, public_id, reason, words))
        if error is None:
            return _done(public_id, _("Fila er skjult. Den som la den ved, får vite hvorfor."))
    if judges:
        return replies.page("files/judge.html", form, error, file=file)
    return replies.page("files/about.html", form, error, file=file, ruled=appeals.own_of_file(g.ctx, public_id))


def _done(public_id: str, words: str) -> Any:
    sending.say(words)
    return redirect(url_for("fetching.about", public_id=public_id), 303)
