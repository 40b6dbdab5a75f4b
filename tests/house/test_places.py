"""What may stand in a few named places only: commits, markup, raw SQL, relationships."""

from pathlib import Path

import pytest

from tests.house.sources import HOUSE, callers

# Who may call it, and why the others may not.
PLACES = {
    "commit": {
        "db/__init__.py": "transaction(), which the shell, the worker and session rows use",
        "web/app.py": "settle, once a request",
    },
    "Markup": {
        "text.py": "the only maker of markup",
        "web/filters.py": "spoken: a municipal text, escaped, within its lang",
        "web/looks.py": "icon: our own outlines, made ready once",
        "web/spoken_for.py": "the same inside a sentence: whoever has the ball",
    },
    "relationship": {},
    "joinedload": {},
    "selectinload": {},
    "render_template_string": {},
    "eval": {},
    "exec": {},
    "strftime": {},
}


@pytest.mark.parametrize("name", PLACES)
def test_it_is_called_in_its_places_only(name: str):
    strangers = {file: lines for file, lines in callers(HOUSE, name).items() if file not in PLACES[name]}
    assert strangers == {}, f"{name}() belongs to {PLACES[name] or 'nobody'}"


@pytest.mark.parametrize("name", PLACES)
def test_a_stranger_is_seen(name: str, tmp_path: Path):
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "a.py").write_text(f"x = 1\ny = x.{name}(x)\n{name}('')\n")
    assert callers(tmp_path, name) == {"web/a.py": [2, 3]}
