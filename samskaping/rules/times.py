"""Hours of the day as people write them."""

import re

_HOUR = re.compile(r"(?:kl\.?\s*)?(\d{1,2})(?:[.:](\d{2}))?$")


def hour(written: str) -> tuple[int, int] | None:
    """Hour and minute of «08.00», «8:30», «kl. 8»; None for anything else."""
    found = _HOUR.match(written.strip().lower()) if written.isascii() else None
    if found is None:
        return None
    hours, minutes = int(found[1]), int(found[2] or 0)
    return (hours, minutes) if hours < 24 and minutes < 60 else None
