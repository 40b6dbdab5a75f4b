"""What the component templates need from Python: icons, bands, ids that are unique on the page, initials."""

from typing import Any

from flask import Flask, g

from samskaping.web import band
from samskaping.web.icons import ICONS


def unique(prefix: str) -> str:
    """An id that no other call on this page gets; the same page gives the same ids, so its ETag holds."""
    counts: dict[str, int] = g.setdefault("unique_ids", {})
    counts[prefix] = counts.get(prefix, 0) + 1
    return f"{prefix}-{counts[prefix]}"


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
        icon_path=ICONS.__getitem__,
        band_pattern=band.pattern,
        unique=unique,
        initials=initials,
        described=described,
        landscape=landscape,
        field_kind=kind,
        area_attrs=area_attrs,
    )
