"""Evaluations, tasks and opinions as caseworkers, councils and other municipalities meet them."""

import pytest
from sqlalchemy import select

from samskaping.actions import evaluations, linking, notes, opinions, tasks
from samskaping.actions.evaluations import Judgement
from samskaping.actions.opinions import Answer
from samskaping.actions.tasks import Wanted
from samskaping.actions.telling import tell
from samskaping.models import Evaluation, Event, Note, Outbox, Task
from samskaping.rules.evaluation import Feasibility
from samskaping.rules.events import What
from samskaping.rules.roles import Role
from samskaping.rules.tasks import TaskKind
from tests.actions.test_tasks import council
from tests.challenges import published
from tests.web.test_casework_doors import _FILLED, token, visitor_of
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix

SECRET = "k" * 43


def reads_first(page):
    """Whether the proposal stands before the fields: on a phone nobody is asked about what they have not read."""
    order = page.select("main .sk-voice, main textarea")
    return [one.name for one in order[:2]] == ["div", "textarea"]


def full_case(world, kari, things):
    """A case with so many of everything that stands in its sections."""
    ref, unit = world.proposal(), world.unit()
    people = [world.caseworker(f"Fagperson {number}") for number in range(things)]
    evaluations.ask(world.context(kari), ref, [one.public_id for one in people])
    for number, one in enumerate(people):
        evaluations.submit(world.context(one), ref, Judgement(0, Feasibility.DELVIS, "Litt"))
        wanted = Wanted(TaskKind.ENHET, unit.public_id, "Hva mener dere?", world.in_days(5), is_public=True)
        task = tasks.give(world.context(kari), ref, wanted)
        if number % 2:
            opinions.give(world.context(kari), ref, task, Answer("Ja."))
        linking.link(world.context(kari), ref, world.proposal())
        notes.write(world.context(kari), ref, f"Se her, @Fagperson {number}")
    return ref


@pytest.mark.parametrize("things", [1, 3])
def test_the_case_page_takes_one_statement_for_each_section(site, halden, kari, statements, things):
    ref = full_case(halden, kari, things)
    visitor = site.visitor(kari)
    visitor.get(f"/arbeid/sak/{ref}")
    with statements.exactly(10):  # 7 of the case itself, and evaluations, tasks and cases near it
        page = visitor.get(f"/arbeid/sak/{ref}")
    assert f"{things} av {things} ferdige" in visitor.text
    for section in page.select("nav[aria-label='På denne siden'] a"):
        assert page.select_one(section["href"]) is not None
    for path in ("vurderere", "oppgaver/oppgave", "oppgaver/kommune", "knytt", "habilitet"):
        with statements.at_most(12):
            visitor.get(f"/arbeid/sak/{ref}/{path}")


def test_evaluating_from_asking_to_a_second_version(site, halden, kari):
    challenge = published(halden, kari)
    visitor = site.visitor(kari)
    visitor.get(f"/arbeid/utfordringer/{challenge}/kriterier")
    visitor.fill(criterion1_nb="Nytte", criterion1_nn="Nytte", hides="y").press("Lagre kriteriene")
    ref, expert = halden.proposal(challenge=challenge), halden.person("Fag Person", Role.INNSYN)
    visitor.get(f"/arbeid/sak/{ref}")
    visitor.click("Be om vurderinger")
    visitor.press("Be om vurdering", 422)
    visitor.fill(people=[expert.public_id], due="2026-03-20").press("Be om vurdering")
    assert "0 av 1 ferdige" in visitor.text
    other = site.visitor(expert)
    other.get("/arbeid?ko=mine-vurderinger")
    assert ref in other.text
    other.get(f"/arbeid/sak/{ref}")
    other.click("Vurder forslaget")
    assert reads_first(other.page)
    page = other.fill(feasibility="ikke", least_cost="tusen", most_cost="1 234,50").press("Lever vurderingen", 422)
    assert [link.get_text() for link in page.select(".ds-error-summary a")] == [
        "Skriv beløpet i kroner, for eksempel 1 234,50", "Gi poeng fra 1 til 5: Nytte",
    ]  # fmt: skip
    other.fill(least_cost="1000").press("Lever vurderingen", 422)
    other.fill(**{page.select_one("[name^=score]")["name"]: "4"}).press("Lever vurderingen", 422)
    assert "Forklar hvorfor det ikke kan gjennomføres" in other.text
    other.fill(explanation="Ingen plass.").press("Lever vurderingen")
    assert "1\u00a0000 til 1\u00a0234,50 kroner" in str(other.page)
    other.click("Endre vurderingen din")
    other.fill(feasibility="delvis").press("Lever ny versjon")
    other.click("versjon 2 fra Fag Person")
    assert "Versjon 1" in other.text
    visitor.get(f"/arbeid/sak/{ref}")
    assert "1 av 1 ferdige" in visitor.text
    for anyone in (site.visitor(), site.visitor(halden.person("Nysgjerrig"))):
        assert "Ingen plass" not in str(anyone.get(f"/forslag/{ref}"))


