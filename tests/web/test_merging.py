"""Joining cases in the browser: found by likeness or number, seen side by side, supporters asked, undone in a day."""

from urllib.parse import quote

import pytest
from sqlalchemy import select

from samskaping.actions import statements, support
from samskaping.actions.statements import Said
from samskaping.jobs.place import Place
from samskaping.jobs.tell import tell
from samskaping.models import Letter, Notification, Support
from samskaping.rules.kinds import MailChoice
from samskaping.rules.pipeline import State
from samskaping.rules.roles import Role
from samskaping.rules.speech import Decision

pytestmark = pytest.mark.second_in_matrix


@pytest.fixture
def pair(halden):
    """Two proposals that are alike, and a supporter of the first."""
    unit = halden.unit()
    liv, per = halden.person("Liv Lund"), halden.person("Per Berg")
    one = halden.proposal(liv, title="Benker langs Tista", theme=halden.theme(unit=unit).public_id)
    other = halden.proposal(per, title="Flere benker ved elva Tista")
    supporter = halden.person("Sara Støtte")
    support.give(halden.context(supporter), one)
    return one, other, supporter


def join(visitor, one, other, **fields):
    visitor.get(f"/arbeid/sak/{one}/sla-sammen?inn={other}")
    units = [option["value"] for option in visitor.page.select("#unit option") if option["value"]]
    visitor.fill(**{"unit": units[0], "reason": "De to ber om det samme.", **fields})
    return visitor


def test_chosen_in_the_inbox_and_joined_with_the_one_that_goes_on(site, halden, kari, pair):
    one, other, _supporter = pair
    third = halden.proposal(title="Benk ved Tista, igjen")
    visitor = site.visitor(kari)
    assert visitor.get("/arbeid").select_one('button[formaction$="/arbeid/sla-sammen"]').get_text() == "Slå sammen"
    chosen = f"/arbeid/sla-sammen?sak={one}&sak={third}&sak={other}"
    visitor.get(chosen)
    assert "3 saker er valgt." in visitor.text
    offered = [box["value"] for box in visitor.page.select("input[name=fortsetter]")]
    assert offered == [one, third, other]
    visitor.get(f"{chosen}&fortsetter={other}", 303)
    visitor.follow()
    for stopping, is_more in ((one, True), (third, False)):
        assert "Saken fortsetter i denne" in visitor.text
        assert ("Etter denne kommer 1 sak til" in visitor.text) is is_more
        units = [option["value"] for option in visitor.page.select("#unit option") if option["value"]]
        visitor.fill(unit=units[0], reason="Alle tre ber om det samme.").press("Slå sammen sakene")
        assert halden.row(stopping).into_id == halden.row(other).id
    assert f"/arbeid/sak/{third}" in visitor.path


def test_what_cannot_be_joined_is_told(site, halden, kari, pair):
    one, other, _supporter = pair
    halden.move(one, "avsla", kari)
    visitor = site.visitor(kari)
    visitor.get(f"/arbeid/sla-sammen?sak={one}&sak={other}")
    assert "Disse kan ikke slås sammen" in visitor.text
    assert "Velg minst to åpne saker" in visitor.text
    visitor.get(f"/arbeid/sla-sammen?sak={one}&sak=2026-999999", 404)
    site.visitor(halden.person("Moderator", Role.MODERATOR)).get(f"/arbeid/sla-sammen?sak={one}", 403)


def test_the_unit_of_the_case_that_goes_on_is_preselected(site, halden, kari, pair):
    one, other, _supporter = pair
    units = [halden.unit("Vei"), halden.unit("Skole")]
    halden.row(one).unit_id, halden.row(other).unit_id = units[0].id, units[1].id
    halden._quietly()
    visitor = site.visitor(kari)
    page = visitor.get(f"/arbeid/sak/{one}/sla-sammen?inn={other}")
    assert [option["value"] for option in page.select("#unit option[selected]")] == [units[1].public_id]


