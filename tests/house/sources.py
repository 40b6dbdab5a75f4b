"""The house's own source, read as text and as trees, for the tests that hold its rules."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
HOUSE = ROOT / "samskaping"


def files(folder: Path, *patterns: str) -> Iterator[Path]:
    """What we have written: not what others wrote (vendor) and not what a program made (themes)."""
    for pattern in patterns:
        for path in sorted(folder.rglob(pattern)):
            if not {"vendor", "themes", "__pycache__"} & set(path.parts):
                yield path


def calls(path: Path) -> Iterator[tuple[int, str]]:
    """Each call in a file: its line, and the last word of what is called."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Attribute(attr=name) | ast.Name(id=name):
                    yield node.lineno, name


def callers(folder: Path, name: str) -> dict[str, list[int]]:
    """The files of a folder that call something by this name, and on which lines."""
    found: dict[str, list[int]] = {}
    for path in files(folder, "*.py"):
        if lines := [line for line, called in calls(path) if called == name]:
            found[path.relative_to(folder).as_posix()] = lines
    return found
