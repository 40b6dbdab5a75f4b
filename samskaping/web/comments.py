"""Doors of the conversation: write and reply, change, retract, read earlier versions."""

from collections.abc import Callable

from flask import Blueprint, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import comments as deeds
from samskaping.actions.comments import Remark
from samskaping.errors import Clash, Denied, Missing, Refused
from samskaping.queries import comments, organisations, proposal_page, timeline
from samskaping.queries.comments import Utterance
from samskaping.queries.proposal_page import Case
from samskaping.rules.moderation import is_read_first
from samskaping.rules.pipeline import STATES
from samskaping.rules.policy import Can
from samskaping.rules.speech import Stance
from samskaping.web import replies, sending
from samskaping.web.access import PUBLIC, SIGNED_IN, open_to
from samskaping.web.forms.base import Form
from samskaping.web.forms.comments import CommentForm, EditCommentForm
from samskaping.web.proposals import compared, talk_lack, talk_shut
from samskaping.web.thresholds import needed

bp = Blueprint("comments", __name__)


@bp.route("/forslag/<ref>/kommentar", methods=["GET", "POST"])
@open_to(SIGNED_IN, is_writing=True)
def write(ref: str) -> ResponseReturnValue:
    """A comment, or a reply to the one that ``svar`` names."""
    form, error = CommentForm(), None
    form.svar.data = answered = (request.values.get("svar") or "")[:20]
    if form.speaker.data:
        _offer(form)
    if form.is_sent:
        said: list[str] = []
        error = _refused(form, lambda key: said.append(deeds.write(g.ctx, ref, _remark(form), once=key)))
        if error is None:
            return _to_new(ref, said[0], answered) if said else _to(ref, sending.landed(form, "comment"), 303)
    _offer(form)
    case = proposal_page.case(g.ctx, ref)
    lack = talk_lack(case)
    if lack and not form.is_submitted():
        return needed(lack)
    parent = comments.one(g.ctx, ref, answered) if answered else None
    opens = {
        "is_open": case.is_public and STATES[case.state].takes_comments and not (talk_shut(case) or lack),
        "shut": talk_shut(case) or lack,
        "comments_wait": is_read_first(case.comments_read, g.ctx.here.comment_approval),
    }
    return replies.page("comments/write.html", form, error, case=case, parent=parent, **opens)


def _offer(form: CommentForm) -> None:
    form.offer(organisations.mine(g.ctx), for_municipality=g.ctx.may(Can.STATEMENT_PUBLISH))


def _to_new(ref: str, comment: str, answered: str) -> ResponseReturnValue:
    """A new thread stands first on the first page, so its place need not be asked for."""
    return _to(ref, comment, 303) if answered else _at(ref, comment, "", 303)


def _remark(form: CommentForm) -> Remark:
    return Remark(
        text=form.text.data or "",
        stance=Stance(form.stance.data),
        language=form.language.data,
        reply_to=form.svar.data or "",
        speaker=form.speaker.data or "",
    )


@bp.get("/forslag/<ref>/kommentar/<comment>")
@open_to(PUBLIC)
def show(ref: str, comment: str) -> ResponseReturnValue:
    """The lasting address of a comment: the page on which its thread stands."""
    return _to(ref, comment, 302)


@bp.route("/forslag/<ref>/kommentar/<comment>/endre", methods=["GET", "POST"])
@open_to(SIGNED_IN, is_writing=True)
def edit(ref: str, comment: str) -> ResponseReturnValue:
    """Change one's own comment. A clash shows both texts."""
    case, row = _own(ref, comment)
    form, error = EditCommentForm(data={"text": row.text, "version": row.version}), None
    if form.is_sent:
        version, written = form.version.data, form.text.data or ""
        error = sending.once(
            form, lambda key: deeds.edit(g.ctx, ref, comment, version=version, written=written, once=key)
        )
        if error is None:
            return _to(ref, comment, 303)
    if isinstance(error, Clash):
        row = comments.one(g.ctx, ref, comment)
        form.version.data = row.version
    clashed = isinstance(error, Clash)
    return replies.page("comments/edit.html", form, error, case=case, comment=row, clashed=clashed)


@bp.route("/forslag/<ref>/kommentar/<comment>/trekk", methods=["GET", "POST"])
@open_to(SIGNED_IN)
def retract(ref: str, comment: str) -> ResponseReturnValue:
    """Take one's own comment back, after a page that says what it means."""
    case, row = _own(ref, comment, Can.COMMENT_RETRACT)
    form, error = Form(), None
    if form.is_sent:
        error = sending.once(form, lambda key: deeds.retract(g.ctx, ref, comment, once=key))
        if error is None:
            return _to(ref, comment, 303)
    return replies.page("comments/retract.html", form, error, case=case, comment=row)


@bp.get("/forslag/<ref>/kommentar/<comment>/versjoner")
@open_to(PUBLIC)
def versions(ref: str, comment: str) -> ResponseReturnValue:
    """Every version of a comment that was changed; none of one that is gone."""
    case = proposal_page.case(g.ctx, ref)
    row = comments.one(g.ctx, ref, comment)
    if row.silence or not row.edited_at:
        raise Missing
    kept = timeline.versions(g.ctx, "comment", row.id)
    return compared("comments/versions.html", kept, ("text",), case=case, comment=row)


def _own(ref: str, comment: str, can: Can = Can.COMMENT_EDIT) -> tuple[Case, Utterance]:
    case, row = proposal_page.case(g.ctx, ref), comments.one(g.ctx, ref, comment)
    if not g.ctx.may(can, row):
        raise Missing
    return case, row


def _refused(form: Form, deed: Callable[[str], object]) -> Denied | None:
    """As ``sending.once``; who may not write is told in the form too, so that the text is kept."""
    try:
        return sending.once(form, deed)
    except Refused as error:
        form.refuse(error)
        return error


def _to(ref: str, comment: str, status: int) -> ResponseReturnValue:
    return _at(ref, comment, comments.cursor_at(g.ctx, ref, comment), status)


def _at(ref: str, comment: str, cursor: str, status: int) -> ResponseReturnValue:
    return redirect(url_for("proposals.page", ref=ref, etter=cursor or None, _anchor=f"kommentar-{comment}"), status)