def test_a_joined_case_is_offered_to_no_joining_and_its_forms_say_where_it_goes_on(site, halden, kari, pair):
    one, other, _supporter = pair
    third = halden.proposal(title="Benker langs Tista, igjen")
    halden.move(one, "sla_sammen", kari, into=other)
    visitor = site.visitor(kari)
    assert one not in visitor.get(f"/arbeid/sak/{third}/sla-sammen").select_one("main").get_text()
    visitor.get(f"/arbeid/sak/{third}/sla-sammen?inn={one}", 422)
    assert f"Ingen åpen sak har nummeret {one}" in visitor.text
    visitor.get(f"/arbeid/sla-sammen?sak={one}&sak={other}&sak={third}")
    assert one not in [box["value"] for box in visitor.page.select("input[name=fortsetter]")]
    for path in ("svar", "forelopig", "i-gang", "spor", "tildel", "flytt/avsla", "sla-sammen"):
        visitor.get(f"/arbeid/sak/{one}/{path}", 404)
        assert f"slått sammen med {other}" in visitor.text or "Slått sammen" in visitor.text, path
    offered = {link["href"].partition("?")[0] for link in visitor.get(f"/arbeid/sak/{one}").select("a[href]")}
    shut = {f"{one}/{deed}" for deed in ("svar", "forelopig", "i-gang", "spor", "tildel", "sla-sammen", "vurdering")}
    assert not [link for link in offered if link.endswith(tuple(shut))]
    assert any(link.endswith(f"{one}/plassering") for link in offered)
    visitor.get(f"/arbeid/sak/{third}/svar")
    sent = {"csrf_token": visitor.token, "text": "Ja.", "decision": "ja", "impartial": "y", "language": "nb"}
    version = str(halden.row(one).version)
    visitor.post(f"/arbeid/sak/{one}/svar", {**sent, "version": version, "once": "a" * 22}, 422)
    assert f"slått sammen med {other}" in visitor.text
    assert halden.row(one).answered_at is None


def test_the_page_says_when_the_answer_comes_or_that_this_case_is_answered_first(site, halden, kari, pair):
    one, other, _supporter = pair
    later = halden.later(days=5).proposal(title="Benker, igjen")
    visitor = site.visitor(kari)
    page = visitor.get(f"/arbeid/sak/{one}/sla-sammen?inn={later}").select_one("#skjer").parent.get_text()
    assert f"Svaret kommer i {later}, senest" in page
    statements.answer(halden.sure(kari, other), other, Said("Ja.", 1, decision=Decision.JA))
    page = visitor.get(f"/arbeid/sak/{one}/sla-sammen?inn={other}")
    assert page.select_one("#deed") is None
    visitor.click(f"Svar i {one}")
    assert visitor.path.endswith(f"/arbeid/sak/{one}/svar")


@pytest.mark.parametrize("many", [1, 3])
def test_choosing_takes_the_same_number_of_statements(site, halden, kari, statements, many):
    visitor = site.visitor(kari)
    refs = "&".join(f"sak={halden.proposal()}" for _ in range(many))
    visitor.get(f"/arbeid/sla-sammen?{refs}")
    with statements.exactly(2):
        visitor.get(f"/arbeid/sla-sammen?{refs}")


def test_found_by_likeness_seen_side_by_side_and_joined(site, halden, kari, pair):
    one, other, _supporter = pair
    visitor = site.visitor(kari)
    visitor.get(f"/arbeid/sak/{one}/flytt/sla_sammen", status=303)
    visitor.follow()
    assert "Flere benker ved elva Tista" in visitor.text
    visitor.click(f"Se sakene ved siden av hverandre : {other}")
    for words in (
        "Denne saken stopper her",
        "Saken fortsetter i denne",
        "Liv Lund",
        "Per Berg",
        "1 støtte flyttes ikke",
    ):
        assert words in visitor.text
    join(visitor, one, other).press("Slå sammen sakene")
    assert "Angre sammenslåingen" in visitor.text
    assert halden.row(one).state is State.SLATT_SAMMEN
    anyone = site.visitor()
    anyone.get(f"/forslag/{other}")
    assert "Foreslått av Per Berg og Liv Lund" in anyone.text
    anyone.click("Benker langs Tista")
    assert "Saken fortsetter i Flere benker ved elva Tista" in anyone.text


