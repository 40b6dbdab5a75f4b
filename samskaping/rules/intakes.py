"""Input that staff enter for others: the ways it comes in, and for whom."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from samskaping.language import Words
from samskaping.language import gettext as _
from samskaping.rules import addresses, drafts, limits
from samskaping.rules.speech import AuthorKind


class Channel(StrEnum):
    """How input reached the municipality before staff entered it."""

    PAPIR = "papir"
    TELEFON = "telefon"
    MOTE = "mote"
    E_POST = "e_post"
    SKRANKE = "skranke"


CHANNEL_NAMES = {
    Channel.PAPIR: Words("På papir", "På papir"),
    Channel.TELEFON: Words("På telefon", "På telefon"),
    Channel.MOTE: Words("På et møte", "På eit møte"),
    Channel.E_POST: Words("På e-post", "På e-post"),
    Channel.SKRANKE: Words("I skranken", "I skranken"),
}
#: The mark on the public page.
CHANNEL_MARKS = {
    Channel.PAPIR: Words("Kom inn på papir", "Kom inn på papir"),
    Channel.TELEFON: Words("Kom inn på telefon", "Kom inn på telefon"),
    Channel.MOTE: Words("Kom inn på et møte", "Kom inn på eit møte"),
    Channel.E_POST: Words("Kom inn på e-post", "Kom inn på e-post"),
    Channel.SKRANKE: Words("Kom inn i skranken", "Kom inn i skranken"),
}
#: Received at most this many days ago: older input belongs in the archive, and its answer was due long before.
OLDEST_DAYS = 366
#: The longest name of a school and class.
CLASS_NAME = 100


@dataclass(frozen=True)
class Entry:
    """One piece of input. Theme, area and challenge are public ids, or empty. Name and contact are for staff alone."""

    title: str
    need: str
    received: date
    channel: Channel
    idea: str = ""
    language: str = "nb"
    kind: AuthorKind = AuthorKind.PA_VEGNE_AV
    school: str = ""
    theme: str = ""
    area: str = ""
    challenge: str = ""
    place: str = ""
    name: str = ""
    contact: str = ""
    email: str = ""
    row_digest: str | None = None


def flaws(said: Entry, today: date) -> dict[str, str]:
    """Field → what is missing or wrong; empty when the input can be entered."""
    found = drafts.lacks(said)
    if said.received > today:
        found["received"] = _("Datoen er fram i tid. Skriv dagen innspillet kom inn.")
    elif (today - said.received).days > OLDEST_DAYS:
        found["received"] = _("Innspillet er eldre enn ett år. Da hører det hjemme i arkivet.")
    if said.kind is AuthorKind.SKOLEKLASSE:
        found |= _of_a_class(said)
    if said.email and addresses.address(said.email) is None:
        found["email"] = _("Skriv en gyldig e-postadresse, for eksempel navn@eksempel.no")
    lengths = {"school": CLASS_NAME, "name": 120, "contact": limits.SHORT}
    for field, most in lengths.items():
        if flaw := limits.too_long(getattr(said, field), most):
            found[field] = flaw
    return found


def _of_a_class(said: Entry) -> dict[str, str]:
    found = {}
    if not said.school:
        found["school"] = _("Skriv hvilken skole eller klasse det gjelder")
    for field in ("name", "contact"):
        if getattr(said, field):
            found[field] = _("Skoleklasser legges inn uten personopplysninger. La feltet stå tomt.")
    return found


def class_name(school: str, language: str) -> str:
    """How a school class stands as the one who proposed: «Elever ved Os skole, 4. trinn»."""
    if school.casefold().startswith(("elev", "klasse")):
        return school
    return f"{'Elevar' if language == 'nn' else 'Elever'} ved {school}"
