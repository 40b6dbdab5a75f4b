"""The list of proposals and a proposal's page: what they show to whom, in how many statements."""

import itertools

import pytest
from sqlalchemy import select

from samskaping.actions import comments, support
from samskaping.actions import statements as said
from samskaping.actions.comments import Remark
from samskaping.actions.statements import Said
from samskaping.models import Author, Person, Statement
from samskaping.rules.pipeline import State
from samskaping.rules.speech import Decision, Stance

pytestmark = pytest.mark.second_in_matrix


def everything(world, ref, kari, times):
    """A case with so many of all that can be on its page."""
    writer = world.db.get(Person, world.row(ref).writer_id)
    ctx = world.sure(kari, ref)
    for number in range(times):
        version = world.row(ref).version
        said.ask(ctx, ref, Said(f"Hvor mange {number}?", version))
        question = statements_of(world, ref)[-1]
        said.reply(world.context(writer), ref, question, Said("Tre.", version))
        said.answer(ctx, ref, Said("Ja.", world.row(ref).version, decision=Decision.JA, title="Vi gjør det"))
        said.update(ctx, ref, Said("Nytt.", world.row(ref).version))
        made = comments.write(world.context(writer), ref, Remark("Fint.", Stance.FOR))
        comments.write(ctx, ref, Remark("Ja.", reply_to=made, speaker="kommune"))
        support.give(world.context(world.person(f"Nabo {number}")), ref)


def statements_of(world, ref):
    return world.db.scalars(select(Statement.public_id).order_by(Statement.id)).all()


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_six_statements_whatever_it_shows(site, halden, statements, rows):
    theme, area = halden.theme(), halden.area()
    for _row in range(rows):
        halden.proposal(theme=theme.public_id, area=area.public_id, goals=(3, 11))
    halden.db.commit()
    visitor = site.visitor()
    for query in ("", "?sok=benker", f"?tema={theme.public_id}&omrade={area.public_id}&mal=3&sorter=stotte"):
        with statements.exactly(6):
            visitor.get(f"/forslag{query}")
        assert len(visitor.page.select(".sk-proposal")) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_page_takes_eight_statements_and_one_more_signed_in(site, halden, statements, rows):
    kari, ref = halden.caseworker(), halden.proposal()
    everything(halden, ref, kari, rows)
    halden.db.commit()
    with statements.exactly(8):
        site.visitor().get(f"/forslag/{ref}")
    liv = site.visitor(halden.person("Liv"))
    with statements.exactly(10):  # the session keeps the secret of its first form
        liv.get(f"/forslag/{ref}")
    with statements.exactly(9):
        liv.get(f"/forslag/{ref}")


def test_anonymous_pages_hold_no_form_that_posts_and_set_no_cookie(site, halden):
    ref = halden.proposal()
    visitor = site.visitor()
    for path in ("/forslag", f"/forslag/{ref}", f"/forslag/{ref}/versjoner"):
        visitor.get(path)
        assert visitor.page.select('form[method="post"], [name=csrf_token]') == []
        assert "Set-Cookie" not in visitor.answer.headers


def test_filters_are_chips_that_can_be_removed_and_addresses_that_can_be_shared(site, halden):
    theme, other = halden.theme("Trafikk"), halden.theme("Skole")
    halden.proposal(theme=theme.public_id)
    halden.proposal(theme=other.public_id, title="Lys i skolegården")
    visitor = site.visitor()
    visitor.get("/forslag")
    visitor.fill(tema=other.public_id, sorter="stotte").press("Vis treff")
    assert [link.text for link in visitor.page.select(".sk-proposal a")] == ["Lys i skolegården"]
    assert "1 forslag" in visitor.text
    visitor.click("Fjern filteret Skole")
    assert len(visitor.page.select(".sk-proposal")) == 2
    assert "sorter=stotte" in visitor.path


def test_an_unknown_filter_is_told_beside_its_field_and_the_others_stay(site, halden):
    theme = halden.theme("Trafikk")
    halden.proposal(theme=theme.public_id)
    halden.proposal(title="Lys i skolegården")
    for form in ("nb", "nn"):
        visitor = site.visitor(form=form)
        for query in ("status=tull", "status=utkast", "omrade=1", "mal=18", "mal=x", "mal=²", "utfordring=x"):
            page = visitor.get(f"/forslag?{query}&tema={theme.public_id}&sok=benker&sorter=stotte", 422)
            field = page.find("select", attrs={"name": query.partition("=")[0]})
            words = page.find(id=field["aria-describedby"]).get_text()
            assert field["aria-invalid"] == "true"
            link = page.select_one(f".ds-error-summary a[href='#{field['id']}']")
            assert link.get_text() == words
            assert words.endswith("finnes ikke." if form == "nb" else "finst ikkje.")
            assert page.title.get_text().startswith("Feil: ")
            assert page.select_one("meta[name=robots]")["content"] == "noindex"
            assert page.select_one(f"option[value='{theme.public_id}'][selected]")
            assert page.find("input", attrs={"name": "sok"})["value"] == "benker"
            assert page.select_one("option[value=stotte][selected]")
            assert len(page.select(".sk-proposal")) == 1
            chip = page.select_one(".sk-chips a")["href"]
            assert query.partition("=")[0] + "=" not in chip
            visitor.get(chip.removeprefix(f"/halden/{form}"))
    for query in ("tema=finnesikke", "sorter=1;drop"):
        assert len(site.visitor().get(f"/forslag?{query}", 422).select(".sk-proposal")) == 2


