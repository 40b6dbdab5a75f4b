"""A need that is told without an account becomes part of a challenge, in both forms, with scripts and without."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from samskaping.models import NeedContact
from samskaping.rules import limits
from tests.browser.test_journeys import Keyboard

pytestmark = [pytest.mark.browser, pytest.mark.second_in_matrix]
LINK = re.compile(r"/behov/bekreft/")
#: What stands on the pages of each form.
WORDS = {
    "nb": {
        "place": "halden", "staff": "ingrid@halden.example.no", "tell": "Fortell om et behov",
        "send": "Fortell om behovet", "field": "Behovet", "alias": "Navn som vises", "email": "E-postadressen din",
        "sent": "Vi har sendt deg en lenke", "confirm": "Bekreft behovet", "tie": "Knytt behovet til en utfordring",
        "challenge": "Utfordringen", "tied": "Knytt behovet", "origin": "Utfordringen vokste fram av dette behovet",
        "too": "Det gjelder meg også", "mine": "Det gjelder deg også.", "unmet": "Ingen forslag ennå",
        "name": "Nattevakt på Os", "subject": "Bekreft behovet du fortalte om",
        "title": "Hvordan kan færre eldre spise middag alene?", "other": "borghild@halden.example.no",
    },
    "nn": {
        "place": "voss", "staff": "hilde@voss.example.no", "tell": "Fortel om eit behov",
        "send": "Fortel om behovet", "field": "Behovet", "alias": "Namn som blir vist", "email": "E-postadressa di",
        "sent": "Vi har sendt deg ei lenkje", "confirm": "Stadfest behovet", "tie": "Knyt behovet til ei utfordring",
        "challenge": "Utfordringa", "tied": "Knyt behovet", "origin": "Utfordringa voks fram av dette behovet",
        "too": "Det gjeld meg òg", "mine": "Det gjeld deg òg.", "unmet": "Ingen forslag enno",
        "name": "Nattevakt på Bulken", "subject": "Stadfest behovet du fortalde om",
        "title": "Korleis kjem folk i bygdene seg til Vangen utan bil?", "other": "oddvar@voss.example.no",
    },
}  # fmt: skip


@pytest.mark.parametrize(("form", "scripts"), [
    ("nb", True), ("nn", False),
    pytest.param("nb", False, marks=pytest.mark.matrix), pytest.param("nn", True, marks=pytest.mark.matrix),
])  # fmt: skip
def test_a_need_without_account_becomes_part_of_a_challenge(person, served, form, scripts):
    words, place = WORDS[form], f"/{WORDS[form]['place']}/{form}"
    need = f"Eg et frukost åleine klokka fire, {form} {scripts}, for alle andre søv når eg kjem frå vakt."
    kari = person(width=390, java_script_enabled=scripts)
    kari.goes_to(f"{place}/").follows(words["tell"]).looks()
    kari.writes(words["field"], need).writes(words["alias"], words["name"])
    kari.writes(words["email"], f"nattevakt.{form}.{scripts}@example.no").presses(words["send"])
    kari.looks().sees(words["sent"])
    kari.goes_to(f"{place}/behov").does_not_see(need)

    served.work()
    mailbox = person(java_script_enabled=scripts).goes_to("/_postkasse")
    mailbox.follows(re.compile(re.escape(words["subject"]))).sees(need)
    link = next(link for link in mailbox.page.locator("main").inner_text().split() if LINK.search(link))
    kari.goes_to(link).looks().sees(need, words["name"]).presses(words["confirm"])
    kari.looks().sees(need, words["name"], words["too"])
    address = kari.page.url

    neighbour = person(java_script_enabled=scripts).goes_to(address).follows(words["too"])
    neighbour.signs_in(words["other"]).presses(words["too"]).sees(words["mine"])

    staff = person(java_script_enabled=scripts).goes_to(f"{place}/arbeid/utfordringer")
    staff.signs_in(words["staff"]).goes_to(address).looks().follows(words["tie"]).looks()
    staff.chooses(words["challenge"], words["title"]).ticks(words["origin"]).presses(words["tied"])
    staff.sees(words["title"], words["origin"])

    kari.goes_to(address).follows(words["title"]).looks().sees(need[:60], words["name"], words["unmet"])


@pytest.mark.one_database
def test_what_nobody_confirms_is_never_seen_and_its_link_runs_out(person, served):
    need = "Eg veit ikkje kven eg skal spørje når varmen går om natta."
    kari = person(width=390, java_script_enabled=False).goes_to("/voss/nn/behov/fortell")
    kari.writes("Behovet", need).writes("E-postadressa di", "kald.natt@example.no").presses("Fortel om behovet")
    served.work()
    mailbox = person().goes_to("/_postkasse").follows(re.compile("Stadfest behovet du fortalde om"))
    link = next(link for link in mailbox.page.locator("main").inner_text().split() if LINK.search(link))
    age(served, days=limits.NEED_LINK_DAYS + 1)
    kari.goes_to(link).looks().sees("Lenkja verkar ikkje lenger").does_not_see(need)
    served.work()
    kari.goes_to("/voss/nn/behov").does_not_see(need)


def age(served, *, days):
    """As if every link had been asked for so many days earlier."""
    engine = create_engine(served.database)
    with Session(engine) as db:
        for row in db.query(NeedContact):
            row.asked_at -= timedelta(days=days)
        db.commit()
    engine.dispose()


@pytest.mark.one_database
def test_a_need_is_told_and_agreed_with_by_the_keyboard_alone(person):
    someone = person()
    keys = Keyboard(someone.goes_to("/halden/nb/").page)
    keys.goes_to("Fortell om et behov").press("Enter").lands("/behov/fortell")
    keys.goes_to("Behovet").types("Jeg når ikke fram til bussen om vinteren.")
    keys.goes_to("Navn som vises").types("Ved stasjonen").goes_to("Fortell om behovet").press("Enter")
    keys.lands("/behov/takk/leses")
    someone.sees("En moderator leser behovet før andre ser det.")
    keys.goes_to("Se behovene").press("Enter").lands("/behov")
