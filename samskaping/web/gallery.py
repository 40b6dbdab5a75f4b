"""/_components: every component in every state, in both forms; for development and tests, never in production."""

from typing import NamedTuple

from flask import Blueprint, render_template
from wtforms import (
    BooleanField,
    DateField,
    Form,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from samskaping.language import gettext as _

gallery = Blueprint("gallery", __name__)


class Step(NamedTuple):
    name: str
    state: str
    date_text: str = ""


class Checks(SelectMultipleField):
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class Sample(Form):
    title = StringField(_("Tittel"), [InputRequired(_("Gi ideen en tittel"))], description=_("Si hva som skal skje."))
    need = TextAreaField(_("Hva er vanskelig i dag, og for hvem?"), [Length(max=2000)])
    area = SelectField(_("Hvor gjelder det?"), choices=[("", _("Hele kommunen")), ("tistedal", "Tistedal")])
    form = RadioField(
        _("Hvilket skriftspråk bruker du?"),
        [InputRequired(_("Velg om du skriver bokmål eller nynorsk"))],
        choices=[("nb", "Bokmål"), ("nn", "Nynorsk")],
        description=_("Kommunen svarer deg på det samme."),
    )
    themes = Checks(_("Hva handler det om?"), choices=[("a", _("Oppvekst")), ("b", _("Helse"))])
    sure = BooleanField(_("Jeg har ikke skrevet private opplysninger om andre"))
    password = PasswordField(_("Passord"), description=_("Minst 15 tegn. Fire ord etter hverandre er lett å huske."))
    day = DateField(_("Frist for neste svar"))


THREAD = ("Mottatt", "Vurderes", "Utvikles sammen", "Besluttes", "Prøves ut", "Innføres", "Gevinst måles")


def steps(now: int) -> list[Step]:
    """The seven steps with the ball at step `now` (from 1)."""
    states = ["done"] * (now - 1) + ["now"] + ["waiting"] * (len(THREAD) - now)
    return [Step(name, state, f"{2 + place}. september") for place, (name, state) in enumerate(zip(THREAD, states, strict=True))]


@gallery.get("/_components")
def components() -> str:
    refused = Sample(data={"need": "Mange eldre i Tistedal spiser alene hver dag.", "area": "tistedal", "themes": ["a"]})
    refused.validate()
    progress = [Step(_("Behovet"), "done"), Step(_("Ideen"), "now", _("Hvis du har en")), Step(_("Om deg"), "waiting")]
    return render_template(
        "components/gallery.html", filled=Sample(data={"form": "nb"}), refused=refused, steps=steps, progress=progress
    )
