"""Registering, signing in and out, mailed links: by pages, as people meet them, and as those who probe do."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from samskaping.actions import tokens
from samskaping.models import Letter, LetterKind, OneTimeToken, Person, Proposal, SignInAttempt, WebSession
from samskaping.outside import passwords
from samskaping.rules.kinds import Purpose
from samskaping.web.login import own_path
from tests.visitor import Site

PASSWORD = "grønne epler på låven"
NEW = {"email": "Mona@Example.no", "name": "Mona", "shown_as": "eget", "form": "nb", "home": ""}


def with_password(site: Site, name: str = "Ola Nordmann", **more: object) -> Person:
    person = site.world.person(name, **more)
    person.password_hash = passwords.hashed(PASSWORD)
    site.world.db.commit()
    return person


def letters(site: Site) -> list[tuple[LetterKind, int | None]]:
    rows = site.world.db.scalars(select(Letter).order_by(Letter.id)).all()
    return [(row.kind, row.person_id) for row in rows]


def link(site: Site, person: Person, purpose: Purpose, **payload: str) -> str:
    """What the worker does when it sends a letter."""
    token = tokens.issue(site.world.db, person.id, purpose, site.now, payload)
    site.world.db.commit()
    return tokens.PATHS[purpose] + token


def register(visitor, **fields):
    visitor.get("/registrer")
    visitor.fill(**{**NEW, **fields}).press("Lag bruker")
    return visitor


def sign_out(visitor) -> None:
    visitor.get("/min-side")
    visitor.post("/logg-ut", {"csrf_token": visitor.token})


def somebody(site: Site, email: str = "mona@example.no") -> Person:
    found = site.world.db.scalar(select(Person).where(Person.email_key == email))
    assert found is not None
    return found


def test_registering_confirming_and_signing_in_again(site: Site):
    mona = register(site.visitor(), password=PASSWORD)
    assert "Vi har sendt en e-post til Mona@example.no" in mona.text
    person = somebody(site)
    assert (person.confirmed_at, person.password_hash, letters(site)) == (None, None, [(LetterKind.CONFIRM, person.id)])
    mona.get(link(site, person, Purpose.CONFIRM))
    mona.press("Bekreft og logg inn")
    assert "Hei, Mona" in mona.text
    sign_out(mona)
    mona.get("/min-side", 302)
    mona.get("/logg-inn")
    mona.fill(email="MONA@example.no", password=PASSWORD).press("Logg inn")
    assert "Hei, Mona" in mona.text


def test_an_address_that_is_taken_gets_the_same_answer_and_its_owner_a_letter(site: Site):
    known = with_password(site)
    pages = []
    for address in ("ny@example.no", known.email):
        visitor = register(site.visitor(), email=address, password=PASSWORD)
        pages.append((visitor.answer.status_code, visitor.text.replace(address, "")))
    assert pages[0] == pages[1]
    assert letters(site)[1] == (LetterKind.ALREADY_REGISTERED, known.id)
    assert passwords.fits(known.password_hash, PASSWORD)
    assert known.name == "Ola Nordmann"


def test_a_password_counts_only_in_the_browser_where_it_was_chosen(site: Site):
    """Somebody registers another's address with a password of their own, and waits for the owner to confirm."""
    register(site.visitor(), password=PASSWORD)
    owner, person = site.visitor(), somebody(site)
    owner.get(link(site, person, Purpose.CONFIRM))
    assert "i en annen nettleser" in owner.text
    owner.press("Bekreft og logg inn")
    assert somebody(site).password_hash is None
    thief = site.visitor()
    thief.get("/logg-inn")
    thief.fill(email="mona@example.no", password=PASSWORD).press("Logg inn", 422)


def test_the_owner_may_choose_a_password_while_confirming(site: Site):
    register(site.visitor())
    owner, person = site.visitor(), somebody(site)
    owner.get(link(site, person, Purpose.CONFIRM))
    owner.fill(password="kort").press("Bekreft og logg inn", 422)
    owner.fill(password=PASSWORD).press("Bekreft og logg inn")
    assert passwords.fits(somebody(site).password_hash, PASSWORD)


