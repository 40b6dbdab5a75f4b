"""Input that staff enter for others: marked for all, named for staff alone, with the clock from the day it came in."""

import pytest
from sqlalchemy import func, select

from samskaping.models import Author, Event, Intake, IntakeContact, Letter, Municipality, Proposal
from samskaping.rules.deadlines import answer_due
from samskaping.rules.events import What
from samskaping.rules.intakes import Channel
from samskaping.rules.pipeline import State
from samskaping.rules.roles import Role
from samskaping.rules.speech import AuthorKind
from tests.truths import broken

pytestmark = pytest.mark.second_in_matrix


def found(world, statement):
    """What a statement finds in the municipality."""
    return world.context().db.scalar(statement)


def filled(visitor, **fields):
    visitor.get("/arbeid/innspill/nytt")
    given = {
        "channel": "papir",
        "need": "Mora mi orker ikke turen til butikken uten en pause.",
        "title": "Benk ved busstoppet",
    }
    return visitor.fill(**{**given, **fields})


def test_on_paper_for_a_person_without_an_account(site, halden, kari):
    visitor = site.visitor(kari)
    visitor.get("/arbeid/innspill")
    visitor.click("Legg inn et innspill")
    day = halden.in_days(-10)
    filled(
        visitor, received=day.strftime("%d.%m.%Y"), name="Solveig Hemmelig", contact="99 00 00 00",
        email="solveig@example.no", consents="y",
    ).press("Legg inn og publiser")  # fmt: skip
    assert "Kvittering fra Halden kommune" in visitor.text
    row = found(halden, select(Proposal))
    assert row.reference in visitor.text
    assert row.answer_due == answer_due(day, halden.here.answer_days)
    assert (row.state, row.is_public, row.writer_id) == (State.MOTTATT, True, None)
    assert row.waiting_since == row.submitted_at < halden.now
    assert found(halden, select(Author.kind).where(Author.id == row.author_id)) is AuthorKind.PA_VEGNE_AV
    anyone = site.visitor()
    anyone.get(f"/forslag/{row.reference}")
    assert "Kom inn på papir" in anyone.text
    assert "Foreslått av Innbygger" in anyone.text
    for path in (f"/forslag/{row.reference}", "/forslag", "/", f"/forslag/{row.reference}/atom"):
        anyone._ask("GET", path)
        for secret in ("Hemmelig", "99 00 00 00", "solveig@"):
            assert secret not in anyone.answer.get_data(as_text=True)
    visitor.get(f"/arbeid/sak/{row.reference}")
    assert "Bare for ansatte: Solveig Hemmelig, 99 00 00 00, solveig@example.no" in visitor.text
    halden.told()
    letter = found(halden, select(Letter).where(Letter.kind == "entered"))
    assert (letter.address, letter.params["proposal"]) == ("solveig@example.no", row.reference)
    visitor.get("/arbeid/innspill")
    assert "Benk ved busstoppet" in visitor.text
    anyone.get("/forslag?sok=busstoppet")
    assert "Benk ved busstoppet" in anyone.text
    assert found(halden, select(Municipality.proposal_count)) == 1
    assert broken(halden.db) == []


def test_the_history_says_to_which_unit_it_went_and_why(site, halden, kari):
    unit = halden.unit("Park og anlegg")
    theme = halden.theme("Benker", unit=unit)
    visitor = site.visitor(kari)
    filled(visitor, theme=theme.public_id).press("Legg inn og publiser")
    row = found(halden, select(Proposal))
    told = found(halden, select(Event.details).where(Event.what == What.PROPOSAL_ROUTED))
    assert (row.unit_id, told) == (unit.id, {"by": "tema", "unit": unit.public_id})
    visitor.get(f"/arbeid/sak/{row.reference}")
    assert "Saken gikk til en enhet etter kommunens regler" in visitor.text
    filled(visitor, title="Uten tema").press("Legg inn og publiser")
    assert found(halden, select(func.count()).where(Event.what == What.PROPOSAL_ROUTED)) == 1
    assert broken(halden.db) == []