def test_a_council_answers_through_its_link_without_an_account(site, halden, kari):
    ref = halden.proposal()
    wanted = Wanted(TaskKind.RAD, council(halden), "Hva mener de unge?", halden.in_days(10), is_public=True)
    task = tasks.give(halden.context(kari), ref, wanted)
    opinions.keep_link(halden.context(), task, SECRET)
    guest = site.visitor()
    guest.get("/uttalelse/" + "x" * 43, 410)
    guest.get(f"/uttalelse/{SECRET}")
    assert "Alle kan lese uttalelsen" in guest.text
    assert "Hva mener de unge?" in guest.text
    assert reads_first(guest.page)
    guest.press("Publiser uttalelsen", 422)
    guest.fill(text="Vi vil ha **benker**.", signed="Amir, leder").press("Publiser uttalelsen")
    assert "Takk, uttalelsen er mottatt" in guest.text
    page = site.visitor().get(f"/forslag/{ref}")
    section = page.select_one("section[aria-labelledby=uttalelser]")
    assert section.select_one("h3").get_text() == "Ungdomsrådet"
    assert "Amir, leder" in section.get_text()
    assert section.select_one("strong").get_text() == "benker"
    visitor = site.visitor(kari)
    visitor.get(f"/arbeid/sak/{ref}")
    assert "Ungdomsrådet" in visitor.page.select_one("#sagt").get_text()
    later = site.visitor()
    later.get(f"/uttalelse/{SECRET}")
    assert "Takk, uttalelsen er mottatt" in later.text
    site.now = halden.later(days=41).now
    later.get(f"/uttalelse/{SECRET}", 410)


def test_another_municipality_answers_in_its_own_desk(site, db, halden, kari):
    voss = municipality(db, "voss", activated_at=halden.now)
    vossing, ref = voss.caseworker("Vossing"), halden.proposal()
    visitor = site.visitor(kari)
    visitor.get(f"/arbeid/sak/{ref}")
    visitor.click("Spør en annen kommune")
    visitor.fill(municipality="voss", openness="oss", text="Hvordan gikk det hos dere?", due="2026-03-20")
    visitor.press("Be om uttalelse")
    notes.write(halden.context(kari), ref, "Hemmelig merknad")
    other = site.visitor(vossing, place="/voss/nb")
    other.get("/arbeid?ko=oppgaver")
    assert "1 Oppgaver til oss" in other.text
    other.click("1 spørsmål fra en annen kommune venter på uttalelsen vår")
    other.click("Svar Halden kommune")
    assert reads_first(other.page)
    assert "Bare de ansatte i kommunen kan lese uttalelsen" in other.text
    assert "Hemmelig" not in other.text
    other.fill(text="Det gikk fint.").press("Send uttalelsen")
    assert "Uttalelsen er sendt til Halden kommune." in other.text
    assert "Oppgaver til oss" not in other.get("/arbeid").get_text()
    visitor.get(f"/arbeid/sak/{ref}")
    assert "Det gikk fint." in visitor.page.select_one("#oppgaver").get_text()
    assert "Det gikk fint." not in str(site.visitor().get(f"/forslag/{ref}"))


def test_a_note_mentions_by_name_and_by_list(site, halden, kari):
    ref, ivar = halden.proposal(), halden.caseworker("Ivar Ås")
    visitor = site.visitor(kari)
    visitor.get(f"/arbeid/sak/{ref}/merknad")
    visitor.fill(text="Ring @Finnes Ikke").press("Lagre merknaden", 422)
    assert "bak «@Finnes Ikke»" in visitor.text
    visitor.fill(text="Ring @Ivar Ås").press("Lagre merknaden")
    assert halden.db.scalars(select(Note.mentioned)).one() == [ivar.id]
    visitor.get(f"/arbeid/sak/{ref}?skriv=merknad")
    visitor.fill(text="Og du", mentions=[ivar.public_id]).press("Lagre merknaden")
    assert len(halden.db.scalars(select(Note)).all()) == 2


def test_councils_are_kept_by_the_administrator(site, halden):
    visitor = site.visitor(halden.person("Adm", Role.ADMINISTRATOR))
    visitor.get("/oppsett/rad")
    visitor.click("Legg til")
    visitor.fill(kind="eldrerad", email="ikke en adresse").press("Lagre", 422)
    visitor.fill(name_nb="Eldrerådet", name_nn="Eldrerådet", email="eldre@example.no").press("Lagre")
    assert "eldre@example.no" in visitor.text
    visitor.click("Eldrerådet")
    visitor.fill(email="").press("Lagre")
    assert "Ingen. Ansatte legger inn svaret." in visitor.text
    visitor.press("Ta ut av bruk Eldrerådet")
    assert "Ikke i bruk" in visitor.text


