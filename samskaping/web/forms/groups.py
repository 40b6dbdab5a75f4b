"""Forms of a working group: a seat that is offered, what is said, minutes, the draft, and tasks."""

from wtforms import EmailField
from wtforms.validators import Optional

from samskaping.actions.group_drafts import Written
from samskaping.actions.group_posts import Minutes
from samskaping.actions.group_tasks import Wanted
from samskaping.actions.groups import Invitation
from samskaping.language import gettext as _
from samskaping.rules import limits
from samskaping.rules.groups import INVITED_AS, MEMBER_ROLE_NAMES, MemberRole
from samskaping.web.forms.base import AtMost, DayField, Form, ProseField, Required, Showable, TextField
from samskaping.web.forms.choices import Language, OneOf, Radios
from samskaping.web.forms.people import Address
from samskaping.web.forms.proposals import Versioned


class InviteForm(Form):
    """To whom a seat is offered, an address or an organisation, and as what they take part."""

    role = Radios(validators=[Required(lambda: _("Velg hva de skal være med som"))])
    email = EmailField("", [Showable(), Optional(), AtMost(limits.EMAIL), Address()])
    organisation = OneOf(default="")

    def offer(self, organisations: list[tuple[str, str]]) -> "InviteForm":
        """Which organisations can be chosen."""
        self.role.choices = [(one.value, str(MEMBER_ROLE_NAMES[one])) for one in INVITED_AS]
        self.organisation.choices = [("", _("Ingen organisasjon")), *organisations]
        return self

    def invitation(self) -> Invitation:
        role = MemberRole(self.role.data) if self.role.data else None
        return Invitation(role, self.email.data or "", self.organisation.data or "")


class Spoken(Form):
    """A form with a text, and the language that it is written in."""

    language = Language()


class SayForm(Spoken):
    """Something said to the group."""

    text = ProseField("", [Required(lambda: _("Skriv noe først"))], most=limits.COMMENT, public=False)


class SaidForm(Versioned):
    """What one has said to the group, written anew."""

    text = ProseField("", [Required(lambda: _("Skriv noe først"))], most=limits.COMMENT, public=False)


class MinutesForm(Spoken):
    """What a meeting came to."""

    held_on = DayField(validators=[Required(lambda: _("Velg dagen møtet ble holdt"))])
    text = ProseField("", [Required(lambda: _("Skriv hva dere kom fram til"))], most=limits.PROSE)

    def minutes(self) -> Minutes:
        return Minutes(self.text.data or "", self.held_on.data, self.language.data)


class DraftForm(Spoken, Versioned):
    """The draft that the group shares, written on from one version."""

    takes_word = False

    title = TextField("", [Required(lambda: _("Gi forslaget en tittel"))], most=limits.TITLE)
    need = ProseField("", [Required(lambda: _("Fortell om behovet med minst noen få ord"))], most=limits.PROSE)
    idea = ProseField(most=limits.PROSE)

    def written(self) -> Written:
        return Written(self.title.data or "", self.need.data or "", self.idea.data or "", self.language.data)


class TaskForm(Spoken):
    """What shall be done, by whom and by when."""

    text = TextField("", [Required(lambda: _("Skriv hva som skal gjøres, kort"))], most=limits.GROUP_TASK, public=False)
    owner = OneOf(default="")
    due = DayField()

    def offer(self, members: list[tuple[str, str]]) -> "TaskForm":
        """Who can be given it."""
        self.owner.choices = [("", _("Velg hvem")), *members]
        return self

    def wanted(self) -> Wanted:
        return Wanted(self.text.data or "", self.owner.data or "", self.due.data, self.language.data)
