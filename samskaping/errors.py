"""The five ways in which a wish can be turned down; the doors translate them to HTTP and shell."""

from collections.abc import Mapping


class Denied(Exception):
    """A wish that is turned down, with words for the person who had it (may be empty)."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message


class Refused(Denied):
    """This actor may not do this (403)."""


class Missing(Denied):
    """There is no such thing, or none that this actor may know of (404)."""


class Clash(Denied):
    """Somebody changed the thing meanwhile (409)."""


class Unfit(Denied):
    """What was sent cannot be used (422). ``fields`` ties words to form fields."""

    def __init__(self, message: str = "", **fields: str) -> None:
        super().__init__(message or " ".join(fields.values()))
        self.fields: Mapping[str, str] = fields


class TooMuch(Denied):
    """Too many wishes in too short a time (429)."""

    def __init__(self, message: str = "", *, retry_after: int = 3600) -> None:
        super().__init__(message)
        self.retry_after = retry_after
