"""How a case is put into words on its page and in lists: who speaks, who has the ball, until when."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from flask import Blueprint, g
from markupsafe import Markup

from samskaping.db import Texts
from samskaping.language import gettext as _
from samskaping.rules import deadlines
from samskaping.rules.examples import EXAMPLES
from samskaping.rules.languages import RIGHT_TO_LEFT
from samskaping.rules.pipeline import BODY_NAMES, STATES, Ball, Body, State, asks_to_reopen
from samskaping.rules.speech import (
    AUTHOR_KIND_NAMES,
    DECISION_NAMES,
    ORGANISATION_KIND_NAMES,
    AuthorKind,
    Decision,
    OrganisationKind,
)
from samskaping.web.filters import own_words

bp = Blueprint("spoken_for", __name__)
bp.add_app_template_global(asks_to_reopen, "asks_to_reopen")


class Held(Protocol):
    """What has a ball: a card in a list, or the case on its page."""

    @property
    def state(self) -> State: ...
    @property
    def ball(self) -> Ball: ...
    @property
    def body(self) -> Body | None: ...
    @property
    def body_name(self) -> str: ...
    @property
    def unit(self) -> Texts | None: ...
    @property
    def leader_title(self) -> Texts | None: ...


@dataclass(frozen=True)
class BallWords:
    """The ball card: whose it is, what they shall do, and by when."""

    heading: str | Markup
    task: str
    until: date | None
    label: str
    is_mine: bool


@bp.app_template_global("holder_of")
def holder_of(thing: Held) -> str | Markup:
    """«virksomhetsleder hjemmetjenesten», «den som foreslo»: stands after «hos»."""
    if thing.ball is Ball.FORFATTER:
        return _("den som foreslo")
    if thing.ball is Ball.MODERATOR:
        return _("moderator i %(place)s") % {"place": here_noun()}
    if thing.state is State.BESLUTTES and thing.body not in (None, Body.ADMINISTRASJONEN):
        return own_words(thing.body_name) if thing.body_name else str(BODY_NAMES[thing.body]).lower()
    return _in_a_sentence(thing.leader_title) or _plain(thing.unit) or here_noun()


@bp.app_template_global("here_noun")
def here_noun() -> str:
    """«kommunen», «heradet»: the municipality at hand, as it is called in running text."""
    return g.ctx.municipality.noun if g.ctx.municipality else "kommunen"


@bp.app_template_global("ball_of")
def ball_of(case: Any, *, is_mine: bool) -> BallWords | None:
    """The ball card of a case on its page; None when nobody has the ball."""
    if case.ball is Ball.INGEN:
        return None
    holder = _("deg") if is_mine else holder_of(case)
    heading = Markup("{}").format(_("Ballen er hos %(holder)s")) % {"holder": holder}
    task = municipal_task(case)
    if case.ball is Ball.FORFATTER:
        own, others = _("Du skal svare på et spørsmål fra %(place)s."), _("Skal svare på et spørsmål fra %(place)s.")
        task = (own if is_mine else others) % {"place": here_noun()}
    return BallWords(heading, task, case.ball_until, deadline_label(case), is_mine)


@bp.app_template_global("municipal_task")
def municipal_task(case: Any) -> str:
    """What the municipality shall do now, alike for staff and for everyone: what is answered, is to be taken on."""
    if asks_to_reopen(case):
        return _("Skal svare på om saken tas opp igjen.")
    if case.answered_at and case.waiting_since is None and case.state in (State.MOTTATT, State.VURDERES):
        if case.state is State.VURDERES and case.state_since > case.answered_at:  # it was taken up again, or on
            return _("Skal vurdere saken, og ta den til neste steg.")
        return _("Har svart, og skal ta saken til neste steg.")
    return str(STATES[case.state].task)


@bp.app_template_global("deadline_label")
def deadline_label(case: Any) -> str:
    """What the day of the one with the ball is called: the answer's own, or one that the writer is asked to keep."""
    if case.ball is Ball.FORFATTER:
        return _("Svar ønskes innen")
    return _("Svarfrist") if case.ball_until == deadlines.answer_owed(case) else _("Frist")


@bp.app_template_global("answer_beside")
def answer_beside(case: Any) -> date | None:
    """The answer's day where the ball has another, or none: an answer that is owed is shown whoever has the ball."""
    owed = deadlines.answer_owed(case)
    return owed if owed != case.ball_until or case.ball is Ball.FORFATTER else None


@bp.app_template_global("author_name")
def author_name(kind: AuthorKind, name: str) -> str:
    """The public name of whoever speaks."""
    if name:
        return name
    if kind == AuthorKind.TIDLIGERE:
        return str(AUTHOR_KIND_NAMES[AuthorKind.TIDLIGERE])
    if kind is AuthorKind.KOMMUNE and g.ctx.municipality:
        return str(g.ctx.municipality.full_name)
    return _("Innbygger")


@bp.app_template_global("body_named")
def body_named(body: Body | str, name: str) -> str | Markup:
    """Who decides: «Hovedutvalget (plan og miljø)», or the name alone where the kind is «noen andre»."""
    kind = Body(body)  # an event holds the word alone
    if not name:
        return str(BODY_NAMES[kind])
    if kind is Body.ANNET:
        return own_words(name)
    return Markup("{} ({})").format(str(BODY_NAMES[kind]), own_words(name))


@bp.app_template_global("decision_leads")
def decision_leads(decision: Decision, title: str) -> bool:
    """Whether the decision's word must be set before a title: not before «Ja, vi vil …», which leads with it."""
    first = title.casefold().partition(" ")[0].rstrip(",.:;–")
    return first not in {words.casefold().partition(" ")[0].rstrip(",") for words in DECISION_NAMES[decision]}


@bp.app_template_global("shown_by")
def shown_by(help_text: str | None, example: str, form: str) -> str | Markup | None:
    """A field's help with its example, in the form that the field is written in."""
    if example not in EXAMPLES:
        return help_text
    said = Markup('<span lang="{}">«{}»</span>').format(form, getattr(EXAMPLES[example], form))
    sentence = Markup("{}").format(_("For eksempel %(example)s")) % {"example": said}
    return Markup("{} {}").format(help_text or "", sentence)


@bp.app_template_global("direction")
def direction(language: str) -> str:
    """``rtl`` for languages that are written from the right, for the ``dir`` attribute."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


@bp.app_context_processor
def names() -> dict[str, Any]:
    """Names of kinds, for templates (macros without context are handed the words)."""
    return {"DECISION_NAMES": DECISION_NAMES}


@bp.app_template_global("organisation_kind_name")
def organisation_kind_name(kind: OrganisationKind) -> str:
    """«Frivillig lag eller forening»."""
    return str(ORGANISATION_KIND_NAMES[kind])


def _plain(texts: Texts | None) -> str | Markup:
    if not texts:
        return ""
    words = str(texts)
    return Markup('<span lang="{}">{}</span>').format(texts.form, words) if texts.is_foreign else words


def _in_a_sentence(texts: Texts | None) -> str | Markup:
    """A title inside a sentence: «Virksomhetsleder …» → «virksomhetsleder …», but «NAV-leder» as it is."""
    if not texts:
        return ""
    words = str(texts)
    if words[1:2].islower():
        words = words[0].lower() + words[1:]
    return Markup('<span lang="{}">{}</span>').format(texts.form, words) if texts.is_foreign else words
