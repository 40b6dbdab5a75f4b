"""Forms of a vote: what staff set, and the ballot."""

from collections.abc import Sequence
from typing import Any

from samskaping.actions.votes import Terms
from samskaping.db import Texts
from samskaping.language import gettext as _
from samskaping.language import number
from samskaping.queries.votes import Candidate, Page
from samskaping.rules import limits
from samskaping.rules.thresholds import Proof
from samskaping.rules.votes import BALLOT_KIND_NAMES, MOST_ITEMS, VOTER_NAMES, BallotKind
from samskaping.web.forms.base import DayField, Form, ProseField, Required, TextField
from samskaping.web.forms.casework import Several
from samskaping.web.forms.challenges import Version
from samskaping.web.forms.choices import Radios
from samskaping.web.forms.evaluations import MoneyField


class TermsForm(Form):
    """Everything that a vote says; a field for what each proposal costs is added by ``terms_form``."""

    version = Version(default=0)
    kind = Radios(validators=[Required(lambda: _("Velg hvordan folk skal stemme"))])
    budget = MoneyField("", [Required(lambda: _("Skriv summen i hele kroner, høyst en milliard"))])
    proof = Radios(validators=[Required(lambda: _("Velg hvem som kan stemme"))])
    opens_on = DayField("", [Required(lambda: _("Velg første dag"))])
    closes_on = DayField("", [Required(lambda: _("Velg siste dag"))])
    decided_on = DayField("", [Required(lambda: _("Velg dagen det bestemmes"))])
    decides_nb = ProseField(most=limits.NOTE)
    decides_nn = ProseField(most=limits.NOTE)
    counts_nb = ProseField(most=limits.NOTE)
    counts_nn = ProseField(most=limits.NOTE)
    #: The references of those that can stand on the ballot, in its order.
    offered: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [(one.value, str(words)) for one, words in BALLOT_KIND_NAMES.items()]
        self.proof.choices = [(one.value, str(words)) for one, words in VOTER_NAMES.items()]

    def terms(self) -> Terms:
        """What is written. A cost with øre is 0, which the deed refuses beside the field."""
        assert self.opens_on.data
        assert self.closes_on.data
        assert self.decided_on.data
        costs = {ref: self[f"cost_{ref}"] for ref in self.offered}
        return Terms(
            BallotKind(self.kind.data),
            _whole(self.budget),
            Proof(self.proof.data),
            self.opens_on.data,
            self.closes_on.data,
            self.decided_on.data,
            Texts(nb=self.decides_nb.data or "", nn=self.decides_nn.data or ""),
            Texts(nb=self.counts_nb.data or "", nn=self.counts_nn.data or ""),
            {ref: _whole(field) for ref, field in costs.items() if field.amount is not None},
        )


def terms_form(candidates: Sequence[Candidate], vote: Page | None) -> TermsForm:
    """The form with what is set, and a field for each proposal that can stand on the ballot."""
    fields: dict[str, Any] = {f"cost_{one.reference}": MoneyField() for one in candidates}
    fields["offered"] = tuple(one.reference for one in candidates)
    form: TermsForm = type("OfferedTermsForm", (TermsForm,), fields)(data=_written(vote))
    return form


class TakeBackForm(Form):
    """Why a vote is called off."""

    why = TextField("", [Required(lambda: _("Skriv hvorfor avstemningen trekkes tilbake"))], most=500)


class BallotForm(Form):
    """One ballot."""

    marks = Several(most=MOST_ITEMS)

    def offer(self, vote: Page) -> None:
        """What can be marked, by number."""
        self.marks.choices = [(str(line.number), line.title) for line in vote.lines if line.is_public]

    def numbers(self) -> set[int]:
        """What is marked."""
        return {int(one) for one in self.marks.data or ()}


def _whole(field: MoneyField) -> int:
    amount = field.amount or 0
    return int(amount) if amount == int(amount) else 0


def _written(vote: Page | None) -> dict[str, Any]:
    if vote is None:
        return {"kind": BallotKind.KRYSS.value, "proof": Proof.EPOST.value}
    costs = {f"cost_{line.reference}": number(line.cost) for line in vote.lines if line.is_public}
    return costs | {
        "version": vote.version,
        "kind": vote.kind.value,
        "budget": number(vote.budget),
        "proof": vote.proof.value,
        "opens_on": vote.opens_on,
        "closes_on": vote.closes_on,
        "decided_on": vote.decided_on,
        "decides_nb": vote.decides.nb,
        "decides_nn": vote.decides.nn,
        "counts_nb": vote.counts.nb,
        "counts_nn": vote.counts.nn,
    }


class DecisionForm(Form):
    """What was decided after a vote, in both forms."""

    version = Version(default=0)
    on = DayField("", [Required(lambda: _("Velg dagen det ble bestemt"))])
    decision_nb = ProseField(most=limits.NOTE)
    decision_nn = ProseField(most=limits.NOTE)

    @property
    def decision(self) -> Texts:
        """What is written."""
        return Texts(nb=self.decision_nb.data or "", nn=self.decision_nn.data or "")
