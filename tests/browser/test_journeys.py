"""The journeys that the product is for, in a real browser, with its scripts and without them, on both databases."""

import re
from fnmatch import fnmatch
from urllib.parse import urlsplit

import pytest

from samskaping.cli.demo import PASSWORD

pytestmark = pytest.mark.browser
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
NEED = "Det er mørkt mellom skolen og bussen, og de minste tør ikke gå alene etter klokka fire."


# Another need, so that the second is not like the first and led to follow it.
OTHER_NEED = "Garderoben i gymsalen har ikke varmt vann om vinteren, og ungene går svette hjem i kulda."


def propose(someone, title: str, email: str, need: str = NEED) -> str:
    """From the front page to the receipt, signing in on the way; answers the reference."""
    someone.goes_to("/halden/nb/").follows("Lag et forslag").looks()
    someone.writes("Behovet", need).presses("Neste: Ideen").looks()
    someone.ticks("Nei, jeg sender inn bare behovet").writes("Tittel", title).presses("Neste: Stedet og deg").looks()
    someone.chooses("Område", "Tistedal").presses("Neste: Se over").looks()
    someone.sees(title, need, "Tistedal").presses("Logg inn for å sende inn").looks()
    someone.signs_in(email)
    someone.sees(title, "Nå mangler bare avkryssingen").ticks(
        "Jeg har ikke skrevet private opplysninger om andre"
    ).presses("Send inn forslaget")
    assert someone.looks().heading == "Takk for forslaget"
    reference = re.search(r"\d{4}-\d{6}", someone.main)
    assert reference
    return reference[0]


@pytest.mark.second_in_matrix
def test_a_proposal_from_need_to_answer(person, served):
    from_need_to_answer(person, served, scripts=True)


@pytest.mark.second_in_matrix
def test_a_proposal_from_need_to_answer_without_scripts(person, served):
    from_need_to_answer(person, served, scripts=False)


def from_need_to_answer(person, served, *, scripts):
    title = f"Lys mellom skolen og bussen, {'med' if scripts else 'uten'} skript"
    resident = person(width=390, java_script_enabled=scripts)
    need = NEED if scripts else OTHER_NEED
    reference = propose(resident, title, "samira@halden.example.no", need)

    served.work()
    person(java_script_enabled=scripts).goes_to("/_postkasse").follows(re.compile(reference)).sees(reference, title)

    caseworker = person(java_script_enabled=scripts).goes_to("/halden/nb/arbeid")
    caseworker.signs_in("jonas@halden.example.no")
    caseworker.goes_to(f"/halden/nb/arbeid?ko=nye&sok={reference}").follows(title).sees(need)
    caseworker.presses("Ta saken").ticks("Ja, jeg er habil").presses("Svar og ta saken")
    caseworker.follows("Begynn å vurdere").chooses("Hvem får ballen?", "Vei, park og klima").presses("Begynn å vurdere")
    caseworker.sees("Vurderes").ticks("Ja").writes("Svar", "Vi setter opp **fire** lykter før jul.")
    caseworker.presses("Publiser svaret")

    resident.goes_to(f"/halden/nb/forslag/{reference}").sees("Vurderes", "Vi setter opp fire lykter før jul.")
    served.work()
    resident.goes_to("/halden/nb/varsler").sees(title)


