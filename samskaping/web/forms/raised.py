"""Forms about challenges that residents and organisations raise: writing one, and the municipality's answer."""

from typing import Any

from wtforms import HiddenField

from samskaping.actions.raised import Written
from samskaping.language import gettext as _
from samskaping.queries.raised import Page
from samskaping.rules import limits
from samskaping.web.forms.base import Form, ProseField, Required, TextField
from samskaping.web.forms.choices import Language, OneOf, Radios, speakers


class RaiseForm(Form):
    """A challenge as somebody lives it. Only the heading must be there while it is a draft."""

    title = TextField("", [Required(lambda: _("Skriv utfordringen som et spørsmål"))], most=limits.SHORT)
    lived = ProseField(most=limits.RAISED)
    concerns = ProseField(most=limits.RAISED)
    success = ProseField(most=limits.RAISED)
    organisation = OneOf(default="")
    theme = OneOf(default="")
    language = Language()
    need = HiddenField()

    def offer(self, themes: Any, voices: Any) -> "RaiseForm":
        """What it can be about, and whom the person may raise it for."""
        self.organisation.choices = speakers(voices)
        self.theme.choices = [("", _("Ikke noe tema")), *((key, str(name)) for key, name in themes)]
        return self

    def written(self) -> Written:
        """What is written."""
        return Written(
            title=self.title.data or "",
            lived=self.lived.data or "",
            concerns=self.concerns.data or "",
            success=self.success.data or "",
            language=self.language.data,
            theme=self.theme.data or "",
            organisation=self.organisation.data or "",
            need=(self.need.data or "")[:14],
        )


class AnswerForm(Form):
    """The municipality takes it up, or says no with a reason."""

    deed = Radios(validators=[Required(lambda: _("Velg hva du svarer"))])
    words = ProseField(most=limits.REASON, public=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.deed.choices = [("ja", _("Ta den videre")), ("nei", _("Si nei"))]


def kept(raised: Page) -> dict[str, Any]:
    """A draft as the form's first values."""
    return {
        "title": raised.title,
        "lived": raised.need,
        "concerns": raised.concerns,
        "success": raised.success,
        "organisation": raised.organisation_id or "",
        "theme": raised.theme_id or "",
        "language": raised.language,
        "need": raised.need_ref or "",
    }
