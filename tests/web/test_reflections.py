"""Questions for reflection in the phases of a challenge: asked and answered at the desk, shown or kept there."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from samskaping.models import Event, Reflection
from samskaping.rules.events import What
from samskaping.rules.phases import MOST_QUESTIONS
from samskaping.rules.roles import Role
from tests.challenges import published
from tests.phases import BEHOV, FORSLAG, phase, planned
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix


@pytest.fixture
def ingrid(halden):
    return halden.person("Ingrid Demo", Role.PUBLISIST)


@pytest.fixture
def made(halden, ingrid):
    made = published(halden, ingrid, closes_on=None, answers_on=halden.in_days(100))
    planned(halden, ingrid, made, phase(halden, BEHOV, 0, 9), phase(halden, FORSLAG, 10, 29))
    return made


def asked(site, ingrid, made, question="Hvem har vi ikke hørt fra?"):
    staff = site.visitor(ingrid)
    staff.get(f"/arbeid/utfordringer/{made}/faser")
    staff.click("Refleksjon")
    staff.fill(phase="behov", question=question).press("Legg til spørsmålet")
    return staff


def test_an_answer_is_for_staff_until_it_is_said_to_be_for_everyone(site, halden, ingrid, made):
    staff = asked(site, ingrid, made)
    assert "Svar innen 11. mars 2026." in staff.text
    staff.click("Svar på «Hvem har vi ikke hørt fra?»")
    staff.press("Lagre svaret", 422)
    staff.fill(text="De som bor alene på Idd.").press("Lagre svaret")
    assert "Bare for ansatte" in staff.text
    public = site.visitor()
    assert "bor alene på Idd" not in public.get(f"/utfordring/{made}").get_text()
    assert "Hvem har vi ikke hørt fra?" not in public.get(f"/utfordring/{made}").get_text()
    staff.click("Endre svaret på «Hvem har vi ikke hørt fra?»")
    staff.fill(seen_by="alle").press("Lagre svaret")
    said = public.get(f"/utfordring/{made}").get_text(" ", strip=True)
    assert "De som bor alene på Idd." in said
    assert "Kommunen fortalte om tankene underveis i en fase: Behov" in said
    whats = halden.db.scalars(select(Event.what).where(Event.what.in_((What.REFLECTION_NOTED, What.REFLECTION_SHOWN))))
    assert whats.all() == [What.REFLECTION_NOTED, What.REFLECTION_SHOWN]


def test_when_the_phase_is_over_an_answer_stands(site, halden, ingrid, made):
    staff = asked(site, ingrid, made)
    staff.click("Svar på «Hvem har vi ikke hørt fra?»")
    staff.fill(text="De unge.").press("Lagre svaret")
    name = halden.db.scalars(select(Reflection.public_id)).one()
    late = replace(site, world=halden.later(days=10)).visitor(ingrid)
    late.get(f"/arbeid/refleksjon/{name}")
    late.fill(text="De eldre.").press("Lagre svaret", 422)
    assert "Fasen er over, og svaret blir stående slik det er." in late.text
    assert "De unge." in late.get(f"/arbeid/utfordringer/{made}/refleksjon").get_text()


def test_a_phase_has_a_few_questions_only(site, ingrid, made):
    for number in range(MOST_QUESTIONS):
        staff = asked(site, ingrid, made, f"Spørsmål {number}?")
    staff.fill(phase="behov", question="Ett til?").press("Legg til spørsmålet", 422)
    assert "En fase kan ha inntil 5 spørsmål." in staff.text
    staff.fill(phase="forslag", question="Ett til?").press("Legg til spørsmålet")


def test_the_desk_is_shut_for_others(db, site, halden, ingrid, made):
    asked(site, ingrid, made)
    name = halden.db.scalars(select(Reflection.public_id)).one()
    pia = municipality(db, "asker").person("Pia Demo", Role.PUBLISIST)
    for path in (f"/arbeid/utfordringer/{made}/refleksjon", f"/arbeid/refleksjon/{name}"):
        site.visitor(pia, place="/asker/nb").get(path, 404)
        site.visitor(halden.person()).get(path, 403)
        site.visitor().get(path, 302)
    without = published(halden, ingrid)
    site.visitor(ingrid).get(f"/arbeid/utfordringer/{without}/refleksjon", 404)


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_statements_does_not_grow(site, halden, ingrid, made, statements, count):
    for number in range(count):
        staff = asked(site, ingrid, made, f"Spørsmål {number}?")
    with statements.at_most(12):
        staff.get(f"/arbeid/utfordringer/{made}/refleksjon")
    ola = site.visitor(halden.person())
    with statements.at_most(14):
        ola.get(f"/utfordring/{made}")