@pytest.mark.second_in_matrix
@SCRIPTS
def test_staff_publish_a_challenge_when_nothing_of_it_is_missing(person, scripts):
    title = f"Hvordan kan torget bli {'levende' if scripts else 'grønt'} hele året?"
    publisher = person(java_script_enabled=scripts).goes_to("/halden/nb/arbeid/utfordringer")
    publisher.signs_in("ingrid@halden.example.no")
    publisher.follows("Skriv en ny utfordring").writes("Overskrift, som et spørsmål (bokmål)", title)
    publisher.writes("Behovet (bokmål)", "Torget er tomt fra oktober til mai.").presses("Lagre og forhåndsvis")
    publisher.presses("Publiser utfordringen")
    assert publisher.page.title().startswith("Feil: ")

    publisher.writes("Kort fortalt (bokmål)", "Torget skal brukes hele året. Hva skal til?")
    publisher.writes("Dette venter dere at blir bedre (bokmål)", "Flere bruker torget også om vinteren.")
    publisher.writes("Slik vet dere at dere har lykkes (bokmål)", "Vi teller dem som er der en lørdag.")
    publisher.writes("Dette kan innbyggerne påvirke (bokmål)", "Møbler, planter og program.")
    publisher.writes("Dette ligger fast (bokmål)", "Det er satt av 400 000 kroner.")
    publisher.writes("Hvem bestemmer til slutt? (bokmål)", "Hovedutvalget for plan og miljø.")
    publisher.writes("Hvordan blir innspillene brukt? (bokmål)", "Vi leser alt, og svarer hver enkelt.")
    publisher.chooses("Grad av medvirkning", 1).chooses("Enheten som har ansvaret", "Vei, park og klima")
    publisher.writes("Dagen da svarene kommer", in_days(publisher, 60)).presses("Lagre og forhåndsvis")
    publisher.sees("Bare ansatte ser dette").presses("Publiser utfordringen")

    person(java_script_enabled=scripts).goes_to("/halden/nb/utfordringer").follows(title).sees(
        "Torget er tomt fra oktober til mai.", "Det er satt av 400 000 kroner.", "Vei, park og klima"
    )
    nynorsk = person(java_script_enabled=scripts).goes_to("/halden/nn/utfordringer").follows(title)
    assert nynorsk.page.locator("h1[lang=nb], h1 [lang=nb]").count() == 1


@pytest.mark.one_database
def test_the_author_edits_is_asked_replies_and_withdraws(person, served):
    author = person(width=390)
    reference = propose(author, "Benk ved brygga", "liv@halden.example.no")
    author.goes_to(f"/halden/nb/forslag/{reference}").follows("Endre teksten").looks()
    author.writes("Tittel", "To benker ved brygga").presses("Lagre endringene")
    author.goes_to(f"/halden/nb/forslag/{reference}/versjoner").looks().sees("To benker ved brygga", "Benk ved brygga")

    caseworker = person().goes_to(f"/halden/nb/arbeid/sak/{reference}/spor").signs_in("jonas@halden.example.no")
    caseworker.ticks("Åpent").writes("Spørsmålet", "Hvilken side av brygga?").looks().presses("Send spørsmålet")

    author.goes_to(f"/halden/nb/forslag/{reference}").sees("Ballen er hos deg").follows("Svar på spørsmålet").looks()
    author.writes("Svaret ditt", "Sørsiden, der sola er.").presses("Send svaret")
    person().goes_to(f"/halden/nb/forslag/{reference}").sees(
        "Hvilken side av brygga?", "Sørsiden, der sola er."
    ).looks()

    author.goes_to(f"/halden/nb/forslag/{reference}").follows("Trekk forslaget").looks()
    author.writes("Hvorfor trekker du forslaget?", "Benkene kom av seg selv.").presses("Trekk forslaget").sees(
        "Trukket"
    ).looks()
    author.follows("Send inn igjen").looks()


@pytest.mark.one_database
def test_a_new_account_is_confirmed_by_mail(person, served):
    someone = person().goes_to("/halden/nb/registrer").looks()
    someone.writes("E-post", "ny2@example.no").writes("Navn", "Ny Demo").ticks("Innbygger")
    someone.writes("Passord", "fire ord etter hverandre").ticks("Jeg har fylt 13 år").presses("Lag konto").looks()
    served.work()
    letter = someone.goes_to("/_postkasse").looks().follows(re.compile("Bekreft e-postadressen")).looks()
    letter.follows(re.compile("nb.bekreft.")).looks().presses("Bekreft og logg inn")
    someone.goes_to("/halden/nb/min-side").sees("Ny Demo").looks()


@pytest.mark.one_database
def test_a_barrier_and_a_report_get_a_receipt(person, served):
    someone = person(width=390).goes_to("/halden/nb/meld-fra")
    someone.writes("Hva virket ikke?", "Skjermleseren min leser ikke kartet.").presses("Send meldingen").looks()
    benches = served.reference("Benker langs Tista")
    someone.goes_to(f"/halden/nb/forslag/{benches}/meld").ticks("Noe annet").presses("Meld fra").looks()


@SCRIPTS
@pytest.mark.one_database
def test_a_form_with_errors_keeps_what_was_typed_and_leads_to_each(person, scripts):
    someone = person(width=390, java_script_enabled=scripts).goes_to("/halden/nb/registrer")
    someone.writes("E-post", "ikke en adresse").presses("Lag konto")
    assert someone.page.title().startswith("Feil: ")
    links = someone.page.locator("#error-summary a").all()
    assert len(links) >= 2
    for link in links:
        field = someone.page.locator(str(link.get_attribute("href")))
        assert field.get_attribute("aria-invalid") == "true"
        described = str(field.get_attribute("aria-describedby")).split()
        assert link.inner_text() in [someone.page.locator(f"#{one}").inner_text() for one in described]
    assert someone.page.locator("[name=email]").input_value() == "ikke en adresse"
    if scripts:
        assert someone.page.evaluate("document.activeElement.id") == "error-summary"


