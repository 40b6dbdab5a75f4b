"""Innbyggerforslag: locked by the first signature, sent with enough of them, decided by the council, followed up."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from samskaping.actions import initiative_decisions, initiatives, signatures
from samskaping.actions.initiatives import Written
from samskaping.errors import Missing, Refused, TooMuch, Unfit
from samskaping.models import Event, IssuedIdentity, Signature
from samskaping.rules import limits
from samskaping.rules.events import What
from samskaping.rules.initiatives import InitiativeState, SignatureKind
from samskaping.rules.roles import Role
from tests.initiatives import begun, collecting, decision, heard, paper, row, sent, sign, small

S = InitiativeState


@pytest.fixture
def eva(world):
    """Who puts one forward."""
    return world.person("Eva Egen")


@pytest.fixture
def per(world):
    """Who signs."""
    return world.person("Per Person")


@pytest.fixture
def ine(world):
    """Who handles cases."""
    return world.person("Ine", Role.SAKSBEHANDLER)


def test_the_first_signature_locks_the_text(world, eva, per):
    made = collecting(world, eva)
    initiatives.save(world.context(eva), made, Written("Noe annet", "Andre ord."))
    assert row(world, made).title == "Noe annet"
    sign(world.context(per), made)
    with pytest.raises(Unfit, match="kan ikke teksten endres"):
        initiatives.save(world.context(eva), made, Written("Noe tredje", "Enda andre."))
    signatures.take_back(world.context(per), made)
    initiatives.save(world.context(eva), made, Written("Noe tredje", "Enda andre."))


def test_nobody_else_reads_or_leads_a_draft(world, eva, per, ine):
    made = begun(world, eva)
    for somebody in (per, ine):
        ctx = world.context(somebody)
        for deed in (
            lambda: initiatives.save(ctx, made, Written("Mitt")),  # noqa: B023
            lambda: initiatives.collect(ctx, made, closes_on=ctx.today + timedelta(days=3)),  # noqa: B023
            lambda: initiatives.withdraw(ctx, made),  # noqa: B023
            lambda: sign(ctx, made),  # noqa: B023
            lambda: initiative_decisions.flag(ctx, made, "Før."),  # noqa: B023
        ):
            with pytest.raises(Missing):
                deed()
            world.db.expire_all()


def test_one_signature_a_person_as_long_as_it_is_open(world, eva, per):
    made = collecting(world, eva, days=10)
    assert sign(world.context(per), made)
    assert not sign(world.context(per), made, "Per P. Person")
    assert row(world, made).signature_count == 1
    assert signatures.take_back(world.context(per), made)
    assert not signatures.take_back(world.context(per), made)
    assert row(world, made).signature_count == 0
    with pytest.raises(Unfit, match="avsluttet"):
        sign(world.later(days=11).context(per), made)


def test_who_comes_by_the_issuer_of_identities_signs_once_whatever_account(world, eva, per):
    made = collecting(world, eva)
    issued = IssuedIdentity(
        person_id=per.id,
        issuer="https://idp",
        subject="subject-of-the-issuer",
        level="high",
        linked_at=world.now,
        used_at=world.now,
    )
    world.db.add(issued)
    world.db.flush()
    assert sign(world.context(per), made)
    other = world.person("Per Igjen")
    issued.person_id = other.id
    world.db.flush()
    assert not sign(world.context(other), made)
    kinds = world.db.scalars(select(Signature.kind)).all()
    assert kinds == [SignatureKind.BEKREFTET]
    assert "subject-of-the-issuer" not in world.db.scalars(select(Signature.mark)).one()


@pytest.mark.parametrize(
    ("more", "field"),
    [({"name": "Per"}, "name"), ({"lives_here": False}, "lives_here"), ({"name": "P " * 200}, "name")],
)
def test_a_signature_has_a_name_and_a_home(world, eva, per, more, field):
    made = collecting(world, eva)
    with pytest.raises(Unfit) as refused:
        sign(world.context(per), made, **more)
    assert field in refused.value.fields


def test_staff_enter_paper_once_and_strike_what_was_wrong(world, eva, per, ine):
    made = collecting(world, eva)
    paper(world.context(ine), made)
    with pytest.raises(Unfit, match="ført inn før"):
        paper(world.context(ine), made, "OLA  nordmann")
    world.db.expire_all()
    assert row(world, made).signature_count == 1
    sign(world.context(per), made, "Ola Nordmann")
    with pytest.raises(Unfit) as refused:
        paper(world.context(ine), made, born=date(1990, 5, 5))
    assert "sure" in refused.value.fields
    paper(world.context(ine), made, born=date(1990, 5, 5), sure=True)
    struck = world.db.scalars(select(Signature.public_id).where(Signature.kind == SignatureKind.PAPIR)).first()
    signatures.strike(world.context(ine), made, struck)
    assert row(world, made).signature_count == 2
    online = world.db.scalars(select(Signature.public_id).where(Signature.kind == SignatureKind.ERKLART)).one()
    with pytest.raises(Missing):
        signatures.strike(world.context(ine), made, online)
    with pytest.raises(Refused):
        paper(world.context(per), made, "Nina Ny")


def test_it_is_sent_with_enough_signatures_and_then_stands(world, eva, per):
    small(world)
    made = collecting(world, eva)
    sign(world.context(eva), made, "Eva Egen")
    with pytest.raises(Unfit, match="mangler 1"):
        initiatives.send(world.context(eva), made)
    sign(world.context(per), made)
    with pytest.raises(Missing):
        initiatives.send(world.context(per), made)
    initiatives.send(world.context(eva), made)
    assert row(world, made).sent_on == world.context(eva).today
    for deed in (
        lambda: signatures.take_back(world.context(per), made),
        lambda: initiatives.withdraw(world.context(eva), made),
        lambda: sign(world.context(world.person("Sen")), made, "Sen Signatur"),
    ):
        with pytest.raises(Unfit):
            deed()


def test_how_many_are_needed_stands_though_more_move_in(world, eva):
    small(world, 215)
    made = collecting(world, eva)
    small(world, 100_000)
    assert (row(world, made).threshold, row(world, made).inhabitants) == (5, 215)


def test_the_council_decides_and_what_was_done_is_told_to_those_who_signed(world, eva, per, ine):
    small(world)
    made = collecting(world, eva)
    sign(world.context(per), made)
    sign(world.context(eva), made, "Eva Egen")
    initiatives.send(world.context(eva), made)
    with pytest.raises(Unfit):
        initiative_decisions.follow_up(world.context(ine), made, "Gjort.", "nb")
    for wrong in ({"words": " "}, {"body": ""}, {"case_number": ""}, {"decided_on": date(2001, 1, 1)}):
        with pytest.raises(Unfit):
            initiative_decisions.decide(world.context(ine), made, decision(world, **wrong))
        world.db.expire_all()
    initiative_decisions.decide(world.context(ine), made, decision(world))
    initiative_decisions.decide(world.context(ine), made, decision(world, case_number="46/26"))
    assert row(world, made).case_number == "46/26"
    with pytest.raises(Unfit):
        initiative_decisions.follow_up(world.context(ine), made, "", "nb")
    initiative_decisions.follow_up(world.context(ine), made, "Biblioteket har vært åpent siden mars.", "nb")
    assert row(world, made).state is S.FULGT_OPP
    assert heard(world, per)[-3:] == [
        What.INITIATIVE_DECIDED, What.INITIATIVE_DECISION_CORRECTED, What.INITIATIVE_FOLLOWED_UP
    ]  # fmt: skip


def test_nobody_handles_what_they_have_put_forward(world, ine):
    made = sent(world, ine)
    with pytest.raises(Refused):
        initiative_decisions.decide(world.context(ine), made, decision(world))


def test_a_moderator_hides_it_and_it_takes_no_signatures(world, eva, per):
    moderator, made = world.person("Mona", Role.MODERATOR), collecting(world, eva)
    initiative_decisions.hide(world.context(moderator), made, "Navngir en nabo.")
    with pytest.raises(Missing):
        sign(world.context(per), made)
    with pytest.raises(Refused):
        initiatives.send(world.context(eva), made)
    initiative_decisions.restore(world.context(moderator), made)
    assert sign(world.context(per), made)
    assert heard(world, eva)[:2] == [What.INITIATIVE_HIDDEN, What.INITIATIVE_RESTORED]


def test_so_many_a_day(world, eva):
    for _one in range(limits.INITIATIVES_DAY):
        begun(world, eva)
    with pytest.raises(TooMuch):
        begun(world, eva)


def test_who_signed_is_in_no_event(world, eva, per):
    made = collecting(world, eva)
    sign(world.context(per), made)
    signatures.take_back(world.context(per), made)
    assert world.db.scalar(select(func.count(Event.id)).where(Event.actor_id == per.id)) == 0
