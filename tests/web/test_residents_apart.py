"""Residents among themselves: another's texts are not theirs, fields that no form has count for nothing."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from samskaping.models import Comment, Membership, Person, PlatformRole, Proposal
from samskaping.outside import passwords
from samskaping.rules.pipeline import State
from samskaping.rules.roles import Role
from samskaping.web.access import doors
from tests.accounts import somebody
from tests.statements import Statements

pytestmark = pytest.mark.second_in_matrix

#: What no form asks for, and what a row of ours is called.
EXTRA = {
    "role": "administrator", "roles": "administrator", "is_staff": "y", "is_admin": "1", "tenant_id": "2",
    "municipality_id": "2", "author_id": "1", "writer_id": "1", "person_id": "1", "status": "gjennomfort",
    "state": "gjennomfort", "support_count": "99", "votes": "99", "hidden_at": "2026-01-01", "is_public": "y",
    "created_at": "2001-01-01", "confirmed_at": "2001-01-01", "verified": "y", "reference": "2026-000777",
    "public_id": "aaaaaaaaa1", "id": "1", "unit_id": "1", "handler_id": "1", "approved_at": "2001-01-01",
}  # fmt: skip
_WRITTEN = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+\"?(\w+)")


def pressing(visitor, words: str):
    """Press a button, with all those fields sent along that the page does not have."""
    names = {str(tag["name"]) for tag in visitor.page.select("form [name]")}
    visitor.written |= {name: value for name, value in EXTRA.items() if name not in names}
    return visitor.press(words)


@pytest.mark.case("AC-11")
def test_fields_that_an_account_does_not_have_change_nothing(site, halden):
    visitor = site.visitor()
    visitor.get("/registrer")
    visitor.fill(email="mona@example.no", name="Mona", shown_as="eget", form="nb", home="", old_enough="y")
    pressing(visitor, "Lag konto")
    made = somebody(site)
    assert (made.confirmed_at, made.created_at, made.password_hash) == (None, site.now, None)
    halden.context()
    assert halden.db.scalars(select(Membership)).all() == []
    assert halden.db.scalars(select(PlatformRole)).all() == []
    liv = halden.person("Liv")
    own, before = site.visitor(liv), (liv.id, liv.public_id, liv.confirmed_at, liv.created_at, liv.email)
    own.get("/min-side/innstillinger")
    own.fill(name="Liv Lokal")
    pressing(own, "Lagre endringene")
    assert (liv.id, liv.public_id, liv.confirmed_at, liv.created_at, liv.email) == before
    assert halden.db.scalars(select(Person.name).where(Person.id == liv.id)).one() == "Liv Lokal"
    halden.context()
    assert halden.db.scalars(select(Membership)).all() == []


@pytest.mark.case("AC-11")
def test_fields_that_a_proposal_and_a_comment_do_not_have_change_nothing(site, halden):
    liv, other = halden.person("Liv"), halden.proposal()
    visitor = site.visitor(liv)
    visitor.get("/foresla")
    visitor.fill(need="Mora mi orker ikke turen til butikken uten å sette seg ned på veien.")
    pressing(visitor, "Neste: Ideen")
    visitor.fill(title="Benker langs Tista", has_idea="nei")
    pressing(visitor, "Neste: Stedet og deg")
    pressing(visitor, "Neste: Se over")
    visitor.fill(sure="y")
    pressing(visitor, "Send inn forslaget")
    halden.context()
    made = halden.db.scalars(
        select(Proposal).where(Proposal.title == "Benker langs Tista").order_by(Proposal.id)
    ).all()[-1]
    assert (made.state, made.writer_id, made.municipality_id) == (State.MOTTATT, liv.id, halden.here.id)
    assert (made.support_count, made.hidden_at, made.handler_id, made.unit_id) == (0, None, None, None)
    assert (made.reference, made.submitted_at) != ("2026-000777", None)
    visitor.get(f"/forslag/{other}/kommentar")
    visitor.fill(text="Vi trenger flere benker.", stance="for")
    pressing(visitor, "Publiser kommentaren")
    said = halden.db.scalars(select(Comment)).one()
    assert (said.writer_id, said.hidden_at, said.written_at) == (liv.id, None, site.now)


def own_doors(site) -> list[tuple[str, str, str]]:
    """Every door at which a draft or a proposal is its writer's alone: rule, method, endpoint."""
    every = [(rule, method, name) for rule, methods, name, *_rest in doors(site.app) for method in methods.split(",")]
    named = re.compile(r"/(foresla|forslag|min-side/utkast|arbeidsgruppe)/<(ref|public_id|draft\w*)>")
    return [one for one in every if named.match(one[0]) and "<" not in one[0].split(">", 1)[1]]


