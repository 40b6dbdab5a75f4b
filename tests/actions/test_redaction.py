"""What is blacked out is gone for everybody at once, in every place it could be read, and kept for the archive."""

import pytest
from sqlalchemy import select

from samskaping.actions import casework, comments, lessons, redaction, rewriting, statements
from samskaping.actions.casework import Place
from samskaping.actions.comments import Remark
from samskaping.actions.drafts import Change
from samskaping.actions.statements import Said
from samskaping.errors import Clash, Missing, Refused, Unfit
from samskaping.models import Event, Lesson, Letter, Proposal, Redaction, Ruling, SearchDocument, Statement, Version
from samskaping.queries import redaction as queries
from samskaping.rules.events import What
from samskaping.rules.moderation import Deed
from samskaping.rules.redaction import passages, redacted, unfound
from samskaping.rules.roles import Role
from samskaping.rules.speech import Decision, ReportReason
from tests.truths import broken
from tests.world import municipality

ABOUT = ReportReason.PERSONOPPLYSNINGER


@pytest.fixture
def moderator(halden):
    return halden.person("Mona Moderator", Role.MODERATOR)


def redact(world, by, ref, *hidden, kind="forslag"):
    return redaction.redact(world.context(by), kind, ref, hidden, ABOUT, "Det gjelder en annen.")


def test_one_passage_a_line_longest_first():
    assert passages(" Ola \n\nOla Nordmann\nOla ") == ("Ola", "Ola Nordmann")
    assert redacted("Ola Nordmann og Ola", ("Ola", "Ola Nordmann"), "nb") == "[sladdet] og [sladdet]"
    assert redacted("Ola (a+b)", ("(a+b)",), "nn") == "Ola [sladda]"
    assert unfound(("Kari", "ola"), [{"need": "Ola"}, {"text": "Kari"}]) == ("ola",)


def test_it_is_gone_from_the_text_its_versions_its_excerpt_and_the_search(halden, moderator):
    liv = halden.person("Liv Demo")
    ref = halden.proposal(
        liv, title="Naboen Per Rustad", need="Naboen Per Rustad bråker.", idea="Snakk med Per Rustad."
    )
    row = halden.row(ref)
    texts = {"title": "Naboen Per Rustad", "need": "Per Rustad bråker hele natta.", "idea": ""}
    rewriting.edit(halden.context(liv), ref, Change(**texts), version=row.version)
    redact(halden, moderator, ref, "Per Rustad")
    halden.db.expire_all()
    row = halden.row(ref)
    everything = [row.title, row.need, row.need_html, row.idea, row.idea_html, row.excerpt]
    everything += [str(one.fields) for one in halden.db.scalars(select(Version))]
    found = halden.db.scalars(select(SearchDocument)).one()
    everything += [found.title, found.body, found.stems]
    assert "rustad" not in " ".join(everything).lower()
    assert (row.title, row.need) == ("Naboen [sladdet]", "[sladdet] bråker hele natta.")
    assert row.redacted_for == ABOUT
    assert [one.original["need"] for one in halden.db.scalars(select(Version).order_by(Version.number))] == [
        "Naboen Per Rustad bråker.",
        "Per Rustad bråker hele natta.",
    ]
    assert broken(halden.db) == []


def test_it_can_be_undone_and_only_what_no_other_hides_comes_back(halden, moderator):
    ref = halden.proposal(need="Ring Per eller Kari om benkene.")
    first = redact(halden, moderator, ref, "Per")
    second = redact(halden, moderator, ref, "Kari")
    assert halden.row(ref).need == "Ring [sladdet] eller [sladdet] om benkene."
    redaction.undo(halden.context(moderator), first, "Han vil stå der.")
    assert halden.row(ref).need == "Ring Per eller [sladdet] om benkene."
    assert halden.row(ref).redacted_for == ABOUT
    redaction.undo(halden.context(moderator), second, "Hun også.")
    assert (halden.row(ref).need, halden.row(ref).redacted_for) == ("Ring Per eller Kari om benkene.", None)
    assert halden.db.scalars(select(Version.original)).all() == [None]
    with pytest.raises(Unfit):
        redaction.undo(halden.context(moderator), second, "En gang til.")
    what = halden.db.scalars(select(Event.what).order_by(Event.id)).all()
    assert what[-4:] == [What.PROPOSAL_REDACTED] * 2 + [What.REDACTION_UNDONE] * 2


