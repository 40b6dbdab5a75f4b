"""The selection of the moderators' queue: one deed against many texts with one reason, looked over first."""

from typing import Any

from flask import Blueprint, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import judging_together as deeds
from samskaping.actions.rulings import said
from samskaping.errors import Clash
from samskaping.language import ngettext
from samskaping.queries import judging as queries
from samskaping.queries.moderation import Thing
from samskaping.rules.moderation import Deed
from samskaping.rules.policy import Can
from samskaping.web import casework_tables, inbox_views, login, replies, sending
from samskaping.web.access import open_to
from samskaping.web.forms.judging import JudgeTogether

bp = Blueprint("judging", __name__)
bp.context_processor(casework_tables.names)


@bp.route("/arbeid/meldinger/valgte", methods=["GET", "POST"])
@open_to(Can.MODERATE)
def chosen() -> ResponseReturnValue:
    """What to do with the chosen texts: looked over, and done with all or none. The texts stand in the address."""
    names = request.args.getlist("tekst")
    back = login.own_path(request.args.get("tilbake"), url_for("moderation.listing"))
    if not names:
        return inbox_views.with_none_chosen(back)
    form, error = JudgeTogether(), None
    form.offer()
    is_confirmed = form.is_sent and form.is_confirmed
    if is_confirmed:
        error = sending.once(form, lambda once: _do(names, form, once))
        if error is None:
            return redirect(back, 303)
    things = queries.chosen(g.ctx, names)
    return replies.page(
        "moderation/together.html",
        form,
        error,
        back=back,
        told=queries.why(g.ctx, things),
        clashed=isinstance(error, Clash),
        anew="_gjor" in request.form and not is_confirmed and not form.mistakes,
        name=queries.name,
        said=said,
        **_looked_over(things, form),
    )


def _do(names: list[str], form: JudgeTogether, once: str) -> None:
    judgement = form.judgement()
    count = deeds.judge(g.ctx, names, judgement, seen=form.seen.data or "", once=once)
    words = {
        Deed.SKJULT: ngettext(
            "%(num)s tekst er skjult. Den som skrev, får vite hvorfor.",
            "%(num)s tekster er skjult. De som skrev, får vite hvorfor.",
            count,
        ),
        Deed.AVVIST: ngettext(
            "%(num)s tekst er avvist. Den som skrev, får vite hvorfor.",
            "%(num)s tekster er avvist. De som skrev, får vite hvorfor.",
            count,
        ),
    }
    sending.say(words[judgement.deed] % {"num": count})


def _looked_over(things: tuple[Thing, ...], form: JudgeTogether) -> dict[str, Any]:
    """What will happen, to which texts and to whom, and what has changed since; the form remembers it."""
    form.suggest(things)
    found = queries.verdicts(g.ctx, things, Deed(form.deed.data))
    blocks = queries.looked_over(g.ctx, queries.writers(found)) if form.span.data and not form.span.errors else ()
    found = queries.compared(g.ctx, found, form.seen.data or "")
    form.seen.data = " ".join(queries.marks(found, blocks))
    form.shown.data = form.asked
    will = [one.thing for one in found if not one.obstacle]
    nobody = sum(one.writer_id is None for one in will) if form.span.data else 0
    return {"verdicts": found, "blocks": blocks, "will": will, "nobody": nobody}
