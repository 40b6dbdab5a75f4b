"""«Er du habil?» as caseworkers meet it, and lifting a mistake as leaders do."""

import pytest

from samskaping.actions import comments, impartiality, notes, planned
from samskaping.actions.comments import Remark
from samskaping.actions.statements import Said
from samskaping.rules.roles import Role
from samskaping.rules.speech import Decision

pytestmark = pytest.mark.second_in_matrix


def test_taking_a_case_asks_once(site, halden):
    kari, ref, second = halden.caseworker(), halden.proposal(), halden.proposal()
    visitor = site.visitor(kari)
    visitor.get(f"/arbeid/sak/{ref}")
    visitor.press("Ta saken")
    assert "Er du habil?" in visitor.text
    visitor.press("Svar og ta saken", 422)
    assert not visitor.page.select("[autofocus]")  # the words about what is wrong have it
    assert halden.row(ref).handler_id is None
    visitor.fill(answer="habil").press("Svar og ta saken")
    assert "Du har saken." in visitor.text
    assert halden.row(ref).handler_id == kari.id
    halden.row(ref).handler_id = None
    halden._quietly()
    visitor.get(f"/arbeid/sak/{ref}")
    visitor.press("Ta saken")
    assert "Du har saken." in visitor.text
    visitor.get(f"/arbeid/sak/{second}")
    visitor.press("Ta saken")
    assert "Er du habil?" in visitor.text


def test_whoever_decides_without_having_said_so_is_asked_in_the_same_form(site, halden):
    kari, ref = halden.caseworker(), halden.proposal()
    visitor = site.visitor(kari)
    answer = {"text": "Ja, benkene kommer.", "decision": "ja"}
    visitor.get(f"/arbeid/sak/{ref}")
    visitor.fill(**answer, impartial=None).press("Publiser svaret", 422)
    assert "Si at du er habil" in visitor.text
    assert halden.row(ref).answered_at is None
    visitor.fill(impartial="y").press("Publiser svaret")
    assert halden.row(ref).answered_at is not None
    visitor.get(f"/arbeid/sak/{ref}/svar")
    assert "habil i denne saken" not in visitor.text
    assert halden.row(ref).handler_id == kari.id


def test_whoever_gives_a_case_to_themselves_is_asked_in_the_same_form(site, halden):
    kari, ref = halden.caseworker(), halden.proposal()
    visitor = site.visitor(kari)
    visitor.get(f"/arbeid/sak/{ref}/tildel")
    visitor.fill(person=kari.public_id, impartial=None).press("Gi saken videre", 422)
    assert "Si at du er habil" in visitor.text
    assert halden.row(ref).handler_id is None
    visitor.fill(person=kari.public_id).press("Gi saken videre")
    assert halden.row(ref).handler_id == kari.id


def test_whoever_answers_several_says_it_once_for_all_of_them(site, halden):
    kari, refs = halden.caseworker(), [halden.proposal(), halden.proposal()]
    visitor = site.visitor(kari)
    visitor.get("/arbeid/svar-samlet?" + "&".join(f"sak={ref}" for ref in refs))
    written = {f"text_{ref}": "Ja, det gjør vi." for ref in refs} | {f"decision_{ref}": "ja" for ref in refs}
    visitor.fill(**written, impartial=None).press("Publiser alle 2 svarene", 422)
    assert all(halden.row(ref).answered_at is None for ref in refs)
    visitor.fill(impartial="y").press("Publiser alle 2 svarene")
    assert all(halden.row(ref).answered_at is not None for ref in refs)
    visitor.get(f"/arbeid/sak/{refs[1]}/flytt/vurder")
    assert "habil i denne saken" not in visitor.text


def test_whoever_moves_is_asked_one_by_one_and_together(site, halden):
    kari, unit, refs = halden.caseworker(), halden.unit(), [halden.proposal(), halden.proposal()]
    move = {"unit": unit.public_id}
    visitor = site.visitor(kari)
    visitor.get(f"/arbeid/sak/{refs[0]}/flytt/vurder")
    words = visitor.page.select_one("h1").get_text()
    visitor.fill(**move, impartial=None).press(words, 422)
    visitor.fill(impartial="y").press(words)
    visitor.get(f"/arbeid/valgte?gjor=flytt&steg=vurder&sak={refs[1]}")
    visitor.fill(**move, impartial=None).press("Se hva som skjer")
    visitor.fill(impartial=None).press(words, 422)
    assert halden.row(refs[1]).state == "mottatt"
    visitor.fill(**move).press("Se hva som skjer")
    visitor.press(words)
    assert halden.row(refs[1]).state == "vurderes"


