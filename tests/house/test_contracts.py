"""Every import goes down the house, and the checker that says so is seen to say no."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.sources import HOUSE, ROOT

# What breaks each contract: a file, and the line that is added to it.
BREAKS = {
    "Every import goes down the house": ("models/zz.py", "import samskaping.actions"),
    "Rules are pure": ("rules/zz.py", "import sqlalchemy"),
    "Only web speaks HTTP": ("actions/zz.py", "import flask"),
    "Doors do not touch tables": ("web/zz.py", "from samskaping.models import Base"),
    "The world outside never meets the database": ("outside/zz.py", "import samskaping.db"),
    "No cycles between the files of a room": ("rules/zz.py", "import samskaping.rules.zy"),
}


def lint(folder: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [
            Path(sys.executable).with_name("lint-imports"),
            "--config",
            folder / "pyproject.toml",
            "--no-cache",
            "--no-logo",
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"},
    )


@pytest.fixture
def twin(tmp_path: Path) -> Path:
    """A copy of the house, to break."""
    shutil.copytree(
        HOUSE, tmp_path / "samskaping", ignore=shutil.ignore_patterns("static", "templates", "data", "__pycache__")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_contract_is_kept():
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout


def test_every_contract_has_a_break():
    named = [line for line in (ROOT / "pyproject.toml").read_text("utf-8").splitlines() if line.startswith("name = ")]
    assert sorted(line.split('"')[1] for line in named[1:]) == sorted(BREAKS)


@pytest.mark.parametrize("contract", BREAKS)
def test_a_broken_contract_is_seen(contract: str, twin: Path):
    name, line = BREAKS[contract]
    (twin / "samskaping" / name).write_text(f"{line}\n")
    (twin / "samskaping" / "rules" / "zy.py").write_text("import samskaping.rules.zz\n")
    (twin / "samskaping" / "rules" / "zz.py").touch()
    result = lint(twin)
    assert result.returncode == 1
    assert f"{contract} BROKEN" in result.stdout


def test_a_room_without_a_name_is_seen(twin: Path):
    (twin / "samskaping" / "utils.py").touch()
    result = lint(twin)
    assert result.returncode == 1
    assert "samskaping.utils" in result.stdout
