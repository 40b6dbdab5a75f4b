"""What the four steps of proposing share: where one stands, and whether one may go on."""

from dataclasses import dataclass
from typing import Any

from flask import request

from samskaping.errors import Unfit
from samskaping.language import gettext as _
from samskaping.rules.drafts import flaws
from samskaping.web.forms.proposing import Draftable


@dataclass(frozen=True)
class Step:
    """A step as the thread on top of the page shows it."""

    name: str
    date_text: str
    state: str


def steps(here: int) -> list[Step]:
    """The four steps, seen from the one with this number."""
    names = (
        (_("Behovet"), _("Hva er vanskelig?")),
        (_("Ideen"), _("Hvis du har en")),
        (_("Stedet og deg"), _("Hvor og hvem")),
        (_("Se over"), _("Send inn")),
    )
    return [
        Step(name, words, "done" if number < here else "now" if number == here else "waiting")
        for number, (name, words) in enumerate(names, 1)
    ]


def may_leave(form: Draftable, texts: dict[str, str]) -> bool:
    """Whether one may go on: to Min side or to one's files with anything, to the next step with what it asks for."""
    if form.mistakes:
        return False
    if not {"lagre", "folg", "filer"}.isdisjoint(request.form):
        return True
    form.is_complete()
    tell_flaws(form, texts)
    return not form.mistakes


def tell_flaws(form: Any, texts: dict[str, str]) -> None:
    written = {"title": "-", "need": "-" * 10, "idea": ""} | texts
    found = flaws(_Texts(**written))
    form.refuse(Unfit(**{field: words for field, words in found.items() if field in form}))


@dataclass(frozen=True)
class _Texts:
    title: str
    need: str
    idea: str


def is_autosave() -> bool:
    return request.method == "POST" and "X-Autosave" in request.headers
