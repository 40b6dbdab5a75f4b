"""From a row of a sheet to one piece of input, or to what is wrong with it, column by column."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from samskaping import text
from samskaping.language import gettext as _
from samskaping.rules import private_numbers, sheets
from samskaping.rules.intakes import Channel, Entry, flaws
from samskaping.rules.speech import AuthorKind


@dataclass(frozen=True)
class Names:
    """What cells may name, by folded name in either form: public ids of themes, areas and challenges."""

    themes: Mapping[str, str]
    areas: Mapping[str, str]
    challenges: Mapping[str, str]


@dataclass(frozen=True)
class Flaw:
    """What is wrong in a row: the column's key (empty for the row as a whole), the words, and what was written."""

    column: str
    words: str
    written: str = ""


@dataclass(frozen=True)
class Reading:
    """How a sheet is read: which column holds which field, and what holds where no column says so."""

    columns: Mapping[str, int]
    headings: Sequence[str]
    channel: Channel
    today: date
    form: str
    names: Names


def read(cells: Sequence[str], reading: Reading) -> tuple[Entry, tuple[Flaw, ...]]:
    """The row as input, and everything that is wrong with it."""
    given = {key: cells[at] if at < len(cells) else "" for key, at in reading.columns.items()}
    found: dict[str, Flaw] = {}
    for key, written in given.items():
        if not text.is_showable(written):
            found[key] = Flaw(key, _("Teksten har tegn som ikke kan vises"), text.showable(written))
    entry = _entry(given, reading, found)
    for key, words in flaws(entry, reading.today).items():
        found.setdefault(key, Flaw(key, words, given.get(key, "")))
    for key in _PUBLIC:
        if private := private_numbers.find(given.get(key, "")):
            found.setdefault(key, Flaw(key, _private(private), private[0].shown))
    if _spills(cells, reading):
        found[""] = Flaw("", _("Raden har flere celler enn det er overskrifter"))
    order = [column.key for column in sheets.COLUMNS]
    told = [replace(flaw, written=private_numbers.covered(flaw.written)) for flaw in found.values()]
    return entry, tuple(sorted(told, key=lambda flaw: order.index(flaw.column) if flaw.column else -1))


#: Fields that everyone can read once the row is taken in.
_PUBLIC = ("title", "need", "idea", "place", "school")


def _private(found: Sequence[private_numbers.Found]) -> str:
    """A sheet has nobody to ask, row by row: what is to stand all the same, is entered by hand."""
    if private_numbers.stops(found):
        return private_numbers.words(found)
    return _("Teksten har %(what)s. Ta det bort, eller legg inn raden for hånd hvis det skal stå.") % {
        "what": private_numbers.named(found)
    }


def _entry(given: Mapping[str, str], reading: Reading, found: dict[str, Flaw]) -> Entry:
    def of(key: str, value: str | None, words: str) -> str:
        """What a cell names; a flaw when it names nothing that is known."""
        if given.get(key) and value is None:
            found.setdefault(key, Flaw(key, words, given[key]))
        return value or ""

    names, folded = reading.names, {key: sheets.folded(written) for key, written in given.items()}
    day = sheets.day(given.get("received", ""))
    of("received", str(day) if day else None, _("Skriv datoen som dag.måned.år, for eksempel 4.12.2026"))
    channel = sheets.channel(given.get("channel", ""))
    of("channel", channel, _("Kanalen er ikke kjent. Skriv papir, telefon, møte, e-post eller skranke."))
    language = of("language", sheets.language(given.get("language", "")), _("Språket er ikke kjent"))
    school = text.tidy(given.get("school", ""))
    return Entry(
        title=text.tidy(given.get("title", "")),
        need=text.tidy(given.get("need", "")),
        idea=text.tidy(given.get("idea", "")),
        received=day or reading.today,
        channel=channel or reading.channel,
        language=language or reading.form,
        kind=AuthorKind.SKOLEKLASSE if school else AuthorKind.PA_VEGNE_AV,
        school=school,
        theme=of("theme", names.themes.get(folded.get("theme", "")), _("Temaet finnes ikke i kommunen")),
        area=of("area", names.areas.get(folded.get("area", "")), _("Området finnes ikke i kommunen")),
        challenge=of("challenge", names.challenges.get(folded.get("challenge", "")), _("Utfordringen finnes ikke")),
        place=text.tidy(given.get("place", ""))[:200],
        name=text.tidy(given.get("name", "")),
        contact=text.tidy(given.get("contact", "")),
        email=given.get("email", "").strip(),
    )


def _spills(cells: Sequence[str], reading: Reading) -> bool:
    """Whether something stands in a column that has no heading and is read as nothing: then the row is out of step."""
    used = set(reading.columns.values())
    return any(cell and at not in used and not reading.headings[at] for at, cell in enumerate(cells))


def digest(cells: Sequence[str], columns: Mapping[str, int], twin: int) -> str:
    """The mark by which a row is known when it comes again; ``twin`` counts rows of a sheet that say the same."""
    said = sorted((key, sheets.folded(cells[at])) for key, at in columns.items() if at < len(cells) and cells[at])
    return hashlib.sha256(json.dumps([said, twin], ensure_ascii=False).encode()).hexdigest()
