"""A meeting from plan to waiting list, in both forms: staff at a desk, two who come on phones, one without scripts."""

from datetime import timedelta

import pytest

from samskaping.clock import now, oslo_date
from tests.browser.test_journeys import Keyboard

pytestmark = [pytest.mark.browser, pytest.mark.one_database]
#: What stands on the pages of each form, and who comes.
WORDS = {
    "nb": {
        "place": "halden", "staff": "ingrid@halden.example.no", "first": "wenche@halden.example.no",
        "next": "per@halden.example.no", "challenge": "Hvordan kan færre eldre spise middag alene?",
        "plan": "Planlegg et møte", "kind": "Verksted", "title": "Hva heter møtet?", "about": "Hva handler det om?",
        "day": "Dag", "begins": "Begynner", "ends": "Slutter", "where": "Sted med adresse", "access": "Tilgjengelighet",
        "seats": "Antall plasser", "until": "Siste dag for påmelding", "save": "Lagre, og se hvordan det blir",
        "publish": "Kunngjør møtet", "come": "Meld deg på", "yes": "Meld meg på", "wait": "Sett deg på ventelista",
        "queue": "Sett meg på ventelista", "is_first": "Du er først i køen.", "go": "Meld deg av",
        "gone": "Meld meg av", "has": "Du er påmeldt.", "sign_in": "Logg inn og meld deg på",
        "hour": "Skriv klokkeslettet som 18.00",
    },
    "nn": {
        "place": "voss", "staff": "hilde@voss.example.no", "first": "magnhild@voss.example.no",
        "next": "james@voss.example.no", "challenge": "Korleis kjem folk i bygdene seg til Vangen utan bil?",
        "plan": "Planlegg eit møte", "kind": "Verkstad", "title": "Kva heiter møtet?", "about": "Kva handlar det om?",
        "day": "Dag", "begins": "Byrjar", "ends": "Sluttar", "where": "Stad med adresse", "access": "Tilgjenge",
        "seats": "Talet på plassar", "until": "Siste dag for påmelding", "save": "Lagre, og sjå korleis det blir",
        "publish": "Kunngjer møtet", "come": "Meld deg på", "yes": "Meld meg på", "wait": "Set deg på ventelista",
        "queue": "Set meg på ventelista", "is_first": "Du er først i køen.", "go": "Meld deg av", "gone": "Meld meg av",
        "has": "Du er påmeld.", "sign_in": "Logg inn og meld deg på", "hour": "Skriv klokkeslettet som 18.00",
    },
}  # fmt: skip


@pytest.mark.parametrize("form", ["nb", "nn"])
def test_a_full_meeting_with_a_waiting_list(person, form):
    words = WORDS[form]
    place, title = f"/{words['place']}/{form}", f"Prøve {form}"
    _plan(person(width=1280), words, f"{place}/logg-inn", title, form)

    one, other = person(width=390, java_script_enabled=False), person(width=390)
    one.goes_to(f"{place}/moter").follows(title).looks()
    one.follows(words["sign_in"]).signs_in(words["first"]).looks()
    one.presses(words["yes"]).looks().sees(words["has"])

    other.goes_to(f"{place}/logg-inn").signs_in(words["next"]).goes_to(f"{place}/moter")
    hand = Keyboard(other.page)
    hand.goes_to(title).press("Enter").lands("/moter/??????????")
    hand.goes_to(words["wait"]).press("Enter").lands("/meld-pa")
    hand.goes_to(words["queue"]).press("Enter").lands("/moter/??????????")
    other.looks().sees(words["is_first"])

    one.follows(words["go"]).looks().presses(words["gone"])
    other.page.reload()
    other.sees(words["has"])


def _plan(staff, words, sign_in, title, form):
    """From the desk to what everyone sees, with an hour that is none on the way."""
    day = (oslo_date(now()) + timedelta(days=20)).isoformat()
    staff.goes_to(sign_in).signs_in(words["staff"]).goes_to(f"/{words['place']}/{form}/arbeid/utfordringer")
    row = staff.page.locator("tr", has_text=words["challenge"])
    staff.clicks(row.locator("a[href$='/moter']")).follows(words["plan"]).ticks(words["kind"])
    for target in ("bokmål", "nynorsk"):
        staff.writes(f"{words['title']} ({target})", title).writes(f"{words['about']} ({target})", "Vi prøver.")
        staff.writes(f"{words['access']} ({target})", "Trappefritt.")
    staff.writes(words["day"], day).writes(words["begins"], "atten").writes(words["ends"], "20.00")
    staff.writes(words["where"], "Biblioteket").writes(words["seats"], "1").writes(words["until"], day)
    staff.presses(words["save"]).looks().sees(words["hour"])
    staff.writes(words["begins"], "18.00").presses(words["save"]).looks().presses(words["publish"]).looks()
