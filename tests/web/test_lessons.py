"""What was learnt: asked for before a case is closed, told to everyone afterwards, and of use to others."""

import pytest
from sqlalchemy import func, select

from samskaping.actions import lessons as deeds
from samskaping.errors import Clash, Missing, Refused, Unfit
from samskaping.models import Event, Lesson, LessonUse, Notification, Version
from samskaping.queries import cursors, lessons
from samskaping.queries.lessons import Filters
from samskaping.rules.events import What
from samskaping.rules.pipeline import State
from samskaping.rules.roles import Role
from tests.world import municipality

ANSWERS = {
    "worked": "Vi spurte naboene først.",
    "failed": "Skiltene kom for sent.",
    "otherwise": "Bestilt skilt i mai.",
}


@pytest.fixture
def kari(halden):
    return halden.caseworker()


@pytest.fixture
def ref(halden, kari):
    found = halden.proposal(title="Trygg skolevei på Os")
    halden.move(found, "vurder", kari)
    halden.db.commit()
    return found


@pytest.fixture
def told(halden, kari, ref):
    """A case that is closed with what was learnt."""
    halden.learnt(ref, kari, **ANSWERS)
    halden.move(ref, "avslutt_med_laering", kari)
    halden.db.commit()
    return ref


@pytest.fixture
def voss(halden):
    world = municipality(halden.db, "voss", number="4621")
    halden.context()
    return world


@pytest.fixture
def pia(voss):
    person = voss.person("Pia Vossing", Role.PUBLISIST)
    voss.db.commit()
    return person


def key(halden):
    return halden.db.scalar(select(Lesson.public_id), execution_options={"every_municipality": True})


def uses(halden):
    return halden.db.scalar(select(func.count(LessonUse.id)), execution_options={"every_municipality": True})


def test_a_case_is_closed_once_what_was_learnt_is_written_and_everyone_reads_it_then(site, halden, kari, ref):
    staff = site.visitor(kari)
    staff.get(f"/arbeid/sak/{ref}/flytt/avslutt_med_laering")
    staff.fill(reason="Vi stopper her.").press("Avslutt og fortell hva vi lærte", 422)
    assert "Skriv først ned hva dere lærte i saken" in staff.text
    staff.click("Hva lærte dere?")
    staff.fill(worked=ANSWERS["worked"]).press("Lagre", 422)
    assert staff.text.count("Skriv noe her. Var det ingenting, så skriv det.") >= 2
    assert staff.page.select_one("[name=worked]").get_text(strip=True) == ANSWERS["worked"]
    staff.fill(**ANSWERS).press("Lagre")
    reader = site.visitor()
    reader.get(f"/forslag/{ref}/laerdom", 404)
    assert ANSWERS["failed"] not in reader.get("/laerdommer").get_text()
    halden.move(ref, "avslutt_med_laering", kari)
    halden.db.commit()
    reader.get(f"/forslag/{ref}")
    reader.click("Hva som virket, hva som ikke gjorde det, og hva vi ville gjort annerledes")
    assert ANSWERS["failed"] in reader.text
    reader.click("Det vi har lært i andre saker")
    assert "Dette ville vi gjort annerledes" in reader.text
    nynorsk = site.visitor(form="nn")
    nynorsk.get("/laerdommer")
    assert "Dette ville vi gjort annleis" in nynorsk.text
    assert ANSWERS["otherwise"] in nynorsk.text


def test_what_stands_is_corrected_with_a_reason_and_nobody_writes_over_another(site, halden, kari, told):
    staff = site.visitor(kari)
    staff.get(f"/arbeid/forslag/{told}/laerdom")
    halden.learnt(told, kari)
    staff.fill(routine="Skilt bestilles før ferien.").press("Lagre", 422)
    assert "Skriv hva du har endret, og hvorfor" in staff.text
    staff.fill(why="Rutinen er ny.").press("Lagre")
    row = halden.db.scalars(select(Lesson)).one()
    assert (row.version, row.correction, row.routine) == (2, "Rutinen er ny.", "Skilt bestilles før ferien.")
    kept = halden.db.scalars(select(Version).where(Version.subject_kind == "lesson").order_by(Version.number)).all()
    assert [one.fields["routine"] for one in kept] == ["", "Skilt bestilles før ferien."]
    with pytest.raises(Clash):
        deeds.write(halden.context(kari), told, deeds.Content(ANSWERS, version=1, why="Sent."))
    reader = site.visitor()
    reader.get("/laerdommer")
    assert "Rutinen er ny." in reader.text


