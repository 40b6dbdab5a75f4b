"""A report from click to appeal in a real browser, with its scripts and without them."""

import re
from types import SimpleNamespace

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.second_in_matrix]
SCRIPTS = pytest.mark.parametrize(
    "scripts",
    [pytest.param(True, id="with scripts"), pytest.param(False, id="without scripts", marks=pytest.mark.matrix)],
)
HOME = "/halden/nb"
TITLE = "Stien langs sjøen gror igjen"
PUBLISHED, REASON = "Klager som førte fram", "Slik snakker vi ikke til hverandre."


def overturned(someone) -> int:
    """How many appeals have been overturned, by the municipality's own page."""
    page = someone.goes_to(f"{HOME}/moderering").looks().page
    said = page.locator("dl > div").filter(has_text=PUBLISHED).inner_text()
    found = re.search(r"(\d+) av \d+", said)
    assert found, said
    return int(found[1])


@pytest.fixture
def scene(person, served, scripts):
    """A comment that its writer has published; the writer and a reporter are signed in."""

    def somebody(email, path=f"{HOME}/min-side", width=390):
        return person(width=width, java_script_enabled=scripts).goes_to(path).signs_in(f"{email}@halden.example.no")

    words = f"Vi har ventet lenge nok på denne stien, {'med' if scripts else 'uten'} skript."
    writer = somebody("olav")
    writer.goes_to(f"{HOME}/forslag?sok=Stien").follows(TITLE)
    writer.ticks("Nøytral").writes("Skriv en kommentar", words).presses("Publiser kommentaren").sees(words)
    return SimpleNamespace(
        somebody=somebody,
        served=served,
        words=words,
        case=writer.page.url.partition("#")[0],
        writer=writer,
        reporter=somebody("samira"),
        anyone=person(java_script_enabled=scripts),
        post=lambda subject: person(java_script_enabled=scripts).goes_to("/_postkasse").follows(re.compile(subject)),
    )


def report(scene):
    reporter = scene.reporter.goes_to(scene.case)
    text = reporter.page.locator("article, li").filter(has_text=scene.words).last
    reporter.clicks(text.get_by_role("link", name="Meld fra"))
    reporter.looks().ticks("Hets, trusler eller noe ulovlig").presses("Meld fra").looks()
    reporter.sees("Takk for at du sier fra", "Du får vite hva som blir bestemt.")


def hide(scene):
    """The moderator finds it in the queue, and hides it."""
    selma = scene.somebody("selma", f"{HOME}/arbeid", 1280)
    selma.goes_to(f"{HOME}/arbeid/meldinger").looks().sees(scene.words)
    text = selma.page.locator("article").filter(has_text=scene.words)
    selma.clicks(text.get_by_role("link", name=re.compile("^Avgjør")))
    selma.looks().ticks("Skjul").chooses("Hva er galt?", "Hets, trusler eller noe ulovlig")
    selma.writes("Begrunnelse", REASON).presses("Gjennomfør")
    scene.anyone.goes_to(scene.case).does_not_see(scene.words)
    return selma


def appeal(scene):
    """The writer reads why, in a letter and on the page, and appeals; the reporter hears what became of the report."""
    scene.served.work()
    scene.post("Kommentaren din er skjult").sees(REASON, scene.words, "klage én gang")
    scene.reporter.goes_to(f"{HOME}/varsler").sees("Kommunen har behandlet meldingen din: teksten er skjult")
    writer = scene.writer.goes_to(f"{HOME}/varsler").looks().presses(f"Kommentaren din er skjult: «{TITLE}»").looks()
    writer.sees("Hets, trusler eller noe ulovlig", REASON, scene.words)
    writer.writes("Hvorfor bør avgjørelsen vurderes på nytt?", "Jeg klager på ventetida, ikke på noen.")
    writer.presses("Send klagen").looks().sees("Klagen er sendt.", "Svar innen")


def decide(scene, selma):
    """Whoever hid it cannot decide the appeal; another does."""
    selma.goes_to(f"{HOME}/arbeid/klager").looks()
    selma.clicks(selma.page.locator("tr").filter(has_text=TITLE).first.get_by_role("link"))
    selma.looks().sees("Du tok avgjørelsen som det er klaget på. En annen må se på den.")
    assert selma.page.locator("main form").count() == 0
    kari = scene.somebody("kari", f"{HOME}/arbeid", 1280)
    kari.goes_to(selma.page.url).looks().presses("Avgjør klagen").looks().sees("Velg en av mulighetene")
    kari.ticks("Avgjørelsen er omgjort").writes("Begrunnelse", "Utålmodig, men ikke hets.").presses("Avgjør klagen")
    kari.looks().sees("Klagen er avgjort.", "Avgjørelsen er omgjort")
    kari.goes_to(f"{HOME}/arbeid/meldinger").does_not_see(scene.words)


@SCRIPTS
def test_a_report_from_click_to_appeal(scene):
    before = overturned(scene.anyone)
    report(scene)
    selma = hide(scene)
    appeal(scene)
    decide(scene, selma)
    scene.anyone.goes_to(scene.case).sees(scene.words)
    assert overturned(scene.anyone) == before + 1
    scene.served.work()
    scene.writer.goes_to(f"{HOME}/varsler").sees("Klagen din førte fram. Avgjørelsen er omgjort")
    scene.reporter.goes_to(f"{HOME}/varsler").sees("Teksten du meldte, er vurdert på nytt og synlig igjen")
    scene.post("Klagen din førte fram").sees("Utålmodig, men ikke hets.")
