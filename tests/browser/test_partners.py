"""Two municipalities run one challenge, each in its own form and under its own look."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.one_database]
TITLE = {
    "nb": "Hvordan kommer folk i bygdene seg til Vangen uten bil?",
    "nn": "Korleis kjem folk i bygdene seg til Vangen utan bil?",
}


def test_two_municipalities_run_one_challenge_in_two_forms(person):
    hilde = person().goes_to("/voss/nn/arbeid/utfordringer").signs_in("hilde@voss.example.no")
    hilde.follows(f"Kommunar i {TITLE['nn']}").looks()
    hilde.chooses("Kommune", "Halden").writes("Kva vil de seie til dei?", "Bygdene dykkar har same spørsmål.")
    hilde.presses("Send invitasjonen").looks().sees("Har ikkje svart", "Bygdene dykkar har same spørsmål.")
    anyone = person(width=390).goes_to("/halden/nb/utfordringer")
    anyone.does_not_see(TITLE["nb"])

    ingrid = person(width=390).goes_to("/halden/nb/arbeid/utfordringer").signs_in("ingrid@halden.example.no")
    ingrid.looks().sees("1 invitasjon venter på svar").follows(TITLE["nb"]).looks()
    ingrid.sees("Voss herad inviterer dere", "Bygdene dykkar har same spørsmål.")
    ingrid.ticks("Ja, vi blir med").writes("Hva vil dere si til Voss?", "Ja, folk i Prestebakke spør om det samme.")
    ingrid.presses("Send svaret").looks().sees("Dere er med.")

    anyone.goes_to("/halden/nb/utfordringer").follows(TITLE["nb"]).looks()
    anyone.sees("Halden kommune svarer på forslag som hører til her", "En kommune til ble med: Halden kommune")
    address = anyone.page.url
    anyone.follows("Lag et forslag").looks().sees("Hvilken kommune gjelder forslaget?", "Halden kommune (valgt)")
    need = "Siste buss fra Vangen går før kinoen er slutt, og ingen vil kjøre tjue kilometer for å hente meg."
    anyone.writes("Behovet", need).presses("Voss herad").looks().sees("Voss herad (valgt)")
    assert "/voss/nb/foresla" in anyone.page.url
    anyone.presses("Neste: Ideen").ticks("Nei, jeg sender inn bare behovet").writes("Tittel", "Kinobuss på fredager")
    anyone.presses("Neste: Stedet og deg").presses("Neste: Se over").sees(need, TITLE["nb"])
    anyone.presses("Logg inn for å sende inn").signs_in("jostein@voss.example.no")
    anyone.ticks("Jeg har ikke skrevet private opplysninger om andre").presses("Send inn forslaget")

    person().goes_to(address).sees("Nye forslag i de andre kommunene", "Kinobuss på fredager")
    hilde.goes_to("/voss/nn/arbeid/utfordringer").follows(f"Kommunar i {TITLE['nn']}").looks()
    hilde.sees("Ja, folk i Prestebakke spør om det samme.")
    # The case is Voss's: those who handle cases there have it, and nobody in Halden.
    lars = person().goes_to("/voss/nn/arbeid?ko=nye&sok=kinobuss").signs_in("lars@voss.example.no")
    lars.sees("Kinobuss på fredager")
    jonas = person().goes_to("/halden/nb/arbeid?ko=alle&sok=kinobuss").signs_in("jonas@halden.example.no")
    jonas.does_not_see("Kinobuss på fredager")

    ingrid.goes_to(address).looks()
    ingrid.goes_to(address.replace("/utfordring/", "/arbeid/felles/")).follows("Gå ut av utfordringen").looks()
    ingrid.presses("Gå ut").sees("Dere har gått ut av utfordringen")
    person().goes_to(address).looks().sees("Halden kommune gikk ut", "Det er stengt for nye forslag her")
