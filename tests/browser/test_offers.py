"""An organisation offers premises, the municipality accepts, and both confirm a partnership; in both forms."""

from datetime import timedelta

import pytest

from samskaping import clock

pytestmark = [pytest.mark.browser, pytest.mark.one_database]
WORDS = {
    "nb": {
        "place": "halden", "giver": "hassan@halden.example.no", "staff": "kari@halden.example.no",
        "challenge": "Hvor kan ungdom i Tistedal være når skolen er stengt?", "lists": "utfordringer",
        "offer": "Vi kan bidra med noe", "who": "Hvem tilbyr det?", "name": "Kafé Langbordet (demo) (Bedrift)",
        "kind": "Lokale", "text": "Fortell om det du tilbyr", "much": "Hvor mye", "send": "Send tilbudet",
        "waits": "Venter på svar", "answer": "Svar på tilbudet", "yes": "Takk ja", "done": "Send svaret",
        "thanks": "Noen ord til den som tilbyr", "write": "Skriv en avtale om partnerskap",
        "theirs": "Kafé Langbordet (demo) gjør", "ours": "Kommunen gjør", "by": "Innen",
        "to": "Send til den andre parten", "confirm": "Bekreft avtalen", "partners": "Partnerskap",
        "both": "Bekreftet av begge parter", "amount": "12,5 dager",
    },
    "nn": {
        "place": "voss", "giver": "emil@voss.example.no", "staff": "maria@voss.example.no",
        "challenge": "Kva skal til for at unge vil flytte heim att?", "lists": "utfordringer",
        "offer": "Vi kan bidra med noko", "who": "Kven tilbyr det?",
        "name": "Meieriet arbeidsfellesskap (demo) (Bedrift)",
        "kind": "Lokale", "text": "Fortel om det du tilbyr", "much": "Kor mykje", "send": "Send tilbodet",
        "waits": "Ventar på svar", "answer": "Svar på tilbodet", "yes": "Takk ja", "done": "Send svaret",
        "thanks": "Nokre ord til den som tilbyr", "write": "Skriv ein avtale om partnarskap",
        "theirs": "Meieriet arbeidsfellesskap (demo) gjer", "ours": "Heradet gjer", "by": "Innan",
        "to": "Send til den andre parten", "confirm": "Stadfest avtalen", "partners": "Partnarskap",
        "both": "Stadfesta av begge partar", "amount": "12,5 dagar",
    },
}  # fmt: skip


@pytest.mark.parametrize(("form", "scripts"), [("nb", True), ("nn", False)])
def test_an_organisation_offers_premises_and_a_partnership_is_confirmed(person, form, scripts):
    words, place = WORDS[form], f"/{WORDS[form]['place']}/{form}"
    giver = person(width=390, java_script_enabled=scripts).goes_to(f"{place}/utfordringer")
    giver.follows(words["challenge"]).looks().follows(words["offer"]).signs_in(words["giver"]).looks()
    giver.chooses(words["who"], words["name"]).ticks(words["kind"])
    giver.writes(words["text"], "Salen vår står tom etter klokka seks.").writes(words["much"], "12,50")
    giver.presses(words["send"]).looks().sees(words["waits"], words["amount"])
    offer = giver.page.url

    staff = person(java_script_enabled=scripts).goes_to(f"{place}/arbeid/bidrag").signs_in(words["staff"]).looks()
    staff.goes_to(offer).looks().follows(words["answer"]).looks().ticks(words["yes"])
    staff.writes(words["thanks"], "Takk!").presses(words["done"]).follows(words["write"]).looks()
    staff.writes(words["theirs"], "Låser opp.").writes(words["ours"], "Betaler vask.")
    staff.writes(words["by"], str(clock.oslo_date(clock.now()) + timedelta(days=300))).presses(words["to"]).looks()

    giver.goes_to(offer).looks().sees("Låser opp.").presses(words["confirm"]).looks().sees(words["both"])
    anyone = person(java_script_enabled=scripts).goes_to(f"{place}/utfordringer").follows(words["challenge"])
    anyone.looks().sees(words["partners"], "Låser opp.", "Betaler vask.", words["both"])
    anyone.does_not_see("Takk!")
