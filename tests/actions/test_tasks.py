"""Tasks, opinions from units, councils and other municipalities, notes that mention colleagues, and linked cases."""

import secrets

import pytest
from sqlalchemy import select

from samskaping.actions import councils, linking, moderation, notes, opinions, tasks
from samskaping.actions.councils import CouncilWish
from samskaping.actions.opinions import Answer
from samskaping.actions.tasks import Wanted
from samskaping.db import Texts
from samskaping.errors import Missing, Refused, Unfit
from samskaping.models import CaseLink, Event, Letter, Note, Staff, Statement, Task
from samskaping.queries import case_page, casework, timeline
from samskaping.queries import linking as links
from samskaping.queries import tasks as queries
from samskaping.queries.audiences import hearers
from samskaping.rules.events import What
from samskaping.rules.kinds import LetterKind
from samskaping.rules.roles import Role
from samskaping.rules.speech import ReportReason, StatementKind
from samskaping.rules.tasks import CouncilKind, TaskKind
from tests.truths import broken
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix


@pytest.fixture
def halden(db):
    world = municipality(db)
    world.context()
    return world


@pytest.fixture
def voss(db, halden):
    made = municipality(db, "voss")
    halden.context()
    return made


def council(world, email="ungdom@example.no"):
    wish = CouncilWish(CouncilKind.UNGDOMSRAD, Texts(nb="Ungdomsrådet"), email)
    return councils.keep(world.context(world.person("Adm", Role.ADMINISTRATOR)), wish)


def asked(world, kari, kind, whom, ref=None, **change):
    """The case and the task."""
    ref = ref or world.proposal()
    wanted = Wanted(kind, whom, "Hva mener dere?", **{"due": world.in_days(10), "is_public": True, **change})
    return ref, tasks.give(world.context(kari), ref, wanted)


def last(world):
    return world.db.scalars(select(Event).order_by(Event.id.desc())).first()


def waiting(world, person, view="andre"):
    ctx = world.context(person)
    return {row.reference for row in casework.inbox(ctx, casework.Filters(queue=view)).rows}


def member(world, unit, *roles):
    person = world.person("Enhet Enhetsen", *roles)
    world.context()
    world.db.scalars(select(Staff).where(Staff.person_id == person.id)).one().unit_id = unit.id
    world._quietly()
    return person


def test_a_plain_task_is_given_done_and_opened_again(halden, kari):
    owner = halden.person("Fag Person", Role.INNSYN)
    ref, task = asked(halden, kari, TaskKind.OPPGAVE, owner.public_id, due=None)
    assert set(hearers(halden.context(), last(halden))) == {owner.id}
    assert (waiting(halden, owner, "oppgaver"), waiting(halden, kari)) == ({ref}, set())
    assert waiting(halden, kari, "oppgaver") == set(), "whoever is in no unit has not got what was given to no unit"
    assert casework.counts(halden.context(kari)).queues["oppgaver"] == 0
    with pytest.raises(Refused):
        tasks.finish(halden.context(halden.person("Annen", Role.INNSYN)), ref, task)
    tasks.finish(halden.context(owner), ref, task)
    assert (last(halden).what, waiting(halden, owner, "oppgaver")) == (What.TASK_DONE, set())
    tasks.finish(halden.context(kari), ref, task, undo=True)
    assert waiting(halden, owner, "oppgaver") == {ref}
    for stranger in (halden.person("Innbygger"), municipality(halden.db, "voss").caseworker()):
        with pytest.raises(Unfit):
            asked(halden, kari, TaskKind.OPPGAVE, stranger.public_id, ref)


@pytest.mark.parametrize("is_public", [True, False])
def test_a_unit_answers_as_openly_as_it_was_asked(halden, kari, is_public):
    unit = halden.unit("Plan", leader=halden.person("Plansjef", Role.LEDER))
    inside, publicist = member(halden, unit, Role.INNSYN), member(halden, unit, Role.PUBLISIST)
    ref, task = asked(halden, kari, TaskKind.ENHET, unit.public_id, is_public=is_public)
    assert set(hearers(halden.context(), last(halden))) == {publicist.id, unit.leader_id}
    assert waiting(halden, inside, "oppgaver") == set()
    assert (halden.row(ref).open_tasks, waiting(halden, kari), waiting(halden, publicist, "oppgaver")) == (
        1,
        {ref},
        {ref},
    )
    for stranger in (inside, halden.person("Moderator", Role.MODERATOR)):
        with pytest.raises(Refused):
            opinions.give(halden.context(stranger), ref, task, Answer("Nei."))
    with pytest.raises(Unfit):
        opinions.give(halden.context(publicist), ref, task, Answer("  "))
    opinions.give(halden.context(publicist), ref, task, Answer("Helst ved torget."))
    said = halden.db.scalars(select(Statement).where(Statement.kind == StatementKind.OPINION)).all()
    assert [(one.is_public, str(one.unit_name)) for one in said] == ([(True, "Plan")] if is_public else [])
    assert last(halden).what is (What.OPINION_GIVEN if is_public else What.OPINION_GIVEN_INTERNALLY)
    assert (halden.row(ref).open_tasks, waiting(halden, kari)) == (0, set())
    with pytest.raises(Unfit):
        opinions.give(halden.context(kari), ref, task, Answer("Igjen."))
    assert broken(halden.db) == []