def test_a_comment_that_was_never_changed_is_kept_too(halden, moderator):
    liv, ref = halden.person("Liv Demo"), halden.proposal()
    comment = comments.write(halden.context(liv), ref, Remark("Per Rustad har **hund**.", language="nn"))
    ruling = redact(halden, moderator, comment, "Per Rustad", kind="kommentar")
    found = queries.subject(halden.context(moderator), "kommentar", comment)
    assert found.texts == {"text": "[sladda] har **hund**."}
    assert found.versions[0].original["text"] == "Per Rustad har **hund**."
    assert found.redactions[0].passages == ("Per Rustad",)
    kept = halden.db.execute(select(Ruling.deed, Ruling.reason, Ruling.words)).one()
    assert tuple(kept) == (Deed.SLADDET, ABOUT, "Det gjelder en annen.")
    redaction.undo(halden.context(moderator), ruling, "Feil person.")
    assert queries.subject(halden.context(moderator), "kommentar", comment).texts["text"] == "Per Rustad har **hund**."


def test_a_form_that_was_opened_before_cannot_bring_it_back(halden, moderator):
    liv = halden.person("Liv Demo")
    ref = halden.proposal(liv, need="Ring Per om benkene i parken.")
    seen = halden.row(ref).version
    redact(halden, moderator, ref, "Per")
    with pytest.raises(Clash):
        rewriting.edit(halden.context(liv), ref, Change(title="Benker", need="Ring Per om benkene."), version=seen)
    ref = halden.proposal()
    comment = comments.write(halden.context(liv), ref, Remark("Ring Per."))
    redact(halden, moderator, comment, "Per", kind="kommentar")
    with pytest.raises(Clash):
        comments.edit(halden.context(liv), ref, comment, version=1, written="Ring Per.")
    comments.edit(halden.context(liv), ref, comment, version=2, written="Ring noen.")
    shown = [one.fields["text"] for one in halden.db.scalars(select(Version).where(Version.subject_kind == "comment"))]
    assert sorted(shown) == ["Ring [sladdet].", "Ring noen."]


def test_what_stands_nowhere_is_refused_and_changes_nothing(halden, moderator):
    ref = halden.proposal()
    for hidden in ((), ("Per Rustad",)):
        with pytest.raises(Unfit) as refused:
            redact(halden, moderator, ref, *hidden)
        assert "passages" in refused.value.fields
    assert halden.db.scalars(select(Redaction)).all() == []


def test_who_may_and_who_may_read_what_stood_there(halden, moderator):
    ref = halden.proposal(need="Ring Per om benkene i parken.")
    for outsider in (halden.person("Liv Demo"), halden.person("Arne Arkivar", Role.ARKIVAR)):
        with pytest.raises(Refused):
            redact(halden, outsider, ref, "Per")
    ruling = redact(halden, moderator, ref, "Per")
    archivist = halden.context(halden.person("Anne Arkivar", Role.ARKIVAR))
    assert queries.subject(archivist, "forslag", ref).redactions[0].passages == ("Per",)
    for role in (Role.INNSYN, Role.PUBLISIST, Role.ADMINISTRATOR):
        with pytest.raises(Refused):
            queries.subject(halden.context(halden.person("En Annen", role)), "forslag", ref)
    voss = municipality(halden.db, "voss")
    stranger = voss.context(voss.person("Vidar Voss", Role.MODERATOR))
    for found in (
        (redaction.undo, (ruling, "Nei")),
        (queries.redaction, (ruling,)),
        (queries.subject, ("forslag", ref)),
    ):
        with pytest.raises(Missing):
            found[0](stranger, *found[1])


def test_a_draft_has_nothing_to_black_out(halden, moderator):
    halden.draft(halden.person())
    assert halden.db.scalars(select(Proposal.reference)).all() == [None]
    with pytest.raises(Missing):
        redact(halden, moderator, "2026-000001", "x")


