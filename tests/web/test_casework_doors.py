"""Who may do what at the staff's doors: every role, every deed, here and in another municipality."""

import pytest

from samskaping.actions import comments, reports, statements
from samskaping.actions.comments import Remark
from samskaping.actions.reports import Complaint
from samskaping.actions.statements import Said
from samskaping.models import Comment, Event, Note, Proposal, Report, Statement
from samskaping.rules.roles import Role
from samskaping.rules.speech import Decision, ReportReason
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix

_STAFF = frozenset(map(str, Role)) - {"plattform"}
_INSPECTS = _STAFF - {"administrator"}
_HANDLES = frozenset({"saksbehandler", "leder"})
_MODERATES = _HANDLES | {"moderator"}
_PUBLISHES = _HANDLES | {"publisist"}
_VISITORS = ("unknown", "resident", *map(str, Role))

#: Path of each deed, who may enter, and the fields that would do it.
DEEDS: dict[str, tuple[str, frozenset[str]]] = {
    "inbox": ("/arbeid", _STAFF),
    "case": ("/arbeid/sak/{ref}", _INSPECTS),
    "move": ("/arbeid/sak/{ref}/flytt/vurder", _HANDLES),
    "approve": ("/arbeid/sak/{ref}/flytt/godkjenn", _MODERATES),
    "take": ("/arbeid/sak/{ref}/ta", _HANDLES),
    "assign": ("/arbeid/sak/{ref}/tildel", _HANDLES),
    "classify": ("/arbeid/sak/{ref}/plassering", _HANDLES),
    "answer": ("/arbeid/sak/{ref}/svar", _HANDLES),
    "interim": ("/arbeid/sak/{ref}/forelopig", _HANDLES),
    "check in": ("/arbeid/sak/{ref}/i-gang", _HANDLES),
    "decline": ("/arbeid/sak/{ref}/ikke-opp-igjen", _HANDLES),
    "ask": ("/arbeid/sak/{ref}/spor", _HANDLES),
    "update": ("/arbeid/sak/{ref}/nytt", _PUBLISHES),
    "correct": ("/arbeid/sak/{ref}/rett/{statement}", _PUBLISHES),
    "note": ("/arbeid/sak/{ref}/merknad", _MODERATES | {"publisist"}),
    "reports": ("/arbeid/meldinger", _MODERATES),
    "hidden": ("/arbeid/meldinger/skjult", _MODERATES),
    "judge proposal": ("/arbeid/moderer/forslag/{ref}", _MODERATES),
    "judge comment": ("/arbeid/moderer/kommentar/{comment}", _MODERATES),
    "trusted": ("/arbeid/tillit", _MODERATES),
    "trust": ("/arbeid/tillit/{person}", _MODERATES),
}
_POSTS_ONLY = {"take"}
_READS_ONLY = {"inbox", "case", "reports", "hidden", "trusted"}
_FILLED = {
    "text": "Tekst", "reason": "spam", "decision": "ja", "language": "nb", "openness": "alle", "due": "2026-04-01",
    "why": "Rettet", "version": "1", "seen": "0", "person": "", "unit": "", "before": "", "title": "",
    "deed": "skjult", "passages": "", "span": "", "is_trusted": "ja",
}  # fmt: skip
_TABLES = (Proposal, Statement, Comment, Note, Event, Report)


@pytest.fixture
def things(halden):
    """A case with everything that deeds point at."""
    kari = halden.caseworker()
    ref = halden.proposal()
    neighbour = halden.person("Sur Nabo")
    said = comments.write(halden.context(neighbour), ref, Remark("Tull."))
    reports.report(halden.context(), ref, Complaint(ReportReason.SPAM))
    statement = statements.answer(
        halden.sure(kari, ref), ref, Said("Ja.", halden.row(ref).version, decision=Decision.JA)
    )
    return {"ref": ref, "comment": said, "statement": statement, "person": neighbour.public_id}


def visitor_of(site, world, name, place=None):
    roles = [Role(name)] if name in set(Role) else []
    person = None if name == "unknown" else world.person(f"Person {name}", *roles)
    return site.visitor(person, place=place)


def contents(db):
    """All rows that deeds write, as they stand."""
    db.expire_all()
    everywhere = {"every_municipality": True}
    return [tuple(map(tuple, db.execute(table.__table__.select(), execution_options=everywhere))) for table in _TABLES]


