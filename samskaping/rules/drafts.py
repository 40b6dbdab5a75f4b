"""What a draft must hold before it can be sent in, in words that stand beside the field."""

from typing import Protocol

from samskaping.language import gettext as _
from samskaping.language import number
from samskaping.rules import limits
from samskaping.rules.private_numbers import national_number_flaw


class Written(Protocol):
    """The texts of a proposal."""

    @property
    def title(self) -> str: ...
    @property
    def need(self) -> str: ...
    @property
    def idea(self) -> str: ...


def flaws(draft: Written) -> dict[str, str]:
    """Field → what is missing, too long, or may not be published; empty when the draft can be sent in."""
    numbers = {field: national_number_flaw(getattr(draft, field)) for field in ("title", "need", "idea")}
    return {field: words for field, words in numbers.items() if words} | lacks(draft)


def lacks(draft: Written) -> dict[str, str]:
    """Field → what is missing or too long."""
    found = {
        "need": _("Fortell om behovet med minst noen få ord") if len(draft.need) < 10 else "",
        "title": _("Gi forslaget en tittel, for eksempel «Langbord på torget hver torsdag»") if not draft.title else "",
    }
    if len(draft.title) > limits.TITLE:
        found["title"] = _("Tittelen kan ha %(most)s tegn. Nå har den %(now)s.") % {
            "most": number(limits.TITLE),
            "now": number(len(draft.title)),
        }
    for field in ("need", "idea"):
        if flaw := limits.too_long(getattr(draft, field), limits.PROSE):
            found[field] = flaw
    return {field: words for field, words in found.items() if words}
