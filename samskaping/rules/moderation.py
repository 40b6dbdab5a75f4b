"""What moderators decide about a text, in which order texts are read and published, and who is let through."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache

from samskaping.language import Words


class Deed(StrEnum):
    """What a moderator did about a text, or about the one who wrote it."""

    GODKJENT = "godkjent"
    AVVIST = "avvist"
    BEHOLDT = "beholdt"
    SKJULT = "skjult"
    VIST = "vist"
    SLADDET = "sladdet"
    BLOKKERT = "blokkert"
    #: Only in what others than the writer have said in the case, so that it is against no text of theirs.
    UTTALELSE_SLADDET = "uttalelse_sladdet"


DEED_NAMES: dict[Deed, Words] = {
    Deed.GODKJENT: Words("godkjente teksten", "godkjende teksten"),
    Deed.AVVIST: Words("avviste teksten", "avviste teksten"),
    Deed.BEHOLDT: Words("lot teksten stå", "lét teksten stå"),
    Deed.SKJULT: Words("skjulte teksten", "skjulte teksten"),
    Deed.VIST: Words("viste teksten igjen", "viste teksten igjen"),
    Deed.SLADDET: Words("sladdet noe i teksten", "sladda noko i teksten"),
    Deed.BLOKKERT: Words("blokkerte den som skrev", "blokkerte den som skreiv"),
    Deed.UTTALELSE_SLADDET: Words("sladdet noe som var sagt i saken", "sladda noko som var sagt i saka"),
}


class Reading(StrEnum):
    """Whether moderators read a text before everyone else does, or after."""

    FORST = "forst"
    ETTER = "etter"


def is_read_first(choice: Reading | None, own: bool) -> bool:
    """A challenge's choice, or where it has made none, the municipality's."""
    return own if choice is None else choice is Reading.FORST


def listed(words: str | None) -> tuple[str, ...]:
    """The words or phrases of a list with one on each line: each once, as it stands first, without idle spaces."""
    found: dict[str, str] = {}
    for line in (words or "").splitlines():
        found.setdefault(_folded(line), " ".join(line.split()))
    found.pop("", None)
    return tuple(found.values())


def found_words(words: str | None, *texts: str) -> tuple[str, ...]:
    """Those on a municipality's list that stand in any of the texts: whole words, whatever the case."""
    if not words:
        return ()
    written = [_folded(text) for text in texts]
    return tuple(word for word, pattern in _patterns(words) if any(map(pattern.search, written)))


@lru_cache(maxsize=500)
def _patterns(words: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((word, _whole(_folded(word))) for word in listed(words))


def _whole(word: str) -> re.Pattern[str]:
    """As a word of its own: an underscore is a mark of Markdown, and a sign such as # is an end by itself."""
    begins = r"(?<![^\W_])" if word[0].isalnum() else ""
    ends = r"(?![^\W_])" if word[-1].isalnum() else ""
    return re.compile(begins + re.escape(word) + ends)


def _folded(text: str) -> str:
    """Without case, without signs that do not show, each letter written in one way only, and on one line."""
    shown = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", shown).casefold())
    return " ".join(folded.split())


class Trust(StrEnum):
    """Why a text that would have been read first, was let through."""

    ANSATT = "ansatt"
    GITT = "gitt"
    OPPARBEIDET = "opparbeidet"


TRUST_NAMES: dict[Trust, Words] = {
    Trust.ANSATT: Words(
        "Sluppet gjennom: skrevet av en ansatt som selv godkjenner",
        "Slept gjennom: skrive av ein tilsett som sjølv godkjenner",
    ),
    Trust.GITT: Words(
        "Sluppet gjennom: en ansatt har gitt den som skrev, tillit",
        "Slept gjennom: ein tilsett har gitt den som skreiv, tillit",
    ),
    Trust.OPPARBEIDET: Words(
        "Sluppet gjennom: den som skrev, har nok godkjente bidrag og ingen skjulte eller avviste",
        "Slept gjennom: den som skreiv, har nok godkjende bidrag og ingen skjulte eller avviste",
    ),
}

#: How far back somebody's record is read.
RECORD_SPAN = timedelta(days=365)
#: How many approved contributions let the next one through, until a municipality says otherwise; 0 is never.
TRUST_AFTER = 5
TRUST_MOST = 100


@dataclass(frozen=True)
class Record:
    """What somebody wrote here within ``RECORD_SPAN``; ``word`` is what staff have said last, if anything."""

    approved: int = 0
    stopped: int = 0
    word: bool | None = None


def trust(record: Record, after: int) -> Trust | None:
    """Why the next text is let through; None when it is read first. What staff have said goes before the record."""
    if record.word is not None:
        return Trust.GITT if record.word else None
    has_record = 0 < after <= record.approved and not record.stopped
    return Trust.OPPARBEIDET if has_record else None
