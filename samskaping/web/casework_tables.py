"""The tables of rules that the staff's pages read names from."""

from datetime import date
from typing import Any

from flask import g

from samskaping.rules import deadlines
from samskaping.rules.goals import GOALS
from samskaping.rules.moderation import DEED_NAMES, TRUST_NAMES
from samskaping.rules.pipeline import BODY_NAMES
from samskaping.rules.speech import (
    DECISION_NAMES,
    ORGANISATION_KIND_NAMES,
    REPORT_REASON_NAMES,
    STANCE_NAMES,
    STATEMENT_NAMES,
)


def names() -> dict[str, Any]:
    """What templates call bodies, decisions, kinds, reasons and goals."""
    return {
        "bodies": BODY_NAMES,
        "decisions": DECISION_NAMES,
        "deed_names": DEED_NAMES,
        "statement_names": STATEMENT_NAMES,
        "organisation_kinds": ORGANISATION_KIND_NAMES,
        "report_reasons": REPORT_REASON_NAMES,
        "stances": STANCE_NAMES,
        "goal_names": GOALS,
        "trust_names": TRUST_NAMES,
        "urgency": urgency,
    }


def urgency(due: date) -> str:
    """How a due date stands today."""
    return str(deadlines.urgency(due, g.ctx.today))
