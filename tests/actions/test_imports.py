"""Importing public participation data: everything lands, once, without telling anybody."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from samskaping.actions import imports
from samskaping.actions.imports import Plan
from samskaping.actions.record import digest
from samskaping.context.doors import from_shell
from samskaping.db import Texts
from samskaping.errors import Refused, Unfit
from samskaping.models import (
    Author,
    Challenge,
    ChallengeState,
    Comment,
    Event,
    Letter,
    Municipality,
    Outbox,
    Proposal,
    Version,
)
from samskaping.outside import participation_files
from samskaping.queries import proposals
from samskaping.queries.proposals import Filters
from samskaping.rules.events import KEPT_TEXTS, What
from samskaping.rules.participation import DEFAULT_STATES, CommentRow, Participation, ProposalRow
from samskaping.rules.pipeline import Ball, State
from samskaping.rules.roles import Role
from samskaping.rules.speech import AuthorKind
from tests.world import municipality

MADRID = Path(__file__).parents[3] / "shared" / "data" / "medvirkning" / "madrid"
WRITTEN = datetime(2015, 9, 14, 22, tzinfo=UTC)


def shell(world):
    return from_shell(world.db, world.here, world.now)


def plan(**changes):
    return Plan(
        **{"source": "madrid", "title": Texts(nb="Madrid"), "states": DEFAULT_STATES, "language": "es"} | changes
    )


def proposal(id_="7", **changes):
    row = {
        "id": id_, "title": "Limpiar las calles", "author": "a1", "is_association": False, "written_at": WRITTEN,
        "summary": "Algo tan básico como limpiar", "text": "", "status": "archived", "support": 6560,
    }  # fmt: skip
    return ProposalRow(**row | changes)


def comment(id_, parent="", **changes):
    row = {
        "id": id_, "parent": parent, "is_orphan": False, "proposal": "7", "author": "a2", "author_type": "",
        "written_at": WRITTEN + timedelta(hours=int(id_)), "text": f"Texto {id_}", "votes_for": 2, "votes_against": 1,
    }  # fmt: skip
    return CommentRow(**row | changes)


def small():
    deep = [
        comment("1"),
        comment("2", is_orphan=True),
        *(comment(str(n), str(n - 1 if n > 3 else 1)) for n in range(3, 9)),
    ]
    return Participation((proposal(), proposal("8", status="open", support=0)), tuple(deep))


def everything(world):
    """Each table's rows that an import touches, as they stand."""
    world.db.expire_all()
    counts = [world.db.scalar(select(func.count()).select_from(table)) for table in (Author, Comment, Event, Version)]
    rows = world.db.execute(select(Proposal.reference, Proposal.comment_count, Proposal.history_digest)).all()
    return [
        *counts,
        *rows,
        world.db.scalar(select(Municipality.proposal_count).where(Municipality.id == world.here.id)),
    ]


def test_a_small_import_lands_with_everything_in_its_place(halden):
    landed = imports.participation(shell(halden), small(), plan())
    assert (landed.proposals, landed.comments) == (2, 8)
    rows = {row.external_id: row for row in halden.db.scalars(select(Proposal))}
    old = rows["7"]
    assert (old.reference, old.state, old.ball, old.is_public) == (
        "2026-000001", State.AVSLUTTET_LAERING, Ball.INGEN, True,
    )  # fmt: skip
    assert (old.language, old.imported_support, old.support_count, old.comment_count) == ("es", 6560, 0, 8)
    assert (old.answer_due, old.waiting_since, old.submitted_at, old.writer_id) == (None, None, WRITTEN, None)
    assert (rows["8"].state, rows["8"].ball, rows["8"].answer_due) == (State.MOTTATT, Ball.KOMMUNE, None)
    challenge = halden.db.scalar(select(Challenge))
    assert (challenge.state, challenge.proposal_count, challenge.support_count) == (ChallengeState.LUKKET, 2, 0)
    assert challenge.published_at == WRITTEN
    assert halden.db.scalar(select(Municipality.proposal_count)) == 2


def test_threads_keep_their_true_parents(halden):
    imports.participation(shell(halden), small(), plan())
    halden.db.expire_all()
    rows = {row.external_id: row for row in halden.db.scalars(select(Comment))}
    assert [(id_, row.depth, row.orphan) for id_, row in sorted(rows.items())] == [
        ("1", 0, False), ("2", 0, True), ("3", 1, False), ("4", 2, False),
        ("5", 3, False), ("6", 4, False), ("7", 5, False), ("8", 6, False),
    ]  # fmt: skip
    assert (rows["8"].parent_id, rows["8"].thread_id) == (rows["7"].id, rows["1"].id)
    assert (rows["1"].thread_id, rows["1"].thread_size) == (rows["1"].id, 7)
    assert (rows["2"].thread_id, rows["2"].thread_size, rows["2"].parent_id) == (rows["2"].id, 1, None)
    assert (rows["3"].votes_for, rows["3"].votes_against, rows["3"].language) == (2, 1, "es")


def test_authors_are_nameless_but_for_what_the_source_says_they_are(halden):
    said = (
        comment("1", author_type="Autor", author="a1"),
        comment("2"),
        comment("3", author="a3", author_type="Colectivo"),
    )
    data = Participation((proposal(), proposal("8", author="a9", is_association=True)), said)
    imports.participation(shell(halden), data, plan())
    rows = halden.db.execute(
        select(Author.external_id, Author.kind, Author.name, Author.source).order_by(Author.external_id)
    )
    assert [tuple(row) for row in rows] == [
        ("a1", AuthorKind.IMPORTERT, "", "madrid"),
        ("a2", AuthorKind.IMPORTERT, "", "madrid"),
        ("a3", AuthorKind.IMPORTERT, "Colectivo", "madrid"),
        ("a9", AuthorKind.IMPORTERT, "Colectivo", "madrid"),
    ]


