"""The pages of the desk, on a phone and on a desk: axe finds nothing, nothing spills."""

import pytest

from tests.watched import overflow

# In every run test_every_page looks with axe at each kind of page in bokmål on a phone.
pytestmark = [pytest.mark.browser, pytest.mark.matrix]
LEADER = "bente@halden.example.no"
PHONE = {"width": 390, "height": 900}
OF_A_CASE = (
    "tildel", "plassering", "svar", "forelopig", "i-gang", "spor", "nytt", "habilitet", "knytt", "sla-sammen",
    "vurderere", "oppgaver/oppgave", "oppgaver/enhet", "oppgaver/rad", "oppgaver/kommune",
)  # fmt: skip
OF_THE_DESK = (
    "planlagt", "maler", "maler/ny", "innspill", "innspill/nytt", "innspill/ark", "filer", "filer/ny/innboks",
    "habilitet", "andre-kommuner",
)  # fmt: skip
OF_A_SELECTION = (
    "valgte?gjor=tildel", "valgte?gjor=flytt", "valgte?gjor=flytt&steg=avsla", "valgte?gjor=tema",
    "valgte?gjor=fortell", "svar-samlet?", "sla-sammen?",
)  # fmt: skip


@pytest.mark.parametrize("form", ["nb", "nn"])
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_wrong_with_any_page_of_the_desk(person, form, width):
    bente = person(width=width).goes_to(f"/halden/{form}/arbeid?ko=uka").signs_in(LEADER)
    desk = f"/halden/{form}/arbeid"
    rows = bente.goes_to(f"{desk}?ko=alle").page.locator("tr[data-ref]")
    refs = [rows.nth(number).get_attribute("data-ref") for number in (0, 1)]
    both = "".join(f"&sak={ref}" for ref in refs)
    paths = [f"sak/{refs[0]}/{deed}" for deed in OF_A_CASE]
    paths += [*OF_THE_DESK, *(f"{page}{both}" for page in OF_A_SELECTION)]
    for path in ("", *(f"/{path}" for path in paths)):
        answer = bente.page.goto(f"{desk}{path}")
        assert answer is not None
        assert answer.status == 200, path
        bente.looks()
        if width > PHONE["width"]:
            bente.page.set_viewport_size(PHONE)
            assert overflow(bente.page) <= 0, path
            bente.page.set_viewport_size({"width": width, "height": 900})
