"""Forms of contributions: offering and asking for something, answering an offer, and the text of a partnership."""

from typing import Any

from wtforms import HiddenField, ValidationError

from samskaping.actions.offers import Wish
from samskaping.actions.partnerships import Terms
from samskaping.language import gettext as _
from samskaping.queries.offer_pages import Agreed
from samskaping.rules import limits
from samskaping.rules.offers import OFFER_KIND_NAMES, OfferKind, read_amount
from samskaping.web.forms.base import DayField, Form, ProseField, Required
from samskaping.web.forms.casework import number
from samskaping.web.forms.choices import Language, OneOf, Radios, speakers
from samskaping.web.forms.evaluations import MoneyField


class AmountField(MoneyField):
    """How much, as Norwegian writes it; ``amount`` is exact, or None when nothing is written."""

    def pre_validate(self, form: Any) -> None:
        written = (self.data or "").strip()
        self.amount = read_amount(written) if written else None
        if written and self.amount is None:
            raise ValidationError(_("Skriv et tall, for eksempel 12 eller 1 234,50"))


class WishForm(Form):
    """What is asked for: how much of what, in a few words, and when."""

    kind = Radios(validators=[Required(lambda: _("Velg hva det er"))])
    text = ProseField("", [Required(lambda: _("Fortell kort hva det er"))], most=limits.OFFER)
    amount = AmountField()
    from_on = DayField()
    until_on = DayField()
    language = Language()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [(one.value, str(name)) for one, name in OFFER_KIND_NAMES.items()]

    def wish(self) -> Wish:
        """What is written."""
        return Wish(
            OfferKind(self.kind.data) if self.kind.data else None,
            self.text.data or "",
            self.amount.amount,
            self.from_on.data,
            self.until_on.data,
            self.language.data,
            **self.more(),
        )

    def more(self) -> dict[str, str]:
        return {}


class OfferForm(WishForm):
    """What somebody offers, as themselves or for an organisation; perhaps in answer to what is asked for."""

    organisation = OneOf(default="")
    ask = HiddenField()

    def offer(self, voices: Any) -> None:
        """Whom the person may offer it for."""
        self.organisation.choices = speakers(voices)

    def more(self) -> dict[str, str]:
        return {"organisation": self.organisation.data or "", "ask": (self.ask.data or "")[:12]}


class AnswerForm(Form):
    """The municipality's answer to an offer, and what it meets of all that is asked for."""

    deed = Radios(validators=[Required(lambda: _("Velg hva du svarer"))])
    words = ProseField(most=limits.OFFER, public=False)
    ask = OneOf(default="")

    def suit(self, deeds: list[tuple[str, str]], asks: list[tuple[str, str]]) -> "AnswerForm":
        """Which answers there are now, and what can be met."""
        self.deed.choices = deeds
        self.ask.choices = [("", _("Ikke noe av det")), *asks]
        return self


class TermsForm(Form):
    """Who does what by when."""

    version = HiddenField()
    their_part = ProseField("", [Required(lambda: _("Skriv hva organisasjonen skal gjøre"))], most=limits.OFFER)
    our_part = ProseField("", [Required(lambda: _("Skriv hva kommunen skal gjøre"))], most=limits.OFFER)
    by_on = DayField(validators=[Required(lambda: _("Velg dagen avtalen gjelder til, fram i tid"))])
    language = Language()

    def terms(self) -> Terms:
        """What is written."""
        return Terms(
            self.their_part.data or "", self.our_part.data or "", self.by_on.data, number(self.version.data),
            self.language.data,
        )  # fmt: skip


def written(agreed: Agreed | None) -> dict[str, Any]:
    """An agreement as the form's first values."""
    if agreed is None:
        return {"version": "0"}
    return {
        "version": str(agreed.version),
        "their_part": agreed.their_part,
        "our_part": agreed.our_part,
        "by_on": agreed.by_on,
        "language": agreed.language,
    }


class VersionForm(Form):
    """Confirming what was read: the version of the agreement on the page."""

    version = HiddenField()
