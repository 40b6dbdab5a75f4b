"""What moderators decide is on every kept page at the next view of anyone, in every process."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from samskaping.actions import appeals, approval, blocking, comments, redaction, reports
from samskaping.actions.comments import Remark
from samskaping.actions.reports import Complaint
from samskaping.models import Municipality, Ruling
from samskaping.rules.appeals import Conclusion
from samskaping.rules.blocking import Span
from samskaping.rules.roles import Role
from samskaping.rules.speech import ReportReason
from tests.visitor import Site
from tests.web.keeping import body, is_kept

pytestmark = pytest.mark.second_in_matrix

PRIVATE, ABOUT, WORDS = "912 34 567", ReportReason.PERSONOPPLYSNINGER, "Det gjelder en annen."


@pytest.fixture
def sites(keeping, own_engine, town):
    """Two processes that keep pages, and one that makes every page anew."""
    return [Site(keeping, own_engine, town) for _ in range(2)] + [
        Site(replace(keeping, kept_pages=0), own_engine, town)
    ]


def read(sites, *paths):
    """The pages as both processes show them, twice over, which is as one that keeps none makes them."""
    for path in paths:
        anew = body(sites[2], path)
        for site in (*sites[:2], *sites[:2]):
            assert body(site, path) == anew, path
    return [body(sites[1], path)[1] for path in paths]


def test_what_is_blacked_out_and_shown_again_on_appeal(sites, town, statements):
    mona, kari = town.person("Mona", Role.MODERATOR), town.person("Kari", Role.MODERATOR)
    liv = town.person("Liv Skriver")
    ref = town.proposal(liv, title=f"Ring {PRIVATE}", need=f"Ring {PRIVATE} om benkene.")
    said = comments.write(town.context(liv), ref, Remark(f"Ring heller {PRIVATE}."))
    reports.report(town.context(), ref, Complaint(ABOUT))
    town.db.commit()
    case, front = f"/halden/nb/forslag/{ref}", "/halden/nb/forslag"
    versions, feed = f"{case}/versjoner", f"{case}/feed.atom"
    assert all(PRIVATE in page for page in read(sites, case, front, versions, feed))
    assert is_kept(sites[0], versions, statements)
    redaction.redact(town.context(mona), "forslag", ref, [PRIVATE], ABOUT, WORDS)
    town.db.commit()
    _page, *others = read(sites, case, front, versions, feed)
    assert not any(PRIVATE in page for page in others)
    redaction.redact(town.context(mona), "kommentar", said, [PRIVATE], ABOUT, WORDS)
    town.db.commit()
    assert PRIVATE not in read(sites, case)[0]
    ruling = town.db.scalars(select(Ruling.public_id).order_by(Ruling.id)).first()
    appeal = appeals.appeal(town.context(liv), ruling, "Det er mitt eget nummer.")
    town.db.commit()
    appeals.decide(town.context(kari), appeal, Conclusion.OMGJORT, "Ja, det er det.")
    town.db.commit()
    assert all(PRIVATE in page for page in read(sites, case, front, versions))


def test_what_is_approved_or_refused_and_a_block_that_hides_nothing(sites, town):
    town.db.execute(update(Municipality).values(approval=True, comment_approval=True))
    town = town.refreshed()
    mona, liv = town.context(town.person("Mona", Role.MODERATOR)), town.person("Liv Skriver")
    ref = town.proposal(liv, title="Benker langs Tista")
    town.db.commit()
    case, front, rules = f"/halden/nb/forslag/{ref}", "/halden/nb/forslag", "/halden/nb/moderering"
    assert "Benker langs Tista" not in "".join(read(sites, case, front))
    approval.approve_proposal(mona, ref)
    town.db.commit()
    assert all("Benker langs Tista" in page for page in read(sites, case, front))
    good, bad = (comments.write(town.context(liv), ref, Remark(words)) for words in ("Fin tanke.", "Skjellsord."))
    town.db.commit()
    assert "Fin tanke." not in read(sites, case)[0]
    approval.approve_comment(mona, good)
    approval.refuse_comment(mona, bad, ReportReason.KRENKENDE, WORDS)
    town.db.commit()
    page, numbers = read(sites, case, rules)
    assert ("Fin tanke." in page, "Skjellsord." in page) == (True, False)
    blocking.block(mona, "kommentar", good, Span.UKE, ReportReason.KRENKENDE, WORDS)
    town.db.commit()
    page, later = read(sites, case, rules)
    assert "Fin tanke." in page
    assert numbers != later  # one more was blocked
