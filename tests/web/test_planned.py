"""Answers and moves that are written now and published later, as caseworkers meet them on their pages."""

import pytest

from samskaping.actions import answer_templates
from samskaping.actions.answer_templates import TemplateWish
from samskaping.db import Texts
from samskaping.models import Planned
from samskaping.rules.speech import Decision
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix


def planned(halden):
    halden.context()
    return halden.db.query(Planned).order_by(Planned.id).all()


def write(visitor, ref, **when):
    visitor.get(f"/arbeid/sak/{ref}/svar")
    return visitor.fill(decision="ja", text="Ja, to benker til våren.", **when)


def test_an_answer_is_planned_changed_and_stopped(site, halden, kari):
    ref = halden.proposal()
    visitor = site.visitor(kari)
    write(visitor, ref, publish_on="2026-03-04", publish_at="08.00").press("Planlegg publisering")
    assert "Det er planlagt." in visitor.text
    assert "4. mars 2026, 08.00" in visitor.text
    assert halden.row(ref).answered_at is None
    row = planned(halden)[0]
    visitor.get(f"/arbeid/planlagt/{row.public_id}")
    visitor.fill(text="Ja, tre benker.", publish_at="9.30").press("Lagre endringen")
    assert "4. mars 2026, 09.30" in visitor.text
    assert planned(halden)[0].words["text"] == "Ja, tre benker."
    visitor.press("Stopp publiseringen")
    assert "Det er stoppet" in visitor.text
    assert planned(halden)[0].state == "stoppet"
    assert "Ja, tre benker." in visitor.get(f"/arbeid/planlagt/{row.public_id}").get_text()


def test_an_interim_reply_is_planned_changed_and_read(site, halden, kari):
    ref = halden.proposal()
    visitor = site.visitor(kari)
    visitor.get(f"/arbeid/sak/{ref}/forelopig")
    when = {"publish_on": "2026-03-04", "publish_at": "08.00"}
    visitor.fill(text="Vi venter på en pris.", due=str(halden.in_days(20)), **when).press("Planlegg publisering", 422)
    assert "Datoen er ikke senere enn den som er lovet" in visitor.page.select_one(".ds-error-summary").get_text()
    visitor.fill(due=str(halden.in_days(60))).press("Planlegg publisering")
    assert "Det er planlagt." in visitor.text
    row = planned(halden)[0]
    visitor.get(f"/arbeid/planlagt/{row.public_id}")
    assert "Planlagt foreløpig svar" in visitor.text
    visitor.fill(due=str(halden.in_days(70))).press("Lagre endringen")
    assert planned(halden)[0].words["due"] == str(halden.in_days(70))
    assert "Foreløpig svar" in visitor.get("/arbeid/planlagt").get_text()


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ({}, "Velg dag og klokkeslett, eller en bunke"),
        ({"publish_at": "08.00"}, "Velg dagen også"),
        ({"publish_on": "2026-03-04", "publish_at": "halv ni"}, "Skriv klokkeslettet som 08.00"),
        ({"publish_on": "2026-03-02", "publish_at": "08.00"}, "Tidspunktet er passert."),
        ({"publish_on": "2026-03-29", "publish_at": "02.30"}, "Klokka stilles fram denne natta"),
        ({"publish_on": "2028-03-02", "publish_at": "08.00"}, "Velg et tidspunkt innen ett år"),
    ],
)
def test_a_time_that_does_not_hold_keeps_the_words(site, halden, kari, when, words):
    visitor = site.visitor(kari)
    page = write(visitor, halden.proposal(), **when).press("Planlegg publisering", 422)
    assert words in page.select_one(".ds-error-summary").get_text()
    assert page.select_one("[name=text]").get_text().strip() == "Ja, to benker til våren."
    assert planned(halden) == []


def test_the_night_when_clocks_are_set_back_is_shown_with_its_season(site, halden, kari):
    site.now = halden.now.replace(month=10, day=20)
    visitor = site.visitor(kari)
    write(visitor, halden.later(days=230).proposal(), publish_on="2026-10-25", publish_at="02.30")
    visitor.press("Planlegg publisering")
    visitor.get("/arbeid/planlagt")
    assert "25. oktober 2026, 02.30 (sommertid)" in visitor.text


def test_a_move_with_its_reason_is_planned(site, halden, kari):
    ref, unit = halden.proposal(), halden.unit()
    halden.move(ref, "vurder", kari)
    visitor = site.visitor(kari)
    visitor.get(f"/arbeid/sak/{ref}/flytt/utvikle")
    visitor.fill(reason="Vi møtes.", unit=unit.public_id, next_on="2026-04-01", mail_text="Bli med, du også.")
    visitor.fill(publish_on="2026-03-04", publish_at="8").press("Planlegg publisering")
    row = planned(halden)[0]
    assert (row.verb, row.words["next_on"], row.words["mail_text"]) == ("utvikle", "2026-04-01", "Bli med, du også.")
    visitor.get(f"/arbeid/planlagt/{row.public_id}")
    visitor.fill(next_on="2026-04-02").press("Lagre endringen")
    assert planned(halden)[0].words["next_on"] == "2026-04-02"