@pytest.mark.parametrize("sort", ["nyeste", "stotte", "samtale", "venter", "treff&sok=benker"])
def test_broken_cursors_lead_to_a_page(site, halden, sort):
    halden.proposal()
    visitor, keys = site.visitor(), itertools.cycle(("etter", "for", "etter"))
    for cursor in ("tull", "WyJuIiw1LCJ4Il0=", "WyJkIiwiMjAyNi0wMS0wMSIsIngiXQ==", "WyJ0IiwieCIsIngiXQ==", "%00", "é"):
        visitor.get(f"/forslag?sorter={sort}&{next(keys)}={cursor}")


def test_next_and_previous_pass_every_proposal_once(site, halden):
    refs = [halden.proposal(halden.person(f"P{number}")) for number in range(45)]
    visitor = site.visitor()
    for sort in ("", "?sorter=stotte", "?sorter=venter", "?sok=benker"):
        seen, turns = [], 0
        visitor.get(f"/forslag{sort}")
        while True:
            seen += [link["href"].rpartition("/")[2] for link in visitor.page.select(".sk-proposal a")]
            if not visitor.page.select('a[rel="next"]'):
                break
            visitor.click("Neste")
            turns += 1
        assert (sorted(seen), len(seen), turns) == (sorted(refs), 45, 2), sort
        visitor.click("Forrige")
        assert len(visitor.page.select(".sk-proposal")) == 20


def test_no_hits_and_nothing_at_all_say_what_to_do(site, halden):
    visitor = site.visitor()
    assert "Ingen har foreslått noe ennå" in (visitor.get("/forslag") and visitor.text)
    halden.proposal()
    assert "Ingen treff på «sykkkelvei»" in (visitor.get("/forslag?sok=sykkkelvei") and visitor.text)
    assert "Ingen forslag passer" in (visitor.get("/forslag?status=avslatt") and visitor.text)


def test_a_proposal_says_where_it_is_and_who_has_the_ball(site, halden):
    kari, ref = halden.caseworker(), halden.proposal(halden.person("Borghild"))
    halden.move(ref, "vurder", kari)
    visitor = site.visitor()
    visitor.get(f"/forslag/{ref}")
    assert "Ballen er hos virksomhetsleder" in visitor.text.lower().replace("ballen", "Ballen")
    assert [step.text.partition(",")[0].strip() for step in visitor.page.select(".is-now .sk-thread__name")] == [
        "Vurderes"
    ]
    assert "Foreslått av Borghild" in visitor.text
    visitor = site.visitor(form="nn")
    visitor.get(f"/forslag/{ref}")
    assert "Blir vurdert" in visitor.text


def test_overdue_is_shown_openly(site, halden):
    ref = halden.proposal()
    site.now = halden.later(days=32).now
    visitor = site.visitor()
    visitor.get(f"/forslag/{ref}")
    assert "4 dager over fristen" in visitor.text
    visitor.get("/forslag?sorter=venter")
    assert "4 dager over fristen" in visitor.text


def test_a_question_makes_the_ball_the_writer_s_and_a_late_answer_shows_still(site, halden):
    writer, kari = halden.person("Borghild"), halden.caseworker()
    ref = halden.proposal(writer)
    said.ask(halden.context(kari), ref, Said("Hvor mange?", halden.row(ref).version, due=halden.in_days(60)))
    site.now = halden.later(days=32).now
    visitor = site.visitor()
    visitor.get(f"/forslag/{ref}")
    assert "Ballen er hos den som foreslo" in visitor.text
    assert "Det er 4 dager over fristen" in visitor.text
    own = site.visitor(writer)
    own.get(f"/forslag/{ref}")
    assert "Ballen er hos deg" in own.text


def test_private_questions_are_for_the_writer_and_staff_alone(site, halden):
    writer, kari = halden.person("Borghild"), halden.caseworker()
    ref = halden.proposal(writer)
    said.ask(halden.context(kari), ref, Said("HEMMELIG?", halden.row(ref).version, is_public=False))
    for who, sees in ((None, False), (halden.person("Liv"), False), (writer, True), (kari, True)):
        visitor = site.visitor(who)
        visitor.get(f"/forslag/{ref}")
        assert ("HEMMELIG" in visitor.text) is sees
        assert ("Kommunen spurte deg" in visitor.text) is sees


