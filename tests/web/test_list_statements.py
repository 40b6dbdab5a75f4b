"""Every list asks the database as often for three as for one, within what its kind of page may take.

``LISTS`` are the lists of the desk, of a resident and of everyone; ``one_of_each`` is what they show.
"""

from datetime import timedelta

import pytest
from sqlalchemy import select

from samskaping.actions import (
    appeals,
    barriers,
    blocking,
    comments,
    exports,
    impartiality,
    intakes,
    moderation,
    organisations,
    planned,
    reports,
    statements,
    support,
    trust,
)
from samskaping.actions.comments import Remark
from samskaping.actions.planned import When
from samskaping.actions.reports import Complaint
from samskaping.actions.statements import Said
from samskaping.models import Ruling
from samskaping.rules.blocking import Span
from samskaping.rules.exports import ExportFormat, ExportList
from samskaping.rules.intakes import Channel, Entry
from samskaping.rules.pipeline import State
from samskaping.rules.roles import Role
from samskaping.rules.speech import Decision, OrganisationKind, ReportReason
from tests.challenges import published
from tests.statements import Statements
from tests.world import municipality

#: Who → (path, how often it may ask). ``{all}`` stands for the cases so far, ``{one}`` for the first, ``{challenge}``.
LISTS = {
    "everyone": [
        ("/forslag", 6), ("/forslag?sok=mora&sorter=stotte", 6), ("/utfordringer", 6), ("/feed.atom", 6), ("/", 12),
        ("/moderering", 12), ("/slik-virker-det", 12), ("/utfordring/{challenge}", 12),
    ],
    "ola": [
        ("/min-side", 12), ("/min-side/saker", 12), ("/min-side/folger", 12), ("/min-side/organisasjoner", 12),
        ("/varsler", 12), ("/forslag", 8),
    ],
    "chief": [
        ("/arbeid", 12), ("/arbeid?ko=nye&sok=mora", 12), ("/arbeid/meldinger", 12),
        ("/arbeid/meldinger?vis=forslag", 12), ("/arbeid/meldinger?vis=kommentarer", 12),
        ("/arbeid/meldinger?vis=meldt", 12),
        ("/arbeid/meldinger?vis=klager", 12), ("/arbeid/meldinger/skjult", 12), ("/arbeid/klager", 12),
        ("/arbeid/blokkerte", 12), ("/arbeid/tillit", 12), ("/arbeid/hindre", 12), ("/arbeid/habilitet", 12),
        ("/arbeid/organisasjoner", 12), ("/arbeid/planlagt", 12), ("/arbeid/filer", 12), ("/arbeid/innspill", 12),
        ("/arbeid/utfordringer", 12), ("/arbeid/svar-samlet?{all}", 12), ("/arbeid/sla-sammen?{all}", 12),
        ("/arbeid/valgte?gjor=fortell&{all}", 12), ("/arbeid/valgte?gjor=flytt&{all}", 12),
        ("/arbeid/sak/{one}", 12), ("/arbeid/sak/{one}/sla-sammen", 12), ("/oppsett/ansatte", 12),
        ("/oppsett/enheter", 12), ("/oppsett/historikk", 12), ("/oppsett/sikkerhetslogg", 12),
    ],
}  # fmt: skip


@pytest.fixture
def asker(db):
    """A municipality where moderators read first."""
    return municipality(db, "asker", approval=True, comment_approval=True)


def let_out(world, chief, ref):
    if world.row(ref).state is State.TIL_GODKJENNING:
        world.move(ref, "godkjenn", chief)
    return ref


def one_of_each(world, chief, ola, under, reason):
    """One more of everything that the lists show, hidden for a reason. Answers a case under that challenge."""
    mona, writer, spammer = world.person("Mona Moderator", Role.MODERATOR), world.person(), world.person()
    ctx, theirs = world.context(chief), world.context(writer)
    world.proposal(writer)
    ref = let_out(world, chief, world.proposal(ola, challenge=under))
    comments.write(theirs, ref, Remark("Jeg vil også ha benk."))
    comments.write(ctx, ref, Remark("Takk for innspillet."))
    reports.report(theirs, ref, Complaint(ReportReason.SPAM, "Dette er gjort før."))
    support.give(theirs, ref)
    support.follow(world.context(ola), "challenge", published(world, chief))
    moderation.hide_proposal(world.context(mona), let_out(world, chief, world.proposal(writer)), reason, "Nei takk.")
    world.db.flush()
    ruling = world.db.scalars(select(Ruling.public_id).order_by(Ruling.id.desc())).first()
    appeals.appeal(theirs, ruling, "Det er ikke reklame.")
    blocking.block(
        world.context(mona), "forslag", world.proposal(spammer), Span.UKE, ReportReason.SPAM, "Reklame igjen."
    )
    trust.say(world.context(mona), writer.public_id, is_trusted=True, why="Skriver godt.")
    barriers.report(theirs, where="/", what="Lenka virker ikke.")
    impartiality.declare(world.context(world.caseworker()), ref, partial=True)
    club = organisations.Wish(f"Lag {writer.public_id}", OrganisationKind.UFORMELL)
    organisations.ask_to_verify(world.context(ola), organisations.register(world.context(ola), club))
    intakes.enter(ctx, Entry("På papir", "Det er langt mellom benkene.", ctx.today, Channel.PAPIR))
    exports.ask(ctx, ExportList.FORSLAG, ExportFormat.CSV, {})
    statements.update(ctx, ref, Said("Vi måler opp.", world.row(ref).version))
    answer = Said("Ja, til våren.", world.row(ref).version, decision=Decision.JA)
    planned.plan(world.sure(chief, ref), ref, answer, When(world.now + timedelta(days=3)))
    world.told()
    return ref


def asked(visitor, path):
    """How often the page asks once its session is there, and how much it says."""
    visitor.get(path)
    with Statements.listening() as heard:
        visitor.get(path)
    return len(heard), len(visitor.answer.get_data())


def test_as_often_for_three_as_for_one(site, db, asker):
    chief = asker.person("Alle Roller", *(role for role in Role if role is not Role.PLATTFORM))
    ola = asker.person("Ola Innbygger")
    who = {"everyone": None, "ola": ola, "chief": chief}
    visitors = {name: site.visitor(person, place="/asker/nb") for name, person in who.items()}
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    challenge, refs = published(asker, chief), []
    for more in (1, 2):
        for _each in range(more):
            refs.append(one_of_each(asker, chief, ola, challenge, list(ReportReason)[len(refs)]))
        db.commit()
        words = {"one": refs[0], "all": "&".join(f"sak={ref}" for ref in refs), "challenge": challenge}
        for name, lists in LISTS.items():
            for path, most in lists:
                took = asked(visitors[name], path.format(**words))
                assert took[0] <= most, path
                found.setdefault((name, path), []).append(took)
    assert {key: took for key, took in found.items() if took[0][0] != took[1][0]} == {}
    assert [key for key, (few, many) in found.items() if few[1] >= many[1]] == [], "these lists have not grown"
