"""What of a request may stand in a log: the page that was asked for, without what is for one person's eyes."""

import re

from flask import request

_GAP = re.compile(r"<(?:[^:<>]+:)?(\w+)>")
#: References and public ids. What somebody typed into an address instead can be anything.
_KEY = re.compile(r"[a-z0-9-]{1,24}", re.ASCII)


def path() -> str:
    """The path within the municipality; links' secrets, and what is no address of ours, are left out."""
    if request.url_rule is None:
        return "(unknown)"
    values = request.view_args or {}

    def shown(gap: re.Match[str]) -> str:
        value = str(values.get(gap[1], ""))
        return value if gap[1] != "token" and _KEY.fullmatch(value) else gap[0]

    return _GAP.sub(shown, request.url_rule.rule)
