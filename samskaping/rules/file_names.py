"""Names of files: as people wrote them, without what a header, a folder or an eye could be fooled by."""

import re
import unicodedata
from urllib.parse import quote

from samskaping.rules.files import KINDS, FileKind

LONGEST = 150
_ALSO_SAFE = "!#$&+^`|~"  # RFC 5987 attr-char, beside what quote leaves alone
_PARTS = re.compile(r"[/\\]")
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9 ._()+-]")
_IN_LATIN = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "Æ": "Ae", "Ø": "O", "Å": "A", "đ": "d", "ŋ": "n", "ŧ": "t"})


def cleaned(written: str) -> str:
    """A name as somebody wrote it, in NFC: the last part of a path, on one line, without signs that nobody sees.

    Whatever is left out is what turns the reading order, breaks a header or names a folder; letters of every script
    stay. Never longer than ``LONGEST``, its end kept. Empty when nothing is left.
    """
    whole = unicodedata.normalize("NFC", written.encode("utf-8", "ignore").decode("utf-8"))
    name = _PARTS.split(whole)[-1]
    seen = "".join(" " if unicodedata.category(sign) == "Zs" else sign for sign in name if _is_seen(sign))
    seen = " ".join(seen.split()).lstrip(".").strip()
    first, end = _divided(seen)
    return f"{first[: LONGEST - len(end)].rstrip()}{end}" if first else ""


def _is_seen(sign: str) -> bool:
    """Neither control, nor format (bidi overrides, zero width), nor a line's end, nor private or unassigned."""
    return unicodedata.category(sign)[0] != "C" and sign not in "\u2028\u2029"


def _divided(name: str) -> tuple[str, str]:
    """The name and its end; an end is a dot and up to ten signs."""
    first, dot, end = name.rpartition(".")
    return (first, f".{end}") if first and dot and 0 < len(end) <= 10 and " " not in end else (name, "")


def fits(name: str, kind: FileKind) -> bool:
    """Whether a name promises what the file is: «faktura.pdf.html» is no name for a PDF."""
    end = _divided(name)[1].lower()
    return not end or end in KINDS[kind].ends or not end[1:].isalnum() or end[1:].isdigit()


def named(written: str, kind: FileKind, otherwise: str) -> str:
    """The name that a file gets: as it was written, with an end where it has none that says what it is."""
    name = cleaned(written) or otherwise
    ends = KINDS[kind].ends
    return name if _divided(name)[1].lower() in ends else f"{name[: LONGEST - len(ends[0])]}{ends[0]}"


def with_end(name: str, end: str) -> str:
    """The same name for the file in another format."""
    first, old = _divided(name)
    return f"{first if old else name}{end}"


def disposition(name: str) -> str:
    """The header that makes a browser save the file under its name (RFC 6266), whatever is in it.

    A name in other letters is given twice: in plain ones, and whole as RFC 8187 writes it.
    """
    name = cleaned(name) or "fil"
    latin = unicodedata.normalize("NFKD", name.translate(_IN_LATIN)).encode("ascii", "ignore").decode("ascii")
    plain = _NOT_PLAIN.sub("_", latin).strip() or "fil"
    if plain == name:
        return f'attachment; filename="{plain}"'
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe=_ALSO_SAFE)}"