@pytest.mark.case("AC-02")
def test_another_resident_neither_reads_nor_changes_a_draft_or_a_proposal(site, halden):
    """A draft is as one that never was; of a proposal, whatever changes its text or its way is refused."""
    ola, liv = halden.person("Ola"), halden.person("Liv")
    draft, ref = halden.draft(ola), halden.proposal(ola)
    stranger, tried = site.visitor(liv), 0
    stranger.get("/meld-fra")
    fields = {"csrf_token": stranger.token, "once": "noe", "title": "Stjålet", "need": "Stjålet", "text": "Stjålet",
              "idea": "Stjålet", "sure": "y", "version": "1", "has_idea": "ja", "reason": "Stjålet"}  # fmt: skip
    counted = {"support.give", "support.take_back", "support.follow", "comments.write", "reports.proposal"}
    for rule, method, endpoint in own_doors(site):
        sent = fields if method == "POST" else None
        for name in (draft, ref):
            with Statements.listening() as heard:
                stranger._ask(method, re.sub("<[^>]*>", name, rule), data=sent)
            tables = {found[1] for one in heard.heard if (found := _WRITTEN.match(one))}
            changed = tables - {"security_events", "web_sessions", "sign_in_attempts"}
            if name == draft:
                status = stranger.answer.status_code
                stranger._ask(method, re.sub("<[^>]*>", "zzzzzzzzz1", rule), data=sent)
                assert status == stranger.answer.status_code, (rule, method, endpoint)
                assert status in (403, 404), (rule, method, endpoint)
                assert changed == set(), (rule, method)
            assert "proposals" not in tables or endpoint in counted, (rule, method, endpoint)
            assert not {"versions", "statements"} & tables, (rule, method, endpoint)
            tried += 1
    assert tried > 60
    kept = halden.row(ref)
    assert (kept.title, kept.state, kept.version) == ("Benker langs Tista", State.MOTTATT, 1)


@pytest.mark.case("AC-14")
@pytest.mark.parametrize(
    "query",
    [
        "sorter=password_hash", "sorter=writer_id", "filter[author.email]=a", "author.email=a", "writer_id=1",
        "sorter=id;select+pg_sleep(5)", "sorter=-(select+1)", "sorter=nyeste,id", "order=id;select+pg_sleep(5)",
        "tema=' or 1=1--", "omrade=1+or+1=1", "status=mottatt'--", "utfordring=a)or(1=1", "sok=a' union select 1--",
        "is_public=0", "hidden=1", "state=utkast", "status=utkast", "email=ola", "felt=need",
    ],
)  # fmt: skip
@pytest.mark.parametrize("page", ["/forslag", "/behov", "/utfordringer"])
def test_hostile_sorting_and_filtering_choose_nothing(site, halden, page, query):
    """Anything unknown leaves the list as it is without it, or an empty one with a word about the field."""
    shown, hidden = halden.proposal(title="Synlig"), halden.draft(halden.person("Ola"), title="Hemmelig")
    visitor = site.visitor()
    visitor._ask("GET", f"{page}?{query}")
    assert visitor.answer.status_code in (200, 400, 422)
    told = visitor.answer.get_data(as_text=True)
    assert "Hemmelig" not in told
    assert hidden not in told
    assert "@example.no" not in told
    known = visitor.answer.status_code == 422 or query.split("=")[0] in (
        "tema",
        "omrade",
        "status",
        "utfordring",
        "sok",
    )
    assert page != "/forslag" or known or shown in told


@pytest.mark.case("AC-19")
def test_no_door_leads_to_people_by_number_or_name_but_for_staff(site):
    """There is no page of a person, and no completion of names: such doors are at the desk and in the settings."""
    naming = [row for row in doors(site.app) if re.search(r"<(person|user|author|writer|account)\w*>", row[0])]
    assert naming
    assert [row[0] for row in naming if row[3] in ("public", "signed in")] == []
    open_doors = [row[0] for row in doors(site.app) if row[3] in ("public", "signed in")]
    assert [
        rule for rule in open_doors if re.search(r"<int:|/(bruker|brukere|personer|users?|profil)(/<|$)", rule)
    ] == ["/organisasjon/<public_id>/personer"]