def test_wrong_unknown_unconfirmed_and_blocked_are_told_the_same(site: Site):
    known = with_password(site)
    unconfirmed = with_password(site, "Ikke Bekreftet", confirmed=False)
    blocked = with_password(site, "Stengt Ute")
    blocked.blocked_at = site.now
    linked_only = site.world.person("Uten Passord")
    answers = set()
    for address, password in (
        (known.email, "feil passord helt feil"),
        ("ingen@example.no", PASSWORD),
        (unconfirmed.email, PASSWORD),
        (blocked.email, PASSWORD),
        (linked_only.email, PASSWORD),
    ):
        visitor = site.visitor()
        visitor.get("/logg-inn")
        visitor.fill(email=address, password=password).press("Logg inn", 422)
        answers.add(re.sub(r"\s+", " ", visitor.text.replace(address, "")))
        assert visitor.page.select_one("[name=email]")["value"] == address
    assert len(answers) == 1
    attempts = site.world.db.scalar(select(func.count()).select_from(SignInAttempt))
    assert attempts == 5


def test_the_sixth_try_in_a_quarter_waits_and_a_link_still_gets_the_owner_in(site: Site):
    known = with_password(site)
    visitor = site.visitor()
    for _attempt in range(5):
        visitor.get("/logg-inn")
        visitor.fill(email=known.email, password="feil passord helt feil").press("Logg inn", 422)
    visitor.fill(email=known.email, password=PASSWORD).press("Logg inn", 429)
    assert 0 < int(visitor.answer.headers["Retry-After"]) <= 15 * 60 + 1
    assert visitor.page.select_one("[name=email]")["value"] == known.email
    visitor.fill(email=known.email).press("Send meg en lenke på e-post")
    visitor.get(link(site, known, Purpose.SIGN_IN))
    visitor.press("Logg inn")
    assert "Hei, Ola" in visitor.text
    sign_out(visitor)
    visitor.get("/logg-inn")
    visitor.fill(email=known.email, password=PASSWORD).press("Logg inn")


def test_tries_are_forgotten_with_time(site: Site):
    known = with_password(site)
    visitor = site.visitor()
    for _attempt in range(5):
        visitor.get("/logg-inn")
        visitor.fill(email=known.email, password="feil passord helt feil").press("Logg inn", 422)
    site.now += timedelta(minutes=16)
    visitor.get("/logg-inn")
    visitor.fill(email=known.email, password=PASSWORD).press("Logg inn")
    assert "Hei, Ola" in visitor.text


def test_an_address_floods_nobody(site: Site):
    known = site.world.person()
    for _ask in range(5):
        visitor = site.visitor()
        visitor.get("/glemt-passord")
        visitor.fill(email=known.email).press("Send lenken")
        assert "har vi sendt en lenke" in visitor.text
    assert letters(site) == [(LetterKind.RESET, known.id)] * 3


def test_an_address_that_nobody_has_gets_no_letter_and_the_same_page(site: Site):
    known, pages = site.world.person(), []
    for address in (known.email, "ingen@example.no"):
        for path, button in (("/glemt-passord", "Send lenken"), ("/logg-inn", "Send meg en lenke på e-post")):
            visitor = site.visitor()
            visitor.get(path)
            visitor.fill(email=address).press(button)
            pages.append(visitor.text.replace(address, ""))
    assert pages[:2] == pages[2:]
    assert letters(site) == [(LetterKind.RESET, known.id), (LetterKind.SIGN_IN, known.id)]


@pytest.mark.parametrize("purpose", [Purpose.CONFIRM, Purpose.SIGN_IN])
def test_looking_at_a_link_uses_nothing_up_and_using_it_works_once(site: Site, purpose: Purpose):
    known, visitor = site.world.person(confirmed=False), site.visitor()
    path = link(site, known, purpose)
    for _look in range(3):
        visitor.client.head(f"/halden/nb{path}")
        visitor.get(path)
    assert visitor.answer.headers["Referrer-Policy"] == "same-origin"
    assert somebody(site, known.email).confirmed_at is None
    visitor.press("Bekreft og logg inn" if purpose is Purpose.CONFIRM else "Logg inn")
    assert "Hei, Ola" in visitor.text
    assert somebody(site, known.email).confirmed_at is not None
    other = site.visitor()
    other.get(path, 410)
    token = visitor.get("/min-side") and visitor.token
    visitor.post(path, {"csrf_token": token}, 410)


