"""What staff have typed in a case is kept: when they change language form, and when a step goes no more."""

import pytest

from samskaping.rules.moves import BY_VERB

pytestmark = pytest.mark.second_in_matrix


@pytest.mark.parametrize(
    ("pad", "button", "typed"),
    [
        ("", "Publiser svaret", {"title": "Ja til benker", "text": "Halvferdig svar", "decision": "ja"}),
        ("?skriv=merknad", "Lagre merknaden", {"text": "Halvferdig merknad"}),
    ],
)
def test_the_switch_on_the_case_page_keeps_what_is_typed(site, halden, kari, pad, button, typed):
    ref = halden.proposal()
    visitor = site.visitor(kari)
    visitor.get(f"/arbeid/sak/{ref}{pad}")
    page = visitor.fill(**typed).press("Nynorsk")
    assert page.html["lang"] == "nn"
    assert visitor.path == f"/halden/nn/arbeid/sak/{ref}{pad}"
    assert page.select_one("[name=text]").get_text().strip() == typed["text"]
    if "title" in typed:
        assert page.select_one("[name=title]")["value"] == typed["title"]
        assert page.select_one("[name=decision][checked]")["value"] == typed["decision"]
    assert not page.select(".ds-error-summary")
    assert halden.row(ref).handler_id is None
    one, other = (page.select_one(f"form#{form} [name=once]")["value"] for form in ("take", visitor_form(page)))
    assert one != other, "taking the case would count as having sent the answer"
    visitor.press("Bokmål")
    visitor.press(button)
    assert typed["text"] in visitor.text


def visitor_form(page):
    """The form that the page's language switch sends."""
    return page.select_one("button[name=_switch]")["form"]


@pytest.mark.parametrize(
    ("verb", "typed"),
    [
        ("send_videre", {"forward_to": "Statens vegvesen"}),
        ("ikke_na", {"body": "annet", "body_name": "Utvalg for elva", "batch_name": "Svar i april"}),
    ],
)
def test_a_step_that_goes_no_more_shows_all_that_was_typed(site, halden, kari, verb, typed):
    ref, unit = halden.proposal(), halden.unit()
    halden.move(ref, "vurder", kari)
    visitor = site.visitor(kari)
    visitor.get(f"/arbeid/sak/{ref}/flytt/{verb}")
    halden.move(ref, "avsla", halden.caseworker("Ivar Demo"))
    texts = {"reason": "Elva er ikke vår.", "mail_text": "Hei, her er **nummeret** dit."}
    page = visitor.fill(unit=unit.public_id, **texts, **typed).press(str(BY_VERB[verb].label), 409)
    own = page.select_one("section[aria-labelledby=ditt-h]").get_text(" ")
    for written in ("Elva er ikke vår.", "nummeret", *(words for name, words in typed.items() if name != "body")):
        assert written in own
