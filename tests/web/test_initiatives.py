"""Innbyggerforslag in the browser: from draft to «what was done», and nobody learns who signed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from samskaping.actions import initiative_decisions as decisions
from samskaping.models import Initiative, SecurityEvent, Signature
from samskaping.queries import initiatives
from samskaping.rules.roles import Role
from tests.initiatives import TITLE, collecting, decision, paper, row, sent, sign, small
from tests.visitor import MOST_OF_A_POST
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix

SIGNER = "Kanari Fuglesang"


@pytest.fixture
def eva(site):
    return site.world.person("Eva Egen")


@pytest.fixture
def per(site):
    return site.world.person("Per Person")


@pytest.fixture
def ine(site):
    return site.world.person("Ine", Role.SAKSBEHANDLER)


def test_from_the_first_word_to_the_council(site, eva, per):
    small(site.world)
    proposer, signer = site.visitor(eva), site.visitor(per)
    proposer.get("/innbyggerforslag")
    proposer.click("Fremm et innbyggerforslag")
    proposer.fill(title=TITLE).press("Lagre")
    assert "Bare du ser det." in proposer.text
    proposer.click("Samle underskrifter")
    proposer.press("Begynn å samle underskrifter", 422)
    assert "Skriv hva dere vil" in proposer.text
    proposer.get(f"/innbyggerforslag/{proposer.path.split('/')[-2]}")
    proposer.click("Endre teksten")
    proposer.fill(text="Vi vil ha det **åpent**.").press("Lagre")
    proposer.click("Samle underskrifter")
    proposer.press("Begynn å samle underskrifter")
    assert "0 underskrifter av 2" in proposer.text
    address = proposer.path
    signer.get(address)
    signer.click("Skriv under")
    signer.fill(name="Per").press("Skriv under", 422)
    assert "fornavn og etternavn" in signer.text
    assert "Bare de som er bosatt" not in signer.text
    signer.fill(name=SIGNER).press("Skriv under", 422)
    signer.fill(lives_here="y").press("Skriv under")
    assert "Takk. Underskriften din teller." in signer.page.text
    assert "1 underskrift av 2" in signer.text
    proposer.get(address)
    assert "Endre teksten" not in proposer.text
    proposer.click("Skriv under")
    proposer.fill(name="Eva Egen", lives_here="y").press("Skriv under")
    proposer.click("Send til kommunestyret")
    proposer.press("Send til kommunestyret")
    assert "Kommunestyret skal ta stilling innen" in proposer.text
    signer.get("/min-side/innbyggerforslag")
    assert TITLE in signer.text


def test_the_council_decides_and_what_was_done_is_told(site, eva, ine):
    made, staff, anyone = sent(site.world, eva), site.visitor(ine), site.visitor()
    staff.get("/arbeid/innbyggerforslag")
    staff.click(TITLE)
    staff.click("Merk av om det samme er behandlet før")
    staff.fill(words="Sak 12/25 om åpningstider.").press("Lagre")
    staff.click("Behandle innbyggerforslaget")
    staff.click("Før inn vedtaket")
    staff.press("Publiser vedtaket", 422)
    day = site.world.context(None).today
    staff.fill(outcome="vedtatt", decided_on=str(day), case_number="45/26", words="Ja.").press("Publiser vedtaket")
    assert "Vedtatt" in staff.text
    staff.click("Behandle innbyggerforslaget")
    staff.click("Fortell hva som er gjort")
    staff.press("Publiser, og gjør saken ferdig", 422)
    staff.fill(words="Åpent siden mars.").press("Publiser, og gjør saken ferdig")
    anyone.get(f"/innbyggerforslag/{made}")
    assert "Åpent siden mars." in anyone.text
    assert "Sak 12/25 om åpningstider." in anyone.text
    site.world.told()
    writer = site.visitor(eva)
    writer.get("/varsler")
    assert "Kommunen har fortalt hva som er gjort etter vedtaket" in writer.text


def test_nobody_learns_who_signed_but_whoever_handles_it_and_the_log_says_that_they_looked(site, eva, per, ine):
    made = collecting(site.world, eva)
    sign(site.world.context(per), made, SIGNER)
    mona = site.world.person("Mona", Role.MODERATOR)
    for who in (None, eva, per, mona):
        reader = site.visitor(who)
        for path in ("/innbyggerforslag", f"/innbyggerforslag/{made}"):
            reader.get(path)
            assert SIGNER not in reader.page.text
        reader.get(f"/arbeid/innbyggerforslag/{made}/underskrifter", 403 if who else 302)
    seen = select(SecurityEvent).where(SecurityEvent.what == "signatures.read")
    assert site.world.db.scalars(seen).all() == []
    staff = site.visitor(ine)
    staff.get(f"/arbeid/innbyggerforslag/{made}/underskrifter")
    assert SIGNER in staff.text
    assert [one.person_id for one in site.world.db.scalars(seen)] == [ine.id]


def test_what_is_struck_is_asked_about_by_name_and_only_what_came_on_paper_is(site, eva, per, ine):
    made = collecting(site.world, eva)
    sign(site.world.context(per), made, SIGNER)
    paper(site.world.context(ine), made, "Ola Nordmann")
    online, entered = site.world.db.scalars(select(Signature.public_id).order_by(Signature.kind)).all()
    staff = site.visitor(ine)
    for other in (online, "finnesikke"):
        staff.get(f"/arbeid/innbyggerforslag/{made}/stryk/{other}", 404)
    staff.get(f"/arbeid/innbyggerforslag/{made}/stryk/{entered}")
    assert "Ola Nordmann" in staff.text
    staff.press("Stryk underskriften")
    assert row(site.world, made).signature_count == 1
    staff.get(f"/arbeid/innbyggerforslag/{made}/stryk/{entered}", 404)


def test_what_is_hidden_is_told_of_to_no_role_that_awaits_its_second_factor(site, eva, ine):
    made = sent(site.world, eva)
    decisions.hide(site.world.context(site.world.person("Mona", Role.MODERATOR)), made, "Navngir en nabo.")
    seen = select(Initiative.public_id).where(Initiative.public_id == made)
    ctx = site.world.context(ine)
    waits = replace(ctx, actor=replace(ctx.actor, awaits_second=True))
    assert site.world.db.scalars(seen.where(initiatives.anywhere(ctx))).all() == [made]
    assert site.world.db.scalars(seen.where(initiatives.anywhere(waits))).all() == []


def test_whoever_put_it_forward_does_not_see_the_list_at_work_either(site, ine, per):
    made = collecting(site.world, ine)
    sign(site.world.context(per), made, SIGNER)
    staff = site.visitor(ine)
    for path in ("", "/underskrifter", "/papir", "/gjor/vedtak"):
        staff.get(f"/arbeid/innbyggerforslag/{made}{path}", 404)


def test_another_municipality_answers_as_if_it_had_never_been(site, eva, per, ine):
    made = collecting(site.world, eva)
    voss = municipality(site.world.db, "voss")
    there = site.visitor(voss.person("Vossa", Role.SAKSBEHANDLER), place="/voss/nn")
    for path in ("", "/skriv-under", "/send", "/endre"):
        there.get(f"/innbyggerforslag/{made}{path}", 404)
    for path in ("", "/underskrifter", "/papir", "/gjor/vedtak", "/skjul"):
        there.get(f"/arbeid/innbyggerforslag/{made}{path}", 404)
    there.get("/innbyggerforslag")
    assert TITLE not in there.text


def test_signatures_on_paper_are_nobodys_who_reads(site, eva, ine):
    made = collecting(site.world, eva)
    for number in (1, 2):
        paper(site.world.context(ine), made, f"{SIGNER} {number}")
    anyone = site.visitor()
    anyone.get(f"/innbyggerforslag/{made}")
    assert "Du har skrevet under." not in anyone.text
    assert anyone.page.find("a", string="Skriv under")
    assert SIGNER not in anyone.page.text


def test_paper_is_entered_one_after_another_and_struck(site, eva, ine):
    made = collecting(site.world, eva)
    staff = site.visitor(ine)
    staff.get(f"/arbeid/innbyggerforslag/{made}/papir")
    staff.fill(name="Ola Nordmann", born="2.1.1980").press("Før inn")
    assert "Underskriften er ført inn." in staff.page.text
    staff.fill(name="Ola Nordmann", born="2.1.1980").press("Før inn", 422)
    assert "ført inn før" in staff.text
    staff.get(f"/arbeid/innbyggerforslag/{made}/underskrifter")
    staff.click("Stryk Ola Nordmann")
    staff.press("Stryk underskriften")
    assert row(site.world, made).signature_count == 0


def test_it_is_hidden_with_a_reason_and_shown_again(site, eva, per):
    made = collecting(site.world, eva)
    staff, anyone = site.visitor(site.world.person("Mona", Role.MODERATOR)), site.visitor()
    staff.get(f"/innbyggerforslag/{made}")
    staff.click("Skjul innbyggerforslaget")
    staff.press("Skjul", 422)
    staff.fill(words="Navngir en nabo.").press("Skjul")
    anyone.get(f"/innbyggerforslag/{made}", 404)
    anyone.get("/innbyggerforslag")
    assert TITLE not in anyone.text
    writer = site.visitor(eva)
    writer.get(f"/innbyggerforslag/{made}")
    assert "Navngir en nabo." in writer.text
    staff.get(f"/arbeid/innbyggerforslag/{made}/skjul")
    staff.press("Vis igjen")
    anyone.get(f"/innbyggerforslag/{made}")
    logged = select(SecurityEvent.what, SecurityEvent.details).where(SecurityEvent.what.in_(("hide", "restore")))
    about = {"initiative": made}
    assert dict(site.world.db.execute(logged).all()) == {"hide": about, "restore": about}


def test_opening_the_page_of_signing_signs_nothing(site, eva, per):
    made = collecting(site.world, eva)
    reader = site.visitor(per)
    for _time in range(3):
        reader.get(f"/innbyggerforslag/{made}/skriv-under")
    assert site.world.db.scalars(select(Signature)).all() == []


@pytest.mark.parametrize("form", ["nb", "nn"])
def test_every_state_has_its_page(site, eva, per, ine, form):
    made = sent(site.world, eva)
    anyone, staff = site.visitor(form=form), site.visitor(ine, form=form)
    collecting(site.world, eva, title="Åpent")
    decisions.refer(site.world.context(ine), made, "Områdeplan 2026-1")
    anyone.get(f"/innbyggerforslag/{made}")
    assert "Områdeplan 2026-1" in anyone.text
    staff.get(f"/arbeid/innbyggerforslag/{made}/gjor/fortsett")
    staff.get(f"/arbeid/innbyggerforslag/{made}/gjor/vedtak")
    decisions.decide(site.world.context(ine), made, decision(site.world))
    for group in ("", "apne", "kommunestyret", "behandlet"):
        anyone.get(f"/innbyggerforslag?vis={group}")
        staff.get(f"/arbeid/innbyggerforslag?vis={group}")
    anyone.get("/innbyggerforslag?vis=tull", 422)


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_and_pages_take_as_many_statements_however_many_there_are(site, eva, per, ine, statements, rows):
    small(site.world)
    for number in range(rows):
        made = collecting(site.world, eva, title=f"Sak {number}")
        for one in range(rows):
            sign(site.world.context(site.world.person(f"Per {one}")), made, f"Per Person {one}")
    anyone, signer, staff = site.visitor(), site.visitor(per), site.visitor(ine)
    with statements.at_most(6):
        anyone.get("/innbyggerforslag")
    with statements.at_most(6):
        anyone.get(f"/innbyggerforslag/{made}")
    with statements.at_most(8):
        signer.get("/min-side/innbyggerforslag")
    for path in ("", f"/{made}", f"/{made}/underskrifter"):
        with statements.at_most(12):
            staff.get(f"/arbeid/innbyggerforslag{path}")
    signer.get(f"/innbyggerforslag/{made}/skriv-under")
    signer.fill(name="Per Person", lives_here="y").press("Skriv under")
    assert signer.took <= MOST_OF_A_POST


def test_a_drive_that_is_over_takes_no_signature_and_says_so(site, eva, per):
    made = collecting(site.world, eva, days=3)
    site.now += timedelta(days=4)
    reader = site.visitor(per)
    reader.get(f"/innbyggerforslag/{made}")
    assert "Skriv under" not in [one.text for one in reader.page.select("a")]