@pytest.mark.parametrize("purpose", list(Purpose))
@pytest.mark.parametrize("path", list(Purpose))
def test_a_link_opens_its_own_page_only(site: Site, purpose: Purpose, path: Purpose):
    known = site.world.person()
    token = link(site, known, purpose, email="ny@example.no").removeprefix(tokens.PATHS[purpose])
    site.visitor().get(tokens.PATHS[path] + token, 200 if path is purpose else 410)


def test_links_grow_old_and_a_newer_one_takes_over(site: Site):
    known, visitor = site.world.person(), site.visitor()
    older = link(site, known, Purpose.RESET)
    newer = link(site, known, Purpose.RESET)
    visitor.get(older, 410)
    visitor.get(newer)
    site.now += timedelta(minutes=31)
    visitor.get(newer, 410)
    visitor.get("/bekreft/tull", 410)


def test_only_a_hash_of_a_link_is_kept(site: Site):
    path = link(site, site.world.person(), Purpose.RESET)
    row = site.world.db.scalars(select(OneTimeToken)).one()
    assert row.token_hash not in path
    assert path.rpartition("/")[2] not in str(row.__dict__)


def test_a_reset_ends_every_other_session(site: Site):
    known = with_password(site)
    elsewhere = site.visitor(known)
    elsewhere.get("/min-side")
    path, visitor = link(site, known, Purpose.RESET), site.visitor()
    sign_in = link(site, known, Purpose.SIGN_IN)
    visitor.get(path)
    visitor.fill(password="Ola Nordmann 12345").press("Bytt passord og logg inn", 422)
    visitor.fill(password="tre store blå hvaler").press("Bytt passord og logg inn")
    assert "Hei, Ola" in visitor.text
    elsewhere.get("/min-side", 302)
    site.visitor().get(sign_in, 410)
    site.visitor().get(path, 410)


def test_signing_in_gives_a_new_cookie_and_the_old_one_leads_nowhere(site: Site):
    known, visitor = with_password(site), site.visitor()
    visitor.get("/logg-inn")
    before = visitor.client.get_cookie("session").value
    visitor.fill(email=known.email, password=PASSWORD).press("Logg inn")
    after = visitor.client.get_cookie("session").value
    assert before != after
    for cookie in (before,):
        thief = site.visitor()
        thief.client.set_cookie("session", cookie)
        thief.get("/min-side", 302)
    visitor.get("/min-side")
    sign_out(visitor)
    assert visitor.answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    thief = site.visitor()
    thief.client.set_cookie("session", after)
    thief.get("/min-side", 302)


def test_signing_out_is_a_deed(site: Site):
    visitor = site.visitor(site.world.person())
    visitor.get("/logg-ut", 405)
    visitor.get("/min-side")


def test_a_draft_begun_before_signing_in_is_ones_own_after(site: Site):
    known, visitor = with_password(site), site.visitor()
    visitor.get("/foresla")
    visitor.fill(need="Det er mørkt ved skolen om vinteren.").press("Neste: Ideen")
    visitor.get("/logg-inn?neste=/halden/nb/forslag")
    visitor.fill(email=known.email, password=PASSWORD).press("Logg inn")
    assert visitor.path == "/halden/nb/forslag"
    site.world.db.info["municipality_id"] = site.world.here.id
    assert site.world.db.scalars(select(Proposal.writer_id)).all() == [known.id]


def test_one_comes_back_to_what_one_was_doing_also_by_a_link(site: Site):
    known, visitor = site.world.person(), site.visitor()
    visitor.get("/min-side/innstillinger", 302)
    visitor.follow()
    visitor.fill(email=known.email).press("Send meg en lenke på e-post")
    visitor.get(link(site, known, Purpose.SIGN_IN))
    visitor.press("Logg inn")
    assert visitor.path == "/halden/nb/min-side/innstillinger"


def test_whoever_is_signed_in_is_led_on(site: Site):
    visitor = site.visitor(site.world.person())
    for path in ("/logg-inn", "/registrer"):
        visitor.get(f"{path}?neste=/halden/nb/forslag", 303)
        assert visitor.answer.headers["Location"] == "/halden/nb/forslag"


