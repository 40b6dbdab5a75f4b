"""One deed in many cases: looked over first, all or nothing, and told when something changed meanwhile."""

import pytest
from sqlalchemy import func, select

from samskaping.models import Event, Statement
from samskaping.rules.events import What
from samskaping.rules.pipeline import State
from samskaping.rules.roles import Role
from tests.truths import broken
from tests.world import municipality


def chosen(doing, refs, **more):
    return (
        f"/arbeid/valgte?gjor={doing}"
        + "".join(f"&sak={ref}" for ref in refs)
        + "".join(f"&{name}={value}" for name, value in more.items())
    )


def told(db, what):
    return db.scalar(select(func.count()).select_from(Event).where(Event.what == what))


def test_assigning_many_shows_first_what_will_happen(site, halden, kari):
    ivar, refs = halden.caseworker("Ivar Demo"), [halden.proposal() for _ in range(3)]
    halden.row(refs[0]).handler_id = ivar.id
    halden.db.info.pop("untold", None)
    visitor = site.visitor(kari)
    visitor.get("/arbeid")
    page = visitor.get(chosen("tildel", refs))
    assert "3 saker er valgt" in visitor.text
    page = visitor.fill(person=ivar.public_id).press("Se hva som skjer")
    rows = [row.get_text(" ", strip=True) for row in page.select("#skjer-h ~ table tbody tr, section table tbody tr")]
    assert "Saken er der fra før" in rows[0]
    assert "Ingen saksbehandler → Ivar Demo, Rådgiver" in rows[1]
    assert "Det blir gjort i 2 saker, i alle eller i ingen." in visitor.text
    assert halden.row(refs[1]).handler_id is None
    visitor.fill(person=ivar.public_id).press("Gi sakene til noen")
    assert "Gjort i 2 saker." in visitor.text
    assert {halden.row(ref).handler_id for ref in refs} == {ivar.id}
    assert told(halden.db, What.PROPOSAL_ASSIGNED) == 2
    assert broken(halden.db) == []


def test_what_stays_as_it_is_is_not_shown_as_a_change(site, halden, kari):
    unit, ref, other = halden.unit("Parkenheten"), halden.proposal(), halden.proposal()
    halden.row(ref).handler_id, halden.row(other).unit_id = kari.id, unit.id
    halden._quietly()
    visitor = site.visitor(halden.caseworker("Ivar Demo"))
    visitor.get(chosen("tildel", [ref, other]))
    page = visitor.fill(person=kari.public_id, unit=unit.public_id).press("Se hva som skjer")
    rows = [row.select("td")[-1].get_text(" ", strip=True) for row in page.select("section table tbody tr")]
    assert rows == [
        "Gi sakene til noen Ingen enhet → Parkenheten", "Gi sakene til noen Ingen saksbehandler → Kari Demo, Rådgiver",
    ]  # fmt: skip


@pytest.mark.parametrize("path", ["valgte?gjor=flytt&", "valgte?gjor=tildel&", "svar-samlet?", "sla-sammen?"])
def test_a_deed_with_nothing_chosen_says_so_beside_the_list(site, halden, kari, path):
    halden.proposal()
    visitor = site.visitor(kari)
    visitor.get("/arbeid?ko=nye")
    assert visitor.page.select_one("[data-none]").get_text() == ""
    visitor.get(f"/arbeid/{path}tilbake=ko%3Dnye", 303)
    visitor.follow()
    assert visitor.page.select_one("[data-none]").get_text() == "Velg først én eller flere saker i lista."
    assert visitor.page.select_one("input[name=ko]")["value"] == "nye"


def test_whoever_takes_many_says_first_that_they_are_impartial(site, halden, kari):
    refs = [halden.proposal() for _ in range(2)]
    visitor = site.visitor(kari)
    visitor.get(chosen("tildel", refs))
    page = visitor.fill(person=kari.public_id).press("Se hva som skjer", 422)
    assert [link["href"] for link in page.select("#error-summary a")] == ["#assured"]
    visitor.fill(person=kari.public_id, assured="y").press("Se hva som skjer")
    visitor.fill(person=kari.public_id, assured="y").press("Gi sakene til noen")
    assert {halden.row(ref).handler_id for ref in refs} == {kari.id}
    assert told(halden.db, What.IMPARTIALITY_ASSURED) == 2


