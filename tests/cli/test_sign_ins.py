"""The sign-ins that ``make run`` prints are those that the README tells one to use."""

import re
from pathlib import Path

import samskaping
from samskaping.cli.demo import sign_ins

README = (Path(samskaping.__file__).parent.parent / "README.md").read_text("utf-8")


def test_everybody_whom_the_readme_names_is_printed():
    told = re.search(r"## The demonstration\n(.*?)\n## ", README, re.DOTALL)[1]
    rows = re.findall(r"^\|.*?\|(.*sign in as .*)\|$", told, re.MULTILINE)
    assert len(rows) > 3
    printed = " ".join(sign_ins("http://127.0.0.1:8000"))
    for row in rows:
        place = re.search(r"in (Halden|Voss|Asker)", row)
        named = re.findall(r"\bas ([A-Z]\w+)", row)
        assert bool(named) <= bool(place), row
        for name in named:
            assert f" {name.lower()}@{place[1].lower()}.example.no" in printed, row
    for role in ("saksbehandler", "publisist", "administrator"):
        assert re.search(rf"(?i)\b{role}\b[^@]* \w+@", printed)
