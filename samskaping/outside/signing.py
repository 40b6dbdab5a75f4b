"""Values that go out in links and come back: signed with the installation's key, for one purpose each."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from typing import Any

from itsdangerous import BadData, URLSafeSerializer


def sign(key: str, purpose: str, value: Any) -> str:
    """The value as URL-safe text that only this installation can have made, for this purpose."""
    return str(URLSafeSerializer(key, salt=purpose).dumps(value))


def read(key: str, purpose: str, token: str) -> Any | None:
    """What was signed for this purpose; None for anything else."""
    try:
        return URLSafeSerializer(key, salt=purpose).loads(token[:2000])
    except BadData:
        return None


def secret(key: str, purpose: str, value: str) -> str:
    """A secret of 256 bits for one value and purpose, the same each time: for a link that is mailed again."""
    made = hmac.digest(key.encode(), f"{purpose}:{value}".encode(), hashlib.sha256)
    return urlsafe_b64encode(made).decode().rstrip("=")
