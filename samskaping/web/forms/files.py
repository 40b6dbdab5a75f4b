"""The form of files and pictures: those that are added, and what each picture shows."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from flask import request
from wtforms import BooleanField, MultipleFileField

from samskaping.actions.files import Description
from samskaping.actions.rulings import WORDS_MOST
from samskaping.language import gettext as _
from samskaping.queries.attached import Attached
from samskaping.rules.file_parents import ALT_MOST, HELD_MOST
from samskaping.rules.speech import REPORT_REASON_NAMES
from samskaping.web.forms.base import Form, ProseField, Required, TextField
from samskaping.web.forms.choices import OneOf

_ALT, _LOOKS = "alt_", "pynt_"
_SPOKEN = re.compile(_ALT + "[a-z0-9]{10}")


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

    def tell_undescribed(self, files: Sequence[Attached]) -> bool:
        """Say beside each picture, by its name, that it says nothing of itself yet; whether there was one."""
        names = {one.public_id: one.name for one in files}
        silent = [one for one, said in self.said().items() if not said.alt and not said.is_decorative]
        for one in silent:
            words = _("Skriv hva bildet «%(name)s» viser, eller kryss av for at det bare er pynt")
            self[_ALT + one].errors = [words % {"name": names.get(one, "")}]
        return bool(silent)


def files_form(files: Sequence[Attached], **given: Any) -> FilesForm:
    """The form for what hangs there now."""
    shown = [one for one in files if one.is_picture and not one.refusal]
    return _made({one.public_id: (one.alt, one.is_decorative) for one in shown}, **given)


def sent_form() -> FilesForm:
    """The form as it was sent in: its own fields say which pictures it speaks of."""
    spoken = [name for name in request.form if _SPOKEN.fullmatch(name)][: 2 * HELD_MOST]
    return _made({name.removeprefix(_ALT): ("", False) for name in spoken})


def _made(pictures: Mapping[str, tuple[str, bool]], **given: Any) -> FilesForm:
    fields: dict[str, Any] = {}
    for name, (alt, is_decorative) in pictures.items():
        fields[_ALT + name] = TextField(most=ALT_MOST, default=alt)
        fields[_LOOKS + name] = BooleanField(default=is_decorative)
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
