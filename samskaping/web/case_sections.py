"""What stands on the case page beside the case itself: who is partial, evaluations, tasks, linked cases."""

from typing import Any

from flask import g

from samskaping.queries import evaluations, impartiality, linking, tasks
from samskaping.queries.case_page import Case
from samskaping.rules.policy import impartial
from samskaping.rules.tasks import TASK_NAMES
from samskaping.web.forms.base import Form


def of(case: Case) -> dict[str, Any]:
    """The sections' values, one statement each."""
    said = impartiality.in_case(g.ctx, case.key)
    return {
        "declared": said,
        "has_answered": any(one.person_id == g.ctx.actor.person_id for one in said),
        "is_impartial": impartial(g.ctx.actor, case),
        "judging": evaluations.in_case(g.ctx, case),
        "tasks": tasks.in_case(g.ctx, case),
        "task_names": TASK_NAMES,
        "linked": linking.of_case(g.ctx, case),
        "press": Form(formdata=None),
    }