@pytest.mark.parametrize("form", ["nb", "nn"])
def test_by_number_and_what_is_refused(site, halden, kari, pair, form):
    one, other, _supporter = pair
    visitor = site.visitor(kari, form=form)
    for wrong in ("2026-999999", one, "tull", "2026-000001' --", "\x00", "9" * 400):
        visitor.get(f"/arbeid/sak/{one}/sla-sammen?inn={quote(wrong)}", status=422)
        assert visitor.page.select_one(".ds-error-summary") is not None
    visitor.get(f"/arbeid/sak/{one}/sla-sammen")
    visitor.fill(inn=other).press(
        "Se sakene ved siden av hverandre" if form == "nb" else "Sjå sakene ved sida av kvarandre"
    )
    assert other in visitor.text


def test_mistakes_are_told_and_nothing_is_done(site, halden, kari, pair):
    one, other, _supporter = pair
    visitor = join(site.visitor(kari), one, other, reason="")
    visitor.press("Slå sammen sakene", status=422)
    assert "Skriv en begrunnelse som alle kan lese" in visitor.text
    assert halden.row(one).state is State.MOTTATT
    # The other one ends while the form is open.
    join(visitor, one, other)
    halden.move(other, "avsla", kari)
    visitor.press("Slå sammen sakene", status=422)
    assert "Ingen åpen sak har nummeret" in visitor.text
    assert halden.row(one).state is State.MOTTATT


def test_a_change_meanwhile_shows_what_is_new_and_keeps_the_words(site, halden, kari, pair):
    one, other, _supporter = pair
    visitor = join(site.visitor(kari), one, other)
    halden.move(one, "vurder", kari)
    visitor.press("Slå sammen sakene", status=409)
    assert "Vurderingen begynte" in visitor.text
    assert visitor.page.select_one("#reason").text.strip() == "De to ber om det samme."
    visitor.press("Slå sammen sakene")
    assert halden.row(one).state is State.SLATT_SAMMEN


def test_a_supporter_says_yes_on_one_page(site, settings, connection, halden, kari, pair):
    one, other, supporter = pair
    supporter.mail_choice = MailChoice.STRAKS
    join(site.visitor(kari), one, other).press("Slå sammen sakene")
    tell(Place(connection, settings, now=lambda: halden.now))
    visitor = site.visitor(supporter)
    visitor.get("/varsler")
    visitor.press(next(b for b in buttons(visitor) if b.startswith("Kan støtten din følge med til en annen sak?")))
    assert visitor.path.endswith(f"/forslag/{one}/flytt-stotten")
    visitor.press("Ja, flytt støtten min")
    assert "Støtten er flyttet" in visitor.text
    assert (halden.row(one).support_count, halden.row(other).support_count) == (0, 1)


def buttons(visitor):
    return [" ".join(button.get_text(" ").split()) for button in visitor.page.select("button")]


def test_a_no_changes_nothing_and_can_be_changed(site, halden, kari, pair):
    one, other, supporter = pair
    join(site.visitor(kari), one, other).press("Slå sammen sakene")
    visitor = site.visitor(supporter)
    visitor.get(f"/forslag/{one}")
    visitor.click("Svar på om støtten kan følge med til den andre saken")
    visitor.press("Nei")
    assert "Du svarte nei" in visitor.text
    assert (halden.row(one).support_count, halden.row(other).support_count) == (1, 0)
    visitor.press("Ja, flytt støtten min")
    assert (halden.row(one).support_count, halden.row(other).support_count) == (0, 1)


