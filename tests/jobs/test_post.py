"""Letters become mails: in the person's own form, with what the law asks for, at least once, and never too late."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from samskaping.actions import appeals, comments, moderation, tasks
from samskaping.actions.comments import Remark
from samskaping.actions.letters import post as post_letter
from samskaping.actions.sessions import token_hash
from samskaping.actions.tasks import Wanted
from samskaping.jobs import post as job
from samskaping.jobs.post import BACK_OFF, post
from samskaping.models import Letter, OneTimeToken, Ruling
from samskaping.rules.appeals import Conclusion
from samskaping.rules.kinds import LetterKind
from samskaping.rules.second_factor import ResetReason
from samskaping.rules.shutting import ShutReason
from samskaping.rules.speech import ReportReason
from samskaping.rules.tasks import TaskKind
from tests.actions.test_tasks import council
from tests.jobs.conftest import Office


def letter(office: Office, kind: LetterKind, person=None, **params) -> None:
    post_letter(office.world.context(), kind, person_id=person.id if person else None, **params)
    office.commit()


def only(office: Office) -> Letter:
    office.world.db.expire_all()
    found = office.world.db.scalars(select(Letter)).one()
    office.world.db.commit()
    return found


def test_receipt_says_what_the_law_asks_for(office):
    mona = office.world.person("Mona Demo")
    office.world.proposal(mona, title="Benker langs Tista")
    office.commit()
    assert post(office.place) == 1
    sent = office.mails[0]
    for words in (
        "Hei, Mona Demo.", "2. mars 2026 kl. 12.00", "Referanse: 2026-000001", "svar innen 30. mars 2026",
        "https://samskaping.example.no/halden/nb/forslag/2026-000001", "Halden kommune, Samskaping",
    ):  # fmt: skip
        assert words in sent.text, words
    headers = dict(sent.headers)
    assert headers["Reply-To"] == "samskaping@halden.example.no"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["To"] == f"Mona Demo <{mona.email}>"
    assert "List-Unsubscribe" not in headers
    assert only(office).sent_at == office.world.now
    assert post(office.place) == 0


def test_letter_is_in_the_persons_own_form(office):
    office.world.proposal(office.world.person("Nils", form="nn"))
    office.commit()
    post(office.place)
    assert dict(office.mails[0].headers)["Content-Language"] == "nn"
    assert "/halden/nn/forslag/" in office.mails[0].text


def hidden_and_appealed(world, writer, ref) -> None:
    """A comment of the writer's is hidden, appealed, and not shown again: two letters."""
    said = comments.write(world.context(writer), ref, Remark("Tull og tøys."))
    moderation.hide_comment(world.context(world.caseworker()), said, ReportReason.KRENKENDE, "Det er skjellsord.")
    ruling = world.db.scalars(select(Ruling.public_id)).one()
    appeal = appeals.appeal(world.context(writer), ruling, "Vi spøker alltid slik.")
    appeals.decide(world.context(world.caseworker()), appeal, Conclusion.OPPRETTHOLDT, "Den blir stående skjult.")


