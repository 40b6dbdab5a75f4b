"""Events are told to those whom they concern, once, by the rights of the moment."""

from sqlalchemy import select

from samskaping.actions import statements
from samskaping.actions.record import record
from samskaping.actions.statements import Said
from samskaping.jobs import tell as job
from samskaping.jobs.tell import tell
from samskaping.models import Event, Follow, Membership, Notification, Outbox, Person
from samskaping.rules.events import FACTS, What
from samskaping.rules.kinds import MailChoice
from samskaping.rules.roles import Role
from samskaping.rules.speech import Decision


def told(office, what: What) -> dict[str, str]:
    """Name → mail, of everyone who heard of a kind of event."""
    rows = office.world.db.execute(
        select(Person.name, Notification.mail)
        .join(Notification, Notification.person_id == Person.id)
        .join(Event, Event.id == Notification.event_id)
        .where(Event.what == what)
    )
    return dict(rows.all())


def follow(office, person, kind, thing_id) -> None:
    office.world.db.add(Follow(person_id=person.id, kind=kind, thing_id=thing_id, since=office.world.now))
    office.world.db.flush()


def test_new_proposal_reaches_staff_and_followers_but_not_its_writer(office):
    world = office.world
    world.caseworker(), world.person("Publisist", Role.PUBLISIST)
    follow(office, world.person("Nabo"), "municipality", world.here.id)
    world.proposal(world.person("Mona"))
    office.commit()
    assert tell(office.place) == 2
    assert told(office, What.PROPOSAL_SUBMITTED) == {"Kari Demo": "daglig"}
    assert told(office, What.PROPOSAL_PUBLISHED) == {"Nabo": "daglig"}
    assert world.db.scalars(select(Outbox)).all() == []
    assert tell(office.place) == 0


def test_mail_choice_of_each(office):
    world = office.world
    kari, mona, ref = world.caseworker(), world.person("Mona"), None
    ref = world.proposal(mona)
    wanted = {"A": MailChoice.STRAKS, "B": MailChoice.INGEN, "C": MailChoice.DAGLIG}
    for name, choice in wanted.items():
        someone = world.person(name)
        someone.mail_choice = choice
        follow(office, someone, "proposal", world.row(ref).id)
    follow(office, world.person("Ubekreftet", confirmed=False), "proposal", world.row(ref).id)
    world.move(ref, "vurder", kari)
    office.commit()
    tell(office.place)
    assert told(office, What.PROPOSAL_MOVED) == {
        "Mona": "daglig", "A": "straks", "B": "", "C": "daglig", "Ubekreftet": "",
    }  # fmt: skip


def test_rights_are_those_of_the_telling(office):
    world = office.world
    kari, ref = world.caseworker(), world.proposal(world.person("Mona"))
    follow(office, world.person("Nabo"), "proposal", world.row(ref).id)
    former = world.person("Sluttet", Role.SAKSBEHANDLER)
    world.move(ref, "vurder", kari)
    world.row(ref).is_public = False
    held = world.db.scalars(select(Membership).where(Membership.person_id == former.id)).one()
    held.ended_at = world.now
    blocked = world.person("Sperret", Role.SAKSBEHANDLER)
    blocked.blocked_at = world.now
    office.commit()
    tell(office.place)
    assert told(office, What.PROPOSAL_MOVED) == {"Mona": "daglig"}
    assert told(office, What.PROPOSAL_SUBMITTED) == {"Kari Demo": "daglig"}


def test_private_question_is_told_to_its_writer_alone(office):
    world = office.world
    kari, mona = world.caseworker(), world.person("Mona")
    ref = world.proposal(mona)
    follow(office, world.person("Nabo"), "proposal", world.row(ref).id)
    said = Said("Hvor mange er dere?", world.row(ref).version, is_public=False)
    statements.ask(world.context(kari), ref, said)
    office.commit()
    tell(office.place)
    assert told(office, What.QUESTION_ASKED_PRIVATELY) == {"Mona": "straks"}


def test_handler_hears_or_else_the_units_leader(office):
    world = office.world
    kari, leader = world.caseworker(), world.person("Trond", Role.LEDER)
    ref = world.proposal(world.person("Mona"))
    world.row(ref).unit_id = world.unit(leader=leader).id
    record(world.context(), What.DEADLINE_NEAR, world.row(ref), due="2026-03-09", days=7)
    office.commit()
    tell(office.place)
    assert told(office, What.DEADLINE_NEAR) == {"Trond": "daglig"}
    world.row(ref).handler_id = kari.id
    record(world.context(), What.DEADLINE_NEAR, world.row(ref), due="2026-03-09", days=2)
    office.commit()
    tell(office.place)
    assert told(office, What.DEADLINE_NEAR) == {"Trond": "daglig", "Kari Demo": "daglig"}


def test_following_twice_over_is_heard_once(office):
    world = office.world
    kari, mona = world.caseworker(), world.person("Mona")
    ref = world.proposal(mona)  # the writer follows too
    statements.answer(world.sure(kari, ref), ref, Said("Ja.", world.row(ref).version, decision=Decision.JA))
    office.commit()
    tell(office.place)
    heard = select(Notification.id).join(Event, Event.id == Notification.event_id)
    assert len(world.db.scalars(heard.where(Event.what == What.ANSWER_PUBLISHED)).all()) == 1


def test_one_event_that_cannot_be_told_does_not_silence_the_others(office, monkeypatch, caplog):
    world = office.world
    world.caseworker()
    world.proposal(world.person("Mona"))
    office.commit()
    first = world.db.scalars(select(Outbox.event_id).order_by(Outbox.id)).first()
    world.db.commit()
    real = job.telling.tell

    def broken(ctx, waiting, event, **how):
        if event.id == first:
            raise KeyError("comment")
        return real(ctx, waiting, event, **how)

    monkeypatch.setattr(job.telling, "tell", broken)
    assert tell(office.place) == 1
    assert world.db.scalars(select(Outbox.event_id)).all() == [first]
    assert "was not told" in caplog.text


def test_every_event_that_tells_can_be_told(office):
    """Each audience is a statement that both databases take, whatever the event is about."""
    world = office.world
    row = world.row(world.proposal())
    telling = [what for what, fact in FACTS.items() if fact.tells]
    for what in telling:
        record(world.context(), what, row, **{key: ["x"] if key == "people" else "x" for key in FACTS[what].keys})
    office.commit()
    assert tell(office.place) + tell(office.place) == len(telling) + 2  # a hundred at a time
    assert world.db.scalars(select(Outbox)).all() == []
