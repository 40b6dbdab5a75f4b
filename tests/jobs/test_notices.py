"""Mail about what one follows: at once, once a day, or not at all; never twice, and never about what was read."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from samskaping.actions import notes, statements
from samskaping.actions.record import record
from samskaping.actions.statements import Said
from samskaping.jobs.loop import work_once
from samskaping.jobs.notices import _last_seven
from samskaping.jobs.writing import write
from samskaping.models import Event, Follow, Letter, Municipality, Notification
from samskaping.outside import signing
from samskaping.rules.events import What
from samskaping.rules.kinds import LetterKind, MailChoice
from samskaping.rules.roles import Role

pytestmark = pytest.mark.second_in_matrix


def follower(office, choice: MailChoice, *refs: str):
    world = office.world
    someone = world.person("Nabo")
    someone.mail_choice = choice
    for ref in refs:
        world.db.add(Follow(person_id=someone.id, kind="proposal", thing_id=world.row(ref).id, since=world.now))
    world.db.flush()
    return someone


def moved(office, ref: str, verb: str = "vurder", after: str = "vurderes") -> None:
    """Something happens in a case, and is told."""
    record(office.world.context(), What.PROPOSAL_MOVED, office.world.row(ref), verb=verb, after=after)
    office.commit()


def mailed_to(office, someone) -> list:
    return [one for one in office.mails if someone.email in one.to]


def test_what_the_one_who_proposed_did_is_told_as_that(office):
    ref = office.world.proposal(title="Benker langs Tista")
    someone = follower(office, MailChoice.STRAKS, ref)
    moved(office, ref, "trekk", "trukket")
    work_once(office.place)
    assert [one.subject for one in mailed_to(office, someone)] == ["Forslaget ble trukket: Benker langs Tista"]


def test_at_once_means_one_mail_for_each_thing_that_happens(office):
    ref = office.world.proposal(title="Benker langs Tista")
    someone = follower(office, MailChoice.STRAKS, ref)
    moved(office, ref)
    work_once(office.place)
    mails = mailed_to(office, someone)
    assert [one.subject for one in mails] == ["Saken ble flyttet: Vurderes: Benker langs Tista"]
    assert f"https://samskaping.example.no/halden/nb/forslag/{ref}" in mails[0].text
    headers = dict(mails[0].headers)
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = headers["List-Unsubscribe"].strip("<>")
    assert link.startswith("https://samskaping.example.no/nb/varsler/av/")
    said = signing.read(office.place.settings.secret_key, "unsubscribe", link.rpartition("/")[2])
    assert said == {"person": someone.public_id}
    work_once(office.place)
    assert len(mailed_to(office, someone)) == 1


@pytest.mark.parametrize("choice", [MailChoice.INGEN, MailChoice.DAGLIG])
def test_nothing_at_once_for_those_who_did_not_ask(office, choice):
    ref = office.world.proposal()
    someone = follower(office, choice, ref)
    moved(office, ref)
    work_once(office.place)
    assert mailed_to(office, someone) == []


@pytest.mark.parametrize("is_public", [True, False])
@pytest.mark.parametrize(("choice", "mails"), [(MailChoice.DAGLIG, 1), (MailChoice.STRAKS, 1), (MailChoice.INGEN, 0)])
def test_a_question_is_mailed_at_once_to_whoever_wants_mail_at_all(office, choice, mails, is_public):
    writer = office.world.person("Ola Nordmann")
    writer.mail_choice = choice
    ref, kari = office.world.proposal(writer, title="Benker"), office.world.caseworker()
    asked = Said("Hvor mange benker?", office.world.row(ref).version, is_public=is_public)
    statements.ask(office.world.context(kari), ref, asked)
    office.commit()
    work_once(office.place)
    told = [one.subject for one in mailed_to(office, writer) if "spørsmål" in one.subject]
    assert told == ["Kommunen har et spørsmål til deg: Benker"] * mails
    for one in mailed_to(office, writer):
        if "spørsmål" in one.subject:
            assert "fordi vi venter på svar fra deg" in one.text
            assert "bedt om varsel" not in one.text
    work_once(office.at(hours=19).place)
    assert (
        len([one for one in mailed_to(office, writer) if "Benker" in one.subject and "spørsmål" in one.subject])
        == mails
    )


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("form", "named", "asked"),
    [
        ("nb", "fordi du er nevnt i en merknad", "fordi du har bedt om varsel med en gang"),
        ("nn", "fordi du er nemnd i ein merknad", "fordi du har bedt om varsel med ein gong"),
    ],
)
def test_the_mail_says_why_it_came_at_once(office, form, named, asked):
    """Whoever chose one mail a day never asked for it; whoever chose at once, did."""
    world, kari = office.world, office.world.caseworker()
    daily = world.person("Per", Role.SAKSBEHANDLER, form=form)
    daily.mail_choice = MailChoice.DAGLIG
    ref = world.proposal()
    at_once = follower(office, MailChoice.STRAKS, ref)
    at_once.form = form
    notes.write(world.context(kari), ref, "Hva sier du, Per?", mentions=(daily.public_id,))
    moved(office, ref)
    work_once(office.place)
    assert named in mailed_to(office, daily)[0].text
    assert asked not in mailed_to(office, daily)[0].text
    assert asked in mailed_to(office, at_once)[0].text


@pytest.mark.one_database
def test_links_to_a_municipalitys_own_host_are_links(office):
    ref = office.world.proposal(title="https://ond.example.com/benker")
    someone = follower(office, MailChoice.STRAKS, ref)
    office.world.db.execute(update(Municipality).values(host="deltar.halden.no"))
    moved(office, ref)
    work_once(office.place)
    letter = office.world.db.scalars(select(Letter).where(Letter.person_id == someone.id)).one()
    sent = write(office.place, office.world.db, letter).html
    assert f'<a href="https://deltar.halden.no/nb/forslag/{ref}">' in sent
    assert '<a href="https://samskaping.example.no/nb/min-side/innstillinger">' in sent
    assert '<a href="https://ond' not in sent


def test_digest_comes_at_seven_with_the_newest_first_and_each_thing_once(office):
    refs = [office.world.proposal(title=f"Forslag {number}") for number in range(3)]
    someone = follower(office, MailChoice.DAGLIG, *refs)
    for ref in (*refs, refs[0]):
        moved(office, ref)
    work_once(office.place)
    work_once(office.at(hours=18).place)  # six in the morning
    assert mailed_to(office, someone) == []
    work_once(office.at(hours=19).place)  # seven
    digests = mailed_to(office, someone)
    assert [one.subject for one in digests] == ["3 nyheter i det du følger"]
    places = [digests[0].text.index(f"Forslag {number}") for number in (0, 2, 1)]
    assert places == sorted(places)
    assert digests[0].text.count("Forslag 0") == 1
    work_once(office.at(hours=20).place)
    assert len(mailed_to(office, someone)) == 1


def test_digest_leaves_out_what_was_read_and_what_cannot_be_seen(office):
    world = office.world
    shown, read, hidden = (world.proposal(title=title) for title in ("Vises", "Lest", "Skjult"))
    someone = follower(office, MailChoice.DAGLIG, shown, read, hidden)
    for ref in (shown, read, hidden):
        moved(office, ref)
    work_once(office.place)
    for one in world.db.scalars(select(Notification).where(Notification.person_id == someone.id)):
        if one.event_id == _event_of(office, read):
            one.read_at = world.now
    world.row(hidden).is_public = False
    office.commit()
    work_once(office.at(hours=19).place)
    text = mailed_to(office, someone)[0].text
    assert "Vises" in text
    assert "Lest" not in text
    assert "Skjult" not in text


def _event_of(office, ref: str) -> int:
    return office.world.db.scalars(
        select(Event.id).where(Event.subject_id == office.world.row(ref).id, Event.what == What.PROPOSAL_MOVED)
    ).one()


def test_digest_holds_thirty_lines_and_a_link_to_the_rest(office):
    refs = [office.world.later(hours=number).proposal(title=f"Sak {number:02}") for number in range(33)]
    someone = follower(office, MailChoice.DAGLIG, *refs)
    for ref in refs:
        moved(office, ref)
    work_once(office.place)
    work_once(office.at(days=3).place)
    digests = select(Letter).where(Letter.kind == LetterKind.DIGEST, Letter.person_id == someone.id)
    (letter,) = office.world.db.scalars(digests).all()
    office.world.db.commit()
    assert (len(letter.params["notifications"]), letter.params["more"]) == (30, 3)
    text = mailed_to(office, someone)[0].text
    assert "Og 3 saker til" in text
    assert "https://samskaping.example.no/nb/varsler" in text
    assert "Sak 02" not in text


@pytest.mark.parametrize(
    ("now", "seven"),
    [
        ("2026-03-02T05:59", "2026-03-01T06:00"),
        ("2026-03-02T06:00", "2026-03-02T06:00"),
        ("2026-03-29T04:59", "2026-03-28T06:00"),  # clocks go forward that night
        ("2026-03-29T05:00", "2026-03-29T05:00"),
        ("2026-10-25T05:59", "2026-10-24T05:00"),  # and back
        ("2026-10-25T06:00", "2026-10-25T06:00"),
    ],
)
def test_seven_is_seven_in_norway_all_year(now, seven):
    assert _last_seven(datetime.fromisoformat(f"{now}+00:00")) == datetime.fromisoformat(f"{seven}+00:00")
    assert _last_seven(datetime(2026, 6, 1, tzinfo=UTC)) - datetime(2026, 5, 31, 5, tzinfo=UTC) == timedelta(0)
