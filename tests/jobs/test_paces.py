"""How fast: the job's medians are those of the rows, month by month, and the inbox shows and tells them."""

from datetime import date

import pytest

from samskaping.actions import statements
from samskaping.actions.statements import Said
from samskaping.jobs.paces import gathered, reckon
from samskaping.queries import paces
from samskaping.rules.paces import months
from samskaping.rules.speech import Decision
from samskaping.web.paces import chart, few
from tests.world import municipality


@pytest.fixture
def halden(db):
    return municipality(db)


def answered(world, unit, kari, after):
    """A case that was moved and then answered so many days after it came in."""
    ref, later = world.proposal(), world.later(days=after)
    later.move(ref, "vurder", kari, unit=unit.public_id)
    said = Said("Ja.", later.row(ref).version, decision=Decision.JA)
    statements.answer(world.later(days=after + 4).sure(kari, ref), ref, said)
    return ref


def test_medians_by_month_and_unit(halden):
    halden.context()
    kari, roads, culture = halden.caseworker(), halden.unit("Vei"), halden.unit("Kultur")
    for unit, after in ((roads, 1), (roads, 3), (culture, 8)):
        answered(halden, unit, kari, after)
    ctx = halden.later(days=20).context(kari)
    reckon(halden.db, halden.here.id, ctx.today)
    rows = paces.last_year(ctx)
    assert [(str(row.unit or ""), row.reactions, row.reaction_days, row.answers, row.answer_days) for row in rows] == [
        ("", 3, 3, 3, 7), ("Vei", 2, 2, 2, 6), ("Kultur", 1, 8, 1, 12),
    ]  # fmt: skip
    reckon(halden.db, halden.here.id, ctx.today)
    assert paces.last_year(ctx) == rows
    drawn = chart(rows, ctx.today)
    assert [(bar.reaction > 0, bar.answer > 0) for bar in drawn.bars].count((True, True)) == 1
    assert drawn.newest.answers == 3
    assert few(3)
    assert not few(5)
    assert chart((), ctx.today) is None


def test_the_first_reaction_is_the_municipalitys_and_stays(halden):
    writer, kari = halden.person(), halden.caseworker()
    ref = halden.proposal(writer)
    assert halden.row(ref).first_reaction_at is None
    later = halden.later(days=2)
    later.move(ref, "vurder", kari)
    halden.later(days=5).move(ref, "avsla", kari)
    assert halden.row(ref).first_reaction_at == later.now
    withdrawn = halden.proposal(writer)
    halden.move(withdrawn, "trekk", writer)
    assert halden.row(withdrawn).first_reaction_at is None


def test_twelve_months_and_nothing_older(halden):
    assert months(date(2026, 3, 2)) == tuple(
        [date(2025, month, 1) for month in range(4, 13)] + [date(2026, month, 1) for month in (1, 2, 3)]
    )
    moment = halden.now
    found = gathered([(1, moment, moment, None)], {date(2026, 2, 1)})
    assert not found
