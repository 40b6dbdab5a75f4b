"""The draft that a working group shares: versions, who wrote what, shown, and made the text of the proposal."""

import pytest
from sqlalchemy import select

from samskaping.actions import group_drafts
from samskaping.actions.group_drafts import Written
from samskaping.errors import Clash, Missing, Unfit
from samskaping.models import Version
from samskaping.queries import group_drafts as drafts
from samskaping.queries import groups as queries
from samskaping.rules.events import What
from tests.actions.test_groups import TEXT, joined, whats
from tests.world import municipality


def test_two_who_save_at_once_lose_nothing_and_each_sentence_has_its_writer(world, ola, kari, opened):
    tone = world.person("Tone")
    joined(world, opened, ola, tone)
    assert group_drafts.save(world.context(tone), opened, TEXT, version=0) == 2
    with pytest.raises(Clash):
        group_drafts.save(world.context(ola), opened, TEXT, version=0)
    with pytest.raises(Unfit):
        group_drafts.save(world.context(tone), opened, TEXT, version=2)
    more = Written(TEXT.title, TEXT.need, TEXT.idea + " Kommunen eier dem.")
    group_drafts.save(world.context(kari), opened, more, version=2)
    ctx = world.context(ola)
    kept = drafts.versions(ctx, queries.group(ctx, opened))
    assert [(one.number, one.by.name) for one in kept] == [(1, "Ola Nordmann"), (2, "Tone"), (3, "Kari Demo")]
    parts = drafts.written(kept)["idea"]
    assert [(one.who.name, one.text.strip()) for one in parts] == [
        ("Tone", "Tre benker. Elevene snekrer dem."), ("Kari Demo", "Kommunen eier dem."),
    ]  # fmt: skip
    assert drafts.newest(world.context(), queries.group(world.context(), opened)) is None


def test_a_draft_is_shown_and_becomes_the_text_of_the_proposal(world, ola, kari, opened):
    tone = world.person("Tone")
    joined(world, opened, ola, tone)
    group_drafts.save(world.context(tone), opened, TEXT, version=0)
    for deed in (group_drafts.show, group_drafts.use):
        with pytest.raises(Missing):
            deed(world.context(tone), opened, version=2)
        with pytest.raises(Clash):
            deed(world.context(ola), opened, version=1)
    group_drafts.show(world.context(ola), opened, version=2)
    anyone = world.context()
    assert [one.number for one in drafts.versions(anyone, queries.group(anyone, opened))] == [2]
    group_drafts.hide(world.context(kari), opened)
    assert drafts.newest(anyone, queries.group(anyone, opened)) is None
    group_drafts.use(world.context(ola), opened, version=2)
    row = world.row(opened)
    assert (row.idea, row.need) == (TEXT.idea, TEXT.need)
    kept = world.db.scalars(
        select(Version).where(Version.subject_kind == "proposal", Version.subject_id == row.id).order_by(Version.number)
    ).all()
    assert [one.fields["idea"] for one in kept] == ["", TEXT.idea]
    assert whats(world, opened)[-1] is What.GROUP_DRAFT_USED
    with pytest.raises(Unfit):
        group_drafts.use(world.context(ola), opened, version=2)


def test_where_texts_are_read_first_staff_show_what_the_group_writes(db):
    world = municipality(db, approval=True)
    ola, kari = world.person("Ola"), world.caseworker()
    ref = world.proposal(ola)
    for verb in ("godkjenn", "vurder", "utvikle"):
        world.move(ref, verb, kari)
    group_drafts.save(world.context(ola), ref, TEXT, version=0)
    for deed in (group_drafts.show, group_drafts.use):
        with pytest.raises(Unfit):
            deed(world.context(ola), ref, version=2)
    group_drafts.use(world.context(kari), ref, version=2)
