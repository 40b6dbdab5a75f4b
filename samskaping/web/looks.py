"""What the component templates need from Python: icons, bands, ids that are unique on the page, initials."""

from functools import cache, lru_cache
from typing import Any, NamedTuple

from flask import Flask, g
from markupsafe import Markup, escape

from samskaping.rules.languages import LANGUAGES
from samskaping.web import band
from samskaping.web.icons import ICONS


def unique(prefix: str) -> str:
    """An id that no other call on this page gets; the same page gives the same ids, so its ETag holds."""
    counts: dict[str, int] = g.setdefault("unique_ids", {})
    counts[prefix] = counts.get(prefix, 0) + 1
    return f"{prefix}-{counts[prefix]}"


@lru_cache(maxsize=1_000)
def icon(name: str, label: str | None = None) -> Markup:
    """One of our outlines as it stands in a page; silent unless it has a label."""
    heard = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return Markup(_ICON.format(heard=heard, path=ICONS[name]))  # noqa: S704  our own outlines, and an escaped label


_ICON = (
    '<svg class="sk-icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75"'
    ' stroke-linecap="round" stroke-linejoin="round" {heard}><path d="{path}"/></svg>'
)


class Beads(NamedTuple):
    """Where the dots of a small thread stand: this step's, and the paths through those before and after it."""

    here: float
    was: str
    next: str


@cache
def beads(step: int, of: int) -> Beads:
    """Dots with the same way between them, on a line from 8 to 104."""
    places = [round(8 + 96 / (of - 1) * place, 1) for place in range(of)]
    before, after = ("".join(f"M{place} 9h0" for place in part) for part in (places[: step - 1], places[step:]))
    return Beads(places[step - 1], before, after)


def initials(name: str) -> str:
    """«Astrid Demo» -> «AD»; one letter for one word, nothing for nothing."""
    words = [word for word in name.split() if word[0].isalnum()]
    chosen = words if len(words) < 2 else [words[0], words[-1]]
    return "".join(word[0] for word in chosen).upper()


def landscape(number: str | None) -> str:
    """Which hills stand behind the houses: the fortress in Halden, mountains in the west and north, else low hills."""
    if number == "3101":
        return "fort"
    return "mountains" if number and number[:2] in _MOUNTAINS else "hills"


def described(*ids: str | None) -> str | bool:
    """The value of aria-describedby; False (no attribute) when there is nothing to describe."""
    return " ".join(id_ for id_ in ids if id_) or False


def kind(field: Any) -> str:
    """How a WTForms field is drawn: radio, checks, check, select, area, password, date or input."""
    names = {cls.__name__ for cls in type(field).__mro__}
    for name, drawn in _KINDS:
        if name in names:
            return drawn
    return "input"


_MOUNTAINS = frozenset({"11", "15", "18", "46", "50", "55", "56"})
_KINDS = (
    ("RadioField", "radio"),
    ("BooleanField", "check"),
    ("SelectMultipleField", "checks"),
    ("SelectField", "select"),
    ("TextAreaField", "area"),
    ("PasswordField", "password"),
    ("DateField", "date"),
)


def area_attrs(attrs: dict[str, Any]) -> dict[str, Any]:
    """A textarea has five rows unless told otherwise."""
    return {"rows": 5} | attrs


def install(app: Flask) -> None:
    """Components are imported without context (so that Jinja keeps them compiled); these are their globals."""
    app.jinja_env.globals.update(
        drawn_icon=icon,
        beads=beads,
        band_pattern=band.pattern,
        unique=unique,
        initials=initials,
        described=described,
        landscape=landscape,
        field_kind=kind,
        area_attrs=area_attrs,
        languages=LANGUAGES,
    )