def test_a_template_is_put_in_after_what_is_written(site, halden, kari):
    wish = TemplateWish("Takk", Texts(nb="Hei {navn}.", nn="Hei {navn}, takk."), decision=Decision.DELVIS)
    answer_templates.keep(halden.context(kari), wish)
    ref = halden.proposal(halden.person("Mona Lie"), language="nn")
    visitor = site.visitor(kari)
    visitor.get(f"/arbeid/sak/{ref}/svar")
    page = visitor.press("Sett inn malen")
    assert page.select_one("[name=text]").get_text().strip() == "Hei Mona Lie, takk."
    assert page.select_one("[name=decision][checked]")["value"] == "delvis"
    page = visitor.fill(text="Først dette.").press("Sett inn malen")
    assert page.select_one("[name=text]").get_text().strip() == "Først dette.\n\nHei Mona Lie, takk."


def test_whoever_publishes_another_is_warned_and_the_banner_tells_the_truth(site, halden, kari):
    ref = halden.proposal()
    visitor = site.visitor(kari)
    write(visitor, ref, publish_on="2026-03-04", publish_at="08.00").press("Planlegg publisering")
    for path in ("", "/svar"):
        visitor.get(f"/arbeid/sak/{ref}{path}")
        assert f"{kari.name} har planlagt et svar i saken" in visitor.text
        assert "blir ikke publisert slik det står: saken er endret" not in visitor.text
    visitor.fill(decision="ja", text="Ja, nå.").press("Publiser svaret")
    assert "blir ikke publisert slik det står: saken er endret" in visitor.text
    assert "har planlagt et svar i saken" not in visitor.text


def test_a_batch_is_filled_and_given_its_time(site, halden, kari):
    refs = [halden.proposal(halden.person(f"Nr {number}")) for number in range(2)]
    visitor = site.visitor(kari)
    write(visitor, refs[0], batch_name="Svar før jul").press("Planlegg publisering")
    key = planned(halden)[0].batch_id
    visitor.get(f"/arbeid/sak/{refs[1]}/svar")
    batch = visitor.page.find("option", string="Svar før jul")["value"]
    write(visitor, refs[1], batch=batch).press("Planlegg publisering")
    assert [(row.batch_id, row.publish_at) for row in planned(halden)] == [(key, None)] * 2
    visitor.get("/arbeid/planlagt")
    visitor.click("Svar før jul")
    assert "2 venter i bunken." in visitor.text
    visitor.fill(publish_on="2026-03-04", publish_at="08.00").press("Sett tidspunktet")
    assert "2 svar er planlagt." in visitor.text
    assert {f"{row.publish_at:%d %H}" for row in planned(halden)} == {"04 07"}
    visitor.press("Publiser alle nå")
    assert {row.publish_at for row in planned(halden)} == {halden.now}


def test_a_batch_says_how_many_can_be_published(site, halden, kari):
    refs = [halden.proposal(halden.person(f"Nr {number}")) for number in range(2)]
    visitor = site.visitor(kari)
    write(visitor, refs[0], batch_name="Svar før jul").press("Planlegg publisering")
    visitor.get(f"/arbeid/sak/{refs[1]}/svar")
    batch = visitor.page.find("option", string="Svar før jul")["value"]
    write(visitor, refs[1], batch=batch).press("Planlegg publisering")
    halden.move(refs[1], "vurder", kari)
    visitor.get(f"/arbeid/bunke/{batch}")
    assert "1 svar kan publiseres slik det står. 1 blir ikke publisert, fordi saken er endret." in visitor.text
    visitor.press("Publiser dem som kan, nå")
    assert "1 svar publiseres nå. 1 blir ikke publisert, fordi saken er endret." in visitor.text


def test_a_batch_is_not_given_a_time_after_the_deadline_of_an_interim_reply(site, halden, kari):
    ref = halden.proposal()
    promised = halden.row(ref).answer_due
    visitor = site.visitor(kari)
    visitor.get(f"/arbeid/sak/{ref}/forelopig")
    new = {"due": str(halden.in_days(60)), "text": "Vi trenger mer tid.", "batch_name": "Mer tid"}
    visitor.fill(**new).press("Planlegg publisering")
    visitor.get("/arbeid/planlagt")
    visitor.click("Mer tid")
    assert "må være publisert senest" in visitor.text
    day_after = promised.replace(day=promised.day + 1)
    visitor.fill(publish_on=str(day_after), publish_at="08.00").press("Sett tidspunktet", 422)
    assert f"Dagen er for sen for {ref}." in visitor.text
    assert planned(halden)[0].publish_at is None
    visitor.fill(publish_on=str(promised), publish_at="08.00").press("Sett tidspunktet")
    assert planned(halden)[0].publish_at is not None


def test_planned_things_of_another_municipality_are_as_unknown_ones(db, site, halden, kari):
    voss = municipality(db, "voss")
    theirs, ref = voss.caseworker(), voss.proposal()
    write(site.visitor(theirs, place="/voss/nb"), ref, batch_name="Jul").press("Planlegg publisering")
    row = planned(voss)[0]
    visitor = site.visitor(kari)
    for key in (row.public_id, "finnes-ikke"):
        visitor.get(f"/arbeid/planlagt/{key}", 404)
        visitor.get(f"/arbeid/bunke/{key}", 404)
        visitor.get("/arbeid/planlagt")
        visitor.post(f"/arbeid/planlagt/{key}/stopp", {"csrf_token": visitor.token}, 404)
