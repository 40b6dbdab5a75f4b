"""The form of files and pictures: those that are added, and what each picture shows."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, MultipleFileField

from samskaping.actions.files import Description
from samskaping.actions.rulings import WORDS_MOST
from samskaping.language import gettext as _
from samskaping.queries.files import Attached
from samskaping.rules.file_parents import ALT_MOST
from samskaping.rules.speech import REPORT_REASON_NAMES
from samskaping.web.forms.base import Form, ProseField, Required, TextField
from samskaping.web.forms.choices import OneOf

_ALT, _LOOKS = "alt_", "pynt_"


class FilesForm(Form):
    """What is chosen, and for each picture that hangs there what it shows."""

    takes_word = False
    files = MultipleFileField()

    @property
    def chosen(self) -> list[Any]:
        """The files that came along; an empty field sends one without a name."""
        return [one for one in self.files.data or () if getattr(one, "filename", "")]

    def said(self) -> dict[str, Description]:
        """What each picture shows, by its public id."""
        names = [name.removeprefix(_ALT) for name in self._fields if name.startswith(_ALT)]
        return {one: Description(self[_ALT + one].data or "", bool(self[_LOOKS + one].data)) for one in names}

    def tell_undescribed(self) -> bool:
        """Say beside each picture that it says nothing of itself yet; whether there was one."""
        silent = [one for one, said in self.said().items() if not said.alt and not said.is_decorative]
        for one in silent:
            self[_ALT + one].errors = [_("Skriv hva bildet viser, eller kryss av for at det bare er pynt")]
        return bool(silent)


def files_form(files: Sequence[Attached], **given: Any) -> FilesForm:
    """The form for what hangs there now."""
    fields: dict[str, Any] = {}
    for one in (one for one in files if one.is_picture and not one.refusal):
        fields[_ALT + one.public_id] = TextField(most=ALT_MOST, default=one.alt)
        fields[_LOOKS + one.public_id] = BooleanField(default=one.is_decorative)
    made: FilesForm = type("FilesForm", (FilesForm,), fields)(**given)
    return made


class HideFileForm(Form):
    """Why a moderator hides a file; whoever attached it reads that."""

    reason = OneOf(default="", validators=[Required(lambda: _("Velg hva som er galt"))])
    text = ProseField(
        "", [Required(lambda: _("Skriv hvorfor. Den som la ved fila, leser det."))], most=WORDS_MOST, public=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason.choices = [
            ("", _("Velg hva som er galt")),
            *((str(reason), str(words)) for reason, words in REPORT_REASON_NAMES.items()),
        ]
