"""Organisations by their pages: registered, verified by each municipality, acted for by several people."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from samskaping.actions import organisations as deeds
from samskaping.actions import tokens
from samskaping.actions.organisations import Wish
from samskaping.errors import Missing, TooMuch, Unfit
from samskaping.models import Author, Event, Invitation, Letter, LetterKind, Organisation, Verification
from samskaping.queries import organisations
from samskaping.rules.kinds import Purpose
from samskaping.rules.roles import Role
from samskaping.rules.speech import OrganisationKind
from tests.accounts import PASSWORD, link, register, somebody
from tests.visitor import Site
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix

NUMBER = "974 760 673"
CLUB = Wish("Os velforening", OrganisationKind.FRIVILLIG, NUMBER, "Vi bor på **Os**.")
GROUP = Wish("Strikkeklubben", OrganisationKind.UFORMELL)


def test_a_person_registers_an_organisation_and_writes_for_it(site: Site):
    ola = site.world.person()
    visitor = site.visitor(ola)
    visitor.get("/organisasjoner/ny")
    visitor.fill(name="Os velforening", kind="frivillig", number=NUMBER, about="Vi bor på **Os**.")
    visitor.press("Registrer organisasjonen")
    assert "Venter på å bli bekreftet av Halden kommune" in visitor.text
    choice = organisations.mine(site.world.context(ola))[0]
    assert (choice.name, choice.kind) == ("Os velforening", OrganisationKind.FRIVILLIG)
    ref = site.world.proposal(ola, organisation=choice.public_id)
    anyone = site.visitor()
    anyone.get(f"/organisasjon/{choice.public_id}")
    assert anyone.page.select_one(f'a[href="/halden/nb/forslag/{ref}"]')
    assert anyone.page.select_one(".sk-text strong").text == "Os"
    assert "Set-Cookie" not in anyone.answer.headers
    assert "Ola" not in anyone.text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("number", "974760674"),
        ("number", ""),
        ("number", "123456789"),
        ("number", "٩٧٤٧٦٠٦٧٣"),
        ("name", "Halden kommune"),
        ("name", ""),
        ("kind", "kommune"),
        ("about", "x" * 4001),
    ],
)
def test_what_cannot_be_used_is_told_beside_the_field(site: Site, field: str, value: str):
    visitor = site.visitor(site.world.person())
    visitor.get("/organisasjoner/ny")
    typed = {"name": "Os vel", "kind": "frivillig", "number": NUMBER, "about": "Vel"} | {field: value}
    visitor.post("/organisasjoner/ny", {**typed, "csrf_token": visitor.token}, 422)
    assert visitor.page.select_one(f"#{field}-error")
    assert site.world.db.scalar(select(func.count()).select_from(Organisation)) == 0


def test_a_number_is_registered_once_and_groups_need_none(site: Site):
    ctx = site.world.context(site.world.person())
    deeds.register(ctx, CLUB)
    with pytest.raises(Unfit) as refused:
        deeds.register(site.world.context(site.world.person("En Annen")), CLUB)
    assert set(refused.value.fields) == {"number"}
    assert deeds.register(ctx, GROUP) != deeds.register(ctx, GROUP)


@pytest.mark.case("BL-10")
def test_a_form_sent_twice_registers_once(site: Site):
    visitor = site.visitor(site.world.person())
    visitor.get("/organisasjoner/ny")
    once = visitor.page.select_one("[name=once]")["value"]
    typed = {"name": "Strikkeklubben", "kind": "uformell", "number": "", "about": "", "once": once}
    places = set()
    for _press in range(2):
        visitor.post("/organisasjoner/ny", {**typed, "csrf_token": visitor.token or ""})
        places.add(visitor.answer.headers["Location"])
        visitor.get("/organisasjoner/ny")
    assert len(places) == 1
    assert site.world.db.scalar(select(func.count()).select_from(Organisation)) == 1


def test_an_unconfirmed_person_is_told_what_to_do(site: Site):
    visitor = site.visitor(site.world.person(confirmed=False))
    visitor.get("/organisasjoner/ny", 403)
    assert "Bekreft adressen din først" in visitor.text


def test_each_municipality_gives_its_own_word(site: Site):
    ola, kari = site.world.person(), site.world.caseworker()
    voss = municipality(site.world.db, "voss")
    made = deeds.register(site.world.context(ola), CLUB)
    staff = site.visitor(kari)
    staff.get("/arbeid/organisasjoner")
    assert "Os velforening" in staff.text
    staff.press("Bekreft")
    assert "Bekreftet" in staff.text
    assert [event.what for event in site.world.db.scalars(select(Event).order_by(Event.number))] == [
        "organisation.registered",
        "organisation.verified",
    ]
    there = site.visitor(ola, place="/voss/nb")
    there.get(f"/organisasjon/{made}")
    assert "Ikke bekreftet av Voss kommune" in there.text
    there.press("Be Voss kommune bekrefte den")
    assert "Venter på å bli bekreftet av Voss kommune" in there.text
    rows = site.world.db.execute(select(Verification.municipality_id, Verification.verified_at)).all()
    assert {row.municipality_id: bool(row.verified_at) for row in rows} == {
        site.world.here.id: True,
        voss.here.id: False,
    }


def test_a_municipality_that_was_not_asked_cannot_verify(site: Site):
    voss = municipality(site.world.db, "voss")
    made = deeds.register(site.world.context(site.world.person()), CLUB)
    with pytest.raises(Missing):
        deeds.verify(voss.context(voss.caseworker()), made)


@pytest.mark.parametrize("role", [None, *Role])
def test_who_verifies(site: Site, role: Role | None):
    made = deeds.register(site.world.context(site.world.person()), CLUB)
    roles = () if role in (None, Role.PLATTFORM) else (role,)
    visitor = site.visitor(site.world.person("Kari Demo", *roles))
    may = role in (Role.SAKSBEHANDLER, Role.LEDER)
    visitor.get("/arbeid/organisasjoner", 200 if may else 403)
    visitor.get("/min-side")
    visitor.post(f"/arbeid/organisasjoner/{made}", {"csrf_token": visitor.token}, 303 if may else 403)


def test_a_new_name_must_be_verified_again_and_follows_what_was_written(site: Site):
    ola, kari = site.world.person(), site.world.caseworker()
    made = deeds.register(site.world.context(ola), CLUB)
    deeds.verify(site.world.context(kari), made)
    site.world.proposal(ola, organisation=made)
    visitor = site.visitor(ola)
    visitor.get(f"/organisasjon/{made}/endre")
    visitor.fill(about="Ny tekst").press("Lagre endringene")
    assert "Bekreftet av Halden kommune" in visitor.text
    visitor.get(f"/organisasjon/{made}/endre")
    visitor.fill(name="Os og Tistedal vel").press("Lagre endringene")
    assert "Venter på å bli bekreftet" in visitor.text
    names = site.world.db.scalars(select(Author.name).where(Author.organisation_id.is_not(None))).all()
    assert names == ["Os og Tistedal vel"]


def test_one_more_is_invited_by_address_and_joins_by_themselves(site: Site):
    ola, anna = site.world.person(), site.world.person("Anna Demo")
    made = deeds.register(site.world.context(ola), CLUB)
    visitor = site.visitor(ola)
    visitor.get(f"/organisasjon/{made}/personer")
    for address in (anna.email.upper(), "ingen@example.no"):
        visitor.fill(email=address).press("Send invitasjonen")
        assert "Invitasjonen er sendt" in visitor.text
    letters = site.world.db.scalars(select(Letter)).all()
    assert [letter.kind for letter in letters] == [LetterKind.INVITATION] * 2
    guest = site.visitor(anna)
    guest.get("/min-side")
    assert "vil at du skal skrive for Os velforening" in guest.text
    guest.click("Svar på invitasjonen")
    guest.press("Ja, bli med")
    assert [one.name for one in organisations.mine(site.world.context(anna))] == ["Os velforening"]
    guest.get(f"/organisasjon/{made}/personer")
    assert "Ola Nordmann" in guest.text


@pytest.mark.case("AU-15")
def test_an_invitation_is_for_one_address_once_and_for_seven_days(site: Site):
    ola, anna, per = site.world.person(), site.world.person("Anna Demo"), site.world.person("Per Demo")
    made = deeds.register(site.world.context(ola), CLUB)
    deeds.invite(site.world.context(ola), made, anna.email)
    invitation = site.world.db.scalars(select(Invitation.public_id)).one()
    with pytest.raises(Missing):
        deeds.accept(site.world.context(per), invitation)
    with pytest.raises(Missing):
        deeds.accept(site.world.later(days=8).context(anna), invitation)
    assert organisations.invitations(site.world.later(days=8).context(anna)) == ()
    deeds.accept(site.world.context(anna), invitation)
    with pytest.raises(Missing):
        deeds.accept(site.world.context(anna), invitation)


@pytest.mark.case("AU-15")
def test_whoever_is_invited_gets_nothing_by_a_new_account_or_another_link(site: Site):
    """The invitation is answered, or it is nothing: neither confirming the address nor a new password answers it."""
    ola, anna = site.world.person(), site.world.person("Anna Demo")
    made = deeds.register(site.world.context(ola), CLUB)
    for address in (anna.email, "mona@example.no"):
        deeds.invite(site.world.context(ola), made, address)
    invitation = site.world.db.scalars(select(Invitation.public_id)).first()
    guest = register(site.visitor())
    guest.get(link(site, somebody(site), Purpose.CONFIRM))
    guest.press("Bekreft og logg inn")
    other = site.visitor()
    other.get(link(site, anna, Purpose.RESET))
    other.fill(password=PASSWORD).press("Bytt passord og logg inn")
    for visitor, person in ((guest, somebody(site)), (other, anna)):
        assert organisations.mine(site.world.context(person)) == ()
        visitor.get(f"/organisasjon/{made}/personer", 404)
    for place in tokens.PATHS.values():
        site.visitor().get(place + str(invitation), 410)


@pytest.mark.case("AU-15")
def test_an_invitation_dies_with_the_right_of_the_one_who_sent_it(site: Site):
    ola, anna, per = site.world.person(), site.world.person("Anna Demo"), site.world.person("Per Demo")
    made = deeds.register(site.world.context(ola), CLUB)
    deeds.invite(site.world.context(ola), made, anna.email)
    deeds.accept(site.world.context(anna), site.world.db.scalars(select(Invitation.public_id)).one())
    deeds.invite(site.world.context(anna), made, per.email)
    deeds.leave(site.world.context(anna), made)
    assert organisations.invitations(site.world.context(per)) == ()
    assert site.world.db.scalars(select(Invitation)).all() == []
    with pytest.raises(Missing):
        deeds.invite(site.world.context(anna), made, per.email)


def test_no_is_an_answer(site: Site):
    ola, anna = site.world.person(), site.world.person("Anna Demo")
    made = deeds.register(site.world.context(ola), CLUB)
    deeds.invite(site.world.context(ola), made, anna.email)
    visitor = site.visitor(anna)
    visitor.get("/min-side/organisasjoner")
    visitor.press("Nei")
    assert organisations.mine(site.world.context(anna)) == ()
    assert organisations.invitations(site.world.context(anna)) == ()


def test_the_last_one_stays(site: Site):
    ola = site.world.person()
    made = deeds.register(site.world.context(ola), CLUB)
    visitor = site.visitor(ola)
    visitor.get(f"/organisasjon/{made}/personer")
    visitor.press("Gå ut av organisasjonen")
    assert "Du er den eneste" in visitor.page.text
    assert len(organisations.mine(site.world.context(ola))) == 1


def test_only_its_own_people_see_who_acts_and_change_it(site: Site):
    ola, anna = site.world.person(), site.world.person("Anna Demo")
    made = deeds.register(site.world.context(ola), CLUB)
    stranger = site.visitor(anna)
    for path in ("endre", "personer"):
        stranger.get(f"/organisasjon/{made}/{path}", 404)
    stranger.get("/min-side")
    token = stranger.token
    for path in ("ga-ut", "be-om-bekreftelse", "endre", "personer"):
        stranger.post(f"/organisasjon/{made}/{path}", {"csrf_token": token}, 404)
    stranger.get("/organisasjon/finnesikke", 404)


def test_invitations_have_a_limit(site: Site):
    ola = site.world.person()
    made = deeds.register(site.world.context(ola), CLUB)
    for number in range(10):
        deeds.invite(site.world.context(ola), made, f"en{number}@example.no")
    with pytest.raises(TooMuch):
        deeds.invite(site.world.context(ola), made, "enda.en@example.no")
    deeds.invite(site.world.later(hours=2).context(ola), made, "enda.en@example.no")


@pytest.mark.parametrize("many", [1, 3])
def test_pages_take_few_statements(site: Site, statements, many: int):
    ola, kari = site.world.person(), site.world.caseworker()
    made = [
        deeds.register(site.world.context(ola), Wish(f"Gruppe {n}", OrganisationKind.UFORMELL)) for n in range(many)
    ]
    for number in range(many):
        site.world.later(hours=number).proposal(ola, organisation=made[0])
        deeds.invite(site.world.context(ola), made[0], f"en{number}@example.no")
    site.now += timedelta(seconds=1)
    for person, path, most in (
        (None, f"/organisasjon/{made[0]}", 6),
        (ola, f"/organisasjon/{made[0]}", 8),
        (ola, f"/organisasjon/{made[0]}/personer", 8),
        (ola, "/min-side/organisasjoner", 6),
        (kari, "/arbeid/organisasjoner", 6),
    ):
        visitor = site.visitor(person)
        with statements.at_most(most):
            visitor.get(path)