def test_what_is_said_in_the_case_follows_and_comes_back(halden):
    """A name that its writer gives in a reply stands nowhere, also where staff repeat it; the words are kept."""
    kari, mona = halden.caseworker(), halden.person("Mona", Role.MODERATOR)
    liv = halden.person("Liv")
    ref = halden.proposal(liv)
    statements.ask(halden.context(kari), ref, Said("Hvem eier tomta?", halden.row(ref).version))
    question = halden.db.scalars(select(Statement.public_id)).one()
    statements.reply(halden.context(liv), ref, question, Said("Naboen Per Hemmelig.", halden.row(ref).version))
    staffs = Said(
        "Vi spør Per Hemmelig.", halden.row(ref).version, decision=Decision.JA, mail_text="Hei! Per Hemmelig."
    )
    statements.answer(halden.sure(kari, ref), ref, staffs)
    ruling = redaction.redact(halden.context(mona), "forslag", ref, ["Per Hemmelig"], ABOUT, "En nabo.")
    halden.db.flush()
    halden.db.expire_all()
    said = list(halden.db.scalars(select(Statement).order_by(Statement.id)))
    assert [one.text for one in said] == ["Hvem eier tomta?", "Naboen [sladdet].", "Vi spør [sladdet]."]
    assert (said[0].version, said[2].mail_text) == (1, "Hei! [sladdet].")
    assert not [one for one in said if "Hemmelig" in one.html]
    kept = list(halden.db.scalars(select(Version).where(Version.subject_kind == "statement").order_by(Version.id)))
    assert "Hemmelig" not in str([one.fields for one in kept])
    assert [one.original["text"] for one in kept if one.original] == ["Naboen Per Hemmelig.", "Vi spør Per Hemmelig."]
    redaction.undo(halden.context(mona), ruling, "Han sa ja.")
    halden.db.flush()
    halden.db.expire_all()
    said = list(halden.db.scalars(select(Statement).order_by(Statement.id)))
    assert [one.text for one in said] == ["Hvem eier tomta?", "Naboen Per Hemmelig.", "Vi spør Per Hemmelig."]
    assert said[2].mail_text == "Hei! Per Hemmelig."


def test_what_only_staff_have_said_is_reached_and_is_against_nobody(halden, moderator):
    """An answer that quotes a number: it is gone from every version, and no resident is told off for it."""
    kari, liv = halden.caseworker(), halden.person("Liv")
    ref = halden.proposal(liv)
    quoting = Said("Ring Per på 22 22 22 22.", halden.row(ref).version, decision=Decision.JA)
    statements.answer(halden.sure(kari, ref), ref, quoting)
    answer = halden.db.scalars(select(Statement)).one()
    corrected = Said("Ring sentralbordet.", answer.version, decision=Decision.JA)
    statements.correct(halden.context(kari), ref, answer.public_id, corrected, why="22 22 22 22 var Pers eget nummer.")
    posted = halden.db.scalars(select(Letter.kind)).all()
    ruling = redact(halden, moderator, ref, "22 22 22 22")
    halden.db.flush()
    halden.db.expire_all()
    row, answer = halden.row(ref), halden.db.scalars(select(Statement)).one()
    assert (answer.text, answer.correction) == ("Ring sentralbordet.", "[sladdet] var Pers eget nummer.")
    kept = halden.db.scalars(select(Version).where(Version.subject_kind == "statement").order_by(Version.number)).all()
    assert [(one.fields["text"], one.why) for one in kept] == [
        ("Ring Per på [sladdet].", ""),
        ("Ring sentralbordet.", "[sladdet] var Pers eget nummer."),
    ]
    assert row.redacted_for is None
    assert halden.db.scalars(select(Ruling.deed)).one() is Deed.UTTALELSE_SLADDET
    assert halden.db.scalars(select(Letter.kind)).all() == posted
    assert halden.db.scalars(select(Event.what).order_by(Event.id)).all()[-1] is What.STATEMENT_REDACTED
    spoken = queries.subject(halden.context(moderator), "forslag", ref).spoken
    assert ["22 22" in str(one.version.original) for one in spoken] == [True, True]
    redaction.undo(halden.context(moderator), ruling, "Det var sentralbordets.")
    halden.db.flush()
    halden.db.expire_all()
    assert halden.db.scalars(select(Statement.correction)).one() == "22 22 22 22 var Pers eget nummer."
    assert broken(halden.db) == []


