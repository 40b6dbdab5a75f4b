"""Why an account is shut, or opened again, by those who look after the platform; whoever owns it reads it."""

from enum import StrEnum

from samskaping.language import Words


class ShutReason(StrEnum):
    """Why. The security log holds the key."""

    MISBRUK = "misbruk"
    OVERTATT = "overtatt"
    EIEREN = "eieren"
    AVKLART = "avklart"
    FEIL = "feil"


SHUT_REASONS: dict[ShutReason, Words] = {
    ShutReason.MISBRUK: Words("Kontoen er brukt til noe som ikke er lov", "Kontoen er brukt til noko som ikkje er lov"),
    ShutReason.OVERTATT: Words("Noen andre kan ha fått tak i kontoen", "Nokon andre kan ha fått tak i kontoen"),
    ShutReason.EIEREN: Words("Den som eier kontoen, har bedt om det", "Den som eig kontoen, har bede om det"),
}
OPEN_REASONS: dict[ShutReason, Words] = {
    ShutReason.AVKLART: Words("Saken er avklart", "Saka er avklart"),
    ShutReason.FEIL: Words("Kontoen ble stengt ved en feil", "Kontoen vart stengd ved ein feil"),
}
EVERY_REASON = SHUT_REASONS | OPEN_REASONS
