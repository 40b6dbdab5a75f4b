"""Who stands in front of us, what a thing knows of itself, and the conditions that the table of permissions asks.

Each condition is a question about both; the table (``rules/policy.py``) says which must hold for what.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Protocol

from samskaping.rules.blocking import rank
from samskaping.rules.roles import Role


@dataclass(frozen=True)
class Actor:
    """Whoever stands in front of us: nobody known, or a person with roles in the municipality at hand."""

    person_id: int | None = None
    name: str = ""
    confirmed: bool = False
    roles: frozenset[Role] = field(default_factory=frozenset)
    session_id: int | None = None
    #: Whoever runs commands on the machine itself; no request ever carries this.
    in_shell: bool = False
    #: Whether moderators have kept the person from writing here, today.
    is_blocked: bool = False
    #: The leader of the unit that the person belongs to.
    led_by: int | None = None

    #: Roles that wait for a second factor: until it is given they open nothing.
    waiting: frozenset[Role] = field(default_factory=frozenset)
    #: Whether the person works somewhere, and has not given the second factor that this asks for.
    awaits_second: bool = False

    @property
    def is_known(self) -> bool:
        return self.person_id is not None

    @property
    def is_staff(self) -> bool:
        return bool(self.roles - {Role.PLATTFORM})


class Thing(Protocol):
    """What a condition may ask of a thing: whose it is, as far as that can be told."""

    @property
    def writer_id(self) -> int | None:
        """The person who wrote it, or acts for the organisation that did; None for a guest's draft."""

    @property
    def session_id(self) -> int | None:
        """The session that an unsigned draft hangs on."""


Condition = Callable[[Actor, Thing | None], bool]


def anyone(_actor: Actor, _thing: Thing | None) -> bool:
    return True


def signed_in(actor: Actor, _thing: Thing | None) -> bool:
    return actor.is_known


def confirmed(actor: Actor, _thing: Thing | None) -> bool:
    return actor.confirmed


def writer(actor: Actor, thing: Thing | None) -> bool:
    return thing is not None and actor.is_known and actor.person_id == thing.writer_id


def same_session(actor: Actor, thing: Thing | None) -> bool:
    return (
        thing is not None
        and thing.writer_id is None
        and actor.session_id is not None
        and actor.session_id == thing.session_id
    )


def impartial(actor: Actor, thing: Thing | None) -> bool:
    """Neither partial in the case, nor directly under a leader who is: a thing in a case knows its ``partial_ids``.

    Source: forvaltningsloven 1967 §§ 6–10; forvaltningsloven 2025 §§ 25–29.
    """
    partial: Collection[int] = getattr(thing, "partial_ids", ())
    return {actor.person_id, actor.led_by}.isdisjoint(partial)


def unconcerned(actor: Actor, thing: Thing | None) -> bool:
    """Not partial in the case oneself. Who merely stands under a leader that is, may prepare it, and so read on.

    Source: forvaltningsloven 1967 §§ 6 and 8; forvaltningsloven 2025 §§ 25–29.
    """
    return actor.person_id not in getattr(thing, "partial_ids", ())


def somebody_else(actor: Actor, thing: Thing | None) -> bool:
    """Not about oneself: nobody lifts their own word."""
    return thing is None or thing.writer_id != actor.person_id


def another_than_ruled(actor: Actor, thing: Thing | None) -> bool:
    """Not the one whose ruling is appealed: an appeal knows its ``ruler_id``.

    Source: Regulation (EU) 2022/2065 (DSA) art. 20; forvaltningsloven 1967 § 34.
    """
    return actor.person_id != getattr(thing, "ruler_id", None)


def not_blocked(actor: Actor, _thing: Thing | None) -> bool:
    """Moderators of the municipality have not kept them from writing here."""
    return not actor.is_blocked


def stands_above(actor: Actor, thing: Thing | None) -> bool:
    """Above whoever it is done to, who knows their ``roles`` here."""
    return rank(actor.roles) > rank(getattr(thing, "roles", ()))


def no_wider(_actor: Actor, thing: Thing | None) -> bool:
    """Of somebody who has no rights in other municipalities or on the platform, as the thing knows (``is_wider``)."""
    return not getattr(thing, "is_wider", False)


def member(_actor: Actor, thing: Thing | None) -> bool:
    """In the working group of the case: a group knows whether whoever asks is (``is_member``)."""
    return bool(getattr(thing, "is_member", False))


def in_open_group(actor: Actor, thing: Thing | None) -> bool:
    """In the working group of the case while it is open, as a thing that is offered to the case knows (``is_open``)."""
    return member(actor, thing) and bool(getattr(thing, "is_open", False))


def from_shell(actor: Actor, _thing: Thing | None) -> bool:
    return actor.in_shell


def has(*roles: Role) -> Condition:
    """A condition that holds for anyone with one of the roles in this municipality."""
    wanted = frozenset(roles)

    def has_role(actor: Actor, _thing: Thing | None) -> bool:
        return actor.is_known and not actor.roles.isdisjoint(wanted)

    return has_role
