"""Exports: which lists, formats and states there are, the columns of a file, and how a value is written in it."""

import re
from datetime import timedelta
from enum import StrEnum

from samskaping.language import Words
from samskaping.rules.policy import Can


class ExportList(StrEnum):
    """The list that is on the screen."""

    FORSLAG = "forslag"
    INNBOKS = "innboks"
    INNSPILL = "innspill"
    MODERERING = "moderering"
    PLANLAGT = "planlagt"
    BEHOV = "behov"


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
    ExportFormat.CSV: Words("CSV, tekst med semikolon", "CSV, tekst med semikolon"),
}
LIST_NAMES = {
    ExportList.FORSLAG: Words("Forslag", "Forslag"),
    ExportList.BEHOV: Words("Behov", "Behov"),
    ExportList.INNBOKS: Words("Saker i innboksen", "Saker i innboksen"),
    ExportList.INNSPILL: Words("Innspill på vegne av andre", "Innspel på vegner av andre"),
    ExportList.MODERERING: Words("Det som venter på moderering", "Det som ventar på moderering"),
    ExportList.PLANLAGT: Words("Planlagte svar og steg", "Planlagde svar og steg"),
}
#: What whoever asks for a file of a list must be allowed, beside making files.
READS = {
    ExportList.FORSLAG: Can.EXPORT_MAKE,
    ExportList.BEHOV: Can.EXPORT_MAKE,
    ExportList.INNBOKS: Can.PROPOSAL_INSPECT,
    ExportList.INNSPILL: Can.INTAKE_ENTER,
    ExportList.MODERERING: Can.MODERATE,
    ExportList.PLANLAGT: Can.PROPOSAL_INSPECT,
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

#: What came later: last of all, so that every older column keeps its place. Words stand beside each code.
LATER_COLUMNS = (
    "avsender_type_nb", "avsender_type_nn", "organisasjonsnummer", "organisasjon", "organisasjon_type",
    "organisasjon_type_nb", "organisasjon_type_nn", "skoleklasse", "kanal", "kanal_nb", "kanal_nn", "sprak_navn",
    "berekraftsmal_nb", "berekraftsmal_nn", "ballen_hos_nb", "ballen_hos_nn", "avgjores_av_nb", "avgjores_av_nn",
    "svar_avgjorelser_nb", "svar_avgjorelser_nn", "filer",
)  # fmt: skip
LATER_INNER_COLUMNS = (
    "saksbehandler_rolle_nb", "saksbehandler_rolle_nn", "vurderinger_levert", "vurderinger_bedt_om",
    "vurderinger_snitt_nb", "vurderinger_snitt_nn", "apne_oppgaver",
)  # fmt: skip
LATER_PERSONAL_COLUMNS = ("innsender_navn", "innsender_kontakt", "innsender_epost")

#: Only in an export of what staff entered.
INTAKE_COLUMNS = ("kom_inn", "lagt_inn")
#: Lists whose rows are not cases: their own columns, and those that are there only with personal data.
OTHER_COLUMNS: dict[ExportList, tuple[str, ...]] = {
    ExportList.MODERERING: (
        "slag", "slag_nb", "slag_nn", "siden", "saksnummer", "tittel", "kommentar", "tekst", "ide", "sprak",
        "status", "status_nb", "status_nn", "avsender_type", "avsender_type_nb", "avsender_type_nn", "skjult",
        "meldinger", "meldingsgrunner", "meldingsgrunner_nb", "meldingsgrunner_nn", "meldingstekster",
        "klage", "klagefrist",
    ),
    ExportList.PLANLAGT: (
        "saksnummer", "tittel", "sprak", "status", "status_nb", "status_nn", "svarfrist", "hva", "hva_nb", "hva_nn",
        "tekst", "publiseres", "bunke", "tilstand", "tilstand_nb", "tilstand_nn", "avgjort", "hindring",
        "hindring_nb", "hindring_nn", "saken_er_endret",
    ),
    ExportList.BEHOV: (
        "saksnummer", "behov", "sprak", "fortalt", "omrade", "avsender_type", "avsender_type_nb", "avsender_type_nn",
        "gjelder_ogsa", "utfordringer_nb", "utfordringer_nn", "forslag",
    ),
}  # fmt: skip
OTHER_PERSONAL_COLUMNS = {
    ExportList.MODERERING: ("avsender_navn",),
    ExportList.PLANLAGT: ("skrevet_av",),
    ExportList.BEHOV: ("avsender_navn",),
}

#: What a spreadsheet takes for a formula when a cell begins with it, full-width signs too (OWASP).
_FORMULA = "=+\\-@\uff1d\uff0b\uff0d\uff20"
_BEGINS = re.compile(rf"\s*[{_FORMULA}]|[\t\r]")
_DIVIDES = re.compile(r"[;,|\t\r\n]")
_GAP = r"""[;,|\s"']"""
_WITHIN = re.compile(rf"(?<!{_GAP}){_GAP}++(?=[{_FORMULA}])")


def columns(listing: ExportList, *, is_personal: bool) -> tuple[str, ...]:
    """The names of the columns of one export."""
    if listing in OTHER_COLUMNS:
        return OTHER_COLUMNS[listing] + (OTHER_PERSONAL_COLUMNS[listing] if is_personal else ())
    is_inner = listing is not ExportList.FORSLAG
    older = COLUMNS + (INNER_COLUMNS if is_inner else ()) + (PERSONAL_COLUMNS if is_personal else ())
    later = LATER_COLUMNS + (LATER_INNER_COLUMNS if is_inner else ())
    entered = INTAKE_COLUMNS if listing is ExportList.INNSPILL else ()
    return older + later + (LATER_PERSONAL_COLUMNS if is_personal else ()) + entered


def harmless(value: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before what begins like one (OWASP)."""
    return f"'{value}" if _BEGINS.match(value) else value


def harmless_in_parts(value: str) -> str:
    """The same also where a reader cuts the text at a mark that was not meant to divide it, or drops its quotes."""
    return harmless(_WITHIN.sub(_guarded, value))


def _guarded(gap: re.Match[str]) -> str:
    return f"{gap[0]}'" if not gap.start() or _DIVIDES.search(gap[0]) else gap[0]
