"""Every setting is explained where people look for it."""

import re

import pytest

from tests.house.sources import ROOT

SETTING = re.compile(r"SAMSKAPING_[A-Z_]+")


def named(place: str) -> set[str]:
    return set(SETTING.findall((ROOT / place).read_text("utf-8")))


@pytest.mark.parametrize("place", ["README.md", ".env.example"])
def test_every_setting_is_explained(place: str):
    assert named("samskaping/config.py") - named(place) == set()
