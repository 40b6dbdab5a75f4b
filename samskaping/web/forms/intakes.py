"""Forms of input that staff enter for others: one by hand, a sheet, and what its columns mean."""

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, FileField, HiddenField

from samskaping.language import gettext as _
from samskaping.rules import limits
from samskaping.rules.intakes import CHANNEL_NAMES, CLASS_NAME, Channel, Entry
from samskaping.rules.sheets import COLUMNS, ENCODINGS
from samskaping.rules.speech import AuthorKind
from samskaping.web.forms.base import DayField, Form, ProseField, Required, TextField
from samskaping.web.forms.choices import Language, OneOf, Radios
from samskaping.web.spoken_for import here_noun


def _channels() -> list[tuple[str, str]]:
    return [(str(channel), str(words)) for channel, words in CHANNEL_NAMES.items()]


class EntryForm(Form):
    """One piece of input, for a person without an account or for a school class."""

    kind = Radios()
    school = TextField(most=CLASS_NAME)
    name = TextField(most=120, public=False)
    contact = TextField(most=limits.SHORT, public=False)
    email = TextField(most=limits.EMAIL, public=False)
    consents = BooleanField()
    channel = Radios(validators=[Required(lambda: _("Velg hvordan innspillet kom inn"))])
    received = DayField("", [Required(lambda: _("Skriv dagen innspillet kom inn"))])
    language = Language()
    need = ProseField("", [Required(lambda: _("Fortell om behovet med minst noen få ord"))], most=limits.PROSE)
    title = TextField("", [Required(lambda: _("Gi forslaget en tittel"))], most=limits.TITLE)
    idea = ProseField(most=limits.PROSE)
    theme = OneOf()
    area = OneOf()
    place = TextField(most=limits.SHORT)
    challenge = OneOf()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [
            (str(AuthorKind.PA_VEGNE_AV), _("En person")),
            (str(AuthorKind.SKOLEKLASSE), _("En skoleklasse eller gruppe elever")),
        ]
        self.channel.choices = _channels()

    def offer(self, themes: Iterable[Any], areas: Iterable[Any], challenges: Iterable[Any]) -> "EntryForm":
        """Fill in what can be chosen here and now."""
        named = [[(one.public_id, str(one.name)) for one in among] for among in (themes, areas, challenges)]
        self.theme.choices = [("", _("Vet ikke")), *named[0]]
        self.area.choices = [("", _("Hele %(place)s, eller et annet sted") % {"place": here_noun()}), *named[1]]
        self.challenge.choices = [("", _("Ingen. Forslaget står for seg selv")), *named[2]]
        return self

    def as_sent(self) -> None:
        """Take the places as they are named, before it is known which there are."""
        for field in (self.theme, self.area, self.challenge):
            field.choices = [(field.data or "", "")]

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        holds = bool(super().validate(*args, **kwargs))
        if self.email.data and not self.consents.data:
            self.consents.errors = [_("Kryss av for at den som ga innspillet, vil ha kvittering og svar på e-post")]
            return False
        return holds

    def entry(self) -> Entry:
        """What the deed is handed."""
        names = ("title", "need", "idea", "school", "theme", "area", "challenge", "place", "name", "contact", "email")
        assert self.received.data is not None
        return Entry(
            **{name: self[name].data or "" for name in names},
            kind=AuthorKind(self.kind.data),
            channel=Channel(self.channel.data),
            received=self.received.data,
            language=self.language.data or "nb",
        )


class SheetForm(Form):
    """A file to upload, and how what is in it came in where no column says so."""

    file = FileField()
    channel = Radios(validators=[Required(lambda: _("Velg hvordan innspillene kom inn"))])
    encoding = OneOf(default="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.channel.choices = _channels()
        self.encoding.choices = [("", _("Finn det ut")), *((name, str(words)) for name, words in ENCODINGS.items())]


class ColumnsForm(Form):
    """Which column of a sheet each field is read from; «» for none. One field for each of ``COLUMNS``."""

    def offer(self, headings: Iterable[str], held: dict[str, int]) -> "ColumnsForm":
        choices = [("", _("Ingen kolonne"))]
        choices += [
            (str(number), heading or _("Kolonne %(n)s") % {"n": number + 1}) for number, heading in enumerate(headings)
        ]
        for column in COLUMNS:
            self[column.key].choices = choices
            if not self.is_submitted():
                self[column.key].data = str(held[column.key]) if column.key in held else ""
        return self

    def columns(self) -> dict[str, int]:
        return {column.key: int(self[column.key].data) for column in COLUMNS if self[column.key].data}


for _column in COLUMNS:
    setattr(ColumnsForm, _column.key, OneOf())


class TakeInForm(Form):
    """The choice to take in a sheet: all rows, or those that are right."""

    what = HiddenField()
