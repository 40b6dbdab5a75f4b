"""The plan of benefits: as everyone reads it, with its charts, and as staff write it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from samskaping.actions import benefits as deeds
from samskaping.actions.measurements import Owned
from samskaping.errors import Clash, Denied, Missing
from samskaping.language import gettext as _
from samskaping.language import month_year
from samskaping.queries import benefits, challenges, colleagues, proposal_page, timeline
from samskaping.queries.benefits import About, Row
from samskaping.rules.amounts import spelled, with_unit
from samskaping.rules.benefits import CAME_NAMES, CATEGORY_MEANINGS, CATEGORY_NAMES, RHYTHM_NAMES, TEXTS, Point
from samskaping.rules.charts import Chart, drawn
from samskaping.rules.pipeline import MEASURES, PLANS
from samskaping.rules.policy import Can
from samskaping.web import filters, replies, sending
from samskaping.web.access import PUBLIC, open_to
from samskaping.web.forms.benefits import BenefitForm, DropForm, written
from samskaping.web.opening import opens

bp = Blueprint("benefits", __name__)
#: The words of addresses → the tables that deeds know.
KINDS = {"utfordring": "challenge", "forslag": "proposal"}


def plan_url(kind: str, name: str, benefit: str = "") -> str:
    """The page of a plan, perhaps at one of its benefits."""
    anchor = f"gevinst-{benefit}" if benefit else None
    if kind == "utfordring":
        return url_for("benefits.of_challenge", public_id=name, _anchor=anchor)
    return url_for("benefits.of_proposal", ref=name, _anchor=anchor)


def benefit_chart(row: Row) -> Chart | None:
    """A benefit over time, as it is drawn; None where there is only its zero point, or not even that."""
    if row.zero_value is None or row.zero_on is None:
        return None
    target = Point(row.target_on, row.target) if row.target_on and row.target is not None else None
    return drawn(Point(row.zero_on, row.zero_value), row.points, target)


bp.record_once(
    lambda state: state.app.jinja_env.globals.update(
        benefit_categories=CATEGORY_NAMES,
        benefit_came=CAME_NAMES,
        benefit_rhythms=RHYTHM_NAMES,
        figure=spelled,
        with_unit=with_unit,
        plan_url=plan_url,
        benefit_chart=benefit_chart,
        month_year=month_year,
        is_planned_in=PLANS.__contains__,
    )
)


@bp.get("/utfordring/<public_id>/gevinster")
@open_to(PUBLIC)
def of_challenge(public_id: str) -> ResponseReturnValue:
    """What is expected of a challenge, and what has been measured; of a draft, for those who write it."""
    challenge = challenges.page(g.ctx, public_id)
    if not g.ctx.here.is_active:
        raise Missing
    is_public = challenge.published_at is not None
    if is_public:
        opens("challenge", challenge.key)
    rows = benefits.of_challenge(g.ctx, challenge.key)
    about = About("utfordring", challenge.id, challenge.key, challenge.title, None, is_public, challenge.state, [])
    is_ours = challenge.slug == g.ctx.here.slug
    return _plan(about, rows, may_plan=is_ours and g.ctx.may(Can.BENEFIT_PLAN), measures=is_ours and is_public)


@bp.get("/forslag/<ref>/gevinster")
@open_to(PUBLIC)
def of_proposal(ref: str) -> ResponseReturnValue:
    """What is expected of a proposal, and what has been measured."""
    case = proposal_page.case(g.ctx, ref)
    opens("proposal", case.id)
    about = About(
        "forslag", case.reference, case.id, case.title, case.language, case.is_public, case.state, case.partial_ids
    )
    rows = benefits.of_proposal(g.ctx, case.id)
    may_plan = case.state in PLANS and g.ctx.may(Can.BENEFIT_PLAN, about)
    return _plan(about, rows, may_plan=may_plan, measures=case.state in MEASURES)


def _plan(about: About, rows: tuple[Row, ...], *, may_plan: bool, measures: bool) -> str:
    """``measures``: whether the benefits can be measured now, by whoever may."""
    can = {row.id for row in rows if measures and row.zero_value is not None and may_measure(row, about)}
    return render_template(
        "benefits/plan.html", about=about, rows=rows, may_plan=may_plan, can_measure=can, today=g.ctx.today
    )


def may_measure(row: Row, about: About) -> bool:
    """Whether the visitor may measure it: those who plan, and whoever answers for it."""
    return bool(g.ctx.may(Can.BENEFIT_MEASURE, Owned(row.owner_key, about.partial_ids)))


@bp.get("/gevinst/<benefit>/versjoner")
@open_to(PUBLIC)
def versions(benefit: str) -> ResponseReturnValue:
    """Everything that one benefit has been, and why it was changed."""
    about, key, name = benefits.known(g.ctx, benefit)
    kept = [
        (one, _dated(one.fields, "zero_value", "zero_on"), _dated(one.fields, "target", "target_on"))
        for one in reversed(timeline.versions(g.ctx, "benefit", key))
    ]
    return render_template(
        "benefits/versions.html", about=about, name=name, kept=kept, texts=TEXTS, categories=CATEGORY_NAMES
    )


def _dated(fields: Mapping[str, Any], value: str, on: str) -> str:
    """A number and its day, as a version keeps them; empty where there is none."""
    if not fields.get(value) or not fields.get(on):
        return ""
    return f"{spelled(Decimal(fields[value]))}, {filters.day(date.fromisoformat(fields[on]))}"


@bp.route("/arbeid/<any(utfordring, forslag):kind>/<name>/gevinster/ny", methods=["GET", "POST"])
@open_to(Can.BENEFIT_PLAN)
def new(kind: str, name: str) -> ResponseReturnValue:
    """Put one more benefit in the plan."""
    about = _planned(benefits.about(g.ctx, kind, name))
    form = _form(about)
    del form.why
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda key: deeds.plan(g.ctx, KINDS[kind], name, form.content(), once=key))
        if error is None:
            sending.say(_("Gevinsten står i planen."))
            return redirect(plan_url(kind, name), 303)
    return _writing(form, error, about, None)


@bp.route("/arbeid/gevinst/<benefit>", methods=["GET", "POST"])
@open_to(Can.BENEFIT_PLAN)
def edit(benefit: str) -> ResponseReturnValue:
    """Write a benefit anew, as a version that says why."""
    row = benefits.one(g.ctx, benefit)
    about = _planned(benefits.about_of(g.ctx, row))
    form = _form(about, row)
    if not about.is_public and about.kind == "utfordring":
        del form.why
    error: Denied | None = None
    if form.is_sent:
        error = sending.once(form, lambda key: deeds.change(g.ctx, benefit, form.content(), once=key))
        if error is None:
            sending.say(_("Planen er endret."))
            return redirect(plan_url(about.kind, about.name, benefit), 303)
    if isinstance(error, Clash):
        row = benefits.one(g.ctx, benefit)
        form.held.data = str(row.version)
    return _writing(form, error, about, row)


@bp.route("/arbeid/gevinst/<benefit>/ut", methods=["GET", "POST"])
@open_to(Can.BENEFIT_PLAN)
def drop(benefit: str) -> ResponseReturnValue:
    """Take a benefit out of the plan, after asking why."""
    row = benefits.one(g.ctx, benefit)
    about = _planned(benefits.about_of(g.ctx, row))
    form = DropForm(data={"held": str(row.version)})
    error: Denied | None = None
    if form.is_sent:
        version, why = form.version, form.why.data or ""
        error = sending.once(form, lambda key: deeds.drop(g.ctx, benefit, version=version, why=why, once=key))
        if error is None:
            sending.say(_("Gevinsten er tatt ut av planen."))
            return redirect(plan_url(about.kind, about.name), 303)
    return replies.page("benefits/drop.html", form, error, about=about, row=row)


def _planned(about: About) -> About:
    """What the plan is about, for those who may plan it."""
    g.ctx.require(Can.BENEFIT_PLAN, about)
    if about.kind == "forslag" and about.state not in PLANS:
        raise Missing(_("Gevinster planlegges fra saken vurderes, og til den er avsluttet."))
    return about


def _form(about: About, row: Row | None = None) -> BenefitForm:
    form = BenefitForm(data=written(row) if row else None)
    offered = colleagues.insiders(g.ctx, but=about.partial_ids)
    form.offer([(one.public_id, one.spoken) for one in offered])
    return form


def _writing(form: BenefitForm, error: Denied | None, about: About, row: Row | None) -> ResponseReturnValue:
    return replies.page(
        "benefits/write.html", form, error, about=about, row=row,
        meanings={str(one): str(words) for one, words in CATEGORY_MEANINGS.items()},
    )  # fmt: skip
