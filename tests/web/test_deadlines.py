"""The days of a case: the same on its page, in lists and in the caseworkers' own view."""

from samskaping import language
from samskaping.actions import statements as said
from samskaping.actions.statements import Said


def test_every_page_shows_the_same_day_when_a_step_comes_before_the_answer(site, halden):
    kari, writer = halden.caseworker(), halden.person()
    ref = halden.proposal(writer)
    halden.move(ref, "vurder", kari)
    halden.move(ref, "utvikle", kari, next_on=halden.in_days(3))
    row = halden.row(ref)
    answer, step = language.day(row.answer_due), language.day(halden.in_days(3))
    for who, path in ((None, f"/forslag/{ref}"), (kari, f"/arbeid/sak/{ref}")):
        shown = site.visitor(who).get(path).select_one("main").get_text(" ", strip=True)
        assert f"Kommunen svarer innen {answer}" in shown
        assert step in shown or language.weekday(halden.in_days(3)) in shown
    for who, path in ((None, "/forslag"), (writer, "/min-side/saker")):
        shown = site.visitor(who).get(path).select_one(".sk-proposal").get_text(" ", strip=True)
        assert f"Neste steg innen {language.day(halden.in_days(3), year=False)}" in shown


def test_the_answer_day_and_the_writers_own_stand_while_the_author_has_the_ball(site, halden):
    kari, writer = halden.caseworker(), halden.person()
    ref = halden.proposal(writer)
    said.ask(halden.context(kari), ref, Said("Hvor?", halden.row(ref).version, due=halden.in_days(5)))
    due, own = language.day(halden.row(ref).answer_due), language.day(halden.in_days(5))
    for who, path in ((None, f"/forslag/{ref}"), (writer, f"/forslag/{ref}"), (kari, f"/arbeid/sak/{ref}")):
        shown = site.visitor(who).get(path).select_one("main").get_text(" ", strip=True)
        assert f"Kommunen svarer innen {due}" in shown
        assert "Svar ønskes innen" in shown
        assert own in shown or language.weekday(halden.in_days(5)) in shown
        assert ("Du skal svare på et spørsmål fra kommunen." in shown) is (who is writer)
    due, own = (language.day(day, year=False) for day in (halden.row(ref).answer_due, halden.in_days(5)))
    for who, path, place in ((None, "/forslag", "Kommunen"), (writer, "/min-side/saker", "Halden")):
        shown = site.visitor(who).get(path).select_one(".sk-proposal").get_text(" ", strip=True)
        assert f"Svar ønskes innen {own} {place} svarer innen {due}" in shown
