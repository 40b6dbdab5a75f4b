"""Input that staff enter for others: the ways it comes in, and for whom."""

from enum import StrEnum

from samskaping.language import Words
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
#: For whom staff may enter input.
BEHALVES = (AuthorKind.PA_VEGNE_AV, AuthorKind.SKOLEKLASSE)
#: Received at most this many days ago: older input belongs in the archive, and its answer was due long before.
OLDEST_DAYS = 366
