"""Who may take part where not everyone does: those invited, and those whose identity a municipality has confirmed."""

import pytest
from sqlalchemy import func, select

from samskaping.actions import comments, drafts, identities, offers, participants, support, ties, wordings
from samskaping.actions.comments import Remark
from samskaping.actions.needs import Told
from samskaping.actions.wordings import Suggested
from samskaping.errors import Missing, Refused, TooMuch, Unfit
from samskaping.models import (
    Challenge,
    ChallengeInvitation,
    ChallengePartner,
    Event,
    Identity,
    Letter,
    LetterKind,
    Representative,
    Verification,
)
from samskaping.rules import limits
from samskaping.rules.events import What
from samskaping.rules.participants import Participants
from samskaping.rules.partners import Standing
from samskaping.rules.phases import Opening
from samskaping.rules.roles import Role
from tests.actions.test_needs import organisation
from tests.actions.test_offers import wish
from tests.challenges import published
from tests.phases import FORSLAG, phase, planned
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix

SHUT = "Fasen «Forslag» er for inviterte."


@pytest.fixture
def ingrid(halden):
    return halden.person("Ingrid Demo", Role.PUBLISIST)


@pytest.fixture
def made(halden, ingrid):
    """A challenge with a proposal in it, told of as a phase for those who are invited."""
    return published(halden, ingrid, closes_on=None, answers_on=halden.in_days(100))


def narrowed(halden, ingrid, made, whom=Participants.INVITERTE):
    planned(halden, ingrid, made, phase(halden, FORSLAG, 0, 29, opens=Opening, participants=whom))


def invite(halden, ingrid, made, **whom):
    participants.invite(halden.context(ingrid), made, **whom)


def verified(halden, *people):
    """An organisation that these act for, with the municipality's word."""
    made = organisation(halden, *people)
    word = Verification(
        organisation_id=made.id, municipality_id=halden.here.id, asked_at=halden.now, verified_at=halden.now
    )
    halden._kept(word)
    return made


def offered(visitor, made):
    page = visitor.get(f"/utfordring/{made}")
    return "Lag et forslag" in {one.get_text(strip=True) for one in page.select("main a")}


def deeds(halden, made, ref):
    """All by which one takes part, each for a context."""
    return {
        "propose": lambda ctx: drafts.start(ctx, challenge=made),
        "comment": lambda ctx: comments.write(ctx, ref, Remark("Dette er viktig.")),
        "support": lambda ctx: support.give(ctx, ref),
        "need": lambda ctx: ties.tell(ctx, Told("Det er mørkt på veien."), challenge=made),
        "offer": lambda ctx: offers.make(ctx, "challenge", made, wish()),
        "offer to a proposal": lambda ctx: offers.make(ctx, "proposal", ref, wish()),
        "words": lambda ctx: wordings.suggest(ctx, made, Suggested("need", "nb", "Andre ord her.", "Klarere.")),
    }


@pytest.mark.parametrize("whom", [Participants.INVITERTE, Participants.BEKREFTEDE])
def test_every_way_of_taking_part_is_for_those_that_the_phase_is_for(halden, ingrid, made, whom):
    ref = halden.proposal(halden.person("Per"), challenge=made)
    narrowed(halden, ingrid, made, whom)
    stranger, liv = halden.person("Gro"), halden.person("Liv")
    why = "Fasen «Forslag» er for inviterte" if whom is Participants.INVITERTE else "kommunen har bekreftet hvem er"
    if whom is Participants.INVITERTE:
        invite(halden, ingrid, made, email=liv.email.upper())
    else:
        identities.confirm(halden.context(halden.caseworker()), liv.public_id)
    for name, deed in deeds(halden, made, ref).items():
        with pytest.raises(Unfit, match=why), halden.db.begin_nested():
            deed(halden.context(stranger))
        assert deed(halden.context(liv)) is not None, name


def test_whoever_acts_for_an_organisation_that_is_invited_or_verified_takes_part(db, site, halden, ingrid, made):
    liv, left, stranger = halden.person("Liv"), halden.person("Ane"), halden.person("Gro")
    club = verified(halden, liv, left)
    from_there = organisation(halden, stranger)
    narrowed(halden, ingrid, made)
    assert not offered(site.visitor(liv), made)
    invite(halden, ingrid, made, organisation=club.public_id)
    assert offered(site.visitor(liv), made)
    with pytest.raises(Unfit, match="Velg en organisasjon fra lista"):
        invite(halden, ingrid, made, organisation=from_there.public_id)
    seat = halden.db.scalars(select(Representative).where(Representative.person_id == left.id)).one()
    seat.left_at = halden.now
    halden._quietly()
    assert not offered(site.visitor(left), made)
    planned(halden, ingrid, made, phase(halden, FORSLAG, 0, 29, participants=Participants.BEKREFTEDE))
    assert offered(site.visitor(liv), made)
    for other in (left, stranger):
        assert not offered(site.visitor(other), made)


