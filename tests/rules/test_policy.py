"""The permission table, cell by cell, written here a second time by hand."""

from dataclasses import dataclass

import pytest

from samskaping.errors import Refused
from samskaping.rules import policy
from samskaping.rules.policy import Actor, Can, allowed, require
from samskaping.rules.roles import Role


@dataclass
class Thing:
    """Something of somebody's."""

    writer_id: int | None = 1
    session_id: int | None = None


@dataclass
class CaseThing(Thing):
    """Something in a case, that knows who is partial there."""

    partial_ids: tuple[int, ...] = ()


_OWN = Thing(writer_id=1)
_OTHERS = Thing(writer_id=2)
_MY_BROWSERS = Thing(writer_id=None, session_id=7)
_OTHER_BROWSERS = Thing(writer_id=None, session_id=8)
_THINGS = {"nothing": None, "own": _OWN, "others": _OTHERS, "my browser's": _MY_BROWSERS, "theirs": _OTHER_BROWSERS}
#: In a case in which somebody is partial: whoever asks, the leader of their unit, or somebody else.
_LEADER = 9
_PARTIAL = {"I am partial": CaseThing(1, partial_ids=(1,)), "my leader is": CaseThing(1, partial_ids=(_LEADER,))}
_THINGS |= _PARTIAL | {"another is": CaseThing(1, partial_ids=(2, 3))}

#: Whoever stands at the door.
ACTORS = {
    "unknown": Actor(session_id=7),
    "without browser": Actor(),
    "unconfirmed": Actor(1, "Ola", session_id=7),
    "resident": Actor(1, "Ola", confirmed=True, session_id=7),
    "shell": Actor(in_shell=True),
    **{
        str(role): Actor(1, "Kari", confirmed=True, roles=frozenset({role}), session_id=7, led_by=_LEADER)
        for role in Role
    },
}
_STAFF = {str(role) for role in Role} - {"plattform"}
PEOPLE = {"unconfirmed", "resident", *map(str, Role)}
CONFIRMED = PEOPLE - {"unconfirmed"}
_HANDLES = {"saksbehandler", "leder"}
_PUBLISHES = {"saksbehandler", "leder", "publisist"}
_MODERATES = {"saksbehandler", "leder", "moderator"}

#: Who may do what whatever the thing is.
ANY: dict[str, set[str]] = {
    "proposal.handle": _HANDLES,
    "proposal.approve": _MODERATES,
    "proposal.inspect": _STAFF - {"administrator"},
    "inner.read": _STAFF - {"administrator"},
    "statement.publish": _PUBLISHES,
    "comment.write": CONFIRMED,
    "support.give": CONFIRMED,
    "follow": PEOPLE,
    "report": set(ACTORS),
    "need.tell": set(ACTORS),
    "need.concern": CONFIRMED,
    "need.tie": CONFIRMED,
    "ask.make": _PUBLISHES,
    **dict.fromkeys(("benefit.plan", "lesson.write", "lesson.use"), _PUBLISHES),
    "offer.make": CONFIRMED,
    "raised.write": CONFIRMED,
    "wording.suggest": CONFIRMED,
    "initiative.write": CONFIRMED,
    "initiative.sign": CONFIRMED,
    "signature.take_back": PEOPLE,
    "vote.set": _PUBLISHES,
    "vote.cast": CONFIRMED,
    **dict.fromkeys(("gathering.plan", "seat.read"), _PUBLISHES),
    "seat.take": CONFIRMED,
    "note.write": {"moderator", "saksbehandler", "publisist", "leder"},
    "moderate": _MODERATES,
    "challenge.write": _PUBLISHES,
    "partner.invite": _PUBLISHES,
    "partner.answer": {"publisist", "leder"},
    "organisation.register": CONFIRMED,
    "organisation.verify": _HANDLES,
    "municipality.set": {"administrator"},
    "role.grant": {"administrator", "shell"},
    "municipality.activate": {"plattform", "shell"},
    "session.end": {"administrator"},
    "security.read": {"administrator"},
    "platform.look_after": {"plattform", "shell"},
    "participation.import": {"shell"},
    "staff.enter": _STAFF,
    "intake.enter": _HANDLES,
    "template.keep": _PUBLISHES,
    "export.make": _STAFF - {"administrator"},
    "export.personal": {"leder", "arkivar"},
    "number.vouch": _STAFF,
    "redaction.read": _MODERATES | {"arkivar"},
    "impartiality.declare": _STAFF - {"administrator"},
    "evaluation.ask": _HANDLES,
    "task.give": _HANDLES,
    "opinion.write": {"moderator", "saksbehandler", "publisist", "leder"},
    "opinion.write_elsewhere": _HANDLES,
    "group.read": _STAFF - {"administrator"},
    "group.write": _HANDLES,
    "group.sit": _HANDLES,
}
#: Who may do what to something of their own, and to nothing else.
OWN: dict[str, set[str]] = {
    "proposal.draft": PEOPLE,
    "proposal.submit": CONFIRMED,
    "proposal.edit": PEOPLE,
    "proposal.withdraw": PEOPLE,
    "proposal.reply": PEOPLE,
    "reopening.ask": PEOPLE,
    "comment.edit": PEOPLE,
    "comment.retract": PEOPLE,
    "appeal.make": PEOPLE,
    "need.retract": PEOPLE,
    "offer.withdraw": PEOPLE,
    "raised.send": CONFIRMED,
    "raised.withdraw": PEOPLE,
    "wording.withdraw": PEOPLE,
    "file.add": PEOPLE,
    "initiative.lead": CONFIRMED,
    "seat.needs": _PUBLISHES,
    "initiative.withdraw": PEOPLE,
    "organisation.manage": PEOPLE,
    "evaluation.write": _STAFF - {"administrator"},
}
#: What is done to something of one's own, or by those who handle cases to anything.
BOTH: dict[str, tuple[set[str], set[str]]] = {
    "task.do": (_STAFF - {"administrator"}, _HANDLES),
    "benefit.measure": (_STAFF - {"administrator"}, _PUBLISHES),
    "absence.say": (_HANDLES, {"leder", "administrator"}),
    "need.loosen": (PEOPLE, _PUBLISHES),
    "need.meet": (PEOPLE, _HANDLES),
    "group.lead": (CONFIRMED, _HANDLES),
}
#: What is never done to something of one's own.
NOT_OWN: dict[str, set[str]] = {
    "person.block": _MODERATES,
    "second.reset": {"administrator"},
    "offer.decide": _PUBLISHES,
    "offer.answer": _PUBLISHES,
    "identity.confirm": _HANDLES,
    "raised.decide": _PUBLISHES,
    "wording.decide": _PUBLISHES,
    "initiative.handle": _HANDLES,
    "signature.read": _HANDLES,
    "impartiality.lift": {"leder", "administrator"},
    "appeal.decide": _MODERATES | {"administrator"},
}
#: What whoever is partial in a case, or works under a leader who is, may not do there.
IMPARTIAL = {
    "proposal.handle", "proposal.approve", "statement.publish", "note.write", "moderate", "evaluation.ask",
    "evaluation.write", "task.give", "task.do", "opinion.write", "appeal.decide",
    "redaction.read", "person.block", "offer.decide", "offer.answer", "ask.make", "benefit.plan", "benefit.measure",
    "lesson.write", "group.write", "group.sit",
}  # fmt: skip
#: What is closed only to whoever is partial: those who work under them may prepare the case.
UNCONCERNED = {"inner.read", "group.read"}
_OWN_KINDS = {"own", "I am partial", "my leader is", "another is"}