def test_nobody_else_sees_the_question(site, halden, kari, pair):
    one, other, supporter = pair
    site.visitor(supporter).get(f"/forslag/{one}/flytt-stotten", status=404)
    join(site.visitor(kari), one, other).press("Slå sammen sakene")
    site.visitor(halden.person("En Annen")).get(f"/forslag/{one}/flytt-stotten", status=404)
    site.visitor(kari).get(f"/forslag/{one}/flytt-stotten", status=404)


def test_undone_within_a_day_and_refused_after(site, halden, kari, pair):
    one, other, supporter = pair
    join(site.visitor(kari), one, other).press("Slå sammen sakene")
    person = site.visitor(supporter)
    person.get(f"/forslag/{one}/flytt-stotten")
    person.press("Ja, flytt støtten min")
    visitor = site.visitor(kari)
    visitor.get(f"/arbeid/sak/{one}")
    visitor.click("Angre sammenslåingen")
    assert "1 støtte som ble flyttet, kommer tilbake." in visitor.text
    visitor.press("Angre sammenslåingen")
    assert "Sammenslåingen er angret" in visitor.text
    assert halden.row(one).state is State.MOTTATT
    assert (halden.row(one).support_count, halden.row(other).support_count) == (1, 0)
    person.get(f"/forslag/{one}/flytt-stotten")
    assert "Sakene er ikke slått sammen lenger" in person.text
    visitor.get(f"/arbeid/sak/{one}/angre-sammenslaing", status=404)
    join(visitor, one, other).press("Slå sammen sakene")
    visitor.get(f"/arbeid/sak/{one}/angre-sammenslaing")
    site.now = halden.later(hours=25).now
    late = site.visitor(kari)
    late.get(f"/arbeid/sak/{one}/angre-sammenslaing")
    assert "Fristen for å angre er ute" in late.text
    late.get(f"/arbeid/sak/{one}")
    key = {"csrf_token": late.token, "version": str(halden.row(one).version), "seen": "0", "once": "x"}
    late.post(f"/arbeid/sak/{one}/angre-sammenslaing", key, status=422)
    assert halden.row(one).state is State.SLATT_SAMMEN


def test_statements_stay_few_however_many_support(site, halden, kari, pair, statements):
    one, other, _supporter = pair
    for count in (1, 3):
        if count == 3:
            for name in ("A", "B"):
                support.give(halden.context(halden.person(name)), one)
        visitor = site.visitor(kari)
        with statements.at_most(12):
            visitor.get(f"/arbeid/sak/{one}/sla-sammen")
        with statements.at_most(12):
            visitor.get(f"/arbeid/sak/{one}/sla-sammen?inn={other}")
        with statements.at_most(12):
            site.visitor().get(f"/forslag/{other}")


def test_a_post_takes_few_statements(site, halden, kari, pair, statements):
    one, other, supporter = pair
    visitor = join(site.visitor(kari), one, other)
    _button, form = visitor._button("Slå sammen sakene")
    data = {tag["name"]: tag.get("value", "") for tag in form.select("input[name]")}
    data |= {**visitor.written, "language": "nb"}
    with statements.at_most(15):
        visitor.post(f"/arbeid/sak/{one}/sla-sammen?inn={other}", data)
    person = site.visitor(supporter)
    person.get(f"/forslag/{one}/flytt-stotten")
    with statements.at_most(16):
        person.post(f"/forslag/{one}/flytt-stotten", {"csrf_token": person.token, "svar": "ja", "once": "a"})
    assert halden.db.scalars(select(Support.proposal_id)).all() == [halden.row(other).id]


def test_only_handlers_come_in(site, halden, pair):
    one, other, _supporter = pair
    for role in (Role.INNSYN, Role.PUBLISIST, Role.MODERATOR):
        visitor = site.visitor(halden.person(f"En {role}", role))
        for path in (f"sla-sammen?inn={other}", "angre-sammenslaing"):
            visitor.get(f"/arbeid/sak/{one}/{path}", status=403)
    assert halden.db.scalars(select(Notification.id)).all() == []
    assert halden.db.scalars(select(Letter.kind).where(Letter.kind == "notice")).all() == []
