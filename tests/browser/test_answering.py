"""Answering several at once from a template, and planning an answer on a phone without scripts."""

import pytest

pytestmark = pytest.mark.browser
BENTE = "bente@halden.example.no"


def at_work(person, path, **options):
    someone = person(**options).goes_to("/halden/nb/logg-inn").signs_in(BENTE)
    return someone.goes_to(path)


def test_the_selection_is_answered_from_a_template_each_with_its_own_changes(person):
    bente = at_work(person, "/halden/nb/arbeid?ko=alle")
    page = bente.page
    boxes = page.locator("input[name=sak]")
    refs = [boxes.nth(number).get_attribute("value") for number in (0, 1)]
    for number in (0, 1):
        boxes.nth(number).check()
    bente.presses("Svar på de valgte").sees("Svar i 2 saker samtidig").looks()
    page.get_by_label("Svarmal").select_option(label="Takk for forslaget, vi vurderer det")
    bente.presses("Fyll inn malen").looks()
    texts = [page.locator(f"[name='text_{ref}']") for ref in refs]
    assert all("takk for forslaget" in text.input_value() for text in texts)
    for text in texts:  # what no case has a fact for, is written by hand
        text.fill(text.input_value().replace("{enhet}", "Enheten").replace("{frist}", "nyttår"))
    texts[0].fill("Et eget svar til deg som foreslo dette.")
    bente.presses("Forhåndsvis alle").sees("Slik blir det for dem som leser", "Ikke publisert ennå.").looks()
    bente.presses("Publiser alle 2 svarene")
    assert bente.heading == "Innboks"
    bente.goes_to(f"/halden/nb/forslag/{refs[0]}").sees("Et eget svar til deg som foreslo dette.")


def test_an_answer_is_planned_on_a_phone_without_scripts(person):
    bente = at_work(person, "/halden/nb/arbeid?ko=nye", width=390, java_script_enabled=False)
    page = bente.page
    page.locator(".sk-inbox tbody th a").last.click()
    bente.follows("Egen tekst på e-post, eller publiser senere").looks()
    page.locator("label[for=decision-0]").click()
    page.locator("[name=text]").fill("Ja, til våren.")
    page.get_by_text("Publiser senere", exact=True).click()
    page.locator("[name=batch_name]").fill("Svar på vårens forslag")
    bente.presses("Planlegg publisering").sees("Et svar venter i en bunke uten tidspunkt.").looks()
    bente.follows("Se, endre eller stopp det").looks()
    bente.presses("Stopp publiseringen").does_not_see("Et svar venter i en bunke")
