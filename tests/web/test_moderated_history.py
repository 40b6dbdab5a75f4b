"""What moderators do to a text stands in the public history, with day and reason, without the text and names."""

import pytest

from samskaping.actions import appeals, comments, moderation
from samskaping.actions.comments import Remark
from samskaping.models import Ruling
from samskaping.queries import feeds, timeline
from samskaping.rules.appeals import Conclusion
from samskaping.rules.events import MODERATED, NEWS, PUBLIC_FACTS, What, has_letter
from samskaping.rules.roles import Role
from samskaping.rules.speech import REPORT_REASON_NAMES, ReportReason

pytestmark = pytest.mark.second_in_matrix

WHY = ReportReason.KRENKENDE
SAID = {
    "nb": ("En kommentar ble skjult", "En kommentar ble vist igjen", "Forslaget ble skjult", "ble vist igjen"),
    "nn": ("Ein kommentar vart skjult", "Ein kommentar vart vist igjen", "Forslaget vart skjult", "vart vist igjen"),
}


@pytest.mark.parametrize("form", ["nb", "nn"])
def test_hiding_and_showing_again_stand_in_the_history(site, halden, form):
    mona, ref = halden.context(halden.person("Mona Moderator", Role.MODERATOR)), halden.proposal()
    said = comments.write(halden.context(halden.person("Sur Nabo")), ref, Remark("Skjellsord."))
    moderation.hide_comment(mona, said, WHY, "Det var skjellsord.")
    moderation.restore_comment(mona, said, "Vi tok feil.")
    moderation.hide_proposal(mona, ref, WHY, "Det var også skjellsord.")
    moderation.restore_proposal(mona, ref, "Vi tok feil igjen.")
    halden.db.commit()
    history = (
        site.visitor(form=form).get(f"/forslag/{ref}").select_one("#historikk, [aria-labelledby=historikk]").parent
    )
    for sentence in SAID[form]:
        assert sentence in history.text
    assert history.text.count(f"Grunn: {getattr(REPORT_REASON_NAMES[WHY], form)}") == 2
    for hidden in ("skjellsord", "tok feil", "Mona", "Sur Nabo"):
        assert hidden not in history.text


def test_it_is_no_news(halden):
    mona, ref = halden.context(halden.person("Mona", Role.MODERATOR)), halden.proposal()
    said = comments.write(halden.context(halden.person()), ref, Remark("Skjellsord."))
    moderation.hide_comment(mona, said, WHY, "Skjellsord.")
    told = {entry.what for entry in feeds.proposal(halden.context(), ref).entries}
    assert told == {What.PROPOSAL_SUBMITTED, What.PROPOSAL_PUBLISHED}
    assert MODERATED < PUBLIC_FACTS
    assert not MODERATED & NEWS


def test_what_an_appeal_shows_again_stands_there_and_is_told_by_its_letter(halden):
    liv, ref = halden.person("Liv"), halden.proposal()
    mona, kari = halden.person("Mona", Role.MODERATOR), halden.person("Kari", Role.MODERATOR)
    said = comments.write(halden.context(liv), ref, Remark("Skjellsord."))
    moderation.hide_comment(halden.context(mona), said, WHY, "Skjellsord.")
    ruling = halden.db.query(Ruling).one().public_id
    appeal = appeals.appeal(halden.context(liv), ruling, "Det var det ikke.")
    appeals.decide(halden.context(kari), appeal, Conclusion.OMGJORT, "Det var det ikke.")
    happened = timeline.history(halden.context(), "proposal", halden.row(ref).id)
    assert [one.what for one in happened][:2] == [What.COMMENT_RESTORED, What.COMMENT_HIDDEN]
    assert has_letter(happened[0].what, happened[0].details)