def test_forms_without_their_token_do_nothing(site: Site):
    visitor = site.visitor(site.world.person())
    for path in ("/logg-inn", "/registrer", "/logg-ut", "/glemt-passord", "/varsler/lest", "/min-side/innstillinger"):
        visitor.post(path, {"email": "a@example.no"}, 400)


def test_the_other_form_of_the_language_keeps_what_was_typed(site: Site):
    visitor = site.visitor()
    visitor.get("/registrer")
    visitor.fill(email="feil", name="Åse").press("Nynorsk")
    assert visitor.page.html["lang"] == "nn"
    assert visitor.page.select_one("[name=name]")["value"] == "Åse"
    assert visitor.page.select_one("[aria-invalid]") is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "ikke en adresse"),
        ("email", "a@example.no\x00"),
        ("name", "Halden kommune"),
        ("name", "Kari\u202e"),
        ("name", "  "),
        ("password", "passordpassord1"),
        ("password", "x" * 129),
        ("password", "\u202e grønne epler på låven"),
        ("shown_as", "admin"),
        ("form", "sv"),
        ("home", "oslo-som-ikke-finnes"),
    ],
)
def test_what_cannot_be_used_is_told_beside_the_field(site: Site, field: str, value: str):
    visitor = site.visitor()
    visitor.get("/registrer")
    visitor.post("/registrer", {**NEW, field: value, "csrf_token": visitor.token}, 422)
    assert visitor.page.title.text.startswith("Feil: ")
    assert visitor.page.select_one("#error-summary")
    assert visitor.page.select_one(f"#{field}-error")
    assert site.world.db.scalar(select(func.count()).select_from(Person)) == 0


@pytest.mark.one_database
@pytest.mark.parametrize(
    "wanted",
    ["//evil.no", "https://evil.no", "javascript:alert(1)", "/\\evil.no", "\\\\evil.no", "@evil.no", "/a\r\nb", "",
     None, "/\tx", "http:evil.no", "/" + "a" * 1000, "/x y"],
)  # fmt: skip
def test_the_way_back_stays_here(wanted):
    assert own_path(wanted, "/hjem") == "/hjem"


@pytest.mark.one_database
@pytest.mark.parametrize("wanted", ["/", "/halden/nb/forslag?sok=a%20b#k1", "/nb/min-side"])
def test_the_way_back_leads_to_own_pages(wanted):
    assert own_path(wanted, "/hjem") == wanted


def test_a_session_row_is_all_that_a_sign_in_page_leaves(site: Site):
    visitor = site.visitor()
    visitor.get("/logg-inn")
    assert site.world.db.scalar(select(func.count()).select_from(WebSession)) == 1
    assert visitor.answer.headers["Cache-Control"] == "no-store"


def test_posts_take_few_statements(site: Site, statements):
    known, visitor = with_password(site), site.visitor()
    visitor.get("/registrer")
    with statements.at_most(16):
        visitor.post("/registrer", {**NEW, "csrf_token": visitor.token})
    visitor.get("/logg-inn")
    fields = {"email": known.email, "csrf_token": visitor.token}
    with statements.at_most(16):
        visitor.post("/logg-inn", {**fields, "password": "feil passord helt feil"}, 422)
    with statements.at_most(16):
        visitor.post("/logg-inn", {**fields, "password": PASSWORD})
    path = link(site, known, Purpose.RESET)
    visitor.get(path)
    with statements.at_most(16):
        visitor.post(path, {"password": "tre store blå hvaler", "csrf_token": visitor.token})


def test_one_address_has_a_limit_and_the_form_keeps_what_was_typed(site: Site):
    visitor = site.visitor()
    for number in range(5):
        register(visitor, email=f"en{number}@example.no")
    visitor.get("/registrer")
    visitor.fill(email="en.til@example.no", name="Åse").press("Lag bruker", 429)
    assert int(visitor.answer.headers["Retry-After"]) > 0
    assert visitor.page.select_one("[name=name]")["value"] == "Åse"
    for _look in range(70):
        assert visitor.client.get("/halden/nb/logg-inn").status_code == 200
