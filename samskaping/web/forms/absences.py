"""The form of an absence."""

from samskaping.language import gettext as _
from samskaping.web.forms.base import DayField, Form, Required
from samskaping.web.forms.choices import OneOf


class AbsenceForm(Form):
    """Who is away, from when to when, and who stands in."""

    person = OneOf(default="")
    from_on = DayField("", [Required(lambda: _("Skriv den første dagen"))])
    until_on = DayField("", [Required(lambda: _("Skriv den siste dagen"))])
    stand_in = OneOf(validators=[Required(lambda: _("Velg en vikar"))], default="")

    def offer(self, people: list[tuple[str, str]], stand_ins: list[tuple[str, str]]) -> None:
        self.person.choices = people
        self.stand_in.choices = [("", _("Velg vikar")), *stand_ins]
