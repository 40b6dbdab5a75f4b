"""What came of a meeting: written once it is over, corrected with why, and every version is kept."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from samskaping.actions import minutes
from samskaping.actions.minutes import Content
from samskaping.db import Texts
from samskaping.errors import Clash, Missing, Refused, Unfit
from samskaping.models import Version
from samskaping.queries import audiences
from samskaping.queries import minutes as readings
from samskaping.rules.events import What
from samskaping.rules.roles import Role
from tests.gatherings import Planned, row, told
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix
SAID = Texts(nb="Vi gikk og så.", nn="")


@pytest.fixture
def over(world):
    """A meeting that Eva had a seat at, and that is over."""
    planned = Planned(world).published()
    planned.eva = world.person("Eva")
    planned.take(planned.eva)
    world.now += timedelta(days=8)
    return planned


def write(over, **change):
    content = Content(**{"text": SAID, "attended": 12, **change})
    minutes.write(over.world.context(over.staff), over.id, content)


def read(over):
    return readings.of(over.world.context(), row(over.world, over.id).id)


def test_they_tell_how_many_came_what_was_said_and_what_came_of_it(world, over):
    ref = world.proposal()
    write(over, refs=(ref,))
    found = read(over)
    assert (found.attended, found.text, [one.reference for one in found.proposals]) == (12, SAID, [ref])
    (event,) = told(world, What.GATHERING_MINUTES)
    assert over.eva.id in set(audiences.hearers(world.context(), event))


def test_there_are_none_before_it_is_over_and_only_staff_write_them(world):
    planned = Planned(world).published()
    with pytest.raises(Unfit):
        write(planned)
    world.now += timedelta(days=8)
    with pytest.raises(Refused):
        minutes.write(world.context(world.person("Eva")), planned.id, Content(SAID, 1))
    with pytest.raises(Missing):
        minutes.write(world.context(planned.staff), "ukjent", Content(SAID, 1))


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("text_nb", {"text": Texts()}),
        ("attended", {"attended": None}),
        ("attended", {"attended": 5_001}),
        ("proposals", {"refs": ("2026-999999",)}),
        ("proposals", {"refs": tuple(f"2026-{number:06}" for number in range(51))}),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(over, field, change):
    with pytest.raises(Unfit) as refused:
        write(over, **change)
    assert field in dict(refused.value.fields)


def test_a_proposal_that_is_not_public_is_as_unknown_as_one_that_never_was(world, over):
    hidden = world.proposal()
    world.row(hidden).is_public = False
    with pytest.raises(Unfit) as refused:
        write(over, refs=(hidden,))
    assert "Vi finner ikke" in dict(refused.value.fields)["proposals"]


def test_a_correction_says_why_and_both_versions_are_kept(world, over):
    write(over)
    with pytest.raises(Unfit) as refused:
        write(over, version=1)
    assert "why" in dict(refused.value.fields)
    with pytest.raises(Clash):
        write(over, attended=13, why="Feil tall.")
    write(over, attended=13, version=1, why="Feil tall.")
    assert (read(over).attended, read(over).correction) == (13, "Feil tall.")
    kept = world.db.scalars(select(Version).where(Version.subject_kind == "minute").order_by(Version.number))
    assert [one.fields["attended"] for one in kept] == [12, 13]


def test_staff_elsewhere_write_nothing_here(world, over):
    asker = municipality(world.db, "asker")
    asker.now = world.now
    theirs = asker.context(asker.person("Gro", Role.PUBLISIST))
    with pytest.raises(Missing):
        minutes.write(theirs, over.id, Content(SAID, 1))
    assert read(over) is None
