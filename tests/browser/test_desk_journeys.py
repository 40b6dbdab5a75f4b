"""The desk's journeys in a real browser, with its scripts and without them: joining cases, and a sheet of input."""

import re
from datetime import timedelta

import pytest

from samskaping import clock
from samskaping.outside import sheets

pytestmark = [pytest.mark.browser, pytest.mark.second_in_matrix]
SCRIPTS = pytest.mark.parametrize(
    "scripts",
    [pytest.param(True, id="with scripts"), pytest.param(False, id="without scripts", marks=pytest.mark.matrix)],
)
KARI = "kari@halden.example.no"
PATH, BINS = "Stien langs sjøen gror igjen", "Badeplassen mangler søppelkasser"


def reference_of(someone, title: str) -> str:
    """Finds a proposal by its title, as anybody would; answers its number."""
    someone.goes_to(f"/halden/nb/forslag?sok={title.split(maxsplit=1)[0]}").follows(title)
    found = re.search(r"Sak (\d{4}-\d{6})", someone.page.locator("body").inner_text())
    assert found
    return found[1]


@SCRIPTS
def test_two_cases_are_joined_and_a_supporter_says_yes(person, served, scripts):
    resident = person(width=390, java_script_enabled=scripts)
    other, one = reference_of(resident, BINS), reference_of(resident, PATH)
    resident.clicks(resident.page.locator("main, header").get_by_role("link", name="Støtt forslaget").first)
    resident.signs_in("samira@halden.example.no" if scripts else "mina@halden.example.no")
    resident.goes_to(f"/halden/nb/forslag/{one}")
    resident.clicks(resident.page.get_by_role("button", name="Støtt forslaget").first)

    kari = person(java_script_enabled=scripts).goes_to("/halden/nb/arbeid").signs_in(KARI)
    kari.goes_to(f"/halden/nb/arbeid/sak/{one}/sla-sammen").writes("Saken som skal fortsette", other).presses(
        "Se sakene ved siden av hverandre"
    ).looks()
    kari.sees("Denne saken stopper her", "Saken fortsetter i denne", "flyttes ikke av seg selv")
    kari.writes("Hvorfor?", "Begge gjelder den samme stranda.")
    if (sure := kari.page.locator("label[for=impartial]")).count():  # asked once in each case
        sure.click()
    kari.presses("Slå sammen sakene")
    kari.sees("Saken er slått sammen med")

    served.work()
    resident.goes_to("/halden/nb/varsler").sees("Kan støtten din følge med til en annen sak?")
    resident.goes_to(f"/halden/nb/forslag/{one}").follows(
        "Svar på om støtten kan følge med til den andre saken"
    ).looks()
    resident.presses("Ja, flytt støtten min").sees("Støtten er flyttet")
    resident.goes_to(f"/halden/nb/forslag/{other}").sees("Slått sammen med dette", PATH)

    kari.goes_to(f"/halden/nb/arbeid/sak/{one}").follows("Angre sammenslåingen").looks()
    kari.sees("kommer tilbake").presses("Angre sammenslåingen").sees("Mottatt")
    resident.goes_to(f"/halden/nb/forslag/{one}")
    assert resident.page.get_by_role("button", name="Trekk støtten").is_visible()


@SCRIPTS
def test_a_sheet_with_three_bad_rows_comes_in_when_they_are_right(person, scripts):
    mark = "med" if scripts else "uten"
    headings = ("Tittel", "Behov", "Mottatt", "Område")
    need = "Vi som bor her, må gå langs bilveien i mørket."
    today = clock.oslo_date(clock.now())
    before, later = (f"{day:%d.%m.%Y}" for day in (today - timedelta(days=21), today + timedelta(days=9)))
    right = [(f"Lys {number} {mark} skript", need, before, "Idd") for number in range(1, 6)]
    wrong = [
        right[0],
        (right[1][0], "", "", ""),
        (right[2][0], need, later, ""),
        (right[3][0], need, "", "Månen"),
    ]

    kari = person(width=390 if scripts else 1280, java_script_enabled=scripts)
    kari.goes_to("/halden/nb/arbeid/innspill").signs_in(KARI).looks()

    def uploads(rows, name):
        kari.goes_to("/halden/nb/arbeid/innspill").follows("Ta inn et regneark").looks()
        kind = (
            "text/csv" if name.endswith("csv") else "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        )
        content = (sheets.as_csv if name.endswith("csv") else sheets.xlsx)(headings, rows)
        file = {"name": name, "mimeType": kind, "buffer": content}
        kari.page.locator("main input[type=file]").set_input_files(files=[file])
        kari.presses("Last opp og se over").looks()

    uploads([*wrong, right[4]], "innspill.xlsx")
    kari.sees("2 rader kan tas inn", "3 rader har feil", "Rad 3", "Rad 4", "Rad 5", "Datoen er fram i tid", "Månen")
    kari.follows("Last opp på nytt")
    uploads(right, "innspill.csv")
    kari.sees("5 rader kan tas inn").presses("Ta inn alle 5 innspill").looks().sees("5 innspill er tatt inn")
    anyone = person(java_script_enabled=scripts)
    anyone.goes_to(f"/halden/nb/forslag?sok=Lys+{mark}+skript").follows(right[4][0]).sees(need)
    assert "Kom inn på papir" in anyone.page.locator("body").inner_text()
