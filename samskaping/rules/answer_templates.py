"""Fields of an answer's template: what each stands for, which are unknown, and how they are filled in."""

import re
from collections.abc import Mapping

from samskaping.language import Words

#: Field → what it is replaced with. Written in braces in a template's text: «Hei {navn}».
FIELDS: dict[str, Words] = {
    "navn": Words("navnet på den som foreslo", "namnet på den som foreslo"),
    "nummer": Words("saksnummeret", "saksnummeret"),
    "dato": Words("dagens dato", "datoen i dag"),
    "tittel": Words("tittelen på forslaget", "tittelen på forslaget"),
    "enhet": Words("enheten som svarer", "eininga som svarer"),
    "frist": Words("datoen svaret skal komme", "datoen svaret skal kome"),
}
#: What stands for somebody who shows no name.
NAMELESS = Words("du som foreslo", "du som foreslo")

_FIELD = re.compile(r"\{([^{}\n]{0,40})\}")


def unknown(text: str) -> list[str]:
    """The fields in a text that nothing would be put into, as they are written, each once."""
    found = [part[0] for part in _FIELD.finditer(text) if part[1] not in FIELDS]
    return list(dict.fromkeys(found))


def left(text: str) -> list[str]:
    """The fields of ours that a text still has."""
    return list(dict.fromkeys(part[0] for part in _FIELD.finditer(text) if part[1] in FIELDS))


def filled(text: str, facts: Mapping[str, str]) -> str:
    """A text with its fields filled in, each once; one that there is no fact for stays as it is written."""
    return _FIELD.sub(lambda part: facts.get(part[1]) or part[0], text)