def test_staff_enter_a_councils_answer_and_it_speaks_with_its_own_name(halden, kari):
    ref, task = asked(halden, kari, TaskKind.RAD, council(halden, ""))
    assert halden.db.scalars(select(Letter).where(Letter.kind == LetterKind.OPINION)).all() == []
    opinions.give(halden.context(kari), ref, task, Answer("Vi vil ha benker.", signed="Amir, leder"))
    ctx = halden.context(kari)
    one = case_page.statements(ctx, case_page.case(ctx, ref))[0]
    assert (one.author, str(one.role), one.text) == ("Ungdomsrådet", "Amir, leder", "Vi vil ha benker.")


def test_a_councils_link_opens_one_case_until_it_is_too_old(halden, kari):
    ref, task = asked(halden, kari, TaskKind.RAD, council(halden))
    letter = halden.db.scalars(select(Letter).where(Letter.kind == LetterKind.OPINION)).one()
    assert (letter.address, letter.params["task"]) == ("ungdom@example.no", task)
    token = secrets.token_urlsafe(32)
    opinions.keep_link(halden.context(), task, token)
    assert token not in str(halden.db.scalars(select(Task.token_hash)).all())
    for world, link in ((halden, "x" * 43), (halden.later(days=41), token)):
        with pytest.raises(Missing):
            opinions.give_by_link(world.context(), link, Answer("Ja."))
    opinions.give_by_link(halden.later(days=40).context(), token, Answer("Ja takk.", signed="Amir"))
    assert last(halden).actor_id is None
    assert halden.row(ref).open_tasks == 0
    with pytest.raises(Unfit):
        opinions.give_by_link(halden.context(), token, Answer("Igjen."))


def test_another_municipality_answers_and_sees_no_more_than_it_was_asked(halden, voss, kari):
    ref, task = asked(halden, kari, TaskKind.KOMMUNE, "voss")
    event = last(halden)
    vossing, stranger = voss.caseworker("Vossing"), municipality(halden.db, "asker").caseworker("Askerbøring")
    assert set(hearers(halden.context(), event)) == {vossing.id}
    ctx = voss.context(vossing)
    assert [(row.public_id, row.reference, row.asker) for row in queries.of_others(ctx)] == [
        (task, ref, "Halden kommune")
    ]
    there = municipality(halden.db, "bergen")
    for world, person in ((there, stranger), (halden, kari)):
        ctx = world.context(person)
        assert queries.of_others(ctx) == () if world is halden else True
        with pytest.raises((Missing, Refused)):
            opinions.give_elsewhere(world.context(person), task, Answer("Nei."))
    opinions.give_elsewhere(voss.context(vossing), task, Answer("Vi prøvde det i fjor."))
    assert halden.db.info["municipality_id"] == voss.here.id
    halden.context()
    said = halden.db.scalars(select(Statement).where(Statement.kind == StatementKind.OPINION)).one()
    assert (said.municipality_id, str(said.unit_name), str(said.role)) == (
        halden.here.id,
        "Voss kommune",
        "Vossing, Rådgiver",
    )
    assert last(halden).municipality_id == halden.here.id
    assert broken(halden.db) == []


@pytest.mark.parametrize("is_public", [True, False])
@pytest.mark.parametrize("of", [TaskKind.ENHET, TaskKind.RAD, TaskKind.KOMMUNE])
def test_every_kind_of_answer_enters_the_timeline_as_openly_as_it_was_asked(halden, voss, kari, of, is_public):
    whom = {
        TaskKind.ENHET: lambda: halden.unit("Plan").public_id,
        TaskKind.RAD: lambda: council(halden),
        TaskKind.KOMMUNE: lambda: "voss",
    }[of]()
    ref, task = asked(halden, kari, of, whom, is_public=is_public)
    if of is TaskKind.KOMMUNE:
        opinions.give_elsewhere(voss.context(voss.caseworker("Vossing")), task, Answer("Prøv det."))
    else:
        opinions.give(halden.context(kari), ref, task, Answer("Prøv det."))
    ctx = halden.context(kari)
    case = case_page.case(ctx, ref)
    assert [row.answer for row in queries.in_case(ctx, case)] == ["Prøv det."]
    assert [said.text for said in case_page.statements(ctx, case)] == (["Prøv det."] if is_public else [])
    given = {What.OPINION_GIVEN, What.OPINION_GIVEN_INTERNALLY}
    for inner, seen in ((True, 1), (False, int(is_public))):
        happened = timeline.history(ctx, "proposal", case.key, inner=inner)
        assert len([event for event in happened if event.what in given]) == seen


