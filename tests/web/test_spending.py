"""No request costs more than two seconds of CPU or 150 MB, whatever is sent."""

import json
import subprocess
import sys

import pytest

from tests.bombs import BOMBS
from tests.databases import ENVIRONMENT, ROOT
from tests.spending import attached, floods

MOST_CPU, MOST_MB = 2.0, 150


@pytest.fixture(scope="module")
def spent(kind, templates, worker, tmp_path_factory):
    """By the name of a request: what was answered, and what that cost."""
    folder = tmp_path_factory.mktemp("spending")
    database = templates.copy(kind, f"spending_{worker}", folder)
    run = [sys.executable, "-W", "ignore", "-m", "tests.spending", database, str(folder)]
    done = subprocess.run(run, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return {one["name"]: one for one in map(json.loads, done.stdout.splitlines())}


@pytest.mark.case("IN-06", "IN-08", "IN-14")
@pytest.mark.parametrize("part", ["", "sheet: ", "file: "])
def test_no_request_costs_much(spent, part):
    sent = {"": {"nothing", *(name for name, _ in floods(""))}, "sheet: ": set(BOMBS), "file: ": set(attached())}
    asked = {name for name in spent if name.startswith(part) and (part or ": " not in name)}
    assert asked == {part + name for name in sent[part]}
    dear = [spent[name] for name in asked if spent[name]["cpu"] > MOST_CPU or spent[name]["mb"] > MOST_MB]
    assert dear == []
    assert [spent[name] for name in asked if spent[name]["status"] >= 500] == []


@pytest.mark.case("IN-06", "IN-08")
def test_what_is_too_much_or_no_form_is_told(spent):
    wanted = {
        "600 kB": {413, 422}, "1001 parts": {413}, "gzip": {400, 413}, "deep application/json": {400, 415, 422},
        "deep text/plain": {400, 415, 422}, "endless part head": {400, 413}, "many percent signs": {413, 422},
    }  # fmt: skip
    assert {name: spent[name]["status"] for name in wanted if spent[name]["status"] not in wanted[name]} == {}


def test_files_are_taken_as_they_come_and_made_by_the_worker_or_refused(spent):
    answered = {name: one["status"] for name, one in spent.items() if name.startswith("file: ")}
    assert set(answered.values()) <= {303, 422}, answered


@pytest.mark.case("IN-08")
def test_sheets_that_are_as_large_as_they_may_be_are_read(spent):
    assert spent["sheet: full"]["status"] == 303
