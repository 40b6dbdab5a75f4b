"""Forms of the conversation: a new comment, and one that is changed."""

from typing import Any

from wtforms import HiddenField

from samskaping.actions.comments import FOR_MUNICIPALITY
from samskaping.language import gettext as _
from samskaping.rules import limits
from samskaping.rules.speech import STANCE_NAMES, Stance
from samskaping.web.forms.base import Form, ProseField, Required
from samskaping.web.forms.choices import Language, OneOf, Radios, speakers
from samskaping.web.forms.proposals import Versioned


class CommentForm(Form):
    """What somebody means about a proposal, and who they say it for."""

    stance = Radios(default=Stance.NOYTRAL)
    text = ProseField(validators=[Required(lambda: _("Skriv kommentaren før du publiserer den"))], most=limits.COMMENT)
    speaker = OneOf(default="")
    language = Language()
    svar = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stance.choices = [(str(stance), str(name)) for stance, name in STANCE_NAMES.items()]
        self.offer((), for_municipality=False)

    def offer(self, voices: Any, *, for_municipality: bool) -> None:
        """Who the person may speak for: themselves, the municipality, their organisations."""
        myself, *organisations = speakers(voices)
        municipality = [(FOR_MUNICIPALITY, _("Kommunen"))] if for_municipality else []
        self.speaker.choices = [myself, *municipality, *organisations]

    @property
    def speaks_for_others(self) -> bool:
        return len(self.speaker.choices or ()) > 1


class EditCommentForm(Versioned):
    """A comment that its writer changes."""

    text = ProseField(validators=[Required(lambda: _("Skriv kommentaren før du publiserer den"))], most=limits.COMMENT)