def test_whoever_is_partial_reads_and_is_offered_nothing(site, halden):
    kari, ref = halden.caseworker(), halden.proposal()
    visitor = site.visitor(kari)
    visitor.get(f"/arbeid/sak/{ref}/habilitet?ta=1")
    visitor.fill(answer="inhabil", reason="Naboen min foreslo det").press("Svar og ta saken")
    assert "Du er inhabil i denne saken" in visitor.text
    assert "Naboen" not in visitor.text
    main = visitor.page.select_one("main")
    assert [form.get("id") for form in main.select("form[method=post]")] == []
    assert not main.select('a[href*="/flytt/"], a[href*="/svar"], a[href*="/tildel"], a[href*="/merknad"]')
    for path in ("svar", "forelopig", "spor", "nytt", "merknad", "tildel", "plassering", "flytt/vurder", "vurderere"):
        visitor.get(f"/arbeid/sak/{ref}/{path}", 403)
    for anyone in (site.visitor(), site.visitor(halden.person("Nysgjerrig"))):
        page = str(anyone.get(f"/forslag/{ref}"))
        assert "habil" not in page
        assert "Naboen min foreslo det" not in page


def test_whoever_is_partial_is_shown_nothing_internal(site, halden):
    kari, ref = halden.caseworker(), halden.proposal()
    ivar = halden.caseworker("Ivar Demo")
    notes.write(halden.context(ivar), ref, "Naboen hennes har klaget før")
    when = planned.When(halden.later(days=3).now)
    answer = Said("Dette blir ikke noe av.", halden.row(ref).version, decision=Decision.NEI)
    waits = planned.plan(halden.sure(ivar, ref), ref, answer, when)
    visitor = site.visitor(kari)
    assert "Naboen hennes" in visitor.get(f"/arbeid/sak/{ref}").get_text()
    impartiality.declare(halden.context(kari), ref, partial=True)
    page = visitor.get(f"/arbeid/sak/{ref}")
    assert "lukket for deg" in visitor.text
    for words in ("Naboen hennes", "Merknader for ansatte", "Et svar er planlagt", "merknad ble skrevet"):
        assert words not in page.get_text()
    visitor.get(f"/arbeid/planlagt/{waits}", 403)


def test_whoever_is_partial_is_offered_no_moderation_on_the_public_page(site, halden):
    mona, ref = halden.person("Mona Moderator", Role.MODERATOR), halden.proposal()
    comments.write(halden.context(halden.person("Sur Nabo")), ref, Remark("Tull og tøys."))
    visitor = site.visitor(mona)
    assert len(visitor.get(f"/forslag/{ref}").select("a[href*='/arbeid/moderer/']")) == 2
    halden.row(ref).partial_ids = [mona.id]
    halden._quietly()
    assert not visitor.get(f"/forslag/{ref}").select("a[href*='/arbeid/moderer/']")


def test_a_leader_lifts_a_mistake(site, halden):
    kari, leader, ref = halden.caseworker(), halden.person("Leder Lie", Role.LEDER), halden.proposal()
    impartiality.declare(halden.context(kari), ref, partial=True, reason="Trodde det var tanta mi")
    visitor = site.visitor(leader)
    visitor.get("/arbeid/habilitet")
    assert "Trodde det var tanta mi" in visitor.text
    visitor.click("Opphev for Kari Demo i " + ref)
    visitor.press("Opphev inhabiliteten", 422)
    visitor.fill(why="Det var en annen tante").press("Opphev inhabiliteten")
    assert "Ingen har meldt seg inhabil" in visitor.text
    assert halden.row(ref).partial_ids == []
    site.visitor(kari).get("/arbeid/habilitet", 403)


def test_the_list_takes_the_same_number_of_statements(site, halden, statements):
    leader = halden.person("Leder Lie", Role.LEDER)
    visitor = site.visitor(leader)
    visitor.get("/arbeid/habilitet")
    for _ in range(2):
        for _more in range(2):
            impartiality.declare(halden.context(halden.caseworker()), halden.proposal(), partial=True)
        with statements.exactly(2):
            visitor.get("/arbeid/habilitet")
