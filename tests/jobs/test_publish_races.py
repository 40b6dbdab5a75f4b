"""Two publishers, a publisher beside a hand, a selection beside a single answer, and a worker that is killed."""

import os
import signal
import threading
import time
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import func, select

from samskaping.actions import answering, planned, statements
from samskaping.actions.statements import Said
from samskaping.context.doors import without_browser
from samskaping.db import transaction
from samskaping.errors import Clash, Denied
from samskaping.jobs import publish as job
from samskaping.jobs.publish import publish
from samskaping.models import Event, Planned, Proposal, Statement
from samskaping.rules.events import What
from samskaping.rules.planned import PlannedState
from samskaping.rules.speech import Decision
from tests.databases import command, environment, finish
from tests.jobs.test_publish import counted, plan, stands
from tests.truths import broken


def at_once(office, count):
    """Several workers look at the same instant."""
    barrier = threading.Barrier(count)

    def one(number):
        barrier.wait()
        publish(replace(office.place, name=f"w{number}"))

    crew = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for worker in crew:
        worker.start()
    for worker in crew:
        worker.join(60)


def test_two_publishers_publish_once(office, rounds, caplog):
    world, kari = office.world, office.world.caseworker()
    for number in range(1, rounds + 1):
        plan(office, kari, world.proposal(world.person(f"Nr {number}")))
        office.commit()
        at_once(office.at(hours=1), 3)
        assert counted(office, Statement) == number
        assert counted(office, Event, Event.what == What.ANSWER_PUBLISHED) == number
        assert counted(office, Event, Event.what == What.ANSWER_HELD) == 0  # nobody came too late and said so
    assert {state for state, _why in stands(office)} == {PlannedState.PUBLISERT}
    assert "neither published nor held" not in caplog.text  # nor did only the database keep them apart
    assert broken(world.db) == []
    world.db.commit()


def test_a_planned_answer_and_one_by_hand_come_to_one(office, rounds):
    world, kari, ivar = office.world, office.world.caseworker(), office.world.caseworker("Ivar")
    for number in range(1, rounds + 1):
        ref = world.proposal(world.person(f"Nr {number}"))
        plan(office, kari, ref)
        version = world.row(ref).version
        office.commit()
        later, barrier, got = office.at(hours=1), threading.Barrier(2), []
        deeds = (lambda later=later: publish(later.place), lambda at=later, r=ref, v=version: by_hand(at, ivar, r, v))

        def one(deed, barrier=barrier, got=got):
            barrier.wait()
            try:
                got.append(deed())
            except Denied as denied:
                got.append(type(denied))

        crew = [threading.Thread(target=one, args=(deed,)) for deed in deeds]
        for thread in crew:
            thread.start()
        for thread in crew:
            thread.join(60)
        while publish(later.place):  # a locked case is looked at again
            continue
        assert counted(office, Statement) == number, got
    assert broken(world.db) == []
    world.db.commit()


def by_hand(office, person, ref, version):
    with transaction(office.place.engine, office.world.here.id) as db:
        ctx = without_browser(db, office.world.here, person.id, office.world.now)
        statements.answer(ctx, ref, Said("For hånd.", version, decision=Decision.NEI), impartial=True)


def test_the_selection_beside_a_single_answer_is_all_or_nothing(office, rounds):
    world, kari, ivar = office.world, office.world.caseworker(), office.world.caseworker("Ivar")
    for number in range(1, rounds + 1):
        refs = [world.proposal(world.person(f"Nr {number} {letter}")) for letter in "abc"]
        answers = {ref: Said("Samlet.", world.row(ref).version, decision=Decision.JA) for ref in refs}
        version = world.row(refs[1]).version
        office.commit()
        results: dict[str, object] = {}
        barrier = threading.Barrier(2)

        def together(answers=answers, results=results, barrier=barrier):
            barrier.wait()
            results["all"] = outcome(lambda: all_at_once(office, kari, answers))

        def alone(refs=refs, version=version, results=results, barrier=barrier):
            barrier.wait()
            results["one"] = outcome(lambda: by_hand(office, ivar, refs[1], version))

        crew = [threading.Thread(target=together), threading.Thread(target=alone)]
        for thread in crew:
            thread.start()
        for thread in crew:
            thread.join(60)
        assert sorted(map(str, results.values())) == ["clash", "done"]
        ours = select(Proposal.id).where(Proposal.reference.in_(refs))
        texts = list(world.db.scalars(select(Statement.text).where(Statement.proposal_id.in_(ours))))
        world.db.commit()
        assert texts in (["Samlet."] * 3, ["For hånd."])


def all_at_once(office, person, answers):
    with transaction(office.place.engine, office.world.here.id) as db:
        answering.answer_all(
            without_browser(db, office.world.here, person.id, office.world.now), answers, impartial=True
        )


def outcome(deed):
    try:
        deed()
    except Clash:
        return "clash"
    return "done"


def test_the_race_is_lost_without_the_look_at_the_state(office, monkeypatch):
    """The twin: a publisher that does not ask again whether it waits, and takes the case as it is, publishes twice."""

    def careless(writer, proposal, _row):
        statements.answer(
            writer, proposal.reference, Said("Ja.", proposal.version, decision=Decision.JA), impartial=True
        )

    kari = office.world.caseworker()
    plan(office, kari, office.world.proposal())
    office.commit()
    monkeypatch.setattr(job, "_is_due", lambda *_any: (Planned.id > 0,))
    monkeypatch.setattr(planned, "_do", careless)
    at_once(office.at(hours=1), 2)
    publish(office.at(hours=1).place)
    assert counted(office, Statement) > 1


def together(office):
    """How many are published, how many answers there are, and how often the history tells of one, at one moment."""
    rows = (
        select(Planned.id).where(Planned.state == PlannedState.PUBLISERT),
        select(Statement.id),
        select(Event.id).where(Event.what == What.ANSWER_PUBLISHED),
    )
    counts = (select(func.count()).select_from(found.subquery()).scalar_subquery() for found in rows)
    office.world.context()
    found = tuple(office.world.db.execute(select(*counts)).one())
    office.world.db.commit()
    return found


def test_a_worker_that_is_killed_has_published_all_of_it_or_nothing(office, tmp_path):
    world, kari = office.world, office.world.caseworker()
    for number in range(30):
        plan(office, kari, world.proposal(world.person(f"Nr {number}")))
    world.context()
    for row in world.db.scalars(select(Planned)):
        row.publish_at = world.now - timedelta(days=3000)  # long past for the worker's own clock
    office.commit()
    url = office.place.engine.url.render_as_string(hide_password=False)
    for _kill in range(2):
        before = together(office)
        process = command("work", **environment(url, tmp_path))
        while together(office) == before and before[0] < 30 and process.poll() is None:
            time.sleep(0.02)
        os.kill(process.pid, signal.SIGKILL)  # it has published at least one more, and goes on
        process.communicate()
        published, spoken, told = together(office)
        assert published == spoken == told
        assert published > before[0] or published == 30
    said = finish(command("work", "--once", **environment(url, tmp_path)))
    assert {state for state, _why in stands(office)} == {PlannedState.PUBLISERT}, said
    assert counted(office, Statement) == counted(office, Planned, Planned.state == PlannedState.PUBLISERT) == 30
    assert broken(world.db) == []
    world.db.commit()
