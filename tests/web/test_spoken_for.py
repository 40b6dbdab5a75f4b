"""Who has the ball, as pages and lists say it."""

import pytest

from samskaping.rules.pipeline import Body

pytestmark = pytest.mark.second_in_matrix


@pytest.mark.parametrize(
    ("body", "name", "holder"),
    [
        (Body.KOMMUNESTYRET, "", "kommunestyret"),
        (Body.ANNET, "Ungdomsrådet", "Ungdomsrådet"),
        (Body.ADMINISTRASJONEN, "", "virksomhetsleder"),
    ],
)
def test_the_body_that_decides_has_the_ball_while_it_decides(site, halden, body, name, holder):
    kari, ref = halden.caseworker(), halden.proposal()
    for verb in ("vurder", "utvikle"):
        halden.move(ref, verb, kari)
    halden.move(ref, "legg_fram", kari, body=body, body_name=name)
    visitor = site.visitor()
    visitor.get(f"/forslag/{ref}")
    assert f"Ballen er hos {holder}" in visitor.text
    visitor.get("/forslag")
    assert f"Hos {holder}" in visitor.text
    halden.move(ref, "prov_ut", kari)
    visitor.get(f"/forslag/{ref}")
    assert "Ballen er hos virksomhetsleder" in visitor.text
