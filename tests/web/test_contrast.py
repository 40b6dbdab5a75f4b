"""WCAG 2.2 contrast of every accent, by day and by night, for the pairs of colours that the components put together."""

import re

import pytest

from samskaping.web.assets import SOURCE
from tests.web.test_assets import ACCENTS


def luminance(colour: str) -> float:
    """WCAG 2.2 relative luminance."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def colours(name: str) -> tuple[dict[str, str], dict[str, str]]:
    """The colours by day and by night in one theme file."""
    css = (SOURCE / "css" / "themes" / f"{name}.css").read_text("utf-8")
    day, night = css.split("@media screen and (prefers-color-scheme: dark)")
    night = night.split("@layer ds.theme.size-mode")[0]
    pairs = [dict(re.findall(r"--(?:ds-color|sk)-([\w-]+):(#[0-9a-fA-F]{6})", part)) for part in (day, night)]
    return pairs[0], pairs[0] | pairs[1]


TEXT = 4.5
EDGE = 3.0


@pytest.mark.parametrize("accent", ACCENTS)
@pytest.mark.parametrize("hour", [0, 1], ids=["day", "night"])
def test_contrast(accent, hour):
    """WCAG 2.2 1.4.3 and 1.4.11 for every pair that the components put together."""
    has = colours("shared")[hour] | colours(accent)[hour]
    grounds = (
        "neutral-background-tinted",
        "neutral-surface-default",
        "neutral-surface-tinted",
        "accent-surface-tinted",
    )
    grounds += ("ball-surface-tinted", "effekt-surface-tinted", "stemme-surface-tinted", "accent-background-tinted")
    wanted = [(text, ground, TEXT) for ground in grounds for text in ("neutral-text-default", "accent-text-default")]
    wanted += [("accent-text-subtle", ground, TEXT) for ground in grounds[:4]]
    wanted += [("neutral-text-subtle", ground, TEXT) for ground in grounds[:6]]
    wanted += [("stemme-text-default", grounds[i], TEXT) for i in (0, 1, 6)]
    wanted += [(f"{c}-base-contrast-default", f"{c}-base-default", TEXT) for c in ("accent", "stemme", "ball")]
    wanted += [(f"{c}-text-default", f"{c}-surface-tinted", TEXT) for c in ("danger", "warning", "success", "info")]
    wanted += [("effekt-text-subtle", "effekt-surface-tinted", TEXT)]
    wanted += [("accent-base-default", ground, EDGE) for ground in grounds[:4]]
    wanted += [("neutral-border-default", ground, EDGE) for ground in grounds[:2]]
    wanted += [("focus-outer", ground, EDGE) for ground in grounds]
    short = [
        f"{front} on {back}: {contrast(has[front], has[back]):.2f}"
        for front, back, least in wanted
        if contrast(has[front], has[back]) < least
    ]
    assert short == []


@pytest.mark.parametrize("accent", ACCENTS)
def test_white_on_the_night_of_header_and_footer(accent):
    has = colours(accent)[0]
    assert contrast("#ffffff", has["night"]) > 7
    assert contrast("#ffffff", has["day"]) > TEXT
    assert contrast("#f0a63c", has["night"]) > EDGE
