"""Forms at the desk with all that they can be sent with: as often for three as for one, never above sixteen.

``Visitor`` holds every post to ``MOST_OF_A_POST``; here those that have most to do are driven with most to do.
"""

import pytest
from sqlalchemy import select

from samskaping.actions import appeals, comments, redaction, reports, rewriting, statements
from samskaping.actions.comments import Remark
from samskaping.actions.drafts import Change
from samskaping.actions.judging import Judgement, Wanted, judge
from samskaping.actions.reports import Complaint
from samskaping.actions.statements import Said
from samskaping.models import Comment, Person, Proposal, Ruling, Statement
from samskaping.rules.blocking import Span
from samskaping.rules.moderation import Deed
from samskaping.rules.roles import Role
from samskaping.rules.speech import Decision, ReportReason
from tests.challenges import published
from tests.visitor import MOST_OF_A_POST, Site
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix

ABOUT = ReportReason.PERSONOPPLYSNINGER


@pytest.fixture
def mona(halden):
    return halden.person("Mona Moderator", Role.MODERATOR)


@pytest.fixture
def challenge(halden):
    return published(halden, halden.person("Per Publisist", Role.PUBLISIST))


def as_many(took):
    """The same number for each, within what a post may take."""
    assert len(set(took)) == 1, took
    assert took[0] <= MOST_OF_A_POST


def told_on(halden, ref, many, *, comment=None):
    for _one in range(many):
        reports.report(halden.context(halden.person()), ref, Complaint(ABOUT), comment=comment)


def talked_about(halden, challenge, many):
    """A proposal with versions, questions, replies, a corrected answer and reports, that names Per in all of them."""
    liv, kari = halden.person("Liv Demo"), halden.caseworker()
    texts = {"title": "Naboen Per", "need": "Naboen Per bråker hver natt.", "idea": "Snakk med Per.", "place": "Per"}
    ref = halden.proposal(liv, challenge=challenge, **texts)
    for number in range(many):
        change = Change(**{**texts, "need": f"Naboen Per bråker hver natt, {number} ganger."})
        rewriting.edit(halden.context(liv), ref, change, version=halden.row(ref).version)
        statements.ask(halden.context(kari), ref, Said("Hvor bor Per?", halden.row(ref).version))
        asked = halden.db.scalars(select(Statement).order_by(Statement.id.desc())).first()
        statements.reply(halden.context(liv), ref, asked.public_id, Said(f"Per bor i {number}.", 0))
    said = Said("Vi snakker med Per.", halden.row(ref).version, decision=Decision.JA, mail_text="Per får brev.")
    answer = statements.answer(halden.sure(kari, ref), ref, said)
    correction = Said("Vi har snakket med Per.", 1, decision=Decision.JA)
    statements.correct(halden.context(kari), ref, answer, correction, why="Per er varslet.")
    told_on(halden, ref, many)
    return ref


def judged(site, mona, kind, name, **choices):
    """What the one form about a text takes."""
    visitor = site.visitor(mona)
    visitor.get(f"/arbeid/moderer/{kind}/{name}")
    visitor.fill(reason="personopplysninger", text="Det gjelder en annen.", span="uke", **choices).press("Gjennomfør")
    return visitor.took


@pytest.mark.parametrize("deed", [{"deed": "skjult"}, {"deed": "sladdet", "passages": "Per\nbråker"}], ids=str)
def test_a_proposal_is_judged_and_its_writer_blocked(site, halden, mona, challenge, deed):
    took = []
    for many in (1, 3):
        ref = talked_about(halden, challenge, many)
        for hidden in ("natt", "hver", "ganger")[:many]:
            redaction.redact(halden.context(mona), "forslag", ref, [hidden], ABOUT, "Ikke det.")
        told_on(halden, ref, many)
        took.append(judged(site, mona, "forslag", ref, **deed))
    as_many(took)


