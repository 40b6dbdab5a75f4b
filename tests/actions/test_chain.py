"""The chain of a history holds through redaction and erasure, and shows each way of tampering with a row of it."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, select, update

from samskaping.actions import comments, erasure
from samskaping.actions.comments import Remark
from samskaping.actions.redaction import redact
from samskaping.models import Event, Notification, Outbox, Proposal
from samskaping.queries import verifying
from samskaping.rules.roles import Role
from samskaping.rules.speech import ReportReason
from tests.canaries import unlock

_EVENTS = Event.__table__


@pytest.fixture
def ref(halden, kari):
    """A case with a history: sent in, talked about, moved twice, and a text in it blacked out."""
    liv = halden.person("Liv Lønn")
    ref = halden.proposal(liv, need="Naboen Kvitre bråker hver natt, og vi får ikke sove.")
    comments.write(halden.context(halden.person("Ola Blid")), ref, Remark("Enig"))
    for verb in ("vurder", "utvikle"):
        halden.move(ref, verb, kari)
    moderator = halden.person("Mona", Role.MODERATOR)
    redact(halden.context(moderator), "forslag", ref, ["Kvitre"], ReportReason.PERSONOPPLYSNINGER, "Gjelder en annen.")
    erasure.erase(halden.context(liv))
    halden.db.commit()
    return ref


def told(halden) -> list[str]:
    halden.db.expire_all()
    return list(verifying.differences(halden.context()))


def rows(halden, ref):
    case = halden.row(ref).id
    mine = (_EVENTS.c.subject_kind == "proposal", _EVENTS.c.subject_id == case)
    return halden.db.execute(select(_EVENTS).where(*mine).order_by(_EVENTS.c.number)).mappings().all()


def test_after_redaction_and_erasure_the_chain_holds(halden, ref):
    assert len(rows(halden, ref)) > 4
    assert told(halden) == []


@pytest.mark.parametrize(
    "column", ["what", "happened_at", "actor_id", "author_id", "details", "number", "digest", "subject_id"]
)
def test_a_row_that_was_changed_shows(halden, ref, kari, column):
    third, other = rows(halden, ref)[2], halden.proposal()
    halden.db.commit()
    another = {
        "what": "proposal.hidden", "happened_at": third["happened_at"] + timedelta(seconds=1), "actor_id": None,
        "author_id": None if third["author_id"] else halden.row(other).author_id, "details": {"verb": "avsla"},
        "number": 99, "digest": "0" * 64, "subject_id": halden.row(other).id,
    }  # fmt: skip
    if column == "subject_id":  # it would stand beside another of the same number
        another["number"] = 99
    values = {name: another[name] for name in ({column, "number"} if column == "subject_id" else {column})}
    connection = halden.db.connection()
    unlock(connection)
    connection.execute(update(_EVENTS).where(_EVENTS.c.id == third["id"]).values(values))
    assert [line for line in told(halden) if f"proposal {ref}" in line] != []


@pytest.mark.parametrize("which", [0, 2, -1])
def test_a_row_that_was_taken_out_shows(halden, ref, which):
    connection, gone = halden.db.connection(), rows(halden, ref)[which]
    unlock(connection)
    for table in (Outbox.__table__, Notification.__table__):
        connection.execute(delete(table).where(table.c.event_id == gone["id"]))
    connection.execute(delete(_EVENTS).where(_EVENTS.c.id == gone["id"]))
    assert [line for line in told(halden) if f"proposal {ref}" in line] != []


def test_a_row_that_was_put_in_or_two_that_changed_places_show(halden, ref):
    connection, every = halden.db.connection(), rows(halden, ref)
    unlock(connection)
    one, other = every[1], every[2]
    for row, number in ((one, 1000), (other, one["number"]), (one, other["number"])):
        connection.execute(update(_EVENTS).where(_EVENTS.c.id == row["id"]).values(number=number))
    assert told(halden) == [f"proposal {ref}: event {one['number']} does not fit the one before it"]
    for row, number in ((other, 1000), (one, one["number"]), (other, other["number"])):
        connection.execute(update(_EVENTS).where(_EVENTS.c.id == row["id"]).values(number=number))
    assert told(halden) == []
    copy = {name: value for name, value in every[-1].items() if name not in ("id", "once_key")}
    connection.execute(insert(_EVENTS).values(**copy | {"number": copy["number"] + 1}))
    assert [line for line in told(halden) if f"proposal {ref}" in line] != []


def test_a_history_that_is_gone_shows(halden, ref):
    case = halden.row(ref).id
    connection = halden.db.connection()
    unlock(connection)
    mine = select(_EVENTS.c.id).where(_EVENTS.c.subject_kind == "proposal", _EVENTS.c.subject_id == case)
    for table in (Outbox.__table__, Notification.__table__):
        connection.execute(delete(table).where(table.c.event_id.in_(mine)))
    connection.execute(delete(_EVENTS).where(_EVENTS.c.subject_kind == "proposal", _EVENTS.c.subject_id == case))
    assert [line for line in told(halden) if "the history is gone" in line] != []
    assert connection.execute(select(Proposal.__table__.c.id).where(Proposal.__table__.c.id == case)).one()
