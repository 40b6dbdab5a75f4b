"""The catalogue: what the product says, read out of its sources, beside what stands in nynorsk."""

import re
import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from tests.house.sources import ROOT

PO = ROOT / "translations" / "nn" / "LC_MESSAGES" / "messages.po"
POT = ROOT / "translations" / "messages.pot"
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
OPTIONS = {pattern: {"silent": "false", "trimmed": "true"} for pattern, method in METHODS if method == "jinja2"}
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}
PLACEHOLDER = re.compile(r"%\((\w+)\)s|%\w|\{\w*\}")

Id = str | tuple[str, str]


def said(folder: Path = ROOT / "samskaping") -> dict[Id, list[str]]:
    """Every message of the sources, and where it stands."""
    found: dict[Id, list[str]] = {}
    for path, line, message, *_ in extract_from_dir(folder, METHODS, OPTIONS, KEYWORDS):
        found.setdefault(message, []).append(f"{path}:{line}")
    return found


def catalogue(text: bytes | None = None) -> Catalog:
    return read_po(BytesIO(PO.read_bytes() if text is None else text), locale="nn")


def flaws(messages: dict[Id, list[str]], written: Catalog) -> list[str]:
    """What is missing, fuzzy, left over, or has other placeholders than the bokmål it stands for."""
    kept = {message.id: message for message in written if message.id}
    found = [f"left over: {id_!r}" for id_ in kept if id_ not in messages]
    for id_, places in messages.items():
        message = kept.get(id_)
        if message is None or not all(message.string if isinstance(id_, tuple) else [message.string]):
            found.append(f"missing: {id_!r} ({places[0]})")
        elif message.fuzzy:
            found.append(f"fuzzy: {id_!r}")
        elif placeholders(id_) != placeholders(message.string):
            found.append(f"other placeholders: {id_!r} -> {message.string!r}")
    return found


def placeholders(text: str | tuple[str, ...]) -> set[str]:
    whole = text if isinstance(text, str) else " ".join(text)
    return {match.group() for match in PLACEHOLDER.finditer(whole)}


def renew() -> int:
    """Bring the template and the nynorsk catalogue up to date with the sources; answers how many are missing."""
    template, old = Catalog(charset="utf-8"), {message.id: message for message in catalogue() if message.id}
    written = Catalog(locale="nn", project="Samskaping", charset="utf-8", fuzzy=False)
    for id_, places in sorted(said().items(), key=lambda item: str(item[0])):
        locations = [(place.rpartition(":")[0], 0) for place in sorted(set(places))]
        template.add(id_, locations=locations)
        kept = old.get(id_)
        written.add(id_, kept.string if kept else None, locations=locations)
    for path, book in ((POT, template), (PO, written)):
        out = BytesIO()
        write_po(out, book, width=110, omit_header=False, include_lineno=False)
        text = re.sub(rb'"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team).*\n', b"", out.getvalue())
        path.write_bytes(re.sub(rb"^#(?! *[:,]).*\n", b"", text, flags=re.MULTILINE))
    return sum(1 for message in catalogue() if message.id and not any(message.string))


if __name__ == "__main__":
    sys.stdout.write(f"{renew()} messages wait for their nynorsk in {PO.relative_to(ROOT)}\n")
