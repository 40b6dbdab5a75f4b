"""Numbers and names that identify: organisation numbers, references, public names."""

import re
import unicodedata

_ORGANISATION_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)
_REFERENCE = re.compile(r"^(20\d\d)-(\d{6,9})$", re.ASCII)

#: Words that a resident's public name may not hold: they would look like the municipality speaking.
RESERVED_WORDS = frozenset(
    {
        "kommune", "kommunen", "kommunal", "saksbehandler", "saksbehandlar", "ordfører", "ordførar", "rådmann", "rådhuset",
        "kommunedirektør", "administrator", "admin", "moderator", "samskaping", "fylkeskommune", "statsforvalter",
        "statsforvaltar", "innbygger", "innbyggjar", "slettet", "sletta", "support", "innbyggertorget", "innbyggjartorget", "politiet",
    }
)  # fmt: skip

#: Letters of other scripts and digits that pass for Latin ones at a glance.
_LOOKALIKES = str.maketrans("аеорсухіјѕкмтвнԁɡӏ0134578$@|", "aeopcyxijskmtbhdgioieastbsal")


def is_organisation_number(number: str) -> bool:
    """Nine digits, the first 8 or 9, the last a modulus 11 check (Brønnøysundregistrene)."""
    if not re.fullmatch(r"[89]\d{8}", number, re.ASCII):
        return False
    rest = sum(int(digit) * weight for digit, weight in zip(number, _ORGANISATION_WEIGHTS, strict=False)) % 11
    return int(number[8]) == (11 - rest) % 11 if rest != 1 else False


def organisation_number(written: str) -> str:
    """The nine digits of a number as people write it, with spaces or «NO … MVA» around."""
    return re.sub(r"(?i)[\s.\u00a0]|^no|mva$", "", written)


def reference(year: int, number: int) -> str:
    """«2026-000123»: one series for each municipality and Norwegian year."""
    return f"{year}-{number:06d}"


def is_reference(written: str) -> bool:
    return bool(_REFERENCE.match(written))


def is_reserved_name(name: str) -> bool:
    """Whether a public name would pass for the municipality, its staff or the platform, look-alikes too."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    for candidate in (folded, folded.translate(_LOOKALIKES)):
        words = re.split(r"[^\wæøå]+", candidate)
        if RESERVED_WORDS & {*words, "".join(words)} or any("kommune" in word for word in words):
            return True
    return False
