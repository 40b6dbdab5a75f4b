"""The form of a council."""

from typing import Any

from samskaping.actions.councils import CouncilWish
from samskaping.language import gettext as _
from samskaping.rules import limits
from samskaping.rules.tasks import COUNCIL_NAMES, CouncilKind
from samskaping.web.forms.admin import TextsForm
from samskaping.web.forms.base import Required, TextField
from samskaping.web.forms.choices import OneOf


class CouncilForm(TextsForm):
    """What kind of council it is, its name, and its address."""

    kind = OneOf(validators=[Required(lambda: _("Velg hva slags det er"))])
    name_nb = TextField(most=500)
    name_nn = TextField(most=500)
    email = TextField(most=limits.EMAIL, public=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [(str(kind), str(words)) for kind, words in COUNCIL_NAMES.items()]

    def wish(self) -> CouncilWish:
        """The council as it is typed."""
        return CouncilWish(CouncilKind(self.kind.data), self.texts("name"), self.email.data or "")
