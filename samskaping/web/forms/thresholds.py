"""The form of what is asked before each act: one choice for each."""

from wtforms import HiddenField

from samskaping.rules.thresholds import ACTS, NONE, PROOF_NAMES, Thresholds, asked, choices, mark
from samskaping.web.forms.base import Form
from samskaping.web.forms.choices import OneOf


class ThresholdForm(Form):
    """``seen`` is the mark of what the page was opened with."""

    seen = HiddenField()

    def offer(self, floor: Thresholds) -> None:
        """What can be chosen for each act, from what is asked of everyone and upwards."""
        for field in self.acts:
            field.choices = [(one.value, str(PROOF_NAMES[one])) for one in choices(ACTS_BY_NAME[field.name], floor)]

    @property
    def acts(self) -> list[OneOf]:
        """The fields of the acts, in their order."""
        return [field for field in self if field.name in ACTS_BY_NAME]

    def wish(self) -> dict[str, str]:
        """What is chosen."""
        return {field.name: str(field.data) for field in self.acts}


ACTS_BY_NAME = {act.value: act for act in ACTS}


def threshold_form(now: Thresholds, floor: Thresholds = NONE, *, in_challenge: bool = False) -> ThresholdForm:
    """The form with what is asked now chosen in it; a challenge's has the acts that are done in one."""
    wanted = [act for act, rule in ACTS.items() if rule.in_challenge or not in_challenge]
    fields = {act.value: OneOf(description=ACTS[act].label) for act in wanted}
    kind: type[ThresholdForm] = type("ThresholdsForm", (ThresholdForm,), fields)
    form = kind(data={**{act.value: asked(act, floor, now).value for act in wanted}, "seen": mark(now)})
    form.offer(floor)
    return form
