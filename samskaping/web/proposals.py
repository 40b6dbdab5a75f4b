"""Proposals as lists and pages that anyone can read."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from flask import Blueprint, g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.errors import Missing
from samskaping.language import gettext as _
from samskaping.queries import (
    adoptions,
    asks,
    benefits,
    comments,
    cursors,
    offers,
    proposal_page,
    proposals,
    related,
    support,
    timeline,
)
from samskaping.queries.proposal_page import Case, Said
from samskaping.queries.versions import FACTS, named
from samskaping.rules.differences import differences
from samskaping.rules.events import What
from samskaping.rules.goals import GOALS
from samskaping.rules.lessons import TOLD
from samskaping.rules.moderation import is_read_first
from samskaping.rules.moves import moves_from
from samskaping.rules.phases import Opening, closed, kept_out
from samskaping.rules.pipeline import PLANS, STATES, Ball
from samskaping.rules.policy import Can
from samskaping.rules.speech import StatementKind
from samskaping.rules.thresholds import Act, Lacking
from samskaping.web import proposal_filters
from samskaping.web.access import PUBLIC, open_to
from samskaping.web.forms.comments import CommentForm
from samskaping.web.opening import opens_told
from samskaping.web.spoken_for import ball_of

bp = Blueprint("proposals", __name__)


@bp.get("/forslag")
@open_to(PUBLIC)
def listing() -> ResponseReturnValue:
    """The municipality's proposals; every combination of filters is an address that can be shared.

    A filter that does not exist is left out and told beside its field; the rest stays.
    """
    if not g.ctx.here.is_active:
        raise Missing
    asked = proposal_filters.asked()
    offered, filters = asked.offered, asked.filters
    place = cursors.read(request.args.get("etter", ""), request.args.get("for", "")) if not asked.wrong else None
    found = proposals.listing(g.ctx, filters, place)
    page = render_template(
        "proposals/listing.html",
        listing=found,
        filters=filters,
        wrong=asked.wrong,
        chips=proposal_filters.chips(asked),
        total=proposal_filters.total_words(found, filters),
        **proposal_filters.selects(filters, offered),
        previous_url=asked.turned(**{"for": found.slice.preceding}),
        next_url=asked.turned(etter=found.slice.following),
    )
    return page, 422 if asked.wrong else 200


@bp.route("/forslag/<ref>", methods=["GET", "POST"])
@open_to(PUBLIC)
def page(ref: str) -> ResponseReturnValue:
    """One proposal. A POST comes from the language switch alone, with the comment that is being written."""
    if request.method == "POST" and "_switch" not in request.form:
        raise Missing
    case = proposal_page.case(g.ctx, ref)
    opens_told(case.unread)
    is_mine = _is_own(case)
    happened = timeline.history(g.ctx, "proposal", case.id, is_own=is_mine or g.ctx.may(Can.PROPOSAL_INSPECT))
    own = support.own(g.ctx, case.id)
    said = proposal_page.said(g.ctx, case)
    talk = comments.conversation(
        g.ctx, case.id, cursors.read(request.args.get("etter", ""), request.args.get("for", ""))
    )
    return render_template(
        "proposals/page.html",
        case=case,
        rule=STATES[case.state],
        is_mine=is_mine,
        is_edited=timeline.is_rewritten(happened),
        happened=happened,
        held=ball_of(case, is_mine=is_mine and case.ball is Ball.FORFATTER),
        steps=timeline.steps(g.ctx, case.state, happened),
        said_by=sorted_out(said),
        moved={one.statement: one.sentence for one in happened if one.statement},
        ended_on=timeline.ended_on(case.state, happened),
        end_reason=_end_reason(case, said, happened),
        unanswered=_unanswered(said) if is_mine else None,
        conversation=talk,
        newer_url=_talk(ref, "for", talk.preceding),
        older_url=_talk(ref, "etter", talk.following),
        related=related.of_proposal(g.ctx, case),
        beside=offers.beside(g.ctx, "proposal", case.id),
        **_expected(case, happened),
        homes=adoptions.homes_of_proposal(g.ctx, case.state, is_public=case.is_public),
        done_too=[one.details for one in happened if one.what is What.ADOPTION_PUBLISHED],
        own=own,
        **_talking(case, own),
        goals=GOALS,
        own_moves={move.verb for move in moves_from(case.state, by_writer=True)} if is_mine else frozenset(),
    )


def _expected(case: Case, happened: list[timeline.Happening]) -> dict[str, Any]:
    """The plan of benefits, asked for where the history says that there is one; and whether what was learnt is told."""
    is_planned = any(one.what is What.BENEFIT_PLANNED for one in happened)
    has_learnt = any(one.what is What.LESSON_WRITTEN for one in happened)
    return {
        "benefits": benefits.of_proposal(g.ctx, case.id) if is_planned else (),
        "may_plan": case.state in PLANS and g.ctx.may(Can.BENEFIT_PLAN, case),
        "has_learnt": has_learnt and case.state in TOLD,
    }


def sorted_out(said: tuple[Said, ...]) -> dict[str, list[Said]]:
    """What was said by what it is: ``answer``, ``question``, ``reply``, ``opinion``, and the rest as ``news``."""
    kinds: dict[str, list[Said]] = {"answer": [], "question": [], "reply": [], "opinion": [], "news": []}
    for one in said:
        kinds.get(one.kind, kinds["news"]).append(one)
    return kinds


def _talk(ref: str, key: str, cursor: str) -> str:
    parts: dict[str, Any] = {"ref": ref, "_anchor": "samtalen", key: cursor}
    return url_for("proposals.page", **parts) if cursor else ""


def _end_reason(case: Case, said: tuple[Said, ...], happened: list[timeline.Happening]) -> Said | None:
    """The reason that came with the move to where an ended case is."""
    last = next((one for one in happened if one.details.get("after") == case.state), None)
    wanted = last.statement if last and case.has_ended else None
    return next((one for one in said if one.public_id == wanted), None)


def _talking(case: Case, own: support.Own) -> dict[str, Any]:
    """Whether the visitor can take part in the conversation, support it and say what it needs, and why not."""
    return {
        "url_path": request.path,
        "may_ask": asks.may_make(g.ctx, case, own.seat),
        "comments_wait": is_read_first(case.comments_read, g.ctx.here.comment_approval),
        "comment_form": _comment_form(case, own) if may_comment(case) else None,
        "can_reply": case.is_public and STATES[case.state].takes_comments and not talk_shut(case),
        "talk_shut": talk_shut(case),
        "talk_lack": talk_lack(case),
        "kept_out": kept_out(case.phases, is_known=g.ctx.actor.is_known),
        "support_shut": closed(case.phases, Opening.STOTTE, is_known=g.ctx.actor.is_known),
    }


def may_comment(case: Case) -> bool:
    """Whether the visitor may take part in the conversation now."""
    takes = case.is_public and STATES[case.state].takes_comments and not talk_shut(case)
    return takes and g.ctx.may(Can.COMMENT_WRITE, case)


def talk_lack(case: Case) -> Lacking | None:
    """What the visitor must show of themselves before they take part in the conversation; None when nothing."""
    return None if g.ctx.may(Can.COMMENT_WRITE, case) else g.ctx.lacks(Act.KOMMENTAR, case.thresholds)


def talk_shut(case: Case) -> str:
    """Why the phase of its challenge keeps the visitor out of the conversation, in words; empty when it does not."""
    is_official = g.ctx.may(Can.STATEMENT_PUBLISH, case)
    return closed(case.phases, Opening.KOMMENTARER, is_known=g.ctx.actor.is_known, is_official=is_official)


def _comment_form(case: Case, own: support.Own) -> CommentForm:
    form = CommentForm()
    form.offer(own.voices, for_municipality=g.ctx.may(Can.STATEMENT_PUBLISH, case))
    return form


def _unanswered(said: tuple[Said, ...]) -> Said | None:
    """The newest question that has no reply."""
    replied = {one.question_id for one in said if one.kind is StatementKind.REPLY}
    open_ones = [one for one in said if one.kind is StatementKind.QUESTION and one.id not in replied]
    return open_ones[-1] if open_ones else None


@bp.get("/forslag/<ref>/versjoner")
@open_to(PUBLIC)
def versions(ref: str) -> ResponseReturnValue:
    """Every version of the text, and what differs between two; those that nobody let out for writer and moderators."""
    case = proposal_page.case(g.ctx, ref)
    kept = timeline.versions(g.ctx, "proposal", case.id, with_held=_is_own(case) or g.ctx.may(Can.MODERATE, case))
    fields = ("title", "need", "idea", *FACTS)
    return compared("proposals/versions.html", named(g.ctx, kept), fields, case=case)


def _is_own(case: Case) -> bool:
    return bool(g.ctx.actor.is_known and g.ctx.actor.person_id == case.writer_id)


@bp.get("/forslag/<ref>/sagt/<statement>/versjoner")
@open_to(PUBLIC)
def statement_versions(ref: str, statement: str) -> ResponseReturnValue:
    """Every version of an answer that was corrected, with the reason for each correction."""
    case = proposal_page.case(g.ctx, ref)
    found = next((one for one in proposal_page.said(g.ctx, case) if one.public_id == statement), None)
    if found is None:
        raise Missing
    kept = timeline.versions(g.ctx, "statement", found.id)
    return compared("proposals/statement_versions.html", kept, ("title", "text"), case=case, statement=found)


class Comparable(Protocol):
    """A version, as far as two of them are compared."""

    @property
    def number(self) -> int: ...
    @property
    def fields(self) -> Mapping[str, Any]: ...


def compared(template: str, kept: Sequence[Comparable], fields: tuple[str, ...], **values: Any) -> str:
    """The page that shows two versions side by side, the older first: the last two, or those that the address names."""
    numbers = [one.number for one in kept]
    if not numbers:
        raise Missing
    newer = _chosen("til", numbers, numbers[-1])
    older = _chosen("fra", numbers, max((n for n in numbers if n < newer), default=newer))
    older, newer = sorted((older, newer))
    by_number = {one.number: one for one in kept}
    before, after = by_number[older], by_number[newer]
    changes = {
        field: differences(str(before.fields.get(field, "")), str(after.fields.get(field, ""))) for field in fields
    }
    return render_template(template, kept=kept, before=before, after=after, changes=changes, **values)


def _chosen(name: str, numbers: list[int], otherwise: int) -> int:
    written = request.args.get(name, "")
    if not written:
        return otherwise
    if not (written.isascii() and written.isdecimal() and len(written) < 10 and int(written) in numbers):
        raise Missing(_("Versjonen finnes ikke."))
    return int(written)
