"""What a municipality may set for itself, and what its address may be."""

import re
from collections.abc import Mapping
from typing import Protocol

from samskaping.language import Words, number
from samskaping.language import gettext as _
from samskaping.rules import deadlines, limits
from samskaping.rules.addresses import address
from samskaping.rules.moderation import TRUST_MOST, listed
from samskaping.rules.places import ROOT_PATHS

#: Words that begin addresses of the host itself, or could be taken for them.
RESERVED_SLUGS = ROOT_PATHS | {
    "nb",
    "nn",
    "no",
    "en",
    "se",
    "api",
    "admin",
    "www",
    "kommuner",
    "plattform",
    "samskaping",
}
LONGEST_HOST = 120
_HOST = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]", re.ASCII)
_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?", re.ASCII)
_PAGE = re.compile(r"https?://[^\s/.]+(?:\.[^\s/.]+)+(?:/\S*)?")

#: The eight colours that a municipality can choose from; each has a theme of its own under static/css/themes.
ACCENTS: dict[str, Words] = {
    "blabaer": Words("Blåbær", "Blåbær"),
    "fjord": Words("Fjord", "Fjord"),
    "furu": Words("Furu", "Furu"),
    "einer": Words("Einer", "Einer"),
    "granitt": Words("Granitt", "Granitt"),
    "midnatt": Words("Midnatt", "Midnatt"),
    "plomme": Words("Plomme", "Plomme"),
    "sjo": Words("Sjø", "Sjø"),
}
#: The form that a språkvedtak gives (språklova § 12); neutral municipalities have none until they choose.
FORM_OF_DECISION = {"bokmål": "nb", "nynorsk": "nn"}


#: Municipalities that call themselves «herad», by number: Ulvik, Voss and Kvam. All others are «kommune».
_HERAD = frozenset({"4620", "4621", "4622"})


def full_name(number: str, name: str) -> str:
    """«Halden kommune», «Voss herad»: what a municipality calls itself, the same in both forms."""
    return f"{name} herad" if number in _HERAD else f"{name} kommune"


def noun(number: str) -> str:
    """«kommunen», «heradet»: what its own people call it in running text, the same in both forms."""
    return "heradet" if number in _HERAD else "kommunen"


def own_form(default: str | None, decision: str) -> str | None:
    """The form that a municipality has set, or the one its språkvedtak gives; None when neutral and nothing is set."""
    return default or {"bokmål": "nb", "nynorsk": "nn"}.get(decision)


class Setup(Protocol):
    """What is set on the settings page."""

    @property
    def answer_days(self) -> int: ...
    @property
    def trust_after(self) -> int: ...
    @property
    def read_first_words(self) -> str: ...
    @property
    def accent(self) -> str: ...
    @property
    def default_form(self) -> str: ...
    @property
    def contact_email(self) -> str: ...
    @property
    def contact_phone(self) -> str: ...
    @property
    def contact_address(self) -> str: ...


def setup_flaws(wish: Setup) -> dict[str, str]:
    """Field → what is wrong with it."""
    found = {
        "answer_days": ""
        if 1 <= wish.answer_days <= deadlines.LONGEST_ANSWER_DAYS
        else _("Velg fra 1 til %(most)s dager. Loven setter grensen.") % {"most": deadlines.LONGEST_ANSWER_DAYS},
        "trust_after": ""
        if 0 <= wish.trust_after <= TRUST_MOST
        else _("Velg fra 0 til %(most)s.") % {"most": TRUST_MOST},
        "read_first_words": words_flaw(wish.read_first_words),
        "accent": "" if wish.accent in ACCENTS else _("Velg en av fargene"),
        "default_form": "" if wish.default_form in ("", "nb", "nn") else _("Velg en av mulighetene"),
        "contact_email": ""
        if not wish.contact_email or address(wish.contact_email)
        else _("Skriv en e-postadresse, for eksempel post@kommunen.no"),
        "contact_phone": limits.too_long(wish.contact_phone, 40),
        "contact_address": limits.too_long(wish.contact_address, 300),
    }
    return {field: words for field, words in found.items() if words}


def words_flaw(words: str) -> str:
    """What is wrong with a list of words that make a text be read first."""
    found = listed(words)
    if len(found) > limits.READ_FIRST_WORDS:
        numbers = {"most": limits.READ_FIRST_WORDS, "now": number(len(found))}
        return _("Lista kan ha høyst %(most)s ord eller uttrykk. Nå har den %(now)s.") % numbers
    for word in found:
        if len(word) > limits.READ_FIRST_WORD:
            said = {"word": word[:20] + "…", "most": limits.READ_FIRST_WORD}
            return _("«%(word)s» er for langt. Hvert ord eller uttrykk kan ha %(most)s tegn.") % said
    return ""


def wording_flaws(pages: Mapping[str, str], texts: Mapping[str, str]) -> dict[str, str]:
    """Field → what is wrong: ``pages`` are addresses of web pages, ``texts`` are prose."""
    found = {field: limits.too_long(text, limits.PROSE) for field, text in texts.items()}
    for field, page in pages.items():
        if page and not (len(page) <= 300 and _PAGE.fullmatch(page)):
            found[field] = _("Skriv hele adressen, for eksempel https://uustatus.no/erklaering")
    return {field: words for field, words in found.items() if words}


def is_host(name: str) -> bool:
    """Whether a word is the name of a host (RFC 1123), in lower case and without port or path."""
    return len(name) <= LONGEST_HOST and _HOST.fullmatch(name) is not None


def slug_flaw(slug: str) -> str:
    """What is wrong with a municipality's address; nothing when it can be used."""
    if slug in RESERVED_SLUGS:
        return _("«%(slug)s» er opptatt av tjenesten selv.") % {"slug": slug}
    if not _SLUG.fullmatch(slug):
        return _("Adressen kan ha små bokstaver fra a til z, tall og bindestrek, høyst 60 tegn.")
    return ""
