"""Each kind of personal data: how long it is kept, and why. Jobs delete by this table."""

from dataclasses import dataclass
from datetime import timedelta

from samskaping.language import Words


@dataclass(frozen=True)
class Keep:
    """A table, how long its rows live after they were last used, and the reason in words for people."""

    table: str
    what: Words
    age: timedelta | None
    why: Words


_DAY = timedelta(days=1)

#: ``age`` None: kept until the person deletes the account, or for posterity.
RETENTION: tuple[Keep, ...] = (
    Keep(
        "people", Words("Kontoen din: e-post, navn og valg", "Kontoen din: e-post, namn og val"), None,
        Words("Til du sletter kontoen", "Til du slettar kontoen"),
    ),
    Keep(
        "web_sessions", Words("Innlogging på én enhet", "Innlogging på éi eining"), 30 * _DAY,
        Words("Slettes når du logger ut, eller etter 30 dager", "Blir sletta når du loggar ut, eller etter 30 dagar"),
    ),
    Keep(
        "proposals (utkast)", Words("Utkast du ikke har sendt", "Utkast du ikkje har sendt"), 365 * _DAY,
        Words("Slettes etter 12 måneder uten endring", "Blir sletta etter 12 månader utan endring"),
    ),
    Keep(
        "proposals", Words("Forslag, svar og historikk", "Forslag, svar og historikk"), None,
        Words("Bevares som dokumentasjon (arkivlova § 13)", "Blir teke vare på som dokumentasjon (arkivlova § 13)"),
    ),
    Keep(
        "letters", Words("Sendt e-post", "E-post vi har sendt"), 90 * _DAY, Words("Slettes etter 90 dager", "Blir sletta etter 90 dagar"),
    ),
    Keep(
        "one_time_tokens", Words("Engangslenker", "Eingongslenkjer"), 1 * _DAY,
        Words("Slettes når de er brukt eller for gamle", "Blir sletta når dei er brukte eller for gamle"),
    ),
    Keep(
        "sign_in_attempts", Words("Mislykte innlogginger", "Mislykka innloggingar"), 1 * _DAY,
        Words("Slettes etter ett døgn", "Blir sletta etter eitt døgn"),
    ),
    Keep(
        "security_events", Words("Sikkerhetslogg", "Tryggleikslogg"), 5 * 365 * _DAY,
        Words("Slettes etter fem år", "Blir sletta etter fem år"),
    ),
)  # fmt: skip
