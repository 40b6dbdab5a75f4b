"""What the forms of answers and moves share: templates to begin from, and a time to come."""

from collections.abc import Callable

from flask import g

from samskaping.actions import batches, planned
from samskaping.actions.moves import Wish
from samskaping.actions.planned import When
from samskaping.actions.statements import Said
from samskaping.errors import Denied, Unfit
from samskaping.language import gettext as _
from samskaping.queries import answer_templates
from samskaping.queries import planned as queries
from samskaping.queries.answer_templates import writers_form
from samskaping.queries.case_page import Case
from samskaping.web import assuring, sending
from samskaping.web.forms.later import InterimMailForm, LaterMoveForm, OfficialAnswerForm

Speaking = OfficialAnswerForm | InterimMailForm | LaterMoveForm


def offer(form: Speaking, case: Case) -> None:
    """Put the choices into the form: two statements, and none for a move that says nothing."""
    if "template" not in form:
        return
    waiting = [(one.public_id, one.name) for one in queries.batches(g.ctx)]
    form.offer_later(answer_templates.offered(g.ctx, case.state, case.theme_id), waiting)


def is_asked(form: Speaking) -> bool:
    """Whether a template or a later time was asked for, and not the deed itself."""
    return form.is_submitted() and "template" in form and (form.wants_template or form.wants_plan)


def attend(form: Speaking, case: Case, deed: Callable[[], Said | Wish]) -> tuple[bool, Denied | None]:
    """Put the chosen template in, or plan. Answers whether it is planned now, and what refused it."""
    if form.wants_template:
        _take_in(form, case)
        return False, None
    if not form.is_sent:
        return False, None
    error = sending.once(form, lambda once: _plan(form, case, deed, once))
    if error is None:
        sending.say(_("Det er planlagt. Til det publiseres, kan du endre eller stoppe det fra saken."))
    return error is None, error


def when(form: Speaking) -> When:
    """When it shall be published; a batch with a new name is made. Raises ``Unfit``."""
    if form.batch_name.data and not form.batch.data:
        try:
            return When(batch=batches.make(g.ctx, form.batch_name.data))
        except Unfit as unfit:
            raise Unfit(batch_name=unfit.message) from None
    return form.when()


def _plan(form: Speaking, case: Case, deed: Callable[[], Said | Wish], once: str) -> None:
    impartial = assuring.says_so(form)
    planned.plan(g.ctx, case.reference, deed(), when(form), impartial=impartial, once=once)


def _take_in(form: Speaking, case: Case) -> None:
    chosen = form.template.data or ""
    if not chosen:
        form.form_errors.append(_("Det er ingen svarmaler ennå. Lag en under «Svarmaler»."))
        return
    one = answer_templates.template(g.ctx, chosen)
    form.take_in(answer_templates.fill(g.ctx, one, case, writers_form(case.language, g.ctx.language)))
