"""How often a form at the desk asks the database: as often for three as for one, and never more than sixteen times."""

import pytest

from samskaping.actions import comments, merging, reports, support
from samskaping.actions.comments import Remark
from samskaping.actions.reports import Complaint
from samskaping.rules.roles import Role
from samskaping.rules.speech import ReportReason
from tests.visitor import MOST_OF_A_POST


@pytest.fixture
def moderator(halden):
    return halden.person("Mona Moderator", Role.MODERATOR)


def as_many(took):
    """The same number for each, within what a post may take."""
    assert len(set(took)) == 1, took
    assert took[0] <= MOST_OF_A_POST


def test_hiding_a_comment_and_blocking_its_writer(site, halden, moderator):
    took = []
    for many in (1, 3):
        ref = halden.proposal()
        for _one in range(many):
            said = comments.write(halden.context(halden.person()), ref, Remark("Noe stygt."))
            reports.report(halden.context(halden.person()), ref, Complaint(ReportReason.SPAM), comment=said)
            reports.report(halden.context(halden.person()), ref, Complaint(ReportReason.SPAM), comment=said)
        halden.db.commit()
        visitor = site.visitor(moderator)
        visitor.get(f"/arbeid/moderer/kommentar/{said}")
        visitor.fill(deed="skjult", reason="spam", text="Søppel.", span="uke").press("Gjennomfør")
        took.append(visitor.took)
    as_many(took)


def test_undoing_a_joining(site, halden):
    kari, took = halden.caseworker(), []
    for many in (1, 3):
        one, other = halden.proposal(), halden.proposal()
        people = [halden.person() for _ in range(many)]
        for person in people:
            support.give(halden.context(person), one)
            support.follow(halden.context(person), "proposal", one)
        halden.move(one, "sla_sammen", kari, into=other)
        for person in people:
            merging.answer(halden.context(person), one, follows=True)
        halden.db.commit()
        visitor = site.visitor(kari)
        visitor.get(f"/arbeid/sak/{one}/angre-sammenslaing")
        visitor.press("Angre sammenslåingen")
        took.append(visitor.took)
        assert (halden.row(one).support_count, halden.row(other).support_count) == (many, 0)
    as_many(took)


def test_roles_are_given_and_ended(site, halden):
    halden.person("Anne Annen", Role.ADMINISTRATOR)
    chief, took = halden.person("Ada Admin", Role.ADMINISTRATOR), []
    for roles in (["innsyn"], ["saksbehandler", "moderator", "leder"]):
        someone = halden.person("Nils", Role.PUBLISIST)
        visitor = site.visitor(chief)
        visitor.get(f"/oppsett/ansatte/{someone.public_id}")
        visitor.fill(roles=roles).press("Lagre endringene")
        took.append(visitor.took)
    as_many(took)
