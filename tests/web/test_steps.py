"""The seven steps of a case, as they are read aloud: each day says what day it is."""

from datetime import timedelta

import pytest

from samskaping import language


def thread(page):
    steps = page.select_one(".sk-thread").find_all("li")
    return [" ".join(step.get_text(" ").split()).replace(" ,", ",") for step in steps]


def walked(halden):
    """A case that was received, assessed four days later, skipped a step, and is decided on."""
    ref = halden.proposal()
    for days, verb in ((4, "vurder"), (6, "legg_fram_direkte")):
        later = halden.later(days=days)
        later.move(ref, verb, later.caseworker())
    return ref


@pytest.mark.one_database
def test_a_day_says_whether_the_case_came_there_or_stopped(site, halden):
    ref, kari = walked(halden), halden.caseworker()
    received, assessed, decided, stopped = (
        language.day((halden.now + timedelta(days=days)).date(), year=False) for days in (0, 4, 6, 9)
    )
    for who, path in ((None, f"/forslag/{ref}"), (kari, f"/arbeid/sak/{ref}")):
        assert thread(site.visitor(who).get(path))[:4] == [
            f"Mottatt, ferdig, Fra {received}",
            f"Vurderes, ferdig, Fra {assessed}",
            "Utvikles sammen, Hoppet over",
            f"Besluttes, her er saken nå, Siden {decided}",
        ]
    later = halden.later(days=9)
    later.move(ref, "avsla", later.caseworker())
    page = site.visitor().get(f"/forslag/{ref}")
    assert thread(page)[3] == f"Besluttes, her stoppet saken, Stoppet {stopped}"
    assert f"Siden {stopped}" in page.select_one(".sk-case").get_text(" ", strip=True)
