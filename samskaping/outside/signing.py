"""Values that go out in links and come back: signed with the installation's key, for one purpose each."""

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