def test_the_other_municipality_sees_nothing_of_what_is_hidden(halden, voss, kari):
    ref, task = asked(halden, kari, TaskKind.KOMMUNE, "voss")
    moderation.hide_proposal(halden.context(kari), ref, ReportReason.ANNET, "Feil sted")
    vossing = voss.caseworker("Vossing")
    assert queries.of_other(voss.context(vossing), task).case_is_public is False
    with pytest.raises(Unfit):
        asked(halden, kari, TaskKind.KOMMUNE, "voss", ref)


def test_an_opinion_that_is_called_off_is_answered_no_more(halden, kari):
    ref, task = asked(halden, kari, TaskKind.RAD, council(halden))
    token = secrets.token_urlsafe(32)
    opinions.keep_link(halden.context(), task, token)
    tasks.drop(halden.context(kari), ref, task)
    assert (halden.row(ref).open_tasks, waiting(halden, kari)) == (0, set())
    with pytest.raises(Missing):
        opinions.give_by_link(halden.context(), token, Answer("Ja."))
    with pytest.raises(Missing):
        opinions.give(halden.context(kari), ref, task, Answer("Ja."))
    with pytest.raises(Unfit):
        tasks.drop(halden.context(kari), ref, task)


def test_a_late_opinion_reminds_once(halden, kari):
    _ref, task = asked(halden, kari, TaskKind.RAD, council(halden))
    key = halden.db.scalars(select(Task.id)).one()
    assert opinions.remind(halden.later(days=10).context(), key) is False
    assert opinions.remind(halden.later(days=11).context(), key) is True
    assert opinions.remind(halden.later(days=12).context(), key) is False
    letters = halden.db.scalars(select(Letter.kind).where(Letter.address == "ungdom@example.no")).all()
    assert letters == [LetterKind.OPINION, LetterKind.OPINION_LATE]
    assert (last(halden).what, last(halden).details["task"]) == (What.OPINION_LATE, task)


@pytest.mark.parametrize(
    ("asked_of", "change", "field"),
    [
        (TaskKind.ENHET, {"due": None}, "due"),
        (TaskKind.ENHET, {"whom": "finnesikke"}, "unit"),
        (TaskKind.RAD, {"whom": "finnesikke"}, "council"),
        (TaskKind.KOMMUNE, {"whom": "halden"}, "municipality"),
        (TaskKind.KOMMUNE, {"whom": "utsira"}, "municipality"),
        (TaskKind.OPPGAVE, {"text": "  "}, "text"),
    ],
)
def test_what_asking_demands(halden, kari, asked_of, change, field):
    ref = halden.proposal()
    values = {"whom": halden.unit().public_id, "text": "Hva?", "due": halden.in_days(3), **change}
    with pytest.raises(Unfit) as refused:
        tasks.give(halden.context(kari), ref, Wanted(asked_of, **values))
    assert set(refused.value.fields) == {field}


def test_a_note_tells_those_whom_it_mentions(halden, kari):
    ref, ivar, expert = halden.proposal(), halden.caseworker("Ivar Ås"), halden.person("Fag Person", Role.INNSYN)
    halden.person("Innbygger Iversen")
    notes.write(halden.context(kari), ref, "Hva sier du, @Ivar Ås?", mentions=[expert.public_id])
    assert set(hearers(halden.context(), last(halden))) == {ivar.id, expert.id}
    assert set(halden.db.scalars(select(Note.mentioned)).one()) == {ivar.id, expert.id}
    notes.write(halden.context(kari), ref, "@Ivar kan du se på dette?")
    assert halden.db.scalars(select(Note.mentioned).order_by(Note.id.desc())).first() == [ivar.id]
    halden.caseworker("Ivar Berg")
    with pytest.raises(Unfit) as refused:
        notes.write(halden.context(kari), ref, "@Ivar kan du se på dette?")
    assert "Ivar Berg, Rådgiver, Ivar Ås, Rådgiver" in refused.value.fields["text"]
    for written, mentions, field in (
        ("Spør @Innbygger Iversen", (), "text"),
        ("Spør", [halden.person("Nysgjerrig").public_id], "mentions"),
    ):
        with pytest.raises(Unfit) as refused:
            notes.write(halden.context(kari), ref, written, mentions=mentions)
        assert set(refused.value.fields) == {field}


def test_cases_are_linked_both_ways_once(halden, voss, kari):
    one, two = halden.proposal(), halden.proposal()
    linking.link(halden.context(kari), two, one)

    def linked(ref):
        ctx = halden.context(kari)
        return [row.reference for row in links.near(ctx, case_page.case(ctx, ref), most=4).linked]

    assert (linked(one), linked(two)) == ([two], [one])
    foreign = voss.proposal()
    assert foreign == one
    for other in (one, two, "2026-999999"):
        with pytest.raises(Unfit):
            linking.link(halden.context(kari), one, other)
    assert len(halden.db.scalars(select(CaseLink)).all()) == 1
    linking.unlink(halden.context(kari), one, two)
    assert (linked(one), linked(two)) == ([], [])
    with pytest.raises(Missing):
        linking.unlink(halden.context(kari), one, two)
    assert broken(halden.db) == []
