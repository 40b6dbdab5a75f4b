"""What the municipality does with an innbyggerforslag: the clock, the council's decision, and what came of it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from samskaping import text
from samskaping.actions import authors
from samskaping.actions.initiatives import locked
from samskaping.actions.record import log, record
from samskaping.context import Context
from samskaping.errors import Missing, Unfit
from samskaping.language import gettext as _
from samskaping.models import Initiative
from samskaping.rules import limits
from samskaping.rules.events import What
from samskaping.rules.initiatives import BEFORE_COUNCIL, MONTHS, InitiativeOutcome, InitiativeState
from samskaping.rules.policy import Can

S = InitiativeState


@dataclass(frozen=True)
class Decision:
    """What the council decided, when, and where it stands."""

    outcome: InitiativeOutcome
    body: str
    decided_on: date
    case_number: str
    words: str
    language: str = "nb"


def refer(ctx: Context, initiative: str, plan_case: str, *, once: str | None = None) -> None:
    """Refer it to an ongoing plan case: the six months stand still (kommuneloven § 12-1)."""
    row = _handled(ctx, initiative, S.SENDT)
    said = _said(
        "plan_case", plan_case, limits.INITIATIVE_NOTE, _("Skriv hvilken plansak det er, og hvor den kan leses")
    )
    row.state, row.plan_case, row.stopped_on = S.PLANSAK, said, ctx.today
    _record(ctx, What.INITIATIVE_REFERRED, row, once)


def resume(ctx: Context, initiative: str, *, once: str | None = None) -> None:
    """The council has it again, and the months go on from where they stood."""
    row = _handled(ctx, initiative, S.PLANSAK)
    row.paused_days = row.clock.resumed(ctx.today) if row.clock else 0
    row.state, row.stopped_on = S.SENDT, None
    _record(ctx, What.INITIATIVE_RESUMED, row, once)


def flag(ctx: Context, initiative: str, words: str, *, once: str | None = None) -> None:
    """Mark what the council has treated before in the same election period; empty words take the mark away.

    The council itself judges what follows (kommuneloven § 12-1 third paragraph): nothing is stopped.
    """
    row = _handled(ctx, initiative, *BEFORE_COUNCIL)
    row.treated_before = text.tidy(words)
    if flaw := limits.too_long(row.treated_before, limits.INITIATIVE_NOTE):
        raise Unfit(words=flaw)
    _record(ctx, What.INITIATIVE_FLAGGED, row, once)


def decide(ctx: Context, initiative: str, decision: Decision, *, once: str | None = None) -> None:
    """Write down what the council decided; those who signed are told. A second time corrects what stands."""
    row = _handled(ctx, initiative, *BEFORE_COUNCIL, S.BEHANDLET)
    sent_on = row.sent_on or ctx.today
    if not sent_on <= decision.decided_on <= ctx.today:
        raise Unfit(decided_on=_("Vedtaket må være gjort etter at innbyggerforslaget ble sendt, og senest i dag"))
    row.decision = _said("words", decision.words, limits.INITIATIVE, _("Skriv hva kommunestyret bestemte, og hvorfor"))
    row.body = _said("body", decision.body, limits.SHORT, _("Skriv hvem som bestemte, for eksempel kommunestyret"))
    row.case_number = _said("case_number", decision.case_number, 60, _("Skriv saksnummeret i møtet"))
    row.outcome, row.decided_on, row.decision_language = decision.outcome, decision.decided_on, decision.language
    is_new = row.state is not S.BEHANDLET
    row.state, row.stopped_on = S.BEHANDLET, None
    what = What.INITIATIVE_DECIDED if is_new else What.INITIATIVE_DECISION_CORRECTED
    _record(ctx, what, row, once, outcome=decision.outcome.value)


def follow_up(ctx: Context, initiative: str, words: str, language: str, *, once: str | None = None) -> None:
    """Tell what was done after the decision. Without it, none is ended (kommuneloven § 12-1 second paragraph)."""
    row = _handled(ctx, initiative, S.BEHANDLET)
    row.measures = _said("words", words, limits.INITIATIVE, _("Skriv hva som er gjort etter vedtaket"))
    row.measures_language = language
    row.state, row.ended_at = S.FULGT_OPP, ctx.now
    _record(ctx, What.INITIATIVE_FOLLOWED_UP, row, once)


def hide(ctx: Context, initiative: str, reason: str, *, once: str | None = None) -> None:
    """A moderator hides it, with a reason to whoever put it forward."""
    row = _moderated(ctx, initiative)
    if row.hidden_at:
        raise Unfit(_("Innbyggerforslaget er skjult fra før."))
    row.hidden_reason = _said("words", reason, limits.INITIATIVE_NOTE, _("Skriv hvorfor det skjules"))
    row.hidden_at = ctx.now
    log(ctx, "hide", initiative=initiative)
    _record(ctx, What.INITIATIVE_HIDDEN, row, once)


def restore(ctx: Context, initiative: str, *, once: str | None = None) -> None:
    """Show it again."""
    row = _moderated(ctx, initiative)
    if not row.hidden_at:
        raise Unfit(_("Innbyggerforslaget vises alt."))
    row.hidden_at, row.hidden_reason = None, ""
    log(ctx, "restore", initiative=initiative)
    _record(ctx, What.INITIATIVE_RESTORED, row, once)


def warn(ctx: Context, key: int) -> bool:
    """Tell those who handle it that months have gone, and everyone when all six are. Answers whether it was now."""
    row = ctx.db.scalar(select(Initiative).where(Initiative.id == key).with_for_update(skip_locked=True))
    if row is None or row.state is not S.SENDT or row.clock is None:
        return False
    reached = row.clock.reached(ctx.today)
    if reached <= row.warned:
        return False
    row.warned = reached
    if reached == MONTHS:
        record(ctx, What.INITIATIVE_LATE, row, initiative=row.public_id)
    else:
        record(ctx, What.INITIATIVE_CLOCK, row, initiative=row.public_id, months=reached)
    return True


def _handled(ctx: Context, initiative: str, *states: InitiativeState) -> Initiative:
    row = locked(ctx, initiative)
    if row.state is S.UTKAST:
        raise Missing
    ctx.require(Can.INITIATIVE_HANDLE, row)
    if row.state not in states:
        raise Unfit(_("Noen andre har gjort noe med innbyggerforslaget imens. Se hvor det står nå."))
    return row


def _moderated(ctx: Context, initiative: str) -> Initiative:
    row = locked(ctx, initiative)
    if row.state is S.UTKAST:
        raise Missing
    ctx.require(Can.MODERATE, row)
    return row


def _said(field: str, words: str, most: int, missing: str) -> str:
    said = text.tidy(words)
    if not said:
        raise Unfit(**{field: missing})
    if flaw := limits.too_long(said, most):
        raise Unfit(**{field: flaw})
    return said


def _record(ctx: Context, what: What, row: Initiative, once: str | None, **details: str) -> None:
    author = authors.municipal(ctx)
    record(ctx, what, row, author_id=author, once=once, initiative=row.public_id, **details)
