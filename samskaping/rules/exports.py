"""Exports: which lists, formats and states there are, the columns of a file, and how a value is written in it."""

from datetime import timedelta
from enum import StrEnum

from samskaping.language import Words


class ExportList(StrEnum):
    """The list that is on the screen."""

    FORSLAG = "forslag"
    INNBOKS = "innboks"


class ExportFormat(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


class ExportState(StrEnum):
    VENTER = "venter"
    LAGES = "lages"
    FERDIG = "ferdig"
    MISLYKKET = "mislykket"


FORMAT_NAMES = {
    ExportFormat.XLSX: Words("Excel (XLSX)", "Excel (XLSX)"),
    ExportFormat.CSV: Words("CSV, tekst med komma", "CSV, tekst med komma"),
}
LIST_NAMES = {
    ExportList.FORSLAG: Words("Forslag", "Forslag"),
    ExportList.INNBOKS: Words("Saker i innboksen", "Saker i innboksen"),
}
STATE_NAMES = {
    ExportState.VENTER: Words("Venter", "Ventar"),
    ExportState.LAGES: Words("Lages nå", "Blir laga no"),
    ExportState.FERDIG: Words("Ferdig", "Ferdig"),
    ExportState.MISLYKKET: Words("Kunne ikke lages", "Kunne ikkje lagast"),
}
#: How long a file can be fetched.
LIFETIME = timedelta(days=1)
#: Between several values in one cell.
JOINT = " | "
#: Columns by their fixed names, in their fixed order: new ones are added last, none is ever renamed or moved.
COLUMNS = (
    "saksnummer", "status", "status_nb", "status_nn", "tittel", "behov", "ide", "sprak",
    "utfordring_nb", "utfordring_nn", "tema_nb", "tema_nn", "omrade", "sted", "berekraftsmal",
    "enhet_nb", "enhet_nn", "ballen_hos", "ballen_frist", "neste_steg_dato", "sendt_inn", "publisert",
    "svarfrist", "besvart", "venter_pa_svar_siden", "avgjores_av", "organ", "ser_igjen", "sendt_videre_til",
    "avsender_type", "organisasjoner_som_stotter", "stotte", "stotte_importert", "kommentarer", "svar_avgjorelser", "svar_tekster",
)  # fmt: skip
#: Only in an export from the inbox.
INNER_COLUMNS = ("saksbehandler", "skjult", "apne_meldinger")
#: Only with personal data: needs a right of its own, and is written in the security log.
PERSONAL_COLUMNS = ("avsender_navn", "avsender_epost")

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def columns(listing: ExportList, *, is_personal: bool) -> tuple[str, ...]:
    """The names of the columns of one export."""
    inner = INNER_COLUMNS if listing is ExportList.INNBOKS else ()
    return COLUMNS + inner + (PERSONAL_COLUMNS if is_personal else ())


def harmless(value: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before what begins like one (OWASP)."""
    return f"'{value}" if value.startswith(_DANGEROUS) or value.lstrip().startswith(_DANGEROUS) else value
