"""Templates of answers: the list that is kept, and those offered in a case, the best fitting first and filled in."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy import case as when
from sqlalchemy import select

from samskaping import language
from samskaping.context import Context
from samskaping.db import Texts
from samskaping.errors import Missing
from samskaping.models import AnswerTemplate, Proposal, Theme
from samskaping.rules import answer_templates, deadlines
from samskaping.rules.answer_templates import NAMELESS
from samskaping.rules.languages import FORMS
from samskaping.rules.pipeline import OPEN, State
from samskaping.rules.policy import Can
from samskaping.rules.speech import Decision

_MOST = 500
_NEWEST = 10


@dataclass(frozen=True)
class Template:
    """One template, as its list and its form show it."""

    public_id: str
    name: str
    state: State | None
    decision: Decision | None
    title: Texts
    text: Texts
    mail_text: Texts
    version: int
    changed_at: datetime
    ended_at: datetime | None
    theme_id: str | None
    theme: Texts | None


@dataclass(frozen=True)
class Filled:
    """A template's texts in one form, with the facts of a case put in; fields without a fact stay as they are."""

    form: str
    title: str
    text: str
    mail_text: str
    decision: Decision | None

    @property
    def left(self) -> list[str]:
        return answer_templates.left("\n".join((self.title, self.text, self.mail_text)))


def listing(ctx: Context) -> tuple[Template, ...]:
    """All templates by name, those out of use last. One statement."""
    ctx.require(Can.PROPOSAL_INSPECT)
    order = (when((AnswerTemplate.ended_at.is_(None), 0), else_=1), AnswerTemplate.name, AnswerTemplate.public_id)
    return tuple(Template(*row) for row in ctx.db.execute(_rows().order_by(*order).limit(_MOST)))


def template(ctx: Context, public_id: str) -> Template:
    """One template. Raises ``Missing``."""
    ctx.require(Can.PROPOSAL_INSPECT)
    row = ctx.db.execute(_rows().where(AnswerTemplate.public_id == public_id)).one_or_none()
    if row is None:
        raise Missing
    return Template(*row)


def offered(ctx: Context, state: State, theme_id: str | None) -> tuple[Template, ...]:
    """Templates that can be used for a case in this state and theme, those made for exactly them first.

    A match in state counts before one in theme; then what is for any case, what opens before what turns down, and the
    name. One made for another state or theme comes last and is not left out: people know what they do. One statement.
    """
    ctx.require(Can.PROPOSAL_INSPECT)
    rows = ctx.db.execute(_rows().where(AnswerTemplate.ended_at.is_(None)).order_by(AnswerTemplate.name).limit(_MOST))
    found = [Template(*row) for row in rows]
    return tuple(sorted(found, key=lambda one: _place(one, state, theme_id)))


def _place(one: Template, state: State, theme_id: str | None) -> tuple[int, int, str, str]:
    """Where a template stands among those offered in a case of this state and theme."""
    of_state = 0 if one.state is None else 2 if one.state is state else -4
    of_theme = 0 if one.theme_id is None else 1 if one.theme_id == theme_id else -4
    decided = 0 if one.decision is None else 1 + list(Decision).index(one.decision)
    return -(of_state + of_theme), decided, one.name, one.public_id


def writers_form(written_in: str, fallback: str) -> str:
    """The form in which to answer: the writer's own, or ``fallback`` when they wrote another language."""
    return written_in if written_in in FORMS else fallback


@dataclass(frozen=True)
class Seen:
    """A case that a template can be seen filled in for."""

    reference: str
    title: str

    @property
    def spoken(self) -> str:
        return f"{self.title} ({self.reference})"


def newest_cases(ctx: Context) -> tuple[Seen, ...]:
    """The open cases that the signed-in person has, newest first; after them the newest of all. Two statements."""
    ctx.require(Can.PROPOSAL_INSPECT)
    found: list[Seen] = []
    for whose in (
        Proposal.handler_id == ctx.actor.person_id,
        Proposal.handler_id.is_distinct_from(ctx.actor.person_id),
    ):
        rows = select(Proposal.reference, Proposal.title).where(
            Proposal.municipality_id == ctx.here.id, Proposal.is_public, Proposal.state.in_(sorted(OPEN)), whose
        )
        found += (
            Seen(row[0] or "", row[1])
            for row in ctx.db.execute(rows.order_by(Proposal.submitted_at.desc()).limit(_NEWEST))
        )
    return tuple(found[:_NEWEST])


class Fillable(Protocol):
    """Texts with fields: a template, or one that is being written."""

    @property
    def title(self) -> Texts: ...
    @property
    def text(self) -> Texts: ...
    @property
    def mail_text(self) -> Texts: ...
    @property
    def decision(self) -> Decision | None: ...


class About(deadlines.Waits, Protocol):
    """A case, as far as a template tells of it."""

    @property
    def reference(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def author(self) -> str: ...
    @property
    def unit(self) -> Texts | None: ...
    @property
    def next_on(self) -> date | None: ...


def fill(ctx: Context, one: Fillable, about: About, form: str) -> Filled:
    """The template for a case: in ``form``, or in the only form that it has."""
    form = form if one.text.get(form) else language.other(form)
    facts = _facts(ctx, about, form)
    title, text, mail_text = (
        answer_templates.filled(texts.get(form), facts) for texts in (one.title, one.text, one.mail_text)
    )
    return Filled(form, title, text, mail_text, one.decision)


def _facts(ctx: Context, about: About, form: str) -> dict[str, str]:
    due = deadlines.answer_owed(about) or about.next_on
    with language.speaking(form):
        return {
            "navn": about.author or str(NAMELESS),
            "nummer": about.reference,
            "dato": language.day(ctx.today),
            "tittel": about.title,
            "enhet": str(about.unit) if about.unit else "",
            "frist": language.day(due) if due else "",
        }


def _rows() -> Any:
    own = [getattr(AnswerTemplate, name) for name in list(Template.__dataclass_fields__)[:10]]
    statement: Any = select(*own, Theme.public_id, Theme.name)
    return statement.outerjoin(Theme, Theme.id == AnswerTemplate.theme_id)