def every_kind(
    office: Office, form: str, name: str = "Halden Turlag", title: str = "Benker langs Tista"
) -> set[LetterKind]:
    """A letter of each kind that waits; answers which, and what has to be tried elsewhere is left out."""
    world = office.world
    person = world.person("Mona", form=form)
    ref = world.proposal(person)
    stranger = world.person("Ny", confirmed=False, form=form)
    given = {
        LetterKind.RECEIPT: {"proposal": ref},
        LetterKind.CHANGE_EMAIL: {"address": "ny@example.no", "email": "ny@example.no"},
        LetterKind.EMAIL_CHANGED: {"address": "gammel@example.no", "back": True},
        LetterKind.INVITATION: {"organisation": "x", "name": name, "by": "Kari"},
        LetterKind.GROUP: {"group": ref, "title": title, "by": "Ola", "role": "partner"},
        LetterKind.APPOINTED: {"roles": ["leder", "moderator"]},
        LetterKind.ENTERED: {"proposal": ref},
        LetterKind.SECOND_RESET: {"reason": ResetReason.MISTET},
        LetterKind.ACCOUNT_SHUT: {"reason": ShutReason.OVERTATT},
        LetterKind.ACCOUNT_OPENED: {"reason": ShutReason.AVKLART},
    }
    wanted = Wanted(TaskKind.RAD, council(world, ""), "Hva mener dere?", world.in_days(9), is_public=True)
    task = tasks.give(world.context(world.caseworker()), ref, wanted)
    given |= {kind: {"task": task} for kind in (LetterKind.OPINION, LetterKind.OPINION_LATE)}
    hidden_and_appealed(world, person, ref)
    world.told()
    # That of a need goes to somebody without an account: tests/jobs/test_needs.py, and in both forms the browser's.
    # Those who are invited to take part get theirs in tests/jobs/test_participants.py; those who are asked to measure,
    # in tests/jobs/test_benefits.py.
    elsewhere = {LetterKind.NEED, LetterKind.TAKE_PART, LetterKind.MEASURE}
    skipped = {LetterKind.NOTICE, LetterKind.DIGEST, LetterKind.BARRIER, *elsewhere}
    by_deeds = {LetterKind.RECEIPT, LetterKind.RULING, LetterKind.APPEAL_DECIDED}
    for kind in sorted(set(LetterKind) - skipped - by_deeds):
        letter(office, kind, stranger if kind is LetterKind.CONFIRM else person, **given.get(kind, {}))
    return set(LetterKind) - skipped


@pytest.mark.one_database
@pytest.mark.parametrize("form", ["nb", "nn"])
def test_every_kind_can_be_written(office, form):
    """No kind without a template, in either form; each is one subject and no placeholder is left."""
    kinds = every_kind(office, form)
    post(office.place)
    assert len(office.mails) == len(kinds)
    for sent in office.mails:
        assert sent.subject
        assert not re.search(r"%\(|\{\{|None|Undefined", sent.text + sent.subject), sent.text
    office.world.db.expire_all()
    assert {one.error for one in office.world.db.scalars(select(Letter))} == {""}


def test_link_is_made_when_the_letter_is_sent_and_only_its_hash_is_kept(office):
    letter(office, LetterKind.SIGN_IN, office.world.person())
    assert office.world.db.scalars(select(OneTimeToken)).all() == []
    office.world.db.commit()
    post(office.place)
    found = re.search(r"https://samskaping\.example\.no/halden/nb/logg-inn/(\S+)", office.mails[0].text)
    assert found
    assert office.world.db.scalars(select(OneTimeToken.token_hash)).all() == [token_hash(found[1])]


def test_confirmed_and_blocked_people_get_no_letter_that_is_not_for_them(office):
    letter(office, LetterKind.CONFIRM, office.world.person())
    blocked = office.world.person()
    blocked.blocked_at = office.world.now
    letter(office, LetterKind.SIGN_IN, blocked)
    assert post(office.place) == 2
    assert office.mails == []


@pytest.mark.case("RE-04")
def test_letter_that_is_too_old_is_not_sent(office):
    late = office.world.now + timedelta(minutes=30)
    letter(office, LetterKind.RESET, office.world.person(), expires_at=late)
    assert post(office.at(minutes=31).place) == 1
    assert office.mails == []
    assert only(office).error == "too old"


@pytest.mark.case("RE-04")
def test_waits_longer_each_time_and_gives_up_after_a_day(office):
    letter(office, LetterKind.SIGN_IN, office.world.person())
    shut = replace(office.place.settings, mail_url="smtp://127.0.0.1:1")
    waits, now = [], office.world.now
    for _try in range(200):
        place = replace(office.place, settings=shut, now=lambda now=now: now)
        assert post(place) == 1
        row = only(office)
        if row.gave_up_at:
            break
        waits.append(row.due_at - now)
        assert post(place) == 0
        now = row.due_at
    assert waits[:5] == [*BACK_OFF, BACK_OFF[-1]]
    assert row.gave_up_at - row.created_at >= timedelta(hours=24)
    assert row.error == "ConnectionRefusedError"
    assert "@" not in row.error


