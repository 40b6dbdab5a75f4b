"""The permission table, cell by cell, written here a second time by hand."""

from dataclasses import dataclass, replace

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
_ACTORS = {
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
_PEOPLE = {"unconfirmed", "resident", *map(str, Role)}
_CONFIRMED = _PEOPLE - {"unconfirmed"}
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
    "comment.write": _CONFIRMED,
    "support.give": _CONFIRMED,
    "follow": _PEOPLE,
    "report": set(_ACTORS),
    "need.tell": set(_ACTORS),
    "need.concern": _CONFIRMED,
    "need.tie": _CONFIRMED,
    "ask.make": _PUBLISHES,
    **dict.fromkeys(("benefit.plan", "lesson.write", "lesson.use"), _PUBLISHES),
    "offer.make": _CONFIRMED,
    "raised.write": _CONFIRMED,
    "wording.suggest": _CONFIRMED,
    "initiative.write": _CONFIRMED,
    "initiative.sign": _CONFIRMED,
    "signature.take_back": _PEOPLE,
    "vote.set": _PUBLISHES,
    "vote.cast": _CONFIRMED,
    **dict.fromkeys(("gathering.plan", "seat.read"), _PUBLISHES),
    "seat.take": _CONFIRMED,
    "note.write": {"moderator", "saksbehandler", "publisist", "leder"},
    "moderate": _MODERATES,
    "challenge.write": _PUBLISHES,
    "partner.invite": _PUBLISHES,
    "partner.answer": {"publisist", "leder"},
    "organisation.register": _CONFIRMED,
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
    "proposal.draft": _PEOPLE,
    "proposal.submit": _CONFIRMED,
    "proposal.edit": _PEOPLE,
    "proposal.withdraw": _PEOPLE,
    "proposal.reply": _PEOPLE,
    "reopening.ask": _PEOPLE,
    "comment.edit": _PEOPLE,
    "comment.retract": _PEOPLE,
    "appeal.make": _PEOPLE,
    "need.retract": _PEOPLE,
    "offer.withdraw": _PEOPLE,
    "raised.send": _CONFIRMED,
    "raised.withdraw": _PEOPLE,
    "wording.withdraw": _PEOPLE,
    "file.add": _PEOPLE,
    "initiative.lead": _CONFIRMED,
    "seat.needs": _PUBLISHES,
    "initiative.withdraw": _PEOPLE,
    "organisation.manage": _PEOPLE,
    "evaluation.write": _STAFF - {"administrator"},
}
#: What is done to something of one's own, or by those who handle cases to anything.
BOTH: dict[str, tuple[set[str], set[str]]] = {
    "task.do": (_STAFF - {"administrator"}, _HANDLES),
    "benefit.measure": (_STAFF - {"administrator"}, _PUBLISHES),
    "absence.say": (_HANDLES, {"leder", "administrator"}),
    "need.loosen": (_PEOPLE, _PUBLISHES),
    "need.meet": (_PEOPLE, _HANDLES),
    "group.lead": (_CONFIRMED, _HANDLES),
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
        return _ACTORS[name].session_id == 7
    if can == "absence.say" and name in {"leder", "administrator"}:
        return True
    return kind in _OWN_KINDS and name in OWN[can]


def differences() -> list[tuple[str, str, str]]:
    """Cells in which the table and this page differ."""
    return [
        (name, str(can), kind)
        for name, actor in _ACTORS.items()
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
    require(_ACTORS["leder"], Can.PROPOSAL_HANDLE)
    with pytest.raises(Refused):
        require(_ACTORS["moderator"], Can.PROPOSAL_HANDLE)


def test_rights_of_two_roles_are_added():
    both = Actor(1, "Kari", confirmed=True, roles=frozenset({Role.ADMINISTRATOR, Role.INNSYN}))
    assert allowed(both, Can.MUNICIPALITY_SET)
    assert allowed(both, Can.PROPOSAL_INSPECT)
    assert not allowed(both, Can.PROPOSAL_HANDLE)


@dataclass
class WorkerThing(Thing):
    """Somebody whose second factor is to be taken away, with rights elsewhere too or here alone."""

    is_wider: bool = False


def test_nobody_takes_a_factor_from_somebody_whose_rights_reach_further():
    boss = _ACTORS["administrator"]
    assert allowed(boss, Can.SECOND_RESET, WorkerThing(writer_id=2))
    assert not allowed(boss, Can.SECOND_RESET, WorkerThing(writer_id=2, is_wider=True))
    assert not allowed(boss, Can.SECOND_RESET, WorkerThing(writer_id=1))


@dataclass
class AppealThing(Thing):
    """An appeal, that knows whose ruling it is against."""

    ruler_id: int | None = None


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.SAKSBEHANDLER, Role.LEDER, Role.ADMINISTRATOR])
def test_whoever_ruled_does_not_decide_the_appeal(role):
    somebody = Actor(1, "Kari", confirmed=True, roles=frozenset({role}))
    assert not allowed(somebody, Can.APPEAL_DECIDE, AppealThing(writer_id=2, ruler_id=1))
    assert allowed(somebody, Can.APPEAL_DECIDE, AppealThing(writer_id=2, ruler_id=3))


@dataclass
class GroupThing(CaseThing):
    """A working group, that knows whether whoever asks sits in it."""

    is_member: bool = True


@pytest.mark.parametrize("name", _ACTORS)
def test_whoever_sits_in_a_group_reads_it_and_writes_once_confirmed_and_not_blocked(name):
    actor, group = _ACTORS[name], GroupThing(writer_id=2)
    assert allowed(actor, Can.GROUP_READ, group) is (name in _PEOPLE)
    assert allowed(actor, Can.GROUP_WRITE, group) is (name in _CONFIRMED)
    blocked = replace(actor, roles=frozenset(), is_blocked=True)
    assert not allowed(blocked, Can.GROUP_WRITE, group)
    assert not allowed(blocked, Can.GROUP_LEAD, GroupThing(writer_id=1))
    assert not allowed(replace(actor, roles=frozenset()), Can.GROUP_LEAD, group)


@dataclass
class OfferThing(GroupThing):
    """An offer to a case, that knows whether its working group is open."""

    is_open: bool = True


@pytest.mark.parametrize("name", _ACTORS)
def test_whoever_sits_in_an_open_group_answers_what_others_offer_to_the_case_and_signs_nothing(name):
    actor = replace(_ACTORS[name], roles=frozenset())
    offer = OfferThing(writer_id=2)
    assert allowed(actor, Can.OFFER_ANSWER, offer) is (name in _CONFIRMED)
    assert allowed(actor, Can.ASK_MAKE, offer) is (name in _CONFIRMED)
    assert not allowed(actor, Can.OFFER_DECIDE, offer)
    for other in (
        OfferThing(writer_id=1), replace(offer, is_open=False), replace(offer, is_member=False),
        replace(offer, partial_ids=(1,)),
    ):  # fmt: skip
        assert not allowed(actor, Can.OFFER_ANSWER, other)
        assert allowed(actor, Can.ASK_MAKE, other) is (other.writer_id == 1 and name in _CONFIRMED)
    for can in (Can.OFFER_ANSWER, Can.ASK_MAKE):
        assert not allowed(replace(actor, is_blocked=True), can, offer)
