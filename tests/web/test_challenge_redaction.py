"""What is blacked out in a challenge stands nowhere that anybody can open: its texts and versions, what the
municipality has told about it, and what people have suggested; only moderators and the archive read what stood there.
"""

from dataclasses import replace

import pytest
from sqlalchemy import select

from samskaping.actions import challenges, reflections, statements, wordings
from samskaping.actions import redaction as deeds
from samskaping.actions.challenges import Quote
from samskaping.actions.reflections import Thought
from samskaping.actions.statements import Said
from samskaping.actions.wordings import Suggested
from samskaping.db import Texts
from samskaping.errors import Clash, Missing, Refused, Unfit
from samskaping.models import Challenge, Event, Reflection, Ruling, SearchDocument, Statement, Version, Wording
from samskaping.rules.events import What
from samskaping.rules.moderation import Deed
from samskaping.rules.phases import PhaseKind
from samskaping.rules.roles import Role
from samskaping.rules.speech import ReportReason
from tests.challenges import content, published
from tests.crowds import at_once, kinds
from tests.phases import phase, planned
from tests.shared import NYNORSK, Both
from tests.truths import broken
from tests.visitor import Site

pytestmark = pytest.mark.second_in_matrix

CANARY, ABOUT = "Kanarifugl", ReportReason.PERSONOPPLYSNINGER
NAMED = {
    **NYNORSK,
    "title": Texts(nb=f"Hvordan kan {CANARY} få hjelp?", nn=f"Korleis kan {CANARY} få hjelp?"),
    "summary": Texts(nb=f"{CANARY} spiser alene.", nn=f"{CANARY} et åleine."),
    "need": Texts(nb=f"Både {CANARY} og andre.", nn=f"Både {CANARY} og andre."),
    "quotes": (Quote(f"Eg heiter {CANARY}.", f"{CANARY}, 80 år", "nn"),),
}


@pytest.fixture
def site(keeping, connection, halden):
    """One that keeps pages."""
    return Site(keeping, connection, halden)


@pytest.fixture
def moderator(halden):
    return halden.person("Mona Moderator", Role.MODERATOR)


@pytest.fixture
def shared(halden):
    """A challenge that two municipalities share, changed once; with news, a thought and other words for it."""
    both = Both(halden)
    name, staff = both.challenge, halden.context(both.ingrid)
    whole = content(halden, **NAMED)
    challenges.change(staff, name, whole, version=1, why=f"{CANARY} ba om det.")
    changed = replace(whole, success=Texts(nb="Det merkes.", nn="Det merkast."))
    challenges.change(staff, name, changed, version=2, why="Mer om målet.")
    statements.update_challenge(staff, name, Said(f"Vi har møtt {CANARY}.", 1, title=f"Hos {CANARY}"))
    words = Suggested("need", "nb", f"Bare {CANARY} og andre.", f"{CANARY} er min nabo.")
    wordings.suggest(halden.context(halden.person("Liv")), name, words)
    planned(halden, both.ingrid, name, phase(halden, PhaseKind.BEHOV, 0, 9), phase(halden, PhaseKind.FORSLAG, 10, 29))
    reflections.ask(staff, name, PhaseKind.BEHOV, f"Hva sier {CANARY}?")
    asked = halden.db.scalars(select(Reflection.public_id)).one()
    reflections.answer(staff, asked, Thought(f"{CANARY} er fornøyd.", is_public=True))
    both.joined()
    halden.db.commit()
    return both


def redact(world, by, name, *hidden):
    return deeds.redact(world.context(by), "utfordring", name, hidden, ABOUT, "Det gjelder en annen.")


def surfaces(name):
    one = f"/utfordring/{name}"
    return [
        "", "/utfordringer", f"/forslag?q={CANARY}", "/feed.atom", one, f"{one}/versjoner", f"{one}/feed.atom",
    ]  # fmt: skip


def shown(visitor, path):
    """What a page says, apart from the reader's own search."""
    visitor.get(path)
    body = visitor.answer.get_data(as_text=True)
    return body.replace(f'value="{CANARY}"', "").replace(f"q={CANARY}", "").replace(f"«{CANARY}»", "")


def leaks(visitor, paths):
    return [path for path in paths if CANARY in shown(visitor, path)]


def test_no_page_list_search_feed_or_version_shows_it_in_any_municipality(site, shared, moderator):
    halden, name = shared.halden, shared.challenge
    desk = ["/arbeid/utfordringer", f"/arbeid/utfordringer/{name}", f"/arbeid/utfordringer/{name}/refleksjon"]
    desk += [f"/arbeid/utfordringer/{name}/nytt", "/arbeid/endringer", f"/arbeid/felles/{name}"]
    desk += [f"/utfordring/{name}/endringer"]
    visitors = [
        (site.visitor(), [*surfaces(name), f"/utfordring/{name}/endringer"]),
        (site.visitor(form="nn"), surfaces(name)),
        (site.visitor(place="/voss/nn"), surfaces(name)),
        (site.visitor(shared.ingrid), [*surfaces(name), *desk]),
    ]
    before = [leaks(visitor, paths) for visitor, paths in visitors]
    assert [len(found) >= least for found, least in zip(before, (7, 7, 4, 10), strict=True)] == [True] * 4, before
    redact(halden, moderator, name, CANARY)
    halden.db.commit()
    assert [leaks(visitor, paths) for visitor, paths in visitors] == [[]] * 4
    visitor = site.visitor(form="nn")
    visitor.get(f"/utfordring/{name}")
    assert "Grunn: Personlege opplysningar om nokon." in visitor.text
    assert "Korleis kan [sladda] få hjelp?" in visitor.text
    archive = site.visitor(halden.person("Arne Arkivar", Role.ARKIVAR))
    archive.get(f"/arbeid/sladding/utfordring/{name}")
    assert archive.text.count(CANARY) >= 10
    site.visitor(shared.ingrid).get(f"/arbeid/sladding/utfordring/{name}", 403)


