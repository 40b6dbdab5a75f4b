"""The longest list goes out as a file: made in steps, handed out in pieces, and nobody gets half of one for a whole."""

import json
import subprocess
import sys

import pytest

from tests.databases import ENVIRONMENT, ROOT
from tests.long_export import CASES

MOST_MB = 300


@pytest.mark.matrix
@pytest.mark.timeout(900)
@pytest.mark.case("UP-15")
def test_two_hundred_thousand_cases_are_exported_in_little_memory(kind, templates, worker, tmp_path):
    """In the whole matrix only: it takes minutes. What becomes of a file whose making stops is in test_export.py."""
    database = templates.copy(kind, f"long_{worker}", tmp_path)
    run = [sys.executable, "-W", "ignore", "-m", "tests.long_export", database, str(tmp_path)]
    done = subprocess.run(run, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, timeout=850, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout)
    assert (told["state"], told["rows"]) == ("ferdig", CASES)
    assert told["told"] == told["size"] > CASES * 100
    assert told["mb"] < MOST_MB
    assert told["held_after"] < MOST_MB
