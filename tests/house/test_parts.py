"""The list of the image's parts, the floors below which none may be, and what is said when no service can be asked."""

import json
import os
import re
import subprocess

import pytest
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.house.sources import ROOT
from tests.house.test_locks import PIN

#: The lowest versions without a known hole of those that meet visitors first.
FLOORS = {
    "flask": "3.1.3",
    "werkzeug": "3.1.6",
    "gunicorn": "23",
    "jinja2": "3.1.6",
    "joserfc": "1.6.11",
    "pillow": "12",
}
PINS = {
    canonicalize_name(name): version for name, version, *_rest in PIN.findall((ROOT / "requirements.txt").read_text())
}


def run(*words: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, **settings}  # noqa: TID251
    return subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=200, check=False)


@pytest.mark.case("LG-05")
def test_no_part_is_below_its_floor():
    """Authlib is no part today; were it to come, then not an old one."""
    assert {"flask", "werkzeug", "gunicorn", "jinja2"} <= set(PINS)
    pinned = {name: PINS[name] for name in FLOORS if name in PINS}
    assert {name: now for name, now in pinned.items() if Version(now) < Version(FLOORS[name])} == {}


@pytest.mark.case("LG-05")
def test_the_list_of_parts_is_what_is_pinned_and_lies_in_the_image(tmp_path):
    made = run(".ci/parts", str(tmp_path / "parts.json"))
    assert made.returncode == 0, made.stderr
    told = json.loads((tmp_path / "parts.json").read_text())
    assert (told["bomFormat"], told["metadata"]["component"]["name"]) == ("CycloneDX", "samskaping")
    assert {canonicalize_name(part["name"]): part["version"] for part in told["components"]} == PINS
    assert all(part["externalReferences"][0]["hashes"] for part in told["components"])
    dockerfile, image = (ROOT / "Dockerfile").read_text(), (ROOT / ".ci/image").read_text()
    assert re.search(r"^COPY .*parts\.cdx\.jso\[n\] \./$", dockerfile, re.MULTILINE)
    assert ".ci/parts parts.cdx.json" in image
    assert "!parts.cdx.json" in (ROOT / ".dockerignore").read_text().splitlines()


@pytest.mark.case("LG-05")
@pytest.mark.parametrize("service", ["pypi", "osv"])
def test_that_nobody_could_be_asked_is_said_plainly(service):
    """A proxy that is not there: no service is reached, whatever this machine reaches else."""
    nowhere = dict.fromkeys(("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"), "http://127.0.0.1:9")
    told = run(".ci/advisories", ADVISORY_SERVICE=service, ADVISORY_SECONDS="2", NO_PROXY="", no_proxy="", **nowhere)
    assert told.returncode == 3, told
    assert told.stderr.startswith("ADVISORIES NOT CHECKED")
    assert "No advisories" not in told.stdout


@pytest.mark.case("LG-05")
def test_what_is_known_is_told_and_ends_with_1(tmp_path):
    """With an answer put in the service's place: what pip-audit writes, and how the command tells it."""
    answer = {
        "dependencies": [{"name": "flask", "version": "0.1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.0"]}]}]
    }
    auditor = tmp_path / ".venv" / "bin" / "pip-audit"
    auditor.parent.mkdir(parents=True)
    (tmp_path / ".ci").mkdir()
    (tmp_path / ".ci" / "advisories").write_bytes((ROOT / ".ci/advisories").read_bytes())
    (auditor.parent / "python").symlink_to((ROOT / ".venv/bin/python").resolve())
    auditor.write_text(
        "#!/bin/sh\n"
        'while [ "$1" != --output ]; do shift; done\n'
        f"cat >\"$2\" <<'END'\n{json.dumps(answer)}\nEND\n"
        "exit 1\n"
    )
    auditor.chmod(0o755)
    told = subprocess.run(["sh", tmp_path / ".ci/advisories"], capture_output=True, text=True, timeout=60, check=False)
    assert told.returncode == 1
    assert "flask 0.1: PYSEC-1, mended in 1.0" in told.stderr
