"""A fødselsnummer stops public text, contact details are asked about once, and nothing typed is lost."""

import pytest
from sqlalchemy import func, select

from samskaping.models import Comment, SecurityEvent
from samskaping.rules.private_numbers import find, mark
from samskaping.web.forms import base
from samskaping.web.forms.private import BOX
from tests.rules.test_private_numbers import SYNTHETIC

pytestmark = pytest.mark.second_in_matrix

NUMBER = f"{SYNTHETIC[:6]} {SYNTHETIC[6:]}"

#: Text fields that nobody but staff, or nobody but the one they are about, comes to read; each with the reason.
PRIVATE = {
    "barriers.BarrierForm.email": "for the reply",
    "barriers.BarrierForm.what": "read by staff alone, and may need the very words of a page",
    "barriers.BarrierForm.where": "an address on the web",
    "reports.ReportForm.text": "read by moderators alone, and may have to say what should be taken away",
}


def comments(world):
    return world.db.scalar(select(func.count()).select_from(Comment))


def all_forms(of=base.Form):
    for form in of.__subclasses__():
        yield form
        yield from all_forms(form)


def test_a_national_number_stops_a_comment_beside_the_field(site, halden):
    ref, liv = halden.proposal(), site.visitor(halden.person("Liv Demo"))
    liv.get(f"/forslag/{ref}/kommentar")
    liv.fill(stance="mot", text=f"Jeg er {NUMBER}, ring meg.").press("Publiser kommentaren", 422)
    error = liv.page.select_one("#text-error").text
    assert "et fødselsnummer eller D-nummer (238671 •••••)" in error
    assert error in liv.page.select_one("#error-summary").text
    assert liv.page.select_one("textarea#text").text.strip() == f"Jeg er {NUMBER}, ring meg."
    assert liv.page.select_one("input[name=stance][checked]")["value"] == "mot"
    assert liv.page.select(f"input[name={BOX}]") == []  # residents have no way through
    sent = {"text": f"Jeg er {NUMBER}.", "stance": "mot", "language": "nb", "csrf_token": liv.token, "once": "a"}
    liv.post(f"/forslag/{ref}/kommentar", sent | {BOX: f"text:{mark(find(sent['text']))}"}, 422)
    assert comments(halden) == 0


def test_a_number_that_stops_it_and_one_that_is_asked_about_are_told_at_once(site, halden):
    ref, liv = halden.proposal(), site.visitor(halden.person("Liv Demo"))
    liv.get(f"/forslag/{ref}/kommentar")
    liv.fill(stance="for", text=f"Jeg er {NUMBER}. Ring 912 34 567.").press("Publiser kommentaren", 422)
    for told in (liv.page.select_one("#error-summary li"), liv.page.select_one("#text-error")):
        assert "et fødselsnummer eller D-nummer (238671 •••••). Det kan ikke stå" in told.text
        assert "et telefonnummer (912 34 567). Alle kan lese det." in told.text
    box = liv.page.select_one(f"input[name={BOX}]")["value"]
    liv.fill(**{BOX: box}).press("Publiser kommentaren", 422)
    assert "telefonnummer" not in liv.page.select_one("#text-error").text
    assert liv.page.select_one(f"input[name={BOX}]").has_attr("checked")
    liv.fill(text="Jeg er Liv. Ring 912 34 567.").press("Publiser kommentaren")
    assert comments(halden) == 1


def test_contact_details_are_asked_about_once(site, halden):
    ref, liv = halden.proposal(), site.visitor(halden.person("Liv Demo"))
    liv.get(f"/forslag/{ref}/kommentar")
    liv.fill(stance="for", text="Ring 912 34 567 eller skriv til liv@example.no.").press("Publiser kommentaren", 422)
    assert "et telefonnummer (912 34 567) og en e-postadresse (liv@example.no)" in liv.page.text
    assert comments(halden) == 0
    box = liv.page.select_one(f"input[name={BOX}]")
    assert not box.has_attr("checked")
    liv.fill(**{BOX: box["value"]}).press("Publiser kommentaren")
    assert comments(halden) == 1


def test_what_comes_after_the_answer_is_asked_about_anew(site, halden):
    ref, liv = halden.proposal(), site.visitor(halden.person("Liv Demo"))
    liv.get(f"/forslag/{ref}/kommentar")
    liv.fill(stance="for", text="Ring 912 34 567.").press("Publiser kommentaren", 422)
    box = liv.page.select_one(f"input[name={BOX}]")["value"]
    liv.fill(text="Ring 912 34 999.", **{BOX: box}).press("Publiser kommentaren", 422)
    assert comments(halden) == 0


def test_each_step_of_proposing_and_the_last_look_stop_it(site, halden):
    liv = site.visitor(halden.person("Liv Demo"))
    liv.get("/foresla")
    liv.fill(need=f"Bestemor har nummer {NUMBER}.").press("Neste: Ideen", 422)
    liv.fill(need="Bestemor orker ikke turen til butikken.").press("Neste: Ideen")
    liv.fill(has_idea="nei", title=f"Benker for {NUMBER}", form="nb").press("Neste: Stedet og deg", 422)
    someone = halden.person("Per Demo")
    draft = halden.draft(someone, need=f"Bestemor har nummer {NUMBER}.")
    per = site.visitor(someone)
    per.get(f"/foresla/{draft}/se-over", 303)
    per.follow()
    assert "et fødselsnummer eller D-nummer" in per.page.select_one("#need-error").text


def test_staff_have_a_way_through_that_is_logged(site, halden):
    ref, kari = halden.proposal(), halden.caseworker()
    visitor = site.visitor(kari)
    visitor.get(f"/arbeid/sak/{ref}/nytt")
    visitor.fill(title="Målingene", text=f"Prøven har nummer {SYNTHETIC}.", language="nb").press(
        "Publiser nyheten", 422
    )
    box = visitor.page.select_one(f"input[name={BOX}]")
    assert "Det er ikke et fødselsnummer. Send likevel." in visitor.page.text
    visitor.fill(**{BOX: box["value"]}).press("Publiser nyheten")
    logged = halden.db.scalars(select(SecurityEvent).where(SecurityEvent.what == "number_vouched")).one()
    assert logged.person_id == kari.id
    assert SYNTHETIC not in str(logged.details)


def test_every_text_field_is_public_unless_it_says_so():
    """A new field is filtered without anybody thinking of it; what residents' fields are not, stands here with why."""
    found = {
        f"{form.__module__.rsplit('.', 1)[1]}.{form.__name__}.{name}"
        for form in all_forms()
        for name, made in vars(form).items()
        if getattr(made, "field_class", None) in (base.TextField, base.ProseField)
        and made.kwargs.get("public") is False
    }
    for_residents = {"barriers", "reports", "comments", "proposals", "proposing"}
    assert {name for name in found if name.split(".")[0] in for_residents} == set(PRIVATE)


@pytest.mark.parametrize("form", ["nb", "nn"])
def test_the_words_are_in_the_readers_form(site, halden, form):
    liv = site.visitor(halden.person("Liv Demo"), form=form)
    liv.get("/foresla")
    liv.post("/foresla", {"need": f"Bestemor er {NUMBER}.", "csrf_token": liv.token, "once": "a"}, 422)
    assert ("et fødselsnummer" if form == "nb" else "eit fødselsnummer") in liv.page.text
