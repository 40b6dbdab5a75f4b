"""The phases of a challenge: the thread on its page, what is shut, and the desk where they are planned."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from samskaping.actions import challenges, ties
from samskaping.actions.needs import Told
from samskaping.errors import Unfit
from samskaping.models import Challenge, Event, Version
from samskaping.rules.events import What
from samskaping.rules.kinds import ChallengeState
from samskaping.rules.participants import Participants
from samskaping.rules.phases import Opening
from samskaping.rules.roles import Role
from tests.challenges import content, published
from tests.phases import BEHOV, EFFEKT, FORSLAG, VURDERING, phase, planned
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix


@pytest.fixture
def ingrid(halden):
    return halden.person("Ingrid Demo", Role.PUBLISIST)


@pytest.fixture
def made(halden, ingrid):
    return published(halden, ingrid, closes_on=None, answers_on=halden.in_days(100))


def thread(page):
    return [one.get_text(" ", strip=True) for one in page.select(".sk-thread li")]


def test_the_page_shows_the_thread_the_phase_now_and_the_next(site, halden, ingrid, made):
    wanted = (phase(halden, BEHOV, -20, -1), phase(halden, FORSLAG, 0, 29), phase(halden, EFFEKT, 30, None))
    planned(halden, ingrid, made, *wanted)
    page = site.visitor().get(f"/utfordring/{made}")
    said = page.get_text(" ", strip=True)
    assert page.select_one(".sk-thread li[aria-current=step]").get_text(" ", strip=True).startswith("Forslag")
    assert thread(page)[0].startswith("Behov , ferdig, 10. feb.–1. mars")
    assert "Nå: Forslag til og med 31. mars 2026" in said
    assert "Åpent nå: Fortelle om behov, foreslå noe, kommentere forslag, støtte forslag." in said
    assert "Neste: Effekt, fra 1. april 2026" in said
    assert "En ny fase begynte: Forslag" in said
    assert "Fase: Forslag" in site.visitor().get("/utfordringer").get_text(" ", strip=True)
    nynorsk = site.visitor(form="nn").get(f"/utfordring/{made}").get_text(" ", strip=True)
    assert "Ein ny fase byrja: Forslag" in nynorsk


def test_a_challenge_without_phases_is_as_before(site, halden, ingrid, made):
    page = site.visitor().get(f"/utfordring/{made}")
    assert thread(page) == []
    assert {"Lag et forslag", "Fortell om et behov"} <= {one.get_text(strip=True) for one in page.select("a")}


def test_what_is_shut_is_not_offered_and_says_why(site, halden, ingrid, made):
    planned(halden, ingrid, made, phase(halden, BEHOV, 0, 9), phase(halden, FORSLAG, 10, 29))
    visitor = site.visitor()
    page = visitor.get(f"/utfordring/{made}")
    offered = {one.get_text(strip=True) for one in page.select("a")}
    assert "Fortell om et behov" in offered
    assert "Lag et forslag" not in offered
    why = "Utfordringen tar ikke imot forslag i fasen «Behov». Neste fase begynner 12. mars 2026."
    assert why in page.get_text(" ", strip=True)
    listed = visitor.get("/utfordringer").get_text(" ", strip=True)
    assert "Åpent for forslag" not in listed
    visitor.get(f"/foresla?utfordring={made}", 404)


def test_what_was_typed_is_kept_when_it_is_shut(site, halden, ingrid, made):
    """Whoever began to write before midnight loses nothing; the words say why and when."""
    shut = phase(halden, VURDERING, 10, 29, opens=())
    planned(halden, ingrid, made, phase(halden, FORSLAG, 0, 9, opens=Opening), shut)
    ola = halden.person()
    ref = halden.proposal(ola, challenge=made)
    later = replace(site, world=halden.later(days=10))
    writer = site.visitor(ola)
    writer.get(f"/forslag/{ref}/kommentar")
    writer.site = later
    writer.fill(text="Dette er viktig for oss.", stance="for").press("Publiser kommentaren", 422)
    assert "Samtalen er stengt i fasen «Vurdering»." in writer.text
    assert writer.page.find("textarea", id="text").get_text().strip() == "Dette er viktig for oss."
    shown = later.visitor(ola).get(f"/forslag/{ref}").get_text(" ", strip=True)
    assert "Forslaget kan ikke støttes i fasen «Vurdering»." in shown
    assert "Samtalen er stengt i fasen «Vurdering»." in shown


@pytest.mark.parametrize("path", ["/foresla", "/behov/fortell"])
def test_a_proposal_and_a_need_are_kept_too(site, halden, ingrid, made, path):
    planned(halden, ingrid, made, phase(halden, FORSLAG, 0, 9), phase(halden, VURDERING, 10, 29))
    writer = site.visitor(halden.person())
    writer.get(f"{path}?utfordring={made}")
    writer.site = replace(site, world=halden.later(days=10))
    field = "need" if path == "/foresla" else "text"
    writer.fill(**{field: "Det er mørkt på veien om vinteren, og barna er redde."})
    writer.press("Neste: Ideen" if path == "/foresla" else "Fortell om behovet", 422)
    assert "i fasen «Vurdering»" in writer.text
    assert "Det er mørkt på veien" in writer.page.find("textarea", id=field).get_text()


def test_a_need_is_told_under_a_challenge_that_takes_needs_and_no_proposals(site, halden, ingrid, made):
    planned(halden, ingrid, made, phase(halden, BEHOV, 0, 9), phase(halden, FORSLAG, 10, 29))
    writer = site.visitor(halden.person())
    writer.get(f"/utfordring/{made}")
    writer.click("Fortell om et behov")
    # Proposals are not taken under it now: what leads to one, leads to one of its own.
    assert writer.page.select_one("aside a[href$='/foresla']")
    writer.fill(text="Det er mørkt på veien om vinteren.").press("Fortell om behovet")
    assert "Det er mørkt på veien" in site.visitor().get(f"/utfordring/{made}").get_text()


def test_no_phase_shuts_that_a_need_concerns_somebody(site, halden, ingrid, made):
    planned(halden, ingrid, made, phase(halden, BEHOV, 0, 9), phase(halden, VURDERING, 10, 29, opens=()))
    told = ties.tell(halden.context(halden.person("Per")), Told("Det er mørkt på veien om vinteren."), challenge=made)
    ref = told.reference
    later = replace(site, world=halden.later(days=10))
    anyone, liv = later.visitor(), later.visitor(halden.person("Liv"))
    with pytest.raises(Unfit, match="tar ikke imot behov i fasen «Vurdering»"):
        ties.tell(later.world.context(halden.person()), Told("Eg treng ein benk."), challenge=made)
    liv.get(f"/behov/{ref}")
    assert "Det gjelder deg også." in liv.press("Det gjelder meg også").get_text()
    assert "1 annen sier at det gjelder dem også" in " ".join(anyone.get(f"/behov/{ref}").get_text(" ").split())


def test_a_draft_of_a_challenge_that_is_shut_meanwhile_is_kept_and_can_go_elsewhere(site, halden, ingrid, made):
    planned(halden, ingrid, made, phase(halden, FORSLAG, 0, 9), phase(halden, VURDERING, 10, 29))
    ola = halden.person()
    draft = halden.draft(ola, challenge=made)
    later = replace(site, world=halden.later(days=10)).visitor(ola)
    later.get(f"/foresla/{draft}/sted", 422)
    assert "Utfordringen er stengt for nye forslag. Velg en annen, eller ingen." in later.text


def test_a_phase_for_residents_goes_by_the_home_they_declared(db, site, halden, ingrid, made):
    closed_one = phase(halden, FORSLAG, 0, 29, participants=Participants.INNBYGGERE)
    ref = halden.proposal(halden.person("Per"), challenge=made)
    planned(halden, ingrid, made, closed_one)
    at_home, elsewhere = halden.person("Liv"), halden.person("Gro")
    at_home.home_id, elsewhere.home_id = halden.here.id, municipality(db, "asker").here.id
    halden._quietly()
    assert "Lag et forslag" in site.visitor(at_home).get(f"/utfordring/{made}").get_text()
    for visitor, words in (
        (site.visitor(), "Logg inn for å delta."),
        (site.visitor(elsewhere), "Hvor du bor, sier du på Min side."),
        (site.visitor(halden.person("Uten")), "Hvor du bor, sier du på Min side."),
    ):
        page = visitor.get(f"/utfordring/{made}")
        assert "Lag et forslag" not in {one.get_text(strip=True) for one in page.select("main a")}
        assert words in page.get_text(" ", strip=True)
        assert words in visitor.get(f"/forslag/{ref}").get_text(" ", strip=True)
    staff = site.visitor(ingrid).get(f"/forslag/{ref}")
    assert staff.select_one("#skriv")  # the municipality itself speaks wherever it is


def test_the_desk_shows_what_a_plan_leads_to_before_it_is_kept(site, halden, ingrid, made):
    staff = site.visitor(ingrid)
    staff.get("/arbeid/utfordringer")
    staff.click("Faser i Hvordan kan færre spise alene?")
    staff.fill(begins_behov="2.3.2026", ends_behov="10.3.2026", begins_forslag="11.3.2026", ends_forslag="31.3.2026")
    staff.press("Se hva det betyr")
    assert "Slik blir det" in staff.text
    assert "I dag blir fasen «Behov»." in staff.text
    assert "Siste dag for forslag blir 31. mars 2026." in staff.text
    staff.press("Lagre fasene", 422)
    assert "Skriv hva du har endret, og hvorfor" in staff.text
    staff.press("Se hva det betyr")
    staff.fill(why="Vi vil høre behovene først.").press("Lagre fasene")
    assert "Fasene er lagret." in staff.text
    row = halden.db.scalars(select(Challenge).where(Challenge.public_id == made)).one()
    halden.db.refresh(row)
    assert (row.phase, row.closes_on.isoformat(), row.version) == (BEHOV, "2026-03-31", 2)
    kept = halden.db.scalars(select(Version).where(Version.subject_id == row.id, Version.number == 2)).one()
    assert [one["kind"] for one in kept.fields["phases"]] == ["behov", "forslag"]
    page = site.visitor().get(f"/utfordring/{made}")
    assert "Vi vil høre behovene først." in page.get_text()


def test_moving_a_day_moves_what_follows_when_that_is_asked_for(site, halden, ingrid, made):
    wanted = (phase(halden, BEHOV, 0, 9), phase(halden, FORSLAG, 10, 29), phase(halden, VURDERING, 30, None))
    planned(halden, ingrid, made, *wanted)
    staff = site.visitor(ingrid)
    staff.get(f"/arbeid/utfordringer/{made}/faser")
    staff.fill(ends_behov="15.3.2026").press("Se hva det betyr", 422)
    assert "«Forslag» kan ikke begynne før «Behov» er over. Den varer til og med 15. mars 2026" in staff.text
    staff.fill(moves_along="y").press("Se hva det betyr")
    assert "16. mars–4. apr." in staff.text
    assert "Siste dag for forslag blir 4. april 2026, ikke 31. mars 2026." in staff.text
    assert staff.page.find(id="begins_vurdering")["value"] == "2026-04-05"
    staff.fill(why="Mange ville si mer.").press("Lagre fasene")
    assert "Siste dag for forslag" not in staff.text
    assert staff.page.find(id="begins_forslag")["value"] == "2026-03-16"


def test_days_that_run_backwards_or_go_beyond_the_promise_are_refused(site, halden, ingrid, made):
    staff = site.visitor(ingrid)
    for fields, words in (
        ({"begins_behov": "9.3.2026", "ends_behov": "3.3.2026"}, "Siste dag kan ikke være før første dag"),
        ({"ends_behov": "3.3.2026"}, "Velg første dag, eller la begge stå tomme"),
        (
            {"begins_behov": "20.3.2026", "ends_behov": "25.3.2026", "begins_forslag": "1.3.2026"},
            "«Forslag» kan ikke begynne før «Behov», som begynner 20. mars 2026",
        ),
        (
            {"begins_behov": "1.3.2026", "begins_forslag": "20.3.2026"},
            "Velg siste dag, for «Forslag» kommer etterpå",
        ),
        (
            {"begins_forslag": "1.3.2026", "ends_forslag": "1.9.2026"},
            "Svarene er lovet senest 10. juni 2026, og da kan det ikke komme forslag etterpå.",
        ),
    ):
        staff.get(f"/arbeid/utfordringer/{made}/faser")
        staff.fill(**fields).press("Se hva det betyr", 422)
        assert words in staff.text
        for name, typed in fields.items():
            as_kept = "-".join(f"{int(part):02}" for part in reversed(typed.split(".")))
            assert staff.page.find(id=name)["value"] in (typed, as_kept)


def test_a_challenge_that_was_closed_opens_again_with_a_later_phase(site, halden, ingrid, made):
    challenges.close(halden.context(ingrid), made)
    planned(halden, ingrid, made, phase(halden, FORSLAG, 0, 9))
    row = halden.db.scalars(select(Challenge).where(Challenge.public_id == made)).one()
    assert (row.state, row.closed_at, row.closes_on) == (ChallengeState.APEN, None, halden.in_days(9))


def test_the_last_day_follows_the_phases_and_nothing_else(site, halden, ingrid, made):
    planned(halden, ingrid, made, phase(halden, FORSLAG, 0, 9))
    staff = site.visitor(ingrid)
    staff.get(f"/arbeid/utfordringer/{made}")
    staff.fill(closes_on="20.3.2026", why="Mer tid.").press("Publiser ny versjon", 422)
    assert "Fasene bestemmer siste dag for forslag. Endre fasene i stedet." in staff.text
    staff.fill(closes_on="11.3.2026", why="Rettet.").press("Publiser ny versjon")


def test_without_phases_again_it_goes_on_as_before(site, halden, ingrid, made):
    planned(halden, ingrid, made, phase(halden, BEHOV, 0, 9), phase(halden, FORSLAG, 10, 19))
    planned(halden, ingrid, made)
    page = site.visitor().get(f"/utfordring/{made}")
    assert thread(page) == []
    assert "Lag et forslag" in page.get_text()


def test_somebody_elses_plan_meanwhile_is_a_clash_that_keeps_what_was_written(site, halden, ingrid, made):
    staff = site.visitor(ingrid)
    staff.get(f"/arbeid/utfordringer/{made}/faser")
    staff.fill(begins_behov="2.3.2026").press("Se hva det betyr")
    planned(halden, ingrid, made, phase(halden, FORSLAG, 0, 9))
    staff.fill(why="Fordi.").press("Lagre fasene", 409)
    assert staff.page.find(id="begins_behov")["value"] == "2026-03-02"


def test_a_draft_of_a_challenge_has_phases_without_a_word_in_the_history(site, halden, ingrid):
    draft = challenges.start(halden.context(ingrid), content(halden, closes_on=None))
    planned(halden, ingrid, draft, phase(halden, BEHOV, 0, 9), phase(halden, FORSLAG, 10, 19), why="")
    staff = site.visitor(ingrid)
    assert thread(staff.get(f"/arbeid/utfordringer/{draft}/forhandsvis"))
    whats = halden.db.scalars(select(Event.what).where(Event.subject_kind == "challenge")).all()
    assert whats == [What.CHALLENGE_DRAFTED]


def test_another_municipality_plans_nothing_here(db, site, halden, ingrid, made):
    pia = municipality(db, "asker").person("Pia Demo", Role.PUBLISIST)
    site.visitor(pia, place="/asker/nb").get(f"/arbeid/utfordringer/{made}/faser", 404)
    site.visitor(halden.person("Ina", Role.INNSYN)).get(f"/arbeid/utfordringer/{made}/faser", 403)
    site.visitor(halden.person()).get(f"/arbeid/utfordringer/{made}/faser", 403)


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_statements_does_not_grow(site, halden, ingrid, made, statements, count):
    kinds = (BEHOV, FORSLAG, VURDERING)[:count]
    planned(halden, ingrid, made, *(phase(halden, kind, 10 * n, 10 * n + 9) for n, kind in enumerate(kinds)))
    staff = site.visitor(ingrid)
    with statements.at_most(12):
        staff.get(f"/arbeid/utfordringer/{made}/faser")
    ola = site.visitor(halden.person())
    with statements.at_most(14):  # two more than anybody's, since somebody is signed in
        ola.get(f"/utfordring/{made}")
    staff.press("Se hva det betyr")
    staff.fill(why="Fordi.").press("Lagre fasene")  # the visitor counts what a deed at the desk takes


def test_one_that_was_closed_by_hand_offers_no_proposals_whatever_its_phase(site, halden, ingrid, made):
    planned(halden, ingrid, made, phase(halden, FORSLAG, 0, 9))
    challenges.close(halden.context(ingrid), made)
    said = site.visitor().get(f"/utfordring/{made}").get_text(" ", strip=True)
    assert "Åpent nå: Fortelle om behov, kommentere forslag, støtte forslag." in said