def test_an_address_counts_when_it_is_confirmed(site, halden, ingrid, made):
    narrowed(halden, ingrid, made)
    new = halden.person("Ny Nabo", confirmed=False)
    invite(halden, ingrid, made, email=new.email)
    assert not offered(site.visitor(new), made)
    new.confirmed_at = halden.now
    halden._quietly()
    assert offered(site.visitor(new), made)


def test_the_word_of_another_municipality_counts_where_it_shares_the_challenge(db, site, halden, ingrid, made):
    narrowed(halden, ingrid, made, Participants.BEKREFTEDE)
    row = halden.db.scalars(select(Challenge).where(Challenge.public_id == made)).one()
    asker = municipality(db, "asker")
    gro = asker.person("Gro")
    identities.confirm(asker.context(asker.caseworker()), gro.public_id)
    assert not offered(site.visitor(gro), made)
    halden._kept(
        ChallengePartner(challenge_id=row.id, municipality_id=asker.here.id, standing=Standing.MED, since=halden.now)
    )
    assert offered(site.visitor(gro), made)


def test_a_page_says_why_before_one_begins_and_a_way_in_leads_back(site, halden, ingrid, made):
    ref = halden.proposal(halden.person("Per"), challenge=made)
    narrowed(halden, ingrid, made)
    gro = site.visitor(halden.person("Gro"))
    for visitor, how in ((site.visitor(), "Logg inn for å delta."), (gro, "adressen som kommunen skrev til")):
        for path in (f"/utfordring/{made}", f"/forslag/{ref}"):
            said = visitor.get(path).get_text(" ", strip=True)
            assert SHUT in said
            assert how in said
            assert "Vi kan bidra med noe" not in said
            assert "Foreslå en endring" not in said
    for path in (f"/bidra/utfordring/{made}", f"/bidra/forslag/{ref}", f"/utfordring/{made}/ny-tekst"):
        gro.get(path, 303)
        gro.follow()
        assert SHUT in gro.text
    nynorsk = site.visitor(form="nn").get(f"/utfordring/{made}").get_text(" ", strip=True)
    assert "Kven kan delta: Inviterte" in nynorsk


def test_staff_invite_see_who_is_invited_and_take_it_back(site, halden, ingrid, made):
    narrowed(halden, ingrid, made)
    liv, staff = halden.person("Liv"), site.visitor(ingrid)
    club = verified(halden, halden.person("Ane"), halden.person("Odd"))
    staff.get(f"/arbeid/utfordringer/{made}/faser")
    staff.click("Inviterte")
    staff.press("Send invitasjonen", 422)
    assert "Skriv en e-postadresse, eller velg en organisasjon" in staff.text
    staff.fill(email=liv.email).press("Send invitasjonen")
    assert "Invitasjonen er sendt." in staff.text
    assert "Har konto" in staff.text
    staff.fill(email="ny@example.no").press("Send invitasjonen")
    assert "Ingen konto ennå" in staff.text
    staff.fill(email="", organisation=club.public_id).press("Send invitasjonen")
    assert "De som skriver for den" in staff.text
    staff.fill(email=liv.email, organisation="").press("Send invitasjonen", 422)
    assert "De er invitert fra før." in staff.text
    letters = halden.db.execute(
        select(Letter.person_id, Letter.address).where(Letter.kind == LetterKind.TAKE_PART)
    ).all()
    assert len(letters) == 4  # one to each address, and one to each who acts for the organisation
    assert (liv.id, None) in letters
    assert (None, "ny@example.no") in letters
    staff.get(f"/arbeid/utfordringer/{made}/inviterte")
    staff.press("Trekk invitasjonen til ny@example.no")
    assert "Invitasjonen er trukket." in staff.text
    assert "ny@example.no" not in staff.page.select_one("table").get_text()
    whats = halden.db.scalars(select(Event.what).where(Event.subject_kind == "challenge").order_by(Event.id)).all()
    assert whats[-4:] == [What.CHALLENGE_INVITED] * 3 + [What.CHALLENGE_UNINVITED]