def ask(visitor, deed, path):
    """Open the deed's page, or send it; answers the status."""
    if deed in _POSTS_ONLY:
        visitor._ask("POST", path, data={**_FILLED, "csrf_token": token(visitor)})
    else:
        visitor._ask("GET", path)
    return visitor.answer.status_code


def token(visitor):
    """A token that fits the visitor's session, from a page with a form that everyone may open."""
    visitor._ask("GET", "/meld-fra")
    found = visitor.page.select_one("[name=csrf_token]")
    return found["value"] if found else ""


@pytest.mark.parametrize("name", _VISITORS)
def test_each_role_at_each_door(site, halden, things, name):
    visitor = visitor_of(site, halden, name)
    before = contents(halden.db)
    seen = {}
    for deed, (path, _who) in DEEDS.items():
        if deed not in _POSTS_ONLY:
            seen[deed] = ask(visitor, deed, path.format(**things))
    refusal = 302 if name == "unknown" else 403
    for gone in ("approve", "decline"):  # it is published already, and nobody asks that it is taken up again
        assert seen.pop(gone) == (404 if name in DEEDS[gone][1] else refusal)
    assert seen == {deed: 200 if name in who else refusal for deed, (_path, who) in DEEDS.items() if deed in seen}
    assert contents(halden.db) == before


@pytest.mark.parametrize("name", [name for name in _VISITORS if name not in ("saksbehandler", "leder")])
def test_who_may_not_sends_in_vain(site, halden, things, name):
    visitor = visitor_of(site, halden, name)
    key = token(visitor)
    before = contents(halden.db)
    for deed, (path, who) in DEEDS.items():
        if deed in _READS_ONLY or name in who:
            continue
        visitor._ask("POST", path.format(**things), data={**_FILLED, "csrf_token": key})
        # Whoever signed out meanwhile gets what they wrote back, with the way to sign in.
        refusal = 302 if deed in _POSTS_ONLY else 400
        assert visitor.answer.status_code == (refusal if name == "unknown" else 403), deed
    assert contents(halden.db) == before


def test_without_a_token_nothing_is_done(site, halden, things):
    visitor = visitor_of(site, halden, "leder")
    before = contents(halden.db)
    for deed, (path, _who) in DEEDS.items():
        if deed not in _READS_ONLY:
            visitor._ask("POST", path.format(**things), data=_FILLED)
            assert visitor.answer.status_code == 400, deed
    assert contents(halden.db) == before


@pytest.mark.case("AC-03")
@pytest.mark.parametrize("name", ["saksbehandler", "leder", "moderator", "publisist", "innsyn"])
def test_another_municipalitys_staff_finds_what_anyone_finds_of_the_unknown(site, db, halden, things, name):
    """At their own doors, with ids of ours: exactly as ids that never were. At our doors: no rights at all."""
    voss = municipality(db, "voss")
    visitor = visitor_of(site, voss, name, place="/voss/nb")
    unknown = {"ref": "2026-999999", "comment": "aaaaaaaaaa", "statement": "aaaaaaaaaa", "person": "aaaaaaaaaa"}
    before = contents(db)
    for deed, (path, who) in DEEDS.items():
        if name not in who or "{" not in path:
            continue
        answers = []
        for ids in (things, {**things, **unknown}):
            status = ask(visitor, deed, path.format(**ids))
            answers.append((status, visitor.answer.headers.get("Location"), visitor.text))
        assert answers[0] == answers[1], deed
        assert answers[0][0] == 404, deed
    visitor.place = "/halden/nb"
    for deed, (path, _who) in DEEDS.items():
        if deed not in _POSTS_ONLY:
            assert ask(visitor, deed, path.format(**things)) == 403, deed
    assert contents(db) == before


def test_every_door_of_the_staffs_case_is_in_the_list(site):
    """A new deed must be put into the table above."""
    own = ("casework.", "casework_moves.", "casework_words.", "moderation.")
    rules = [rule for rule in site.app.url_map.iter_rules() if rule.endpoint.startswith(own)]
    assert {rule.endpoint for rule in rules} == {
        "casework.inbox", "casework.case", "casework_moves.move", "casework_moves.take", "casework_moves.assign",
        "casework_moves.classify", "casework_words.answer", "casework_words.interim", "casework_words.ask",
        "casework_words.check_in", "casework_words.decline", "casework_words.update", "casework_words.correct",
        "casework_words.note",
        "moderation.listing", "moderation.hidden", "moderation.decide", "moderation.trusted", "moderation.person",
    }  # fmt: skip
