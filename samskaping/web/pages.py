"""Standing pages, in every municipality and nationally: how it works, contact, privacy, cookies."""

from flask import Blueprint, current_app, g, render_template
from flask.typing import ResponseReturnValue

from samskaping.errors import Missing
from samskaping.queries import figures, moderation_figures, pages
from samskaping.queries.pages import Contact
from samskaping.rules import appeals, deadlines, limits
from samskaping.rules.explained import DEMANDS, HOLDERS, MOVERS, SORTS
from samskaping.rules.moderation_figures import SHOWN_DEEDS
from samskaping.rules.moves import MOVES
from samskaping.rules.pipeline import ENDED, STATES
from samskaping.rules.purposes import PURPOSES, kinds
from samskaping.rules.speech import LEVEL_NAMES, LEVEL_PROMISES, REPORT_REASON_NAMES
from samskaping.rules.thresholds import NONE, PROOF_MEANINGS, PROOF_NAMES
from samskaping.web import thresholds
from samskaping.web.access import PUBLIC, Where, open_to
from samskaping.web.sessions import cookie_name

bp = Blueprint("pages", __name__)


@bp.get("/slik-virker-det")
@open_to(PUBLIC, Where.BOTH)
def how() -> ResponseReturnValue:
    """The whole pipeline in words, from the tables that run it."""
    moves = {state: [move for move in MOVES if state in move.before] for state in STATES}
    return render_template(
        "pages/how.html",
        moves=moves,
        ended=ENDED,
        demands=DEMANDS,
        holders=HOLDERS,
        movers=MOVERS,
        sorts=SORTS,
        reasons=REPORT_REASON_NAMES,
        levels=[(LEVEL_NAMES[level], LEVEL_PROMISES[level]) for level in LEVEL_NAMES],
        needed=thresholds.listed(g.ctx.here.thresholds if g.ctx.municipality else NONE),
        proofs=[(PROOF_NAMES[proof], PROOF_MEANINGS[proof]) for proof in PROOF_NAMES],
        answer_days=g.ctx.here.answer_days if g.ctx.municipality else deadlines.LONGEST_ANSWER_DAYS,
        longest=deadlines.LONGEST_ANSWER_DAYS,
        quiet=deadlines.QUIET_DAYS,
        kept=figures.by_unit(g.ctx) if g.ctx.municipality and g.ctx.here.is_active else (),
    )


@bp.get("/moderering")
@open_to(PUBLIC)
def moderation() -> ResponseReturnValue:
    """What is stopped and why, how to appeal, and how often it happens (DSA art. 14, 15 and 20)."""
    if not g.ctx.here.is_active:
        raise Missing
    return render_template(
        "pages/moderation.html",
        numbers=moderation_figures.numbers(g.ctx),
        reasons=REPORT_REASON_NAMES,
        stopped=moderation_figures.stopped,
        shown_deeds=SHOWN_DEEDS,
        with_reason=appeals.AGAINST,
        appeal_months=appeals.APPEAL_MONTHS,
        decide_days=appeals.DECIDE_DAYS,
    )


@bp.get("/kontakt")
@open_to(PUBLIC, Where.BOTH)
def contact() -> ResponseReturnValue:
    """How to reach the municipality, or those who run the installation."""
    return render_template("pages/contact.html", contact=_contact(), platform=_platform())


@bp.get("/personvern")
@open_to(PUBLIC, Where.BOTH)
def privacy() -> ResponseReturnValue:
    """What is known about people, why, for how long, and what one can demand (GDPR art. 13)."""
    told = {"contact": _contact(), "platform": _platform(), "age_limit": current_app.config["SETTINGS"].age_limit}
    return render_template("pages/privacy.html", purposes=PURPOSES, kinds=kinds, **told)


@bp.get("/sikkerhet")
@open_to(PUBLIC, Where.BOTH)
def security() -> ResponseReturnValue:
    """How what people tell is looked after, and whom to tell of a fault."""
    return render_template("pages/security.html", platform=_platform())


@bp.get("/informasjonskapsler")
@open_to(PUBLIC, Where.BOTH)
def cookies() -> ResponseReturnValue:
    """The cookies that there are (ekomloven § 3-15): one, and only when somebody writes or signs in."""
    return render_template("pages/cookies.html", cookie=cookie_name(current_app), days=limits.SESSION_DAYS)


def _contact() -> Contact | None:
    return pages.contact(g.ctx) if g.ctx.municipality else None


def _platform() -> str:
    return str(current_app.config["SETTINGS"].contact)