def test_nobody_but_its_own_staff_sees_who_is_invited(db, site, halden, ingrid, made):
    """A canary on the list: on no page, in no feed, in no list of another municipality."""
    narrowed(halden, ingrid, made)
    invite(halden, ingrid, made, email="kanarifugl@example.no")
    invitation = halden.db.scalars(select(ChallengeInvitation.public_id)).one()
    row = halden.db.scalars(select(Challenge).where(Challenge.public_id == made)).one()
    asker = municipality(db, "asker")
    pia = asker.person("Pia", Role.PUBLISIST)
    halden._kept(
        ChallengePartner(challenge_id=row.id, municipality_id=asker.here.id, standing=Standing.MED, since=halden.now)
    )
    reader = halden.person("Ina", Role.INNSYN)
    visitors = (site.visitor(), site.visitor(halden.person()), site.visitor(pia, place="/asker/nb"))
    for visitor in visitors:
        for path in (f"/utfordring/{made}", f"/utfordring/{made}/versjoner", "/utfordringer"):
            visitor.get(path)
            assert "kanarifugl" not in visitor.text
            assert invitation not in visitor.text
    site.visitor(pia, place="/asker/nb").get(f"/arbeid/utfordringer/{made}/inviterte", 404)
    for person in (reader, halden.person("Kjell")):
        site.visitor(person).get(f"/arbeid/utfordringer/{made}/inviterte", 403)
    for ctx in (asker.context(pia), halden.context(ingrid)):
        with pytest.raises(Missing):
            participants.take_back(ctx, invitation if ctx.here.slug == "asker" else "zzzzzzzzzz")
    with pytest.raises(Refused):
        participants.invite(halden.context(reader), made, email="a@example.no")


def test_invitations_are_bounded(halden, ingrid, made, monkeypatch):
    monkeypatch.setattr(limits, "INVITED_HOUR", 1)
    invite(halden, ingrid, made, email="en@example.no")
    with pytest.raises(TooMuch):
        invite(halden, ingrid, made, email="to@example.no")
    monkeypatch.setattr(limits, "INVITED_HOUR", 9)
    monkeypatch.setattr(limits, "INVITED_MOST", 1)
    with pytest.raises(Unfit, match="ikke plass"):
        invite(halden, ingrid, made, email="to@example.no")


def test_staff_confirm_who_somebody_is_and_take_it_back(site, halden, ingrid, made):
    kari, liv = halden.caseworker(), halden.person("Liv Lokal")
    narrowed(halden, ingrid, made, Participants.BEKREFTEDE)
    staff = site.visitor(kari)
    staff.get("/arbeid/organisasjoner")
    staff.click("Bekreftede personer")
    staff.fill(code=liv.public_id).press("Bekreft personen", 422)
    assert "Bekreft bare den du har sett gyldig legitimasjon fra" in staff.text
    staff.fill(code=f" {liv.public_id[:5].upper()} {liv.public_id[5:]}", seen="y").press("Bekreft personen")
    assert "Liv Lokal er bekreftet." in staff.text
    assert "av Kari Demo" in staff.text
    assert offered(site.visitor(liv), made)
    staff.fill(code=liv.public_id, seen="y").press("Bekreft personen", 422)
    assert "Kommunen har bekreftet denne personen fra før." in staff.text
    for unknown in ("ingen@example.no", halden.person("Gro").email):  # an address says nothing, whoever has it
        staff.fill(code=unknown, seen="y").press("Bekreft personen", 422)
        assert "Ingen bekreftet konto har denne koden." in staff.text
    staff.fill(code=kari.public_id, seen="y").press("Bekreft personen", 403)
    staff.get("/arbeid/identitet")
    staff.press("Trekk bekreftelsen av Liv Lokal")
    assert "Bekreftelsen er trukket tilbake." in staff.text
    assert not offered(site.visitor(liv), made)
    whats = halden.db.scalars(select(Event.what).where(Event.subject_kind == "municipality").order_by(Event.id)).all()
    assert whats[-2:] == [What.IDENTITY_CONFIRMED, What.IDENTITY_TAKEN_BACK]
    assert halden.db.scalar(select(func.count()).select_from(Identity)) == 0
    for person in (ingrid, halden.person("Ina", Role.INNSYN), liv):
        site.visitor(person).get("/arbeid/identitet", 403)
        with pytest.raises(Refused):
            identities.confirm(halden.context(person), liv.public_id)


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_statements_does_not_grow(site, halden, ingrid, made, statements, count):
    narrowed(halden, ingrid, made)
    liv, kari = halden.person("Liv"), halden.caseworker()
    for number in range(count):
        invite(halden, ingrid, made, email=f"p{number}@example.no")
        identities.confirm(halden.context(kari), halden.person(f"P{number}").public_id)
    invite(halden, ingrid, made, email=liv.email)
    staff, desk, visitor = site.visitor(ingrid), site.visitor(kari), site.visitor(liv)
    with statements.at_most(14):
        visitor.get(f"/utfordring/{made}")
    with statements.at_most(12):
        visitor.get(f"/bidra/utfordring/{made}")
    with statements.at_most(12):
        staff.get(f"/arbeid/utfordringer/{made}/inviterte")
    with statements.at_most(12):
        desk.get("/arbeid/identitet")
