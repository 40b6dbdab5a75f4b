"""/nb/_components: every component in every state, in both forms; for development and tests, never in production."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from flask import Blueprint, render_template
from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    BooleanField,
    DateField,
    Form,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from samskaping.rules.benefits import Point
from samskaping.rules.charts import drawn
from samskaping.web.access import PUBLIC, Where, open_to
from samskaping.web.icons import ICONS

gallery = Blueprint("gallery", __name__)
#: A zero point, a measurement and a target.
_POINTS = [Point(date(2024 + year, 5, 1), Decimal(value)) for year, value in enumerate((14, 47, 40))]


class Step(NamedTuple):
    name: str
    state: str
    date_text: str = ""


class Checks(SelectMultipleField):
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class Sample(Form):
    title = StringField("Tittel", [InputRequired("Gi ideen en tittel")], description="Si hva som skal skje.")
    need = TextAreaField("Hva er vanskelig i dag, og for hvem?", [Length(max=2000)])
    area = SelectField(
        "Hvor gjelder det?", choices=[SelectChoice("", "Hele kommunen"), SelectChoice("tistedal", "Tistedal")]
    )
    form = RadioField(
        "Hvilket skriftspråk bruker du?",
        [InputRequired("Velg om du skriver bokmål eller nynorsk")],
        choices=[SelectChoice("nb", "Bokmål"), SelectChoice("nn", "Nynorsk")],
        description="Kommunen svarer deg på det samme.",
    )
    themes = Checks("Hva handler det om?", choices=[SelectChoice("a", "Oppvekst"), SelectChoice("b", "Helse")])
    sure = BooleanField("Jeg har ikke skrevet private opplysninger om andre")
    password = PasswordField("Passord", description="Minst 15 tegn. Fire ord etter hverandre er lett å huske.")
    day = DateField("Frist for neste svar")


THREAD = ("Mottatt", "Vurderes", "Utvikles sammen", "Besluttes", "Prøves ut", "Innføres", "Gevinst måles")


def steps(now: int) -> list[Step]:
    """The seven steps with the ball at step `now` (from 1)."""
    states = ["done"] * (now - 1) + ["now"] + ["waiting"] * (len(THREAD) - now)
    days = [f"{day}. september" for day in range(2, 9)]
    return [Step(*step) for step in zip(THREAD, states, days, strict=True)]


@gallery.get("/_components")
@open_to(PUBLIC, Where.BOTH)
def components() -> str:
    written = {"need": "Mange eldre i Tistedal spiser alene hver dag.", "area": "tistedal", "themes": ["a"]}
    refused = Sample(data=written)
    refused.validate()
    progress = [Step("Behovet", "done"), Step("Ideen", "now", "Hvis du har en"), Step("Om deg", "waiting")]
    return render_template(
        "components/gallery.html",
        filled=Sample(data={"form": "nb"}),
        refused=refused,
        steps=steps,
        progress=progress,
        icon_names=sorted(ICONS),
        drawn=drawn(_POINTS[0], _POINTS[1:2], _POINTS[2]),
    )
