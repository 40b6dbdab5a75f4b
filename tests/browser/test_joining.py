"""How others come in: an organisation that speaks for itself, and a municipality that joins; without scripts too."""

import re

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.one_database]


def test_an_organisation_is_registered_verified_and_heard(person, served):
    name, case = "Tistedal turlag", served.reference("30-sone i hele bakken ned mot stasjonen")
    member = person(width=390, java_script_enabled=False).goes_to("/halden/nb/organisasjoner/ny")
    member.signs_in("olav@halden.example.no")
    member.writes("Navnet på organisasjonen", name).ticks("Frivillig lag eller forening")
    member.writes("Organisasjonsnummer", "923000101").presses("Registrer organisasjonen")
    member.sees("Sjekk at det er riktig").looks()
    member.writes("Organisasjonsnummer", "923 000 100").presses("Registrer organisasjonen").looks()

    caseworker = person().goes_to("/halden/nb/arbeid/organisasjoner")
    caseworker.signs_in("jonas@halden.example.no")
    caseworker.sees(name, "923 000 100").looks()
    row = caseworker.page.get_by_role("row", name=re.compile(name))
    caseworker.clicks(row.get_by_role("button", name="Bekreft"))
    caseworker.sees("Bekreftet").looks()

    member.goes_to(f"/halden/nb/forslag/{case}/kommentar").looks()
    member.writes("Skriv en kommentar", "Turlaget stiller med folk og rive.")
    member.chooses("Hvem skriver du for?", f"{name} (Frivillig lag eller forening)").presses("Publiser kommentaren")
    anyone = person().goes_to(f"/halden/nb/forslag/{case}")
    anyone.sees(name, "Turlaget stiller med folk og rive.").looks()


def test_a_municipality_joins_in_the_browser(person, served):
    served.tell("people", "platform", "--email", "kari@halden.example.no", "--name", "Kari")
    platform = person(java_script_enabled=False).goes_to("/nb/plattform")
    platform.signs_in("kari@halden.example.no")
    platform.writes("Søk i registeret", "Aremark").presses("Søk").looks().follows("Aremark").looks()
    platform.writes("E-postadressen til administratoren", "astri@aremark.example.no")
    platform.writes("Navnet til administratoren", "Astri Demo").presses("Åpne for Aremark")
    served.work()
    letters = person().goes_to("/_postkasse").sees("astri@aremark.example.no")
    letters.follows(re.compile("Aremark"))
    person(width=390).goes_to("/aremark/nb/").sees("Ingen utfordringer er åpne akkurat nå").looks()