def test_a_move_is_filled_in_once_and_leaves_out_what_it_cannot_move(site, halden, kari):
    unit, refs = halden.unit(), [halden.proposal() for _ in range(3)]
    halden.joins(kari, halden.unit("Servicetorget"))
    halden.move(refs[2], "vurder", kari)
    visitor = site.visitor(kari)
    visitor.get(chosen("flytt", refs))
    assert "Begynn å vurdere 2 av 3 saker" in visitor.text
    visitor.click("Svar nei")
    lacks = visitor.press("Se hva som skjer", 422)
    assert len(lacks.select("#error-summary a")) == 3
    filled = {"unit": unit.public_id, "body": "administrasjonen", "reason": "Vi har ikke penger til dette i år."}
    visitor.fill(**filled).press("Se hva som skjer")
    visitor.fill(**filled).press("Svar nei")
    assert {halden.row(ref).state for ref in refs} == {State.AVSLATT}
    assert told(halden.db, What.PROPOSAL_MOVED) == 4
    said = halden.db.scalars(select(Statement).where(Statement.text == filled["reason"])).all()
    assert {(one.kind, one.unit_name.nb) for one in said} == {("answer", "Servicetorget")}
    assert broken(halden.db) == []
    page = site.visitor().get(f"/forslag/{refs[0]}")
    assert "Vi har ikke penger til dette i år." in page.get_text()


def test_the_preview_says_which_unit_a_case_goes_to_and_whose_it_becomes(site, halden, kari):
    old, new = halden.unit("Kulturkontoret"), halden.unit("Parkenheten")
    theme, refs = halden.theme("Park", new), [halden.proposal() for _ in range(3)]
    for ref, unit, handler in zip(refs, (old, new, old), (None, None, kari), strict=True):
        halden.row(ref).unit_id, halden.row(ref).handler_id = unit.id, handler.id if handler else None
    halden._quietly()
    halden.joins(kari, new)
    visitor = site.visitor(kari)

    def outcomes():
        return [row.select("td")[-1].get_text(" ", strip=True) for row in visitor.page.select("section table tbody tr")]

    visitor.get(chosen("flytt", refs, steg="vurder"))
    visitor.fill(unit=new.public_id).press("Se hva som skjer")
    step = "Begynn å vurdere Mottatt → Vurderes"
    led, hers = "Kulturkontoret → Parkenheten", "Ingen saksbehandler → Kari Demo"
    assert outcomes() == [f"{step}. {led}. {hers}", f"{step}. {hers}", f"{step}. {led}"]
    visitor.fill(unit=old.public_id).press("Se over på nytt")
    assert outcomes() == [step, f"{step}. Parkenheten → Kulturkontoret", step], "another unit takes it"
    visitor.get(chosen("tema", refs))
    visitor.fill(theme=theme.public_id).press("Se hva som skjer")
    themed = "Sett tema Uten tema → Park"
    assert outcomes() == [f"{themed}. {led}", themed, themed]
    visitor.fill(theme=theme.public_id).press("Sett tema")
    assert [halden.row(ref).unit_id for ref in refs] == [new.id, new.id, old.id]


def test_when_anything_changed_nothing_is_done_and_the_change_is_told(site, halden, kari):
    refs, unit = [halden.proposal() for _ in range(3)], halden.unit()
    visitor = site.visitor(kari)
    visitor.get(chosen("flytt", refs, steg="vurder"))
    visitor.fill(unit=unit.public_id).press("Se hva som skjer")
    assert "Mottatt → Vurderes" in visitor.text
    halden.move(refs[1], "vurder", halden.caseworker("Ivar Demo"))
    visitor.fill(unit=unit.public_id).press("Begynn å vurdere", 409)
    assert "Ingenting er gjort" in visitor.text
    assert "Vurderingen begynte" in visitor.text
    assert "Ivar Demo" in visitor.text
    assert [halden.row(ref).state for ref in refs] == [State.MOTTATT, State.VURDERES, State.MOTTATT]
    visitor.fill(unit=unit.public_id).press("Begynn å vurdere")
    assert {halden.row(ref).state for ref in refs} == {State.VURDERES}


