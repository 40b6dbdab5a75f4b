"""What moderators do with needs beyond hiding: redacting, blocking the teller, and appeals that others decide."""

import pytest
from sqlalchemy import select

from samskaping.actions import appeals, blocking, judging, need_rulings, redaction, reports, ties
from samskaping.actions.judging import Judgement, Wanted
from samskaping.actions.needs import Told
from samskaping.actions.reports import Complaint
from samskaping.errors import Clash, Missing, Refused
from samskaping.models import Event, Need, Version
from samskaping.queries import appeals as reading_appeals
from samskaping.queries import audiences, moderation, needs, verifying
from samskaping.queries import blocking as blocks
from samskaping.queries import redaction as reading
from samskaping.queries.moderation import Kind
from samskaping.queries.needs import Filters
from samskaping.rules.appeals import Conclusion
from samskaping.rules.blocking import Span
from samskaping.rules.events import What
from samskaping.rules.moderation import Deed
from samskaping.rules.roles import Role
from samskaping.rules.speech import ReportReason
from tests.world import municipality

WORDS = "Naboen Petter Lunde drikker, og barna mine er redde for å gå forbi."
HIDE = Judgement(Deed.SKJULT, ReportReason.KRENKENDE, "Utpeker en nabo.")


@pytest.fixture
def moderator(world):
    return world.person("Mari Moderator", Role.MODERATOR)


@pytest.fixture
def ola(world):
    return world.person("Ola")


@pytest.fixture
def ref(world, ola):
    return ties.tell(world.context(ola), Told(WORDS)).reference


def judge(world, who, ref, judgement, *, seen=None):
    judging.judge(world.context(who), Wanted("behov", ref, seen), judgement)


def shown(world, query=""):
    return [card.text for card in needs.listing(world.context(), Filters(query=query)).slice.rows]


def test_what_is_redacted_is_gone_everywhere_and_kept_for_the_archive(world, moderator, ref):
    out = Judgement(Deed.SLADDET, ReportReason.PERSONOPPLYSNINGER, "Navn på en nabo.", passages=("Petter Lunde",))
    judge(world, moderator, ref, out)
    assert shown(world) == [WORDS.replace("Petter Lunde", "[sladdet]")]
    assert shown(world, "lunde") == []
    thing = reading.subject(world.context(moderator), "behov", ref)
    assert (thing.kind, thing.versions[-1].original["text"]) == ("behov", WORDS)
    ruling = thing.redactions[0].ruling
    assert redaction.undo(world.context(moderator), ruling, "Det er en offentlig person.") == ("behov", ref)
    assert shown(world) == [WORDS]


def test_the_teller_is_blocked_in_the_same_step_and_let_in_again(world, moderator, ola, ref):
    judge(world, moderator, ref, Judgement(Deed.SKJULT, ReportReason.KRENKENDE, "Utpeker en nabo.", span=Span.UKE))
    assert world.context(ola).actor.is_blocked
    with pytest.raises(Refused):
        ties.tell(world.context(ola), Told("Mer om naboen."))
    blocked = blocks.blocked(world.context(moderator))[0]
    assert (blocked.reference, blocked.is_of_need) == (ref, True)
    blocking.lift(world.context(moderator), blocked.ruling, "Vi har snakket sammen.")
    assert not world.context(ola).actor.is_blocked


@pytest.mark.parametrize("deed", [Deed.SKJULT, Deed.AVVIST, Deed.SLADDET])
def test_another_moderator_overturns_what_the_teller_appeals(db, deed):
    world = municipality(db, "asker", approval=deed is Deed.AVVIST)
    moderator, other = world.person("Mari", Role.MODERATOR), world.person("Per", Role.MODERATOR)
    ola = world.person("Ola")
    ref = ties.tell(world.context(ola), Told(WORDS)).reference
    judge(
        world, moderator, ref, Judgement(deed, ReportReason.KRENKENDE, "Utpeker en nabo.", passages=("Petter Lunde",))
    )
    assert shown(world) != [WORDS]
    ruled = reading_appeals.own_of_need(world.context(ola), ref)
    assert reading_appeals.own_of_need(world.context(other), ref) is None
    assert (ruled.is_of_need, ruled.reference, ruled.deed) == (True, ref, deed)
    appeal = appeals.appeal(world.context(ola), ruled.public_id, "Han heter noe annet.")
    with pytest.raises(Missing):
        appeals.appeal(world.context(other), ruled.public_id, "Ikke min.")
    assert [item.thing.reference for item in moderation.queue(world.context(other), Kind.KLAGER).rows] == [ref]
    with pytest.raises(Refused):
        appeals.decide(world.context(moderator), appeal, Conclusion.OMGJORT, "Jeg tok feil.")
    appeals.decide(world.context(other), appeal, Conclusion.OMGJORT, "Navnet er oppdiktet.")
    assert shown(world) == [WORDS]
    assert list(verifying.differences(world.context())) == []


def test_reports_are_closed_and_those_who_reported_hear_of_it(world, moderator, ref):
    kari = world.person("Kari")
    for someone in (None, kari, kari):
        reports.report_need(world.context(someone), ref, Complaint(ReportReason.KRENKENDE))
    world.db.expire_all()
    assert moderation.counts(world.context(moderator))[Kind.MELDT] == 1
    assert len(moderation.queue(world.context(moderator), Kind.MELDT).rows[0].reports) == 2
    judge(world, moderator, ref, HIDE)
    assert moderation.counts(world.context(moderator))[Kind.MELDT] == 0
    closed = world.db.scalars(select(Event).where(Event.what == What.REPORT_CLOSED)).one()
    assert set(audiences.hearers(world.context(), closed)) == {kari.id}


def test_the_second_of_two_moderators_hears_who_was_first(world, moderator, ref):
    seen = moderation.thing(world.context(moderator), "behov", ref).mark
    judge(world, world.person("Per Andre", Role.MODERATOR), ref, HIDE, seen=seen)
    with pytest.raises(Clash, match="Per Andre skjulte teksten"):
        judge(world, moderator, ref, HIDE, seen=seen)


def test_what_is_stored_agrees_with_itself_after_all_of_it(world, moderator, ref):
    reports.report_need(world.context(), ref, Complaint(ReportReason.SPAM))
    need_rulings.keep(world.context(moderator), ref)
    judge(world, moderator, ref, HIDE)
    need_rulings.restore(world.context(moderator), ref, "Det var ikke nødvendig.")
    assert list(verifying.differences(world.context())) == []
    world.db.info["municipality_id"] = world.here.id
    world.db.scalars(select(Need)).one().concern_count = 7
    world.db.flush()
    world.db.info.pop("untold", None)
    assert list(verifying.differences(world.context())) == [f"people whom it concerns of {ref}: stored 7, counted 0"]
    assert world.db.scalars(select(Version).where(Version.subject_kind == "need")).all() == []
