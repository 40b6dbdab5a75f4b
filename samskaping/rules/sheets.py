"""A sheet of input: its columns and the headings they are known by in both forms, and how its cells are read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from samskaping.language import Words
from samskaping.rules.intakes import Channel
from samskaping.rules.languages import LANGUAGES

#: The largest file, the most rows and columns, and the most characters in a cell.
LARGEST_FILE = 5_000_000
MOST_ROWS = 2_000
MOST_COLUMNS = 40
LONGEST_CELL = 10_000


@dataclass(frozen=True)
class Column:
    """One field of a row: how it is named in a template, and by what other headings it is known."""

    key: str
    label: Words
    others: tuple[str, ...] = ()
    is_required: bool = False


COLUMNS: tuple[Column, ...] = (
    Column("title", Words("Tittel", "Tittel"), ("forslag", "overskrift"), is_required=True),
    Column(
        "need", Words("Behov", "Behov"), ("behovet", "tekst", "innspill", "innspel", "beskrivelse", "skildring"),
        is_required=True,
    ),
    Column("idea", Words("Idé", "Idé"), ("ide", "ideen", "løsning", "løysing", "forslag til løsning")),
    Column("received", Words("Mottatt", "Motteke"), ("dato", "kom inn", "mottatt dato", "motteken", "mottaksdato")),
    Column("channel", Words("Kanal", "Kanal"), ("hvordan", "korleis", "måte", "kilde", "kjelde")),
    Column("school", Words("Skole eller klasse", "Skule eller klasse"), ("skole", "skule", "klasse", "skoleklasse", "skuleklasse")),
    Column("theme", Words("Tema", "Tema"), ("emne",)),
    Column("area", Words("Område", "Område"), ("bydel", "krets")),
    Column("place", Words("Sted", "Stad"), ("adresse", "hvor", "kvar")),
    Column("challenge", Words("Utfordring", "Utfordring"), ("utfordringa", "utfordringen")),
    Column("language", Words("Språk", "Språk"), ("målform",)),
    Column("name", Words("Navn", "Namn"), ("navn på den som ga innspillet", "fra", "frå")),
    Column("contact", Words("Kontakt", "Kontakt"), ("telefon", "telefonnummer", "mobil", "tlf")),
    Column("email", Words("E-post", "E-post"), ("epost", "e-postadresse", "epostadresse", "mail", "e-mail", "email")),
)  # fmt: skip
BY_KEY = {column.key: column for column in COLUMNS}
REQUIRED = frozenset(column.key for column in COLUMNS if column.is_required)

#: Encodings that a csv can be read as, by Python's names; the first is tried first.
ENCODINGS = {
    "utf-8": Words("Unicode (UTF-8)", "Unicode (UTF-8)"),
    "utf-16": Words("Unicode (UTF-16)", "Unicode (UTF-16)"),
    "cp1252": Words("Windows (CP1252)", "Windows (CP1252)"),
    "cp850": Words("MS-DOS (CP850)", "MS-DOS (CP850)"),
    "cp865": Words("MS-DOS, nordisk (CP865)", "MS-DOS, nordisk (CP865)"),
    "mac_roman": Words("Macintosh (Mac Roman)", "Macintosh (Mac Roman)"),
}
#: Those of one byte a letter, by how common they are: a text in any of them can be read in all of them.
_OF_BYTES = ("cp1252", "cp850", "mac_roman")
_USUAL = frozenset("æøåÆØÅ")
_COMMON = frozenset("éèêëàáòóôöäüÉÈÀÄÖÜáčđŋšž«»–—“”„‘’…§°½·\u00a0€´")
_FOREIGN = re.compile(r"([a-zæøå]?)([^\x00-\x7f])")

_CHANNELS = {
    "papir": Channel.PAPIR, "på papir": Channel.PAPIR, "brev": Channel.PAPIR, "lapp": Channel.PAPIR, "skjema": Channel.PAPIR,
    "telefon": Channel.TELEFON, "på telefon": Channel.TELEFON, "tlf": Channel.TELEFON, "ringte": Channel.TELEFON,
    "møte": Channel.MOTE, "på møte": Channel.MOTE, "på et møte": Channel.MOTE, "på eit møte": Channel.MOTE,
    "folkemøte": Channel.MOTE, "mote": Channel.MOTE,
    "e-post": Channel.E_POST, "epost": Channel.E_POST, "på e-post": Channel.E_POST, "mail": Channel.E_POST,
    "skranke": Channel.SKRANKE, "i skranken": Channel.SKRANKE, "skranken": Channel.SKRANKE,
}  # fmt: skip
_LANGUAGES = {
    **{tag: tag for tag in LANGUAGES}, **{name.casefold(): tag for tag, name in LANGUAGES.items()},
    "norsk": "nb", "no": "nb", "engelsk": "en", "samisk": "se", "nordsamisk": "se",
}  # fmt: skip
_DAY = re.compile(r"^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$", re.ASCII)


def folded(words: str) -> str:
    """Words as they are compared: without case, marks and double spaces."""
    return " ".join(re.sub(r"[*:?()_]", " ", words.casefold()).split())


def recognised(headings: Sequence[str]) -> dict[str, int]:
    """Field → column, for each heading that is known in either form; the first of several wins."""
    known: dict[str, str] = {}
    for column in COLUMNS:
        for name in (column.label.nb, column.label.nn, *column.others):
            known.setdefault(folded(name), column.key)
    found: dict[str, int] = {}
    for number, heading in enumerate(headings):
        key = known.get(folded(heading))
        if key:
            found.setdefault(key, number)
    return found


def title_rows(rows: Sequence[Sequence[str]]) -> int:
    """How many rows stand above the headings: none unless a later one of the first ten knows more of our columns."""
    known = [len(recognised(row)) for row in rows[:10]]
    best = max(known, default=0)
    return known.index(best) if best > 1 else 0


def encoding_of(content: bytes) -> str:
    """The encoding in which a text that is not Unicode reads most like Norwegian."""
    return max(_OF_BYTES, key=lambda name: _likeness(content[:200_000].decode(name, "replace")))


def _likeness(written: str) -> int:
    return sum(_points(before, letter) for before, letter in _FOREIGN.findall(written))


def _points(before: str, letter: str) -> int:
    """A capital inside a word is as odd as a letter that Norwegian does not have."""
    if before and letter.isupper():
        return -2
    return 2 if letter in _USUAL else 1 if letter in _COMMON else -2


def day(written: str) -> date | None:
    """A day as people and programs write it: 2026-03-04, 4.3.2026, 2026-03-04 00:00:00. None when it is not one."""
    try:
        return datetime.fromisoformat(written).date()
    except ValueError:
        pass
    found = _DAY.match(written)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None


def channel(written: str) -> Channel | None:
    """A channel by the word that people use for it."""
    return _CHANNELS.get(folded(written))


def language(written: str) -> str | None:
    """A language by its tag or its name."""
    return _LANGUAGES.get(folded(written))