def test_another_deed_than_the_one_that_was_looked_over_is_looked_over_anew(site, halden, kari):
    ref, theme, other = halden.proposal(), halden.theme("Trafikk"), halden.theme("Kultur")
    visitor = site.visitor(kari)
    visitor.get(chosen("tema", [ref]))
    visitor.fill(theme=theme.public_id).press("Se hva som skjer")
    assert "Uten tema → Trafikk" in visitor.text
    visitor.fill(theme=other.public_id).press("Sett tema")
    assert halden.row(ref).theme_id is None
    visitor.fill(theme=other.public_id).press("Sett tema")
    assert halden.row(ref).theme_id == other.id


def test_a_theme_sends_what_nobody_has_taken_to_its_unit(site, halden, kari):
    unit, refs = halden.unit(), [halden.proposal() for _ in range(2)]
    theme = halden.theme(unit=unit)
    halden.row(refs[1]).handler_id = kari.id
    halden.db.info.pop("untold", None)
    visitor = site.visitor(kari)
    visitor.get(chosen("tema", refs))
    visitor.fill(theme=theme.public_id).press("Se hva som skjer")
    visitor.fill(theme=theme.public_id).press("Sett tema")
    assert [halden.row(ref).unit_id for ref in refs] == [unit.id, None]
    assert told(halden.db, What.PROPOSAL_ROUTED) == 1


def test_news_stand_in_every_case_that_is_public(site, halden, kari):
    refs = [halden.proposal() for _ in range(2)]
    halden.row(refs[1]).is_public = False
    halden.db.info.pop("untold", None)
    visitor = site.visitor(kari)
    visitor.get(chosen("fortell", refs))
    visitor.fill(text="Befaring på torsdag.").press("Se hva som skjer")
    assert "Saken er ikke synlig for alle" in visitor.text
    visitor.fill(text="Befaring på torsdag.").press("Fortell hva som er nytt")
    assert told(halden.db, What.UPDATE_PUBLISHED) == 1


@pytest.mark.case("AC-08")
def test_cases_of_others_are_answered_as_those_that_are_not(site, halden, kari, db):
    ref = halden.proposal()
    voss = municipality(db, "voss")
    theirs = voss.later(days=-400).proposal()
    halden.context()
    visitor = site.visitor(kari)
    answers = []
    for other in (theirs, "2026-999999"):
        visitor.get(chosen("tema", [ref, other]), 404)
        answers.append(visitor.text)
    assert answers[0] == answers[1]
    site.visitor(halden.person("Moderator", Role.MODERATOR)).get(chosen("tema", [ref]), 403)


def test_a_partial_caseworker_sees_that_nothing_will_happen(site, halden, kari):
    ref, theme = halden.proposal(), halden.theme()
    halden.row(ref).partial_ids = [kari.id]
    halden.db.info.pop("untold", None)
    visitor = site.visitor(kari)
    visitor.get(chosen("tema", [ref]))
    visitor.fill(theme=theme.public_id).press("Se hva som skjer")
    assert "Du er inhabil i saken" in visitor.text
    assert not visitor.page.select("[name=_gjor]")


@pytest.mark.parametrize("many", [1, 3])
def test_looking_over_and_doing_take_a_fixed_number_of_statements(site, halden, kari, statements, many):
    refs, unit = [halden.proposal() for _ in range(many)], halden.unit()
    visitor = site.visitor(kari)
    with statements.at_most(8):
        visitor.get(chosen("flytt", refs, steg="avsla"))
    filled = {"unit": unit.public_id, "body": "administrasjonen", "reason": "Ikke i år."}
    with statements.at_most(9):
        visitor.fill(**filled).press("Se hva som skjer")
    fields = {tag["name"]: tag.get("value", "") for tag in visitor.page.select("#valgte input[type=hidden]")}
    sent = {**fields, **filled, "body_name": "", "language": "nb", "_gjor": "1", "impartial": "y"}
    with statements.exactly(14):
        visitor.post(chosen("flytt", refs, steg="avsla"), sent)
    assert halden.row(refs[-1]).state is State.AVSLATT
