"""Files and functions stay small enough to be read at once."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.sources import HOUSE, ROOT, files

LONGEST_FILE = 300
LONGEST_FUNCTION = 40


def too_long(folder: Path) -> Iterator[str]:
    for path in files(folder, "*.py", "*.html", "*.css", "*.js"):
        name, lines = path.relative_to(folder), len(path.read_text("utf-8").splitlines())
        if lines > LONGEST_FILE:
            yield f"{name} has {lines} lines: split it into a folder of the same name"
        if path.suffix == ".py":
            yield from (f"{name}:{line} {function}" for line, function in long_functions(path))


def long_functions(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                yield node.lineno, f"{node.name} has {length} lines: give its parts names"


def test_nothing_in_the_house_is_too_long():
    assert list(too_long(HOUSE)) == []


def test_no_test_is_too_long():
    assert list(too_long(ROOT / "tests")) == []


def test_a_long_file_is_seen(tmp_path: Path):
    (tmp_path / "a.css").write_text("\n" * 301)
    (tmp_path / "b.css").write_text("\n" * 300)
    assert list(too_long(tmp_path)) == ["a.css has 301 lines: split it into a folder of the same name"]


def test_a_long_function_is_seen(tmp_path: Path):
    (tmp_path / "a.py").write_text(
        "def short():\n" + "    x = 1\n" * 39 + "\n\nclass A:\n    def long(self):\n" + "        x = 1\n" * 40
    )
    assert list(too_long(tmp_path)) == ["a.py:44 long has 41 lines: give its parts names"]