def test_the_originals_are_kept_and_come_back_when_it_is_undone(shared, moderator):
    halden, name = shared.halden, shared.challenge
    before = everything(halden)
    ruling = redact(halden, moderator, name, CANARY)
    halden.db.flush()
    assert CANARY not in str(everything(halden))
    assert CANARY in str(halden.db.scalars(select(Version.original)).all())
    kept = halden.db.execute(select(Ruling.deed, Ruling.reason, Ruling.words)).one()
    assert tuple(kept) == (Deed.UTTALELSE_SLADDET, ABOUT, "Det gjelder en annen.")
    assert halden.db.scalars(select(Event.what).order_by(Event.id)).all()[-1] is What.CHALLENGE_REDACTED
    assert broken(halden.db) == []
    deeds.undo(halden.context(moderator), ruling, "Hun sa ja.")
    halden.db.flush()
    assert everything(halden) == before
    with pytest.raises(Unfit):
        deeds.undo(halden.context(moderator), ruling, "En gang til.")


def everything(world):
    """All that people can read about the challenge."""
    world.context()  # the session is in this municipality
    world.db.expire_all()
    row = world.db.scalars(select(Challenge)).one()
    found = [row.title, row.summary, row.need, row.quotes, row.redacted_for]
    for table, names in (
        (Version, ("fields", "why")),
        (Statement, ("title", "text", "html")),
        (Wording, ("before", "text", "why")),
        (Reflection, ("question", "answer", "html")),
        (SearchDocument, ("title", "body", "stems")),
    ):
        rows = world.db.scalars(select(table).order_by(table.id if table is not SearchDocument else table.kind))
        found += [
            getattr(one, field)
            for one in rows
            for field in names
            if not (table is Version and one.subject_kind in {"wording", "reflection"})
        ]
    return found


def test_a_form_that_was_opened_before_cannot_bring_it_back(shared, moderator):
    halden, name = shared.halden, shared.challenge
    seen = halden.db.scalars(select(Challenge.version)).one()
    redact(halden, moderator, name, CANARY)
    staff, whole = halden.context(shared.ingrid), content(halden, **NAMED, closes_on=halden.in_days(29))
    with pytest.raises(Clash):
        challenges.change(staff, name, whole, version=seen, why="Det samme igjen.")
    with pytest.raises(Unfit):
        redact(halden, moderator, name, CANARY)


def test_only_moderators_of_the_municipality_that_leads_it_can(site, shared):
    halden, name = shared.halden, shared.challenge
    for person in (shared.ingrid, halden.person("Arne", Role.ARKIVAR), halden.person("Liv Lokal")):
        with pytest.raises(Refused):
            redact(halden, person, name, CANARY)
    theirs = shared.voss.person("Moa", Role.MODERATOR)
    with pytest.raises(Missing):
        redact(shared.voss, theirs, name, CANARY)
    site.visitor(theirs, place="/voss/nn").get(f"/arbeid/sladd/utfordring/{name}", 404)
    draft = challenges.start(halden.context(shared.ingrid), content(halden))
    with pytest.raises(Missing):
        redact(halden, halden.person("Mona", Role.MODERATOR), draft, "alene")


def test_a_moderator_does_it_from_the_challenge_and_undoes_it(site, shared, moderator, statements):
    name, visitor = shared.challenge, site.visitor(moderator)
    visitor.get(f"/utfordring/{name}")
    visitor.click("Sladd en del av utfordringen")
    visitor.fill(passages=CANARY, reason="personopplysninger", text="Gjelder en annen.").press("Forhåndsvis")
    assert "Hvordan kan [sladdet] få hjelp?" in visitor.page.select_one(".ds-alert").text
    visitor.press("Sladd")
    visitor.get(f"/arbeid/sladding/utfordring/{name}")
    with statements.at_most(12):
        visitor.get(f"/arbeid/sladding/utfordring/{name}")
    visitor.click("Opphev sladdingen")
    visitor.fill(text="Hun sa ja.").press("Opphev sladdingen")
    assert "Hun sa ja." in visitor.text


def test_of_two_who_change_and_redact_at_once_none_brings_the_words_back(own_engine, town, rounds):
    ingrid, mona = town.person("Ingrid", Role.PUBLISIST), town.person("Mona", Role.MODERATOR)
    for _round in range(rounds):
        name, whole = published(town, ingrid, **NAMED), content(town, **NAMED)
        town.db.commit()
        came = at_once(
            own_engine, town.here, town.now,
            (mona.id, lambda ctx, name=name: deeds.redact(ctx, "utfordring", name, [CANARY], ABOUT, "Nei.")),
            (ingrid.id, lambda ctx, name=name, whole=whole: challenges.change(ctx, name, whole, version=1, why="Alt.")),
        )  # fmt: skip
        assert kinds(came) in ([None, Clash], [None, None])
        town.db.expire_all()
        row = town.db.scalars(select(Challenge).where(Challenge.public_id == name)).one()
        kept = town.db.scalars(select(Version.fields).where(Version.subject_id == row.id)).all()
        assert CANARY not in str([row.title, row.need, row.quotes, *kept])