@pytest.mark.parametrize("verb", ["avsla", "ikke_na", "send_videre"])
def test_an_ended_case_says_why_and_what_now(site, halden, verb):
    kari, ref = halden.caseworker(), halden.proposal()
    halden.move(ref, verb, kari, reason="Vi har ikke penger.")
    visitor = site.visitor()
    visitor.get(f"/forslag/{ref}")
    assert "Vi har ikke penger." in visitor.text
    assert visitor.page.select(".sk-ball") == []
    assert len(visitor.page.select(".is-stopped")) == 1
    assert {"ikke_na": "Vi ser på saken igjen", "send_videre": "Sendt til: Fylkeskommunen", "avsla": "Bestemt av"}[
        verb
    ] in visitor.text


def test_merged_proposals_lead_to_each_other(site, halden):
    kari, one, other = halden.caseworker(), halden.proposal(title="Den ene benken"), halden.proposal()
    halden.move(one, "sla_sammen", kari, into=other)
    visitor = site.visitor()
    visitor.get(f"/forslag/{one}")
    visitor.click("Benker langs Tista")
    assert visitor.path.endswith(other)
    visitor.click("Den ene benken")
    assert visitor.path.endswith(one)


@pytest.mark.case("AC-02")
def test_drafts_waiting_and_hidden_are_missing_like_unknown(site, halden):
    writer, kari = halden.person("Borghild"), halden.caseworker()
    ref = halden.proposal(writer)
    row = halden.row(ref)
    row.is_public, row.hidden_at, row.hidden_reason = False, halden.now, "Personopplysninger"
    halden._quietly()
    stranger = site.visitor(halden.person("Liv"))
    for path in (
        f"/forslag/{ref}",
        f"/forslag/{ref}/versjoner",
        f"/forslag/{ref}/meld",
        f"/forslag/{ref}/kommentar",
        f"/forslag/{ref}/endre",
    ):
        stranger.get(path, 404)
        hidden = stranger.answer.get_data()
        stranger.get(path.replace(ref, "2026-999999"), 404)
        assert stranger.answer.get_data().replace(b"2026-999999", ref.encode()) == hidden
    for who in (writer, kari):
        own = site.visitor(who)
        own.get(f"/forslag/{ref}")
        assert "skjult for andre" in own.text
        assert "Personopplysninger" in own.text
    row.hidden_at, row.state = None, State.TIL_GODKJENNING
    halden._quietly()
    own = site.visitor(writer)
    own.get(f"/forslag/{ref}")
    assert "Venter på godkjenning" in own.text


def test_texts_carry_their_own_language(site, halden):
    ref = halden.proposal(language="nn", need="Mor mi orkar ikkje turen.", idea="Set opp benkar.")
    visitor = site.visitor()
    visitor.get(f"/forslag/{ref}")
    assert visitor.page.h1["lang"] == "nn"
    assert {tag["lang"] for tag in visitor.page.select(".sk-voice, .sk-text")} == {"nn"}


def test_nobody_s_name_is_shown_when_they_chose_none(site, halden):
    writer = halden.person("Borghild Hemmelig")
    ref = halden.proposal(writer)
    halden.db.scalars(select(Author).where(Author.person_id == writer.id)).one().name = ""
    visitor = site.visitor()
    visitor.get(f"/forslag/{ref}")
    assert "Foreslått av Innbygger" in visitor.text
    assert "Hemmelig" not in str(visitor.page)


def test_versions_show_what_differs(site, halden):
    writer = halden.person("Borghild")
    ref = halden.proposal(writer)
    own = site.visitor(writer)
    own.get(f"/forslag/{ref}")
    own.click("Endre teksten")
    own.fill(title="Tre benker langs Tista", need="Mora mi orker ikke turen til torget uten en pause.")
    own.press("Lagre endringene")
    assert own.path.endswith(f"/forslag/{ref}")
    own.click("Vis endringene")
    assert [tag.text for tag in own.page.select("del")] == ["Benker", "butikken"]
    assert [tag.text for tag in own.page.select("ins")] == ["Tre benker", "torget"]
    own.get(f"/forslag/{ref}/versjoner?fra=1&til=1")
    for odd in ("?til=99", "?fra=x", "?til=-1", "?til=99999999999999999999"):
        own.get(f"/forslag/{ref}/versjoner{odd}", 404)


def test_corrected_answer_can_be_read_as_it_was(site, halden):
    kari, ref = halden.caseworker(), halden.proposal()
    ctx = halden.sure(kari, ref)
    answer = said.answer(ctx, ref, Said("Det koster 100.", halden.row(ref).version, decision=Decision.DELVIS))
    said.correct(ctx, ref, answer, Said("Det koster 200.", 1), why="Feil tall.")
    visitor = site.visitor()
    visitor.get(f"/forslag/{ref}")
    assert "Ja, delvis" in visitor.text
    visitor.click("Vis tidligere tekst")
    assert [tag.text for tag in visitor.page.select("del, ins")] == ["100.", "200."]
    assert "Feil tall." in visitor.text