_STAFF = frozenset(map(str, Role)) - {"plattform"}
_INSPECTS, _HANDLES = _STAFF - {"administrator"}, frozenset({"saksbehandler", "leder"})
_NOTES = _HANDLES | {"moderator", "publisist"}
#: Path of each new deed, and who may enter.
DEEDS = {
    "declare": ("/arbeid/sak/{ref}/habilitet", _INSPECTS),
    "partial": ("/arbeid/habilitet", frozenset({"leder", "administrator"})),
    "evaluators": ("/arbeid/sak/{ref}/vurderere", _HANDLES),
    "versions": ("/arbeid/sak/{ref}/vurderinger/{evaluation}", _INSPECTS),
    "task": ("/arbeid/sak/{ref}/oppgaver/oppgave", _HANDLES),
    "unit": ("/arbeid/sak/{ref}/oppgaver/enhet", _HANDLES),
    "council": ("/arbeid/sak/{ref}/oppgaver/rad", _HANDLES),
    "municipality": ("/arbeid/sak/{ref}/oppgaver/kommune", _HANDLES),
    "answer": ("/arbeid/sak/{ref}/oppgave/{task}/svar", _NOTES),
    "link": ("/arbeid/sak/{ref}/knytt", _HANDLES),
    "others": ("/arbeid/andre-kommuner", _HANDLES),
    "councils": ("/oppsett/rad", frozenset({"administrator"})),
    "finish": ("/arbeid/sak/{ref}/oppgave/{task}/gjort", _INSPECTS),
    "drop task": ("/arbeid/sak/{ref}/oppgave/{task}/trekk", _HANDLES),
    "drop evaluator": ("/arbeid/sak/{ref}/vurderere/{evaluation}/fjern", _HANDLES),
    "unlink": ("/arbeid/sak/{ref}/knytt/{other}/fjern", _HANDLES),
}
_POSTS = {"finish", "drop task", "drop evaluator", "unlink"}


@pytest.fixture
def things(halden, kari):
    ref = full_case(halden, kari, 1)
    found = {"ref": ref, "task": halden.db.scalars(select(Task.public_id)).one()}
    evaluation = halden.db.scalars(select(Evaluation.public_id)).one()
    return {**found, "evaluation": evaluation, "other": f"2026-{int(ref[5:]) + 1:06}"}


def enter(visitor, deed, path):
    if deed in _POSTS:
        visitor._ask("POST", path, data={**_FILLED, "csrf_token": token(visitor)})
    else:
        visitor._ask("GET", path)
    return visitor.answer.status_code


@pytest.mark.parametrize("name", ["unknown", "resident", *map(str, Role)])
def test_each_role_at_each_new_door(site, halden, things, name):
    visitor = visitor_of(site, halden, name)
    refusal = 302 if name == "unknown" else 403
    for deed, (path, who) in DEEDS.items():
        if deed not in _POSTS:
            assert enter(visitor, deed, path.format(**things)) == (200 if name in who else refusal), deed
        elif name not in who:
            assert enter(visitor, deed, path.format(**things)) == refusal, deed


@pytest.mark.parametrize("name", ["saksbehandler", "leder", "moderator", "publisist", "innsyn", "administrator"])
def test_another_municipalitys_staff_finds_what_anyone_finds_of_the_unknown(site, db, halden, things, name):
    voss = municipality(db, "voss")
    visitor = visitor_of(site, voss, name, place="/voss/nb")
    unknown = {"ref": "2026-999999", "task": "aaaaaaaaaa", "evaluation": "aaaaaaaaaa", "other": "2026-999998"}
    before = db.scalars(select(Event.id), execution_options={"every_municipality": True}).all()
    for deed, (path, who) in DEEDS.items():
        if name not in who or "{" not in path:
            continue
        answers = []
        for ids in (things, unknown, {**unknown, "task": things["task"], "evaluation": things["evaluation"]}):
            status = enter(visitor, deed, path.format(**ids))
            answers.append((status, visitor.text))
        assert answers[0] == answers[1] == answers[2], deed
        assert answers[0][0] == 404, deed
    assert db.scalars(select(Event.id), execution_options={"every_municipality": True}).all() == before
    for path in (f"/arbeid/andre-kommuner/{things['task']}", "/arbeid/habilitet/aaaaaaaaaa", "/oppsett/rad/aaaaaaaaaa"):
        visitor._ask("GET", path)
        assert visitor.answer.status_code in (403, 404)


def test_notices_lead_to_the_desk_where_it_is_done(site, db, halden, kari):
    voss = municipality(db, "voss", activated_at=halden.now)
    vossing, expert = voss.caseworker("Vossing"), halden.person("Fag Person", Role.INNSYN)
    halden.context()
    ref = halden.proposal()
    evaluations.ask(halden.context(kari), ref, [expert.public_id])
    wanted = Wanted(TaskKind.KOMMUNE, "voss", "Hvordan gikk det?", halden.in_days(5))
    task = tasks.give(halden.context(kari), ref, wanted)
    for waiting in db.scalars(select(Outbox)).all():
        event = db.get_one(Event, waiting.event_id)
        if event.what in (What.EVALUATION_ASKED, What.OPINION_ASKED):
            tell(halden.context(), waiting, event)
    for person, path in ((expert, f"/halden/nb/arbeid/sak/{ref}"), (vossing, f"/voss/nb/arbeid/andre-kommuner/{task}")):
        visitor = site.visitor(person)
        page = visitor.get("/varsler")
        (address,) = [tag["value"] for tag in page.select("[name=to]")]
        assert address.endswith(path)
        visitor.get(path)