def test_nobody_is_told_and_the_history_says_where_it_came_from(halden):
    imports.participation(shell(halden), small(), plan())
    assert halden.db.scalars(select(Outbox.id)).all() == []
    assert halden.db.scalars(select(Letter.id)).all() == []
    events = halden.db.scalars(select(Event).where(Event.subject_kind == "proposal").order_by(Event.id)).all()
    assert [
        (event.what, {name: value for name, value in event.details.items() if name != KEPT_TEXTS}) for event in events
    ] == [
        (What.PROPOSAL_IMPORTED, {"source": "madrid", "reference": "2026-000001", "after": "avsluttet_laering"}),
        (What.PROPOSAL_IMPORTED, {"source": "madrid", "reference": "2026-000002", "after": "mottatt"}),
    ]
    assert all(event.digest == digest("", event) for event in events)
    versions = halden.db.scalars(select(Version).order_by(Version.id)).all()
    assert [version.fields["title"] for version in versions] == ["Limpiar las calles"] * 2


def test_a_second_run_changes_nothing(halden):
    imports.participation(shell(halden), small(), plan())
    before = everything(halden)
    again = imports.participation(shell(halden.later(days=1)), small(), plan())
    assert (again.proposals, again.comments) == (0, 0)
    assert everything(halden) == before


def test_a_later_file_adds_only_what_is_new(halden):
    imports.participation(shell(halden), small(), plan())
    more = Participation(small().proposals, (*small().comments, comment("9", "8"), comment("10", proposal="8")))
    again = imports.participation(shell(halden), more, plan())
    assert (again.proposals, again.comments) == (0, 2)
    halden.db.expire_all()
    rows = {row.external_id: row for row in halden.db.scalars(select(Comment))}
    assert (rows["9"].depth, rows["9"].thread_id, rows["1"].thread_size) == (7, rows["1"].id, 8)
    counts = halden.db.execute(select(Proposal.external_id, Proposal.comment_count).order_by(Proposal.external_id))
    assert [tuple(row) for row in counts] == [("7", 9), ("8", 1)]


def test_search_finds_what_was_imported(halden):
    imports.participation(shell(halden), small(), plan())
    found = proposals.listing(halden.context(), Filters(query="limpiar calles", sort="treff"))
    assert (found.count, {card.author_kind for card in found.cards}) == (2, {AuthorKind.IMPORTERT})


def test_states_are_mapped_as_asked(halden):
    imports.participation(shell(halden), small(), plan(states={"open": State.VURDERES, "archived": State.AVSLATT}))
    states = halden.db.execute(select(Proposal.external_id, Proposal.state).order_by(Proposal.external_id))
    assert [tuple(row) for row in states] == [("7", State.AVSLATT), ("8", State.VURDERES)]
    with pytest.raises(Unfit):
        imports.participation(shell(halden), small(), plan(source="x", states={"open": State.SLATT_SAMMEN}))


def test_a_source_lives_in_one_municipality(halden):
    imports.participation(shell(halden), small(), plan())
    voss = municipality(halden.db, "voss")
    with pytest.raises(Unfit, match="annen kommune"):
        imports.participation(shell(voss), small(), plan())


def test_only_the_shell_may_and_only_where_people_can_read_it(halden):
    with pytest.raises(Refused):
        imports.participation(halden.context(halden.person("Sjefen", *Role)), small(), plan())
    asleep = municipality(halden.db, "asker", activated_at=None)
    with pytest.raises(Unfit):
        imports.participation(shell(asleep), small(), plan())


def test_progress_counts_every_row_once(halden):
    heard = []
    imports.participation(shell(halden), small(), plan(), heard.append)
    imports.participation(shell(halden), small(), plan(), heard.append)
    assert sum(heard) == 20


@pytest.mark.skipif(not MADRID.is_dir(), reason="the public data of Madrid does not lie beside the project")
def test_all_of_madrid_lands(halden):
    data = participation_files.read(
        MADRID / "proposals.csv", MADRID / "comments.csv",
        statuses=frozenset(DEFAULT_STATES), today=halden.context().today,
    )  # fmt: skip
    landed = imports.participation(shell(halden), data, plan())
    assert (landed.proposals, landed.comments) == (40, 2963)
    count = select(func.count()).select_from(Comment)
    assert halden.db.scalar(count.where(Comment.orphan)) == 91
    assert halden.db.scalar(count.where(Comment.orphan, Comment.parent_id.is_not(None))) == 0
    assert halden.db.scalar(select(func.max(Comment.depth))) >= 10
    assert halden.db.scalar(select(func.sum(Comment.thread_size)).where(Comment.parent_id.is_(None))) == 2963
    assert halden.db.scalar(count.where(Comment.thread_id.is_(None))) == 0
    stored = halden.db.execute(select(Proposal.id, Proposal.comment_count)).all()
    counted = dict(halden.db.execute(select(Comment.proposal_id, func.count()).group_by(Comment.proposal_id)).all())
    assert dict(stored) == counted
    assert proposals.listing(halden.context(), Filters(sort="samtale")).count == 40
    assert re.fullmatch(r"2026-0000\d\d", proposals.latest(halden.context())[0].reference)
    again = imports.participation(shell(halden), data, plan())
    assert (again.proposals, again.comments) == (0, 0)
