"""What must not stand in a log: addresses and names of people, secrets of links, what was searched for."""

import json
import re
from collections.abc import Iterable

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
#: Longer than any public id or reference of ours, and than a worker's name.
_SECRET = re.compile(r"[A-Za-z0-9_-]{22,}")


def told(lines: Iterable[str], *words: str) -> list[str]:
    """The lines that tell too much, or that are no JSON object; ``words`` are names and the like that stand in none."""
    return [line for line in lines if line.strip() and (not _is_object(line) or _tells(line, words))]


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def _tells(line: str, words: tuple[str, ...]) -> bool:
    request = json.loads(line).get("path", "")
    tells = _ADDRESS.search(line) or _SECRET.search(request) or "?" in request
    return bool(tells) or any(word in line for word in words)