def test_what_was_learnt_is_reached_in_every_version_and_comes_back(halden, moderator):
    kari, liv = halden.caseworker(), halden.person("Liv")
    ref = halden.proposal(liv)
    halden.move(ref, "vurder", kari)
    halden.learnt(ref, kari, failed="Per Berg, 22 22 22 22, sa nei.")
    changed = {"worked": "Ja.", "failed": "Én sa nei.", "otherwise": "Ringt 22 22 22 22 før.", "routine": ""}
    lessons.write(halden.sure(kari, ref), ref, lessons.Content(changed, version=1, why="22 22 22 22 er Pers nummer."))
    ruling = redact(halden, moderator, ref, "22 22 22 22")
    halden.db.flush()
    halden.db.expire_all()
    row = halden.db.scalars(select(Lesson)).one()
    assert (row.otherwise, row.correction) == ("Ringt [sladdet] før.", "[sladdet] er Pers nummer.")
    kept = halden.db.scalars(select(Version).where(Version.subject_kind == "lesson").order_by(Version.number)).all()
    assert [(one.fields["failed"], one.why) for one in kept] == [
        ("Per Berg, [sladdet], sa nei.", ""),
        ("Én sa nei.", "[sladdet] er Pers nummer."),
    ]
    # A form that was opened before cannot bring the words back.
    with pytest.raises(Clash):
        lessons.write(halden.sure(kari, ref), ref, lessons.Content(changed, version=2, why="Igjen."))
    spoken = queries.subject(halden.context(moderator), "forslag", ref).spoken
    assert ["22 22" in str(one.version.original) for one in spoken] == [True, True]
    redaction.undo(halden.context(moderator), ruling, "Nummeret er sentralbordets.")
    halden.db.flush()
    halden.db.expire_all()
    row = halden.db.scalars(select(Lesson)).one()
    assert (row.otherwise, row.correction) == (changed["otherwise"], "22 22 22 22 er Pers nummer.")
    assert broken(halden.db) == []


def kept(world):
    world.db.expire_all()
    return world.db.scalars(select(Version).order_by(Version.number)).all()[-1]


@pytest.mark.parametrize("is_old", [False, True])
def test_the_place_is_reached_too(halden, moderator, is_old):
    """Also where it was sent in while versions did not keep it."""
    ref = halden.proposal(place="Hos Per Rustad, Storgata 4")
    if is_old:
        first = kept(halden)
        first.fields = {name: words for name, words in first.fields.items() if name != "place"}
        halden._quietly()
    ruling = redact(halden, moderator, ref, "Per Rustad, Storgata 4")
    assert (halden.row(ref).place, halden.row(ref).redacted_for) == ("Hos [sladdet]", ABOUT)
    redaction.undo(halden.context(moderator), ruling, "Han vil stå der.")
    assert (halden.row(ref).place, halden.row(ref).redacted_for) == ("Hos Per Rustad, Storgata 4", None)


def test_a_version_says_where_its_writer_put_it_though_staff_put_the_case_elsewhere(halden, moderator):
    theirs, other = halden.area("Os"), halden.area("Idd")
    ref = halden.proposal(need="Ring Per om benkene.", area=theirs.public_id)
    wanted = Place(area=other.public_id)
    casework.classify(halden.context(halden.caseworker()), ref, wanted, version=halden.row(ref).version)
    ruling = redact(halden, moderator, ref, "Per")
    assert (kept(halden).fields["area_id"], halden.row(ref).area_id) == (theirs.id, other.id)
    redaction.undo(halden.context(moderator), ruling, "Han vil stå der.")
    assert (kept(halden).fields["area_id"], halden.row(ref).area_id) == (theirs.id, other.id)
