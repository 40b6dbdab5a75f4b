"""Staff find what another municipality has done, take it over in their own form, and both sides say so."""

import re
from datetime import timedelta

import pytest

from samskaping import clock

pytestmark = [pytest.mark.browser, pytest.mark.one_database]
THEIRS = "Korleis kan vi kaste mindre mat i Asker?"
OURS = "Korleis kan vi kaste mindre mat på Voss?"


def test_another_municipality_adopts_a_challenge_and_credit_stands_on_both_sides(person):
    hilde = person().goes_to("/voss/nn/arbeid/utfordringer").signs_in("hilde@voss.example.no")
    hilde.goes_to("/voss/nn/arbeid/utfordringer").follows("Kva har andre gjort?").looks()
    hilde.writes("Søk i utfordringar og forslag", "kaste mat").presses("Vis treff").looks()
    hilde.follows(re.compile(rf"^Gjer dette hos oss\s*: {re.escape(THEIRS)}$")).looks()
    hilde.sees("Dette har Asker kommune lært", "Verksted")
    hilde.presses("Lag eit utkast av dette").looks()
    address = hilde.page.url
    resident = person().goes_to("/asker/nb/utfordringer").follows(re.compile("Hvordan kan vi kaste mindre mat i Asker"))
    resident.does_not_see("Voss herad")
    theirs = resident.page.url
    hilde.writes("Overskrift, som eit spørsmål (nynorsk)", OURS)
    hilde.writes("Dette ventar de at blir betre (nynorsk)", "Mindre mat blir kasta i bygda.")
    hilde.writes("Slik veit de at de har lykkast (nynorsk)", "Vi veg matavfallet kvar månad.")
    hilde.writes("Kven bestemmer til slutt? (nynorsk)", "Heradsstyret.")
    hilde.writes("Korleis blir innspela brukte? (nynorsk)", "Vi svarer på alle.")
    hilde.writes("Dagen då svara kjem", str(clock.oslo_date(clock.now()) + timedelta(days=60)))
    hilde.chooses("Eininga som har ansvaret", 1).presses("Lagre og førehandsvis")
    hilde.looks().sees("Byggjer på", "Utfordring i Asker kommune").presses("Publiser utfordringa")
    resident.goes_to(theirs).looks().sees("Også gjort av").follows("Voss herad").looks()
    resident.sees("Utfordring i Asker kommune")
    assert resident.page.url.endswith(address.rsplit("/", 1)[-1])
