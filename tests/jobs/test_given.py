"""Whoever gave input on paper with an address, hears by mail what came of it; staff are told when they must write."""

import pytest

from samskaping.actions import intakes, merging, statements
from samskaping.actions.statements import Said
from samskaping.jobs.post import post
from samskaping.jobs.tell import tell
from samskaping.rules.intakes import Channel, Entry
from samskaping.rules.speech import Decision


@pytest.fixture
def kari(office):
    return office.world.caseworker()


def entered(world, by, email="", **given):
    entry = Entry(
        "Benk ved busstoppet", "Mora mi trenger en pause.", world.context().today, Channel.PAPIR,
        name="Else Papir", email=email, **given,
    )  # fmt: skip
    return intakes.enter(world.context(by), entry)


def sent(office):
    """What has gone to Else: the first words of the subject → the text."""
    office.commit()
    while tell(office.place):
        continue
    while post(office.place):
        continue
    mails = [mail for mail in office.mails if mail.to == "else@example.no"]
    return {mail.subject.partition(":")[0]: mail.text for mail in mails}


def test_every_answer_new_date_and_joining_is_mailed(office, kari):
    world = office.world
    ref, other = entered(world, kari, "else@example.no"), world.proposal(world.person("Nabo"))
    entered(world, kari)  # no address, no letter
    due = world.in_days(40)
    statements.interim(world.sure(kari, ref), ref, Said("Vi trenger mer tid.", world.row(ref).version, due=due))
    world.move(ref, "sla_sammen", kari, into=other, reason="De to ber om det samme.")
    mails = sent(office)
    assert set(mails) == {"Kvittering", "Kommunen ga et foreløpig svar", "Saken ble flyttet"}
    assert "Vi trenger mer tid." in mails["Kommunen ga et foreløpig svar"]
    joined = mails["Saken ble flyttet"]
    assert "De to ber om det samme." in joined
    assert f"/forslag/{other}" in joined
    merging.undo(world.context(kari), ref, version=world.row(ref).version)
    answer = Said("Ja.", world.row(ref).version, decision=Decision.JA, mail_text="Ja, Else, den kommer.")
    statements.answer(world.sure(kari, ref), ref, answer)
    mails = sent(office)
    assert len(mails) == 5
    assert "Sammenslåingen ble angret, og saken går videre som før" in mails
    assert "Ja, Else, den kommer." in mails["Kommunen svarte"]
    assert "Du får svar innen" not in mails["Kommunen svarte"]


def test_a_letter_in_the_writers_form_and_none_about_a_case_that_is_hidden(office, kari):
    world = office.world
    seen, unseen = (entered(world, kari, "else@example.no", language="nn") for _ in range(2))
    for ref, decision in ((seen, Decision.JA), (unseen, Decision.NEI)):
        statements.answer(world.sure(kari, ref), ref, Said("Vi seier.", world.row(ref).version, decision=decision))
    world.row(unseen).hidden_at, world.row(unseen).is_public = world.now, False
    mail = sent(office)["Kommunen svarte"]
    assert seen in mail
    assert "Du kan følgje saka" in mail
    assert unseen not in " ".join(one.text for one in office.mails if one.subject.startswith("Kommunen"))