@pytest.mark.parametrize("deed", [{"deed": "skjult"}, {"deed": "sladdet", "passages": "Per"}], ids=str)
def test_a_comment_is_judged_and_its_writer_blocked(site, halden, mona, challenge, deed):
    took, ref = [], halden.proposal(challenge=challenge)
    for many in (1, 3):
        liv = halden.person("Liv Demo")
        said = comments.write(halden.context(liv), ref, Remark("Per har hund."))
        for number in range(many):
            comments.edit(halden.context(liv), ref, said, version=1 + number, written=f"Per har {number} hunder.")
        told_on(halden, ref, many, comment=said)
        took.append(judged(site, mona, "kommentar", said, **deed))
    as_many(took)


def ruled(halden, by, deed, kind, name, many):
    """The ruling of a moderator's deed about a text that was reported."""
    told = reports.report
    ref = (
        name
        if kind == "forslag"
        else halden.db.scalar(
            select(Proposal.reference)
            .join(Comment, Comment.proposal_id == Proposal.id)
            .where(Comment.public_id == name)
        )
    )
    for _one in range(many):
        told(halden.context(halden.person()), ref, Complaint(ABOUT), comment=None if kind == "forslag" else name)
    span = Span.UKE if deed is Deed.BLOKKERT else None
    done = Judgement(Deed.SLADDET if span else deed, ABOUT, "Det gjelder en annen.", ("Per",), span)
    judge(halden.context(by), Wanted(kind, name, None), done)
    halden.db.commit()
    return halden.db.scalar(select(Ruling.public_id).where(Ruling.deed == deed).order_by(Ruling.id.desc()).limit(1))


@pytest.mark.parametrize("text", ["forslag", "kommentar"])
@pytest.mark.parametrize("deed", [Deed.SKJULT, Deed.SLADDET, Deed.BLOKKERT])
def test_an_appeal_overturns_what_a_moderator_ruled(site, halden, mona, challenge, deed, text):
    took, petter = [], halden.person("Petter Moderator", Role.MODERATOR)
    for many in (1, 3):
        ref = talked_about(halden, challenge, many)
        writer = halden.db.get(Person, halden.row(ref).writer_id)
        name = ref if text == "forslag" else comments.write(halden.context(writer), ref, Remark("Per har hund."))
        ruling = ruled(halden, mona, deed, text, name, many)
        appeal = appeals.appeal(halden.context(writer), ruling, "Per er meg.")
        visitor = site.visitor(petter)
        visitor.get(f"/arbeid/klage/{appeal}")
        visitor.fill(conclusion="omgjort", text="Vi leste det feil.").press("Avgjør klagen")
        took.append(visitor.took)
    as_many(took)


@pytest.mark.parametrize("giver", ["person", "skoleklasse"])
def test_input_is_entered_with_all_that_it_can_have(site, halden, challenge, giver):
    took, unit = [], halden.unit("Park og anlegg")
    theme, area, visitor = halden.theme("Benker", unit=unit), halden.area(), site.visitor(halden.caseworker())
    whom = {"name": "Solveig", "contact": "99 00 00 00", "email": "solveig@example.no", "consents": "y"}
    for _time in range(3):
        visitor.get("/arbeid/innspill/nytt")
        visitor.fill(
            channel="papir",
            need="Mora mi orker ikke turen til butikken.",
            title="Benk ved busstoppet",
            idea="En benk.",
            place="Busstoppet",
            theme=theme.public_id,
            area=area.public_id,
            challenge=challenge,
        )
        visitor.fill(**whom if giver == "person" else {"kind": giver, "school": "Os skole, 4. trinn"})
        visitor.press("Legg inn og publiser")
        took.append(visitor.took)
    as_many(took)


@pytest.mark.parametrize("text", ["forslag", "kommentar"])
def test_what_waits_is_sent_back_and_its_writer_blocked(db, settings, connection, text):
    took, world = [], municipality(db, "asker", approval=True, comment_approval=True)
    mona, site = world.person("Mona Moderator", Role.MODERATOR), Site(settings, connection, world)
    challenge = published(world, world.person("Per Publisist", Role.PUBLISIST))
    for _time in range(2):
        liv = world.person("Liv Demo")
        ref = world.proposal(liv, challenge=challenge)
        name = ref
        if text == "kommentar":
            judge(world.context(mona), Wanted("forslag", ref, None), Judgement(Deed.GODKJENT))
            name = comments.write(world.context(liv), ref, Remark("Per har hund."))
        took.append(judged(site, mona, text, name, deed="avvist"))
    as_many(took)