@SCRIPTS
@pytest.mark.one_database
def test_the_switch_of_language_keeps_what_was_typed(person, scripts):
    someone = person(java_script_enabled=scripts).goes_to("/halden/nb/foresla").writes("Behovet", NEED)
    someone.page.get_by_role("button", name="Nynorsk").click()
    someone.page.wait_for_url("**/halden/nn/**")
    assert someone.page.locator("html").get_attribute("lang") == "nn"
    assert someone.page.locator("[name=need]").input_value() == NEED


@pytest.mark.one_database
def test_the_journey_can_be_made_with_the_keyboard_alone(person):
    someone = person()
    keys = Keyboard(someone.goes_to("/halden/nb/").page)
    keys.goes_to("Hopp til hovedinnholdet").press("Enter")
    keys.goes_to("Lag et forslag").press("Enter")
    keys.lands("/foresla").goes_to("Behovet").types(NEED).goes_to("Neste: Ideen").press("Enter")
    keys.lands("/ide").goes_to("Ja, jeg har en idé").press("ArrowDown").goes_to("Tittel").types("Lys til bussen")
    keys.goes_to("Neste: Stedet og deg").press("Enter")
    keys.lands("/sted").goes_to("Område").chooses("Tist").goes_to("Neste: Se over").press("Enter")
    keys.lands("/se-over").goes_to("Logg inn for å sende inn").press("Enter")
    keys.lands("/logg-inn").goes_to("E-post").types("olav@halden.example.no").goes_to("Passord").types(PASSWORD)
    keys.press("Enter").lands("/se-over")
    keys.goes_to("Jeg har ikke skrevet private opplysninger om andre").press("Space")
    keys.goes_to("Send inn forslaget").press("Enter").lands("/kvittering/*")
    someone.sees("Referanse", "Lys til bussen")


class Keyboard:
    """Somebody who has no mouse. Wherever the keyboard stands can be seen, and nothing traps it."""

    # A choice shows where the keyboard is on its label, or on the card around both.
    FOCUS = """() => {
        const here = document.activeElement, label = here.labels && here.labels[0];
        const shown = [here, label, here.parentElement].flatMap((one) =>
            one ? [getComputedStyle(one), getComputedStyle(one, "::before"), getComputedStyle(one, "::after")] : []);
        const seen = shown.some((style) => style.outlineStyle !== "none" || style.boxShadow !== "none");
        return [(label || here).innerText || here.getAttribute("aria-label") || "", here === document.body || seen];
    }"""

    def __init__(self, page) -> None:
        self.page = page

    def goes_to(self, words: str) -> "Keyboard":
        for _step in range(120):
            self.page.keyboard.press("Tab")
            said, is_seen = self.page.evaluate(self.FOCUS)
            assert is_seen, f"the keyboard is on «{said}», and nothing shows it"
            if said.replace("\u00ad", "").strip().startswith(words):
                return self
        raise AssertionError(f"the keyboard never comes to «{words}» on {self.page.url}")

    def types(self, text: str) -> "Keyboard":
        self.page.keyboard.type(text)
        return self

    def press(self, key: str) -> "Keyboard":
        self.page.keyboard.press(key)
        return self

    def chooses(self, words: str) -> "Keyboard":
        """From a list, arrow by arrow: letters that come too slowly begin another word each."""
        for _step in range(400):
            self.page.keyboard.press("ArrowDown")
            if self.page.evaluate("document.activeElement.selectedOptions[0].text").strip().startswith(words):
                return self
        raise AssertionError(f"the list holds no «{words}» on {self.page.url}")

    def lands(self, end: str) -> "Keyboard":
        """On a page whose path ends so; ``*`` is anything."""
        self.page.wait_for_url(lambda address: fnmatch(urlsplit(address).path, f"*{end}"))
        self.page.wait_for_load_state("load")
        return self


def in_days(someone, days: int) -> str:
    """A day from now as the browser's date field takes it."""
    return str(someone.page.evaluate(f"new Date(Date.now() + {days} * 864e5).toISOString().slice(0, 10)"))
