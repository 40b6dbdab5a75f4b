"""Forms of a meeting: what staff plan, why it is cancelled, and what somebody needs to be able to come."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from samskaping import clock
from samskaping.actions.gatherings import Plan
from samskaping.actions.minutes import Content
from samskaping.db import Texts
from samskaping.errors import Unfit
from samskaping.language import gettext as _
from samskaping.queries.colleagues import Colleague
from samskaping.queries.gatherings import Page
from samskaping.queries.minutes import Read
from samskaping.rules import limits
from samskaping.rules.gatherings import GATHERING_KIND_NAMES, GatheringKind
from samskaping.rules.times import hour
from samskaping.web.forms.base import DayField, Form, ProseField, Required, TextField
from samskaping.web.forms.challenges import Version
from samskaping.web.forms.choices import OneOf, Radios


class PlanForm(Form):
    """Everything that a meeting says."""

    version = Version(default=0)
    kind = Radios(validators=[Required(lambda: _("Velg hva slags møte det er"))])
    title_nb = TextField(most=limits.SHORT)
    title_nn = TextField(most=limits.SHORT)
    about_nb = ProseField(most=limits.NOTE)
    about_nn = ProseField(most=limits.NOTE)
    starts_on = DayField("", [Required(lambda: _("Velg dagen"))])
    starts_at = TextField("", [Required(lambda: _("Skriv når det begynner, som 18.00"))], most=8, public=False)
    ends_at = TextField("", [Required(lambda: _("Skriv når det slutter, som 20.00"))], most=8, public=False)
    place = TextField(most=200)
    link = TextField(most=500)
    access_nb = ProseField(most=limits.NOTE)
    access_nn = ProseField(most=limits.NOTE)
    capacity = TextField(most=8, public=False)
    sign_up_until = DayField("", [Required(lambda: _("Velg siste dag for påmelding"))])
    responsible = OneOf()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [(one.value, str(words)) for one, words in GATHERING_KIND_NAMES.items()]

    def plan(self) -> Plan:
        """What is written. Raises ``Unfit`` for hours and numbers that are none."""
        day, until = self.starts_on.data, self.sign_up_until.data
        assert day
        assert until
        return Plan(
            GatheringKind(self.kind.data),
            _texts(self, "title"),
            _texts(self, "about"),
            _texts(self, "access"),
            self.place.data or "",
            self.link.data or "",
            _instant(day, self.starts_at.data or "", "starts_at"),
            _instant(day, self.ends_at.data or "", "ends_at"),
            _places(self.capacity.data or ""),
            until,
            self.responsible.data or "",
        )


def plan_form(people: Sequence[Colleague], one: Page | None, me: str) -> PlanForm:
    """The form with what is planned; somebody new is responsible themselves until they say otherwise."""
    form = PlanForm(data=_written(one) if one else {"responsible": me})
    form.responsible.choices = [(colleague.public_id, colleague.spoken) for colleague in people]
    return form


class CancelForm(Form):
    """Why a meeting is cancelled."""

    why = TextField("", [Required(lambda: _("Skriv hvorfor møtet avlyses"))], most=500)


class MinutesForm(Form):
    """What was said, how many came, and the proposals that came out of it."""

    version = Version(default=0)
    attended = TextField(most=8, public=False)
    text_nb = ProseField(most=limits.PROSE)
    text_nn = ProseField(most=limits.PROSE)
    proposals = TextField(most=1_000, public=False)
    why = TextField(most=500)

    def content(self) -> Content:
        """What is written."""
        refs = dict.fromkeys((self.proposals.data or "").replace(",", " ").replace(";", " ").split())
        written = self.attended.data or ""
        attended = int(written) if written.isascii() and written.isdigit() else None
        return Content(_texts(self, "text"), attended, tuple(refs), self.version.data or 0, self.why.data or "")


def minutes_form(read: Read | None) -> MinutesForm:
    """The form with what stands."""
    if read is None:
        return MinutesForm()
    names = ", ".join(one.reference for one in read.proposals)
    texts = {f"text_{form}": read.text.get(form) for form in ("nb", "nn")}
    return MinutesForm(data={"version": read.version, "attended": str(read.attended), "proposals": names, **texts})


class SeatForm(Form):
    """What somebody needs to be able to come, for whoever is responsible."""

    needs = ProseField(most=limits.NOTE, public=False)


def _texts(form: Form, name: str) -> Texts:
    return Texts(nb=form[f"{name}_nb"].data or "", nn=form[f"{name}_nn"].data or "")


def _instant(day: date, written: str, name: str) -> datetime:
    found = hour(written)
    if found is None:
        raise Unfit(**{name: _("Skriv klokkeslettet som 18.00")})
    moments = clock.wall(day, *found)
    if not moments:
        words = _("Klokka stilles fram denne natta, og går fra 02.00 til 03.00. Velg et annet tidspunkt.")
        raise Unfit(**{name: words})
    return moments[0]


def _places(written: str) -> int | None:
    """How many; None for nothing written, and 0, which the deed refuses beside the field, for what is no number."""
    bare = "".join(written.split())
    if not bare:
        return None
    return int(bare) if bare.isascii() and bare.isdigit() else 0


def _written(one: Page) -> dict[str, Any]:
    """What stands, as the fields hold it."""
    pairs = {
        f"{name}_{form}": getattr(one, name).get(form) for name in ("title", "about", "access") for form in ("nb", "nn")
    }
    return pairs | {
        "version": one.version,
        "kind": one.kind.value,
        "starts_on": clock.oslo_date(one.starts_at),
        "starts_at": f"{clock.oslo(one.starts_at):%H.%M}",
        "ends_at": f"{clock.oslo(one.ends_at):%H.%M}",
        "place": one.place,
        "link": one.link,
        "capacity": "" if one.capacity is None else str(one.capacity),
        "sign_up_until": one.sign_up_until,
        "responsible": one.responsible_id or "",
    }