@pytest.mark.case("AC-19", "BL-18")
@pytest.mark.parametrize("page", ["/glemt-passord", "/logg-inn", "/registrer"])
def test_whoever_looks_for_people_one_by_one_is_stopped_before_two_hundred(site, page, monkeypatch):
    """The only doors that take somebody's address without a role. What they answer says nothing, and soon not that."""
    monkeypatch.setattr(passwords, "fits", lambda _stored, _password: False)
    monkeypatch.setattr(passwords, "hashed", lambda _password: "x")
    client = site.visitor()
    client.get(page)
    fields = {
        "password": "et passord som er feil",
        "name": "Mona",
        "shown_as": "eget",
        "form": "nb",
        "home": "",
        "old_enough": "y",
    }
    answers = []
    for number in range(70):
        sent = {**fields, "csrf_token": client.token, "email": f"nr{number}@example.no"}
        answers.append(client.client.post(f"/halden/nb{page}", data=sent))
    statuses = [one.status_code for one in answers]
    assert statuses[-1] == 429, statuses
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert "nr69@example.no" in answers[-1].get_data(as_text=True)
    assert len(set(statuses[:5])) == 1


@pytest.mark.case("AC-19")
def test_staff_find_nobody_by_guessing(site, halden):
    """Whoever works here names people by random names of ten letters: no row of them can be walked."""
    visitor = site.visitor(halden.person("Sjefen", Role.ADMINISTRATOR))
    stranger = halden.person("Olga Ukjent")
    naming = [row[0] for row in doors(site.app) if re.search(r"<person>", row[0]) and "GET" in row[1]]
    assert naming
    for rule in naming:
        answers = set()
        for guess in (*map(str, range(1, 12)), stranger.id, stranger.public_id, "zzzzzzzzz1"):
            visitor._ask("GET", re.sub("<[^>]*>", str(guess), rule))
            answers.add((visitor.answer.status_code, "Olga" in visitor.answer.get_data(as_text=True)))
        assert answers <= {(404, False), (403, False)}, rule


@pytest.mark.case("XS-09")
@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "a" + "\u0301" * 500, "w" * 400, "\x1b"])
@pytest.mark.parametrize(("page", "field"), [("/registrer", "name"), ("/organisasjoner/ny", "name"), ("ide", "title")])
def test_names_and_titles_that_spill_over_others_are_refused(site, halden, page, field, hidden):
    ola = halden.person("Ola")
    visitor = site.visitor(None if page == "/registrer" else ola)
    path = f"/foresla/{halden.draft(ola)}/ide" if page == "ide" else page
    visitor.get(path)
    rest = {
        "email": "mona@example.no",
        "kind": "uformell",
        "has_idea": "nei",
        "shown_as": "eget",
        "form": "nb",
        "old_enough": "y",
    }
    visitor.post(path, {**rest, "csrf_token": visitor.token, "once": "x", field: f"Kari {hidden} Nordmann"}, 422)
    assert visitor.page.select_one(f"#{field}-error")


@pytest.mark.case("AC-19")
def test_an_organisations_people_are_for_those_who_speak_for_it(site, halden):
    ola, liv = halden.person("Ola Leder"), halden.person("Liv")
    visitor = site.visitor(ola)
    visitor.get("/organisasjoner/ny")
    visitor.fill(name="Strikkeklubben", kind="uformell").press("Registrer organisasjonen")
    made = re.search(r"/organisasjon/(\w+)", visitor.answer.get_data(as_text=True))[1]
    visitor.get(f"/organisasjon/{made}/personer")
    site.visitor(liv).get(f"/organisasjon/{made}/personer", 404)
    site.visitor(liv).get("/organisasjon/finnesikke/personer", 404)


@pytest.mark.case("CS-04")
@pytest.mark.parametrize("hours", [3, 100])
def test_a_form_that_stood_open_for_hours_is_taken_with_all_its_text(site, halden, hours):
    ref, liv = halden.proposal(), halden.person("Liv")
    visitor = site.visitor(liv)
    visitor.get(f"/forslag/{ref}/kommentar")
    site.now += timedelta(hours=hours)
    words = "Vi trenger flere benker. " * 150
    visitor.fill(text=words, stance="for").press("Publiser kommentaren")
    assert halden.db.scalars(select(Comment.text)).one() == words.strip()
