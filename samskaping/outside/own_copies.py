"""The file of all that is kept about somebody: the same rows as JSON for machines and as HTML for reading, in a zip."""

import json
import zipfile
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any, TextIO

from markupsafe import escape

JSON_NAME, HTML_NAME = "opplysninger.json", "opplysninger.html"
_LOOK = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}"
    "dl{display:grid;grid-template-columns:minmax(8rem,1fr) 2fr;gap:.25rem 1rem;"
    "border-top:1px solid #767676;padding-top:.75rem}"
    "dt{font-weight:600}dd{margin:0;overflow-wrap:anywhere;white-space:pre-wrap}"
)


class OwnFile:
    """Written part by part, row by row: memory does not grow with the rows."""

    def __init__(self, folder: Path, form: str, title: str, intro: str) -> None:
        self._folder = folder
        self._json: TextIO = (folder / JSON_NAME).open("w", encoding="utf-8")
        self._html: TextIO = (folder / HTML_NAME).open("w", encoding="utf-8")
        self._parts = self._rows = 0
        self._json.write("{")
        self._html.write(
            f'<!doctype html>\n<html lang="{escape(form)}"><head><meta charset="utf-8">'
            f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
            f"<style>{_LOOK}</style></head><body><main><h1>{escape(title)}</h1><p>{escape(intro)}</p>\n"
        )

    def begin(self, key: str, heading: str) -> None:
        """A part: the rows that follow are its."""
        self._json.write(f"{',' if self._parts else ''}\n{json.dumps(key)}: [")
        self._html.write(f"<h2>{escape(heading)}</h2>\n")
        self._parts, self._rows = self._parts + 1, 0

    def row(self, values: dict[str, Any], read: list[tuple[str, str]]) -> None:
        """One row: by column, and in words for reading."""
        said = json.dumps({name: plain(value) for name, value in values.items()}, ensure_ascii=False)
        self._json.write(f"{',' if self._rows else ''}\n  {said}")
        pairs = "".join(f"<dt>{escape(label)}</dt><dd>{escape(value)}</dd>" for label, value in read)
        self._html.write(f"<dl>{pairs}</dl>\n")
        self._rows += 1

    def end(self, nothing: str) -> None:
        """The part is over; ``nothing`` is said where it has no rows."""
        self._json.write("]")
        if not self._rows:
            self._html.write(f"<p>{escape(nothing)}</p>\n")

    def zipped(self, path: Path) -> None:
        """Both files, closed, in one."""
        self._json.write("\n}\n")
        self._html.write("</main></body></html>\n")
        self.close()
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            for name in (HTML_NAME, JSON_NAME):
                packed.write(self._folder / name, name)

    def close(self) -> None:
        self._json.close()
        self._html.close()


def plain(value: Any) -> Any:
    """A value as JSON has it: moments and days by ISO 8601, words of ours as they are stored."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if hasattr(value, "nb") and hasattr(value, "nn"):
        return {form: words for form in ("nb", "nn") if (words := getattr(value, form))} or None
    return value