def test_a_school_class_has_a_name_and_no_personal_data(site, halden, kari):
    visitor = site.visitor(kari, form="nn")
    filled(visitor, kind="skoleklasse", school="Os skule, 4. trinn", name="Lise Lærar", language="nn")
    visitor.press("Legg inn og publiser", status=422)
    assert "Skuleklassar blir lagde inn utan personopplysningar" in visitor.text
    visitor.fill(name="").press("Legg inn og publiser")
    assert found(halden, select(IntakeContact.id)) is None
    ref = found(halden, select(Proposal.reference))
    anyone = site.visitor(form="nn")
    anyone.get(f"/forslag/{ref}")
    assert "Elevar ved Os skule, 4. trinn" in anyone.text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"received": "{tomorrow}"}, "Datoen er fram i tid"),
        ({"received": "{old}"}, "Innspillet er eldre enn ett år"),
        ({"received": "32.13.2026"}, "Skriv datoen som dag.måned.år"),
        ({"channel": None}, "Velg hvordan innspillet kom inn"),
        ({"kind": "skoleklasse"}, "Skriv hvilken skole eller klasse det gjelder"),
        ({"email": "tull", "consents": "y"}, "Skriv en gyldig e-postadresse"),
        ({"email": "a@example.no"}, "vil ha kvittering og svar på e-post"),
        ({"title": "x" * 81}, "Teksten kan ha 80 tegn"),
        ({"need": "kort"}, "Fortell om behovet med minst noen få ord"),
        ({"theme": "aaaaaaaaaa"}, "Velg en av mulighetene i lista"),
        ({"need": "Noe \x00 med null og nok tegn"}, "tegn som ikke kan vises"),
    ],
)
def test_mistakes_are_told_at_the_field_and_nothing_is_entered(site, halden, kari, fields, words):
    days = {"tomorrow": halden.in_days(1), "old": halden.in_days(-400)}
    given = {name: value and value.format(**days) for name, value in fields.items()}
    visitor = site.visitor(kari)
    filled(visitor, **given).press("Legg inn og publiser", status=422)
    assert words in visitor.text
    assert found(halden, select(Proposal.id)) is None


def test_a_second_press_enters_nothing_more(site, halden, kari):
    visitor = site.visitor(kari)
    filled(visitor)
    _button, form = visitor._button("Legg inn og publiser")
    data = {tag["name"]: tag.get("value", "") for tag in form.select("input[type=hidden]")}
    data |= {**visitor.written, "kind": "pa_vegne_av", "received": str(halden.in_days(0)), "language": "nb"}
    data |= dict.fromkeys(("theme", "area", "challenge"), "")
    for _time in range(2):
        visitor.post("/arbeid/innspill/nytt", data)
    assert len(halden.context().db.scalars(select(Intake.id)).all()) == 1


def test_the_unit_follows_from_theme_and_the_clock_from_today(site, halden, kari):
    unit = halden.unit()
    theme = halden.theme(unit=unit)
    visitor = site.visitor(kari)
    filled(visitor, channel="telefon", theme=theme.public_id).press("Legg inn og publiser")
    row = found(halden, select(Proposal))
    assert (row.unit_id, row.theme_id) == (unit.id, theme.id)
    assert row.submitted_at == halden.now
    assert found(halden, select(Intake.channel)) is Channel.TELEFON


def test_only_handlers_enter_and_another_municipality_sees_nothing(site, db, halden, kari):
    filled(site.visitor(kari)).press("Legg inn og publiser")
    ref = found(halden, select(Proposal.reference))
    paths = ["/arbeid/innspill", "/arbeid/innspill/nytt", f"/arbeid/innspill/{ref}/kvittering", "/arbeid/innspill/ark"]
    for role in (Role.INNSYN, Role.PUBLISIST, Role.MODERATOR, Role.ADMINISTRATOR):
        visitor = site.visitor(halden.person(f"En {role}", role))
        for path in paths:
            visitor.get(path, status=403)
    own = halden.proposal()
    visitor = site.visitor(kari)
    for unknown in (own, "2026-999999", "tull"):
        visitor.get(f"/arbeid/innspill/{unknown}/kvittering", status=404)


def test_statements_stay_few(site, halden, kari, statements):
    visitor = site.visitor(kari)
    for _time in range(3):
        filled(visitor).press("Legg inn og publiser")
        with statements.at_most(12):
            visitor.get("/arbeid/innspill")
        with statements.at_most(12):
            visitor.get("/arbeid/innspill/nytt")


@pytest.mark.parametrize("email", ["", "solveig@example.no"])
def test_staff_are_told_when_they_must_tell_the_answer_themselves(site, halden, kari, email):
    visitor = site.visitor(kari)
    filled(visitor, name="Solveig", email=email, **({"consents": "y"} if email else {})).press("Legg inn og publiser")
    ref = found(halden, select(Proposal.reference))
    words = ("Uten e-post må dere selv gi beskjed", "Gi selv beskjed til den som ga innspillet")
    visitor.get(f"/arbeid/sak/{ref}")
    assert [one in visitor.text for one in words] == [not email] * 2
    assert ("blir sendt på e-post" in visitor.text) is bool(email)
    for path in (f"sak/{ref}/forelopig", f"svar-samlet?sak={ref}"):
        visitor.get(f"/arbeid/{path}")
        assert (words[1] in visitor.text) is (not email), path
