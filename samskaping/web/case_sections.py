"""What stands on the case page beside the case itself: evaluations, tasks, linked cases."""

from typing import Any

from flask import g

from samskaping.queries import evaluations, linking, tasks
from samskaping.queries.case_page import Case
from samskaping.rules.policy import impartial
from samskaping.rules.tasks import TASK_NAMES
from samskaping.web.forms.base import Form

#: Similar cases shown beside one.
_ALIKE = 4


def of(case: Case) -> dict[str, Any]:
    """The sections' values, one statement each."""
    return {
        "is_impartial": impartial(g.ctx.actor, case),
        "judging": evaluations.in_case(g.ctx, case),
        "tasks": tasks.in_case(g.ctx, case),
        "task_names": TASK_NAMES,
        "near": linking.near(g.ctx, case, most=_ALIKE),
        "press": Form(formdata=None),
    }
