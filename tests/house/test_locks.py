"""What is installed is what pyproject.toml asks for, pinned and hashed; what is imported is asked for."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.sources import HOUSE, ROOT, files

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RUN = PROJECT["project"]["dependencies"]
LOCKS = {"requirements.txt": RUN, ".ci/requirements-dev.txt": PROJECT["dependency-groups"]["dev"]}
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)([^\n]*)\n((?: .*\n)*)", re.MULTILINE)


def faults(lock: str, wanted: list[str]) -> Iterator[str]:
    pins: dict[str, list[str]] = {}
    for name, version, _marker, hashes in PIN.findall(lock):
        pins.setdefault(canonicalize_name(name), []).append(version)
        if "--hash=sha256:" not in hashes:
            yield f"{name} has no hash"
    for requirement in map(Requirement, wanted):
        for version in pins.get(canonicalize_name(requirement.name), ["nothing"]):
            if version == "nothing" or not requirement.specifier.contains(version):
                yield f"{requirement} is locked to {version}: make lock"
    if re.search(r"^\s*(--index|--extra|--find|-i\b|-f\b)|://|file:", lock, re.MULTILINE):
        yield "an index or a path of one machine"


def imported(folder: Path) -> set[str]:
    """The names of the packages, not Python's and not ours, that a folder's files import."""
    names: set[str] = set()
    for path in files(folder, "*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Import(names=parts):
                    names |= {part.name.partition(".")[0] for part in parts}
                case ast.ImportFrom(module=str(module), level=0):
                    names.add(module.partition(".")[0])
    return names - sys.stdlib_module_names - {"samskaping", "_typeshed"}


def test_locks_hold_what_the_project_asks_for():
    found = {name: list(faults((ROOT / name).read_text("utf-8"), wanted)) for name, wanted in LOCKS.items()}
    assert found == {name: [] for name in LOCKS}


def test_a_faulty_lock_is_seen():
    lock = "--index-url https://x\nclick==7.0 \\\n    --hash=sha256:00\nflask==3.1.3\n"
    assert list(faults(lock, ["click>=8", "flask>=3", "babel"])) == [
        "flask has no hash",
        "click>=8 is locked to 7.0: make lock",
        "babel is locked to nothing: make lock",
        "an index or a path of one machine",
    ]


def test_every_import_is_asked_for_by_name():
    asked = {canonicalize_name(Requirement(line).name) for line in RUN}
    owners = packages_distributions()
    strangers = {
        name for name in imported(HOUSE) if not {canonicalize_name(owner) for owner in owners.get(name, ())} & asked
    }
    assert strangers == set()


def test_imports_are_read(tmp_path: Path):
    (tmp_path / "a.py").write_text("import os, bs4.element\nfrom yaml import x\nfrom samskaping.db import y\n")
    assert imported(tmp_path) == {"bs4", "yaml"}
