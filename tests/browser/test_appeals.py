"""A report from click to appeal in a real browser, with its scripts and without them."""

import re

import pytest

pytestmark = pytest.mark.browser
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
HOME = "/halden/nb"
TITLE = "Stien langs sjøen gror igjen"
PUBLISHED = "Klager som førte fram"


def overturned(someone) -> int:
    """How many appeals have been overturned, by the municipality's own page."""
    page = someone.goes_to(f"{HOME}/moderering").looks().page
    said = page.locator("dl > div").filter(has_text=PUBLISHED).inner_text()
    found = re.search(r"(\d+) av \d+", said)
    assert found, said
    return int(found[1])


@SCRIPTS
def test_a_report_from_click_to_appeal(person, served, scripts):
    options = {"java_script_enabled": scripts}
    words = f"Vi har ventet lenge nok på denne stien, {'med' if scripts else 'uten'} skript."
    writer = person(width=390, **options).goes_to(f"{HOME}/min-side").signs_in("olav@halden.example.no")
    writer.goes_to(f"{HOME}/forslag?sok=Stien").follows(TITLE)
    writer.ticks("Nøytral").writes("Skriv en kommentar", words).presses("Publiser kommentaren").sees(words)
    case = writer.page.url.partition("#")[0]

    reporter = person(width=390, **options).goes_to(f"{HOME}/min-side").signs_in("samira@halden.example.no")
    reporter.goes_to(case)
    reporter.page.locator("article, li").filter(has_text=words).last.get_by_role("link", name="Meld fra").click()
    reporter.looks().ticks("Hets, trusler eller noe ulovlig").presses("Meld fra").looks()
    reporter.sees("Takk for at du sier fra", "Du får vite hva som blir bestemt.")

    anyone = person(**options)
    before = overturned(anyone)
    selma = person(**options).goes_to(f"{HOME}/arbeid").signs_in("selma@halden.example.no")
    selma.goes_to(f"{HOME}/arbeid/meldinger").looks().sees(words)
    selma.page.locator("article").filter(has_text=words).get_by_role("link", name=re.compile("^Avgjør")).click()
    selma.looks().ticks("Skjul").chooses("Hva er galt?", "Hets, trusler eller noe ulovlig")
    selma.writes("Begrunnelse", "Slik snakker vi ikke til hverandre.").presses("Gjennomfør")
    anyone.goes_to(case).does_not_see(words)

    served.work()
    person(**options).goes_to("/_postkasse").follows(re.compile("Kommentaren din er skjult")).sees(
        "Slik snakker vi ikke til hverandre.", words, "klage én gang"
    )
    reporter.goes_to(f"{HOME}/varsler").sees("Kommunen har behandlet meldingen din: teksten er skjult")
    writer.goes_to(f"{HOME}/varsler").looks().presses(f"Kommentaren din er skjult: «{TITLE}»").looks()
    writer.sees("Hets, trusler eller noe ulovlig", "Slik snakker vi ikke til hverandre.", words)
    writer.writes("Hvorfor bør avgjørelsen vurderes på nytt?", "Jeg klager på ventetida, ikke på noen.")
    writer.presses("Send klagen").looks().sees("Klagen er sendt.", "Svar innen")

    selma.goes_to(f"{HOME}/arbeid/klager").looks()
    selma.page.locator("tr").filter(has_text=TITLE).first.get_by_role("link").click()
    selma.looks().sees("Du tok avgjørelsen som det er klaget på. En annen må se på den.")
    assert selma.page.locator("main form").count() == 0

    kari = person(**options).goes_to(f"{HOME}/arbeid").signs_in("kari@halden.example.no")
    kari.goes_to(selma.page.url).looks().presses("Avgjør klagen").looks().sees("Velg en av mulighetene")
    kari.ticks("Avgjørelsen er omgjort").writes("Begrunnelse", "Utålmodig, men ikke hets.").presses("Avgjør klagen")
    kari.looks().sees("Klagen er avgjort.", "Avgjørelsen er omgjort")
    kari.goes_to(f"{HOME}/arbeid/meldinger").does_not_see(words)

    anyone.goes_to(case).sees(words)
    assert overturned(anyone) == before + 1
    served.work()
    writer.goes_to(f"{HOME}/varsler").sees("Klagen din førte fram. Avgjørelsen er omgjort")
    reporter.goes_to(f"{HOME}/varsler").sees("Teksten du meldte, er vurdert på nytt og synlig igjen")
    person(**options).goes_to("/_postkasse").follows(re.compile("Klagen din førte fram")).sees(
        "Utålmodig, men ikke hets."
    )
