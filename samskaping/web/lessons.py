"""The bank of lessons, open to everyone, and the desk where one is written."""

from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import lessons as deeds
from samskaping.errors import Clash, Denied, Missing
from samskaping.language import gettext as _
from samskaping.queries import benefits, cursors, lessons, proposal_page
from samskaping.queries.benefits import About
from samskaping.queries.lessons import Filters
from samskaping.rules import goals, limits
from samskaping.rules.lessons import PARTS, TOLD, WRITTEN
from samskaping.rules.policy import Can
from samskaping.text import is_showable
from samskaping.web import replies, sending
from samskaping.web.access import PUBLIC, open_to
from samskaping.web.forms.base import Form
from samskaping.web.forms.lessons import LessonForm, written

bp = Blueprint("lessons", __name__)
bp.record_once(lambda state: state.app.jinja_env.globals.update(lesson_is_written_in=WRITTEN.__contains__))


@bp.get("/laerdommer")
@open_to(PUBLIC)
def listing() -> ResponseReturnValue:
    """What municipalities have learnt, the last first; narrowed by words, a goal and a municipality."""
    if not g.ctx.here.is_active:
        raise Missing
    places = lessons.places(g.ctx)
    filters, wrong = _filters(dict(places))
    place = cursors.read(request.args.get("etter", ""), request.args.get("for", ""))
    found = lessons.listing(g.ctx, filters, place)
    page = render_template(
        "lessons/listing.html", slice=found, filters=filters, wrong=wrong, places=places,
        goals_to_choose=goals.choices(),
        previous_url=_address(filters, "for", found.preceding), next_url=_address(filters, "etter", found.following),
    )  # fmt: skip
    return page, 422 if wrong else 200


@bp.get("/forslag/<ref>/laerdom")
@open_to(PUBLIC)
def page(ref: str) -> ResponseReturnValue:
    """What was learnt in one case that is closed."""
    case = proposal_page.case(g.ctx, ref)
    found = lessons.of_proposal(g.ctx, case.id) if case.state in TOLD else None
    if found is None:
        raise Missing
    return render_template("lessons/page.html", one=found, is_public=case.is_public)


@bp.post("/laerdommer/<lesson>/nyttig")
@open_to(Can.LESSON_USE)
def find_useful(lesson: str) -> ResponseReturnValue:
    """We have use of what they learnt."""
    sending.once(Form(), lambda once: deeds.find_useful(g.ctx, lesson, once=once))
    sending.say(_("Det står nå at dere har nytte av dette."))
    return redirect(url_for("lessons.listing", _anchor=f"l-{lesson}"), 303)


@bp.post("/laerdommer/<lesson>/ikke-nyttig")
@open_to(Can.LESSON_USE)
def take_back(lesson: str) -> ResponseReturnValue:
    """We have no use of it after all."""
    sending.once(Form(), lambda once: deeds.take_back(g.ctx, lesson, once=once))
    sending.say(_("Det står ikke lenger at dere har nytte av dette."))
    return redirect(url_for("lessons.listing", _anchor=f"l-{lesson}"), 303)


@bp.route("/arbeid/forslag/<ref>/laerdom", methods=["GET", "POST"])
@open_to(Can.LESSON_WRITE)
def write(ref: str) -> ResponseReturnValue:
    """Write down what was learnt in a case, or correct it."""
    about = _written_in(benefits.about(g.ctx, "forslag", ref))
    row = lessons.of_proposal(g.ctx, about.key)
    form = LessonForm(data=written(row))
    if row is None or about.state not in TOLD:
        del form.why
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda once: deeds.write(g.ctx, ref, form.content(), once=once))
        if error is None:
            sending.say(_("Det dere lærte, er skrevet ned."))
            return redirect(url_for("casework.case", ref=ref), 303)
    if isinstance(error, Clash) and (row := lessons.of_proposal(g.ctx, about.key)):
        form.held.data = str(row.version)
    return replies.page("lessons/write.html", form, error, about=about, row=row, parts=PARTS, told=TOLD)


def _written_in(about: About) -> About:
    """The case, for those who may write in it now."""
    g.ctx.require(Can.LESSON_WRITE, about)
    if about.state not in WRITTEN:
        raise Missing(_("Lærdommen skrives fra saken vurderes, og kan rettes når den er avsluttet."))
    return about


def _filters(places: dict[str, str]) -> tuple[Filters, dict[str, str]]:
    """What is asked for, and words about what there is not."""
    query = request.args.get("sok", "").strip()[: limits.QUERY]
    goal, place, wrong = request.args.get("mal", ""), request.args.get("kommune", "")[:60], {}
    if place and place not in places:
        wrong["kommune"] = _("Ingen slik kommune har fortalt om noe.")
    if goal and goals.read(goal) is None:
        wrong["mal"] = _("Målet finnes ikke.")
    return Filters(query if is_showable(query) else "", goals.read(goal), place if place in places else ""), wrong


def _address(filters: Filters, way: str, cursor: str) -> str | None:
    asked: dict[str, Any] = {"sok": filters.query or None, "mal": filters.goal, "kommune": filters.place or None}
    return url_for("lessons.listing", **{**asked, way: cursor}) if cursor else None
