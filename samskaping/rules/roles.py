"""Roles of people in one municipality, and the one for the platform; what each is called."""

from enum import StrEnum

from samskaping.language import Words


class Role(StrEnum):
    INNSYN = "innsyn"
    MODERATOR = "moderator"
    SAKSBEHANDLER = "saksbehandler"
    PUBLISIST = "publisist"
    LEDER = "leder"
    ARKIVAR = "arkivar"
    ADMINISTRATOR = "administrator"
    PLATTFORM = "plattform"


ROLE_NAMES: dict[Role, Words] = {
    Role.INNSYN: Words("Innsyn", "Innsyn"),
    Role.MODERATOR: Words("Moderator", "Moderator"),
    Role.SAKSBEHANDLER: Words("Saksbehandler", "Saksbehandlar"),
    Role.PUBLISIST: Words("Publisist", "Publisist"),
    Role.LEDER: Words("Leder", "Leiar"),
    Role.ARKIVAR: Words("Arkivar", "Arkivar"),
    Role.ADMINISTRATOR: Words("Administrator", "Administrator"),
    Role.PLATTFORM: Words("Plattformansvarlig", "Plattformansvarleg"),
}

#: Roles that a municipality's administrator may give; the platform's own role is given by those who have it, the first one from the shell.
MUNICIPAL_ROLES = tuple(role for role in Role if role is not Role.PLATTFORM)