def test_another_municipality_has_use_of_it_and_says_so_once(site, halden, kari, told, voss, pia):
    lesson = key(halden)
    for _time in range(2):
        deeds.find_useful(voss.context(pia), lesson)
        voss.db.commit()
    assert uses(halden) == 1
    reader = site.visitor()
    reader.get("/laerdommer")
    assert "Nyttig for én kommune til: Voss herad" in " ".join(reader.text.split())
    halden.context()
    [event] = halden.db.scalars(select(Event).where(Event.what == What.LESSON_USEFUL)).all()
    assert event.details == {"lesson": lesson, "slug": "voss", "place": "Voss herad"}
    halden.told()
    assert halden.db.scalar(select(func.count(Notification.id)).where(Notification.person_id == kari.id)) >= 1
    deeds.take_back(voss.context(pia), lesson)
    voss.db.commit()
    assert uses(halden) == 0


def test_nobody_finds_their_own_useful_nor_what_cannot_be_seen_nor_without_a_role(halden, kari, told, voss, pia):
    lesson = key(halden)
    with pytest.raises(Missing):
        deeds.find_useful(halden.context(kari), lesson)
    with pytest.raises(Missing):
        deeds.find_useful(voss.context(pia), "finnesikke")
    with pytest.raises(Refused):
        deeds.find_useful(voss.context(voss.person("Ola Innbygger")), lesson)
    halden.context()
    halden.row(told).state = State.VURDERES
    halden._quietly()
    with pytest.raises(Missing):
        deeds.find_useful(voss.context(pia), lesson)
    assert uses(halden) == 0


def test_it_is_written_from_assessment_by_those_who_publish_here(halden, kari, voss, pia):
    early = halden.proposal()
    with pytest.raises(Unfit, match="fra saken vurderes"):
        deeds.write(halden.context(kari), early, deeds.Content(ANSWERS))
    halden.move(early, "vurder", kari)
    with pytest.raises(Refused):
        deeds.write(halden.context(halden.person("Inga", Role.INNSYN)), early, deeds.Content(ANSWERS))
    with pytest.raises(Missing):
        deeds.write(voss.context(pia), early, deeds.Content(ANSWERS))


def test_staff_elsewhere_press_the_button_in_the_bank(site, halden, told, pia):
    staff = site.visitor(pia, place="/voss/nb")
    staff.get("/laerdommer")
    staff.press("Nyttig for oss også")
    staff.follow()
    assert "Det står nå at dere har nytte av dette." in staff.text
    staff.press("Ikke nyttig for oss likevel")
    assert uses(halden) == 0


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("sok=naboene", 1), ("sok=Naboene+skilt", 1), ("sok=skolevei", 1), ("sok=bibliotek", 0), ("sok=%25", 1),
        ("kommune=halden", 1), ("mal=4", 0), ("sok=_", 0),
    ],
)  # fmt: skip
def test_the_bank_is_searched_and_narrowed(site, told, query, found):
    reader = site.visitor()
    reader.get(f"/laerdommer?{query}")
    assert len(reader.page.select("article.sk-happened")) == found, query


def test_what_is_not_there_is_told(site, told):
    reader = site.visitor()
    reader.get("/laerdommer?mal=99&kommune=tull", 422)
    assert "Målet finnes ikke." in reader.text
    assert "Ingen slik kommune har fortalt om noe." in reader.text


def test_pages_follow_each_other(halden, kari):
    for number in range(5):
        ref = halden.proposal(title=f"Forslag nummer {number}")
        halden.move(ref, "vurder", kari)
        halden.learnt(ref, kari)
        halden.move(ref, "avslutt_med_laering", kari)
    ctx = halden.context()
    first = lessons.listing(ctx, Filters(), size=2)
    second = lessons.listing(ctx, Filters(), cursors.read(first.following, ""), size=2)
    back = lessons.listing(ctx, Filters(), cursors.read("", second.preceding), size=2)
    assert len({row.reference for row in (*first.rows, *second.rows)}) == 4
    assert [row.reference for row in back.rows] == [row.reference for row in first.rows]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_bank_takes_as_many_statements_however_many_there_are(site, halden, kari, voss, pia, statements, rows):
    for number in range(rows):
        ref = halden.proposal(title=f"Forslag nummer {number}")
        halden.move(ref, "vurder", kari)
        halden.learnt(ref, kari)
        halden.move(ref, "avslutt_med_laering", kari)
        halden.db.commit()
    deeds.find_useful(voss.context(pia), key(halden))
    voss.db.commit()
    reader = site.visitor()
    with statements.at_most(6):
        reader.get("/laerdommer")
    with statements.at_most(8):
        reader.get(f"/forslag/{ref}")


def test_a_case_that_is_hidden_tells_nothing_and_is_of_use_to_nobody(site, halden, told, voss, pia):
    lesson = key(halden)
    halden.context()
    halden.row(told).is_public = False
    halden._quietly()
    reader = site.visitor()
    reader.get("/laerdommer")
    assert ANSWERS["failed"] not in reader.text
    with pytest.raises(Missing):
        deeds.find_useful(voss.context(pia), lesson)
    assert uses(halden) == 0
