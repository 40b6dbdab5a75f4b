"""The main thread: a proposal is drafted, sent in, and taken along the pipeline, leaving its history."""

import pytest
from sqlalchemy import select

from samskaping.actions import proposals as deeds
from samskaping.actions import statements
from samskaping.actions.statements import Said
from samskaping.errors import Clash, Missing, Unfit
from samskaping.models import Event, Letter, LetterKind, Outbox, Statement
from samskaping.queries import proposals
from samskaping.queries.proposals import Filters
from samskaping.rules.events import What
from samskaping.rules.pipeline import Ball, State
from samskaping.rules.speech import Decision


def test_submitted_proposal_has_number_due_date_receipt_and_history(halden):
    writer = halden.person()
    ref = halden.proposal(writer)
    row = halden.row(ref)
    assert (ref, row.state, row.ball, row.is_public) == ("2026-000001", State.MOTTATT, Ball.KOMMUNE, True)
    assert row.answer_due == halden.in_days(28)
    letters = halden.db.scalars(select(Letter)).all()
    assert [(letter.kind, letter.person_id, letter.params) for letter in letters] == [
        (LetterKind.RECEIPT, writer.id, {"proposal": ref})
    ]
    events = halden.db.scalars(select(Event).order_by(Event.number)).all()
    assert [event.what for event in events] == [What.PROPOSAL_SUBMITTED, What.PROPOSAL_PUBLISHED]
    assert halden.db.scalars(select(Outbox.event_id)).all() == [event.id for event in events]


def test_public_list_shows_it_and_search_finds_it(halden):
    ref = halden.proposal()
    seen = proposals.listing(halden.context(), Filters())
    assert [card.reference for card in seen.cards] == [ref]
    for query in ("benk", "BENKER tista", "butikk", ref):
        found = proposals.listing(halden.context(), Filters(query=query, sort="treff"))
        assert ([card.reference for card in found.cards], found.count) == ([ref], 1), query
    assert proposals.listing(halden.context(), Filters(query="sykkelvei", sort="treff")).count == 0


def test_a_word_is_found_within_a_compound_but_what_bears_it_by_itself_comes_first(halden, statements):
    within, itself = (halden.proposal(title=title) for title in ("Butikkbussen over turstien", "Buss over sti"))
    searches = {"buss": [itself, within], "stien": [within], "bussen sti": [itself, within], "tikk": [], "us": []}
    for query, expected in searches.items():
        with statements.exactly(2):
            found = proposals.listing(halden.context(), Filters(query=query, sort="treff"))
        assert [card.reference for card in found.cards] == expected, query


def test_draft_is_nobody_elses(halden):
    draft = halden.draft(halden.person())
    with pytest.raises(Missing):
        halden_submit(halden, draft, halden.person("En annen"))


def halden_submit(world, draft, person):
    return deeds.submit(world.context(person), draft)


def test_unconfirmed_address_cannot_submit(halden):
    writer = halden.person(confirmed=False)
    draft = halden.draft(writer)
    with pytest.raises(Unfit, match="bekreftet e-postadresse"):
        halden_submit(halden, draft, writer)


def test_a_case_goes_the_whole_way(halden):
    kari = halden.caseworker()
    ref = halden.proposal()
    verbs = ["vurder", "utvikle", "legg_fram", "prov_ut", "innfor", "gjennomfort", "fortell_effekt"]
    for day, verb in enumerate(verbs):
        halden.later(days=day).move(ref, verb, kari)
    row = halden.row(ref)
    assert (row.state, row.ball, row.waiting_since) == (State.EFFEKT_MALT, Ball.INGEN, None)
    moves = halden.db.scalars(select(Event).where(Event.what == What.PROPOSAL_MOVED).order_by(Event.number)).all()
    assert [event.details["verb"] for event in moves] == verbs


def test_a_move_lacks_what_the_table_demands(halden):
    kari, ref = halden.caseworker(), halden.proposal()
    halden.move(ref, "vurder", kari)
    with pytest.raises(Unfit) as refused:
        halden.move(ref, "avsla", kari, reason="", body=None, unit="")
    assert set(refused.value.fields) == {"reason", "body", "unit"}
    assert halden.row(ref).state is State.VURDERES


def test_second_of_two_movers_clashes(halden):
    kari, ref = halden.caseworker(), halden.proposal()
    version = halden.row(ref).version
    halden.move(ref, "vurder", kari)
    with pytest.raises(Clash):
        halden.move(ref, "avsla", kari, version=version)


def test_resident_cannot_move(halden):
    ref = halden.proposal()
    with pytest.raises(Missing):
        halden.move(ref, "vurder", halden.person())


def test_answer_stops_the_clock_and_nothing_else_does(halden):
    kari, ref = halden.caseworker(), halden.proposal()
    halden.move(ref, "vurder", kari)
    ctx = halden.context(kari)
    statements.interim(
        ctx, ref, Said("Vi trenger mer tid.", halden.row(ref).version, due=halden.in_days(40)), impartial=True
    )
    assert (halden.row(ref).waiting_since is None, halden.row(ref).answer_due) == (False, halden.in_days(40))
    statements.ask(ctx, ref, Said("Hvor mange?", halden.row(ref).version, is_public=False))
    assert (halden.row(ref).waiting_since is None, halden.row(ref).ball) == (False, Ball.FORFATTER)
    statements.answer(ctx, ref, Said("Ja.", halden.row(ref).version, decision=Decision.JA), impartial=True)
    assert halden.row(ref).waiting_since is None
    assert [s.is_public for s in halden.db.scalars(select(Statement).order_by(Statement.id))] == [True, False, True]