@pytest.mark.one_database
@pytest.mark.case("RE-04")
def test_when_the_server_is_back_after_an_hour_all_is_out_within_ten_minutes(office, mail_server):
    """What people do goes on meanwhile; a link that is too old by then is not sent."""
    world, taking = office.world, Taking()
    shut = replace(office.place.settings, mail_url="smtp://127.0.0.1:1")
    late = world.now + timedelta(minutes=30)
    letter(office, LetterKind.RESET, world.person("Sen"), expires_at=late)
    back = replace(office.place.settings, mail_url=mail_server(taking))
    for minute in range(60):
        if minute % 7 == 0:
            letter(office, LetterKind.SIGN_IN, world.person(f"Nr {minute}"))
        later = office.at(minutes=minute)
        post(replace(later.place, settings=shut))
    assert taking.mails == []
    for minute in range(60, 71):
        post(replace(office.at(minutes=minute).place, settings=back))
    assert len(taking.mails) == 9
    waiting = world.db.scalars(select(Letter).where(Letter.sent_at.is_(None))).all()
    assert [(one.kind, one.error) for one in waiting] == [(LetterKind.RESET, "too old")]


class Refusing:
    async def handle_RCPT(self, server, session, envelope, address, options):
        return "550 no such mailbox"


class Taking:
    def __init__(self):
        self.mails = []

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(envelope.content)
        return "250 OK"


@pytest.mark.one_database
def test_recipient_refused_for_good_is_not_tried_again(office, mail_server):
    letter(office, LetterKind.SIGN_IN, office.world.person())
    post(replace(office.place, settings=replace(office.place.settings, mail_url=mail_server(Refusing()))))
    assert (only(office).error, only(office).gave_up_at) == ("recipient refused (550)", office.world.now)


@pytest.mark.one_database
def test_mail_goes_over_smtp(office, mail_server):
    taking = Taking()
    letter(office, LetterKind.SIGN_IN, office.world.person())
    post(replace(office.place, settings=replace(office.place.settings, mail_url=mail_server(taking))))
    assert b"Lenke for =?" in taking.mails[0] or b"Lenke for " in taking.mails[0]
    assert only(office).sent_at == office.world.now


@pytest.mark.one_database
def test_password_never_crosses_an_open_line(office, mail_server):
    letter(office, LetterKind.SIGN_IN, office.world.person())
    url = mail_server(Taking()).replace("smtp://", "smtp://bruker:passord@")
    post(replace(office.place, settings=replace(office.place.settings, mail_url=url)))
    assert only(office).sent_at is None
    assert only(office).error.startswith("SMTPNotSupportedError")


@pytest.mark.case("XS-08", "IN-15")
@pytest.mark.one_database
def test_names_and_titles_cannot_add_headers_or_links(office):
    hostile = office.world.person()
    hostile.name = "Ola\r\nBcc: alle@example.no"
    ref = office.world.proposal(hostile, title="Hei\nBcc: x@example.no https://ond.example.com <b>")
    office.commit()
    post(office.place)
    folder = office.place.settings.mail_url.removeprefix("folder://")
    raw = next(Path(folder).glob("new/*")).read_bytes()
    headers, _, body = raw.partition(b"\n\n")
    assert b"\nBcc:" not in headers
    links = re.findall(rb'href=3D"([^"]+)"', body)
    assert links
    assert all(link.startswith(b"https://samskaping.example.no/") for link in links), ref


@pytest.mark.one_database
def test_one_letter_that_cannot_be_written_holds_up_no_other(office, monkeypatch):
    letter(office, LetterKind.INVITATION, address="a@example.no")  # without what it should carry
    letter(office, LetterKind.SIGN_IN, office.world.person())
    assert post(office.place) == 2
    assert len(office.mails) == 1


@pytest.mark.one_database
@pytest.mark.case("RE-02")
def test_claimed_letter_is_left_alone_until_its_lease_is_over(office, monkeypatch):
    letter(office, LetterKind.SIGN_IN, office.world.person())
    monkeypatch.setattr(job, "_deliver", lambda *_: None)  # killed right after the claim
    assert post(office.place) == 1
    monkeypatch.undo()
    assert post(office.at(seconds=90).place) == 0
    assert post(office.at(minutes=3).place) == 1
    assert len(office.mails) == 1
