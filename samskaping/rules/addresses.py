"""E-mail addresses: what one looks like, and the key under which it is one and the same."""

import hashlib
import unicodedata

from email_validator import EmailNotValidError, validate_email

from samskaping.rules import limits


def address(written: str) -> str | None:
    """The address as mail can be sent to it; None when it is not one. The domain is not looked up."""
    if len(written) > limits.EMAIL:
        return None
    try:
        found = validate_email(written.strip(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return None
    kept = found.ascii_email or found.normalized
    return kept if len(kept) <= limits.EMAIL else None


def address_key(address: str) -> str:
    """Casefolded NFC: the same for each way of writing one address."""
    return unicodedata.normalize("NFC", address.strip()).casefold()[: limits.EMAIL]


def account_mark(address: str) -> str:
    """SHA-256 of the key, for throttles and logs that shall not hold the address itself."""
    return hashlib.sha256(address_key(address).encode()).hexdigest()