def expected(name: str, can: str, kind: str) -> bool:
    """What this page says of one cell."""
    if kind in _PARTIAL and can in IMPARTIAL:
        return False
    if kind == "I am partial" and can in UNCONCERNED:
        return False
    if can in BOTH:
        return name in BOTH[can][1] or (kind in _OWN_KINDS and name in BOTH[can][0])
    if can in NOT_OWN:
        return kind not in _OWN_KINDS and name in NOT_OWN[can]
    if can in ANY:
        return name in ANY[can]
    if can == "proposal.draft" and kind == "my browser's":
        return ACTORS[name].session_id == 7
    if can == "absence.say" and name in {"leder", "administrator"}:
        return True
    return kind in _OWN_KINDS and name in OWN[can]


def differences() -> list[tuple[str, str, str]]:
    """Cells in which the table and this page differ."""
    return [
        (name, str(can), kind)
        for name, actor in ACTORS.items()
        for can in Can
        for kind, thing in _THINGS.items()
        if allowed(actor, can, thing) is not expected(name, str(can), kind)
    ]


def test_every_permission_is_written_here():
    assert set(ANY) | set(OWN) | set(BOTH) | set(NOT_OWN) == set(map(str, Can)) == set(map(str, policy.POLICY))
    assert not set(ANY) & set(OWN)


def test_every_cell_is_as_it_is_written_here():
    assert differences() == []


@pytest.mark.parametrize("can", [can for can in Can if can not in (Can.REPORT, Can.NEED_TELL)])
def test_a_row_too_many_is_seen(monkeypatch, can):
    monkeypatch.setitem(policy.POLICY, can, (*policy.POLICY[can], (policy.anyone,)))
    assert any(cell[1] == can for cell in differences())


@pytest.mark.parametrize("can", Can)
def test_a_row_that_is_gone_is_seen(monkeypatch, can):
    monkeypatch.setitem(policy.POLICY, can, ())
    assert any(cell[1] == can for cell in differences())


def test_requiring_is_asking_with_a_refusal():
    require(ACTORS["leder"], Can.PROPOSAL_HANDLE)
    with pytest.raises(Refused):
        require(ACTORS["moderator"], Can.PROPOSAL_HANDLE)


def test_rights_of_two_roles_are_added():
    both = Actor(1, "Kari", confirmed=True, roles=frozenset({Role.ADMINISTRATOR, Role.INNSYN}))
    assert allowed(both, Can.MUNICIPALITY_SET)
    assert allowed(both, Can.PROPOSAL_INSPECT)
    assert not allowed(both, Can.PROPOSAL_HANDLE)
