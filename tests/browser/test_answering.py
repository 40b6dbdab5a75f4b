"""Answering several at once from a template, and planning an answer on a phone without scripts."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.second_in_matrix]
BENTE = "bente@halden.example.no"


def at_work(person, path, **options):
    someone = person(**options).goes_to("/halden/nb/logg-inn").signs_in(BENTE)
    return someone.goes_to(path)


NB = ("Svar på de valgte", "Svar i 2 saker samtidig", "Forhåndsvis alle", "Slik blir det for dem som leser",
      "Ikke publisert ennå.", "Publiser alle 2 svarene")  # fmt: skip
NN = ("Svar på dei valde", "Svar i 2 saker samstundes", "Førehandsvis alle", "Slik blir det for dei som les",
      "Ikkje publisert enno.", "Publiser alle dei 2 svara")  # fmt: skip


@pytest.mark.parametrize(("form", "width", "words"), [("nb", 1280, NB), ("nn", 390, NN)])
def test_the_selection_is_answered_from_a_template_each_with_its_own_changes(person, form, width, words):
    answer, together, preview, as_read, not_yet, publish = words
    bente = at_work(person, f"/halden/{form}/arbeid?ko=alle", width=width)
    page = bente.page
    boxes = page.locator("input[name=sak]")
    refs = [boxes.nth(number).get_attribute("value") for number in (0, 1)]
    for number in (0, 1):
        boxes.nth(number).check()
    bente.presses(answer).sees(together).looks()
    page.get_by_label("Svarmal").select_option(label="Takk for forslaget, vi vurderer det")
    bente.presses("Fyll inn malen").looks()
    texts = [page.locator(f"[name='text_{ref}']") for ref in refs]
    assert all("takk for forslaget" in text.input_value() for text in texts)
    for text in texts:  # what no case has a fact for, is written by hand
        text.fill(text.input_value().replace("{enhet}", "Enheten").replace("{frist}", "nyttår"))
    own = f"Et eget svar til deg som foreslo dette. ({form})"
    texts[0].fill(own)
    bente.presses(preview).sees(as_read, not_yet).looks()
    if (sure := page.locator("label[for=impartial]")).count():
        sure.click()
    bente.presses(publish)
    assert bente.heading == "Innboks"
    bente.goes_to(f"/halden/{form}/forslag/{refs[0]}").sees(own)


def test_an_answer_is_planned_on_a_phone_without_scripts(person):
    bente = at_work(person, "/halden/nb/arbeid?ko=nye", width=390, java_script_enabled=False)
    page = bente.page
    bente.clicks(page.locator(".sk-inbox tbody th a").last)
    bente.follows("Egen tekst på e-post, eller publiser senere").looks()
    page.locator("label[for=decision-0]").click()
    page.locator("[name=text]").fill("Ja, til våren.")
    page.get_by_text("Publiser senere", exact=True).click()
    page.locator("[name=batch_name]").fill("Svar på vårens forslag")
    if (sure := page.locator("label[for=impartial]")).count():
        sure.click()
    bente.presses("Planlegg publisering").sees("Et svar venter i en bunke uten tidspunkt.").looks()
    bente.follows("Se, endre eller stopp det").looks()
    bente.presses("Stopp publiseringen").does_not_see("Et svar venter i en bunke")
