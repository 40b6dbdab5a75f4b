"""Hashing of passwords: argon2id at OWASP's floor, a few at a time, and a dummy for those who do not exist."""

import unicodedata
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
#: Each takes 19 MiB and a core; more at once would starve everybody else.
_AT_ONCE = BoundedSemaphore(4)


def hashed(password: str) -> str:
    """The hash to store. The text is taken in NFC, so that any keyboard's «å» is the same."""
    with _AT_ONCE:
        return _HASHER.hash(unicodedata.normalize("NFC", password))


def fits(stored: str | None, password: str) -> bool:
    """Whether the password made this hash. Without a hash it takes as long, and is False."""
    try:
        with _AT_ONCE:
            _HASHER.verify(stored or _dummy(), unicodedata.normalize("NFC", password))
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


@cache
def _dummy() -> str:
    return _HASHER.hash("nobody has this password")
