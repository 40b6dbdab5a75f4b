"""History carries a digest of each text that is kept: a text that was changed past the deeds shows."""

import pytest
from sqlalchemy import select, update

from samskaping.actions import comments, erasure, statements
from samskaping.actions.comments import Remark
from samskaping.actions.redaction import redact, undo
from samskaping.actions.statements import Said
from samskaping.models import Comment, Event, Proposal, Statement, Version
from samskaping.queries import verifying, verifying_texts
from samskaping.rules.events import KEPT_TEXTS
from samskaping.rules.roles import Role
from samskaping.rules.speech import Decision, ReportReason
from samskaping.text import RENDERER

NEED = "Naboen Kvitre bråker hver natt, og vi får ikke sove."


@pytest.fixture
def liv(halden):
    return halden.person("Liv Lønn")


@pytest.fixture
def ref(halden, kari, liv):
    """A case with an official answer that was corrected, and a comment that was changed."""
    ref = halden.proposal(liv, need=NEED)
    ola = halden.person("Ola Blid")
    made = comments.write(halden.context(ola), ref, Remark("Enig"))
    comments.edit(halden.context(ola), ref, made, version=1, written="Helt enig")
    said = Said("Nei, det har vi ikke penger til.", halden.row(ref).version, decision=Decision.NEI)
    statements.answer(halden.sure(kari, ref), ref, said)
    name = halden.db.scalars(select(Statement.public_id)).one()
    statements.correct(halden.context(kari), ref, name, Said("Ja, til høsten.", 1), why="Vi regnet feil.")
    halden.db.commit()
    return ref


def told(halden) -> list[str]:
    halden.db.expire_all()
    return list(verifying.differences(halden.context()))


def tamper(halden, table, where, **values) -> None:
    halden.db.connection().execute(update(table.__table__).where(where).values(**values))


def mona(halden):
    return halden.context(halden.person("Mona", Role.MODERATOR))


@pytest.mark.case("LG-01")
def test_every_version_has_its_digest_in_history(halden, ref):
    assert told(halden) == []
    assert verifying_texts.look(halden.context()).unmarked == 0
    kinds = halden.db.execute(select(Version.subject_kind, Version.number)).all()
    assert {tuple(row) for row in kinds} == {
        ("proposal", 1), ("statement", 1), ("statement", 2), ("comment", 1), ("comment", 2),
    }  # fmt: skip
    details = [event for event in halden.db.scalars(select(Event.details)) if KEPT_TEXTS in event]
    assert all(len(digest) == 64 for one in details for digest in one[KEPT_TEXTS])
    assert "Kvitre" not in str(details)


@pytest.mark.case("LG-01")
@pytest.mark.parametrize(("what", "number"), [("proposal", 1), ("statement", 1), ("statement", 2), ("comment", 1)])
def test_a_kept_text_that_was_changed_shows(halden, ref, what, number):
    row = halden.db.scalars(select(Version).where(Version.subject_kind == what, Version.number == number)).one()
    tamper(halden, Version, Version.id == row.id, fields={**row.fields, "language": "nn"})
    assert any("not as it was written" in line for line in told(halden))


@pytest.mark.case("LG-01")
@pytest.mark.parametrize(
    ("table", "values"),
    [
        (Statement, {"text": "Ja, med en gang."}),
        (Statement, {"html": f"{RENDERER}\n<p>Ja, med en gang.</p>"}),
        (Proposal, {"need": "Noe helt annet."}),
        (Proposal, {"need_html": f"{RENDERER}\n<p>Noe helt annet.</p>"}),
    ],
    ids=["answer", "answer as shown", "need", "need as shown"],
)
def test_what_everybody_reads_cannot_be_changed_unseen(halden, ref, table, values):
    tamper(halden, table, table.id.is_not(None), **values)
    assert len(told(halden)) == 1


def test_redaction_its_undoing_and_erasure_change_no_digest(halden, ref, liv):
    ruling = redact(mona(halden), "forslag", ref, ["Kvitre", "penger"], ReportReason.PERSONOPPLYSNINGER, "En annen.")
    comment = halden.db.scalars(select(Comment.public_id)).one()
    redact(mona(halden), "kommentar", comment, ["enig"], ReportReason.KRENKENDE, "Stygt.")
    assert told(halden) == []
    erasure.erase(halden.context(liv))
    assert told(halden) == []
    undo(mona(halden), ruling, "Var ikke nødvendig.")
    assert told(halden) == []


def test_a_redaction_hides_words_and_puts_none_in(halden, ref):
    redact(mona(halden), "forslag", ref, ["Kvitre"], ReportReason.PERSONOPPLYSNINGER, "En annen.")
    row = halden.db.scalars(select(Version).where(Version.subject_kind == "proposal")).one()
    worse = row.fields["need"].replace("bråker", "ler")
    tamper(halden, Version, Version.id == row.id, fields={**row.fields, "need": worse})
    assert any("says more than its original" in line for line in told(halden))
    tamper(halden, Version, Version.id == row.id, original={**row.original, "need": worse})
    assert any("not as it was written" in line for line in told(halden))


def test_what_is_older_than_digests_is_counted_and_no_fault(halden, ref):
    row = halden.db.scalars(select(Version).where(Version.subject_kind == "comment", Version.number == 1)).one()
    older = Version(subject_kind="comment", subject_id=row.subject_id + 1000, number=1, fields={"text": "Før"}, why="")
    older.written_at = row.written_at
    halden.db.add(older)
    halden._quietly()
    assert told(halden) == []
    assert verifying_texts.look(halden.context()).unmarked == 1


def test_a_deed_that_is_undone_leaves_no_digest_to_the_next(halden, ref, kari):
    with pytest.raises(RuntimeError), halden.db.begin_nested():
        statements.say(
            halden.context(kari),
            halden.row(ref),
            statements.StatementKind.UPDATE,
            Said("Nytt.", 1),
            author_id=halden.row(ref).author_id,
        )
        raise RuntimeError
    comments.write(halden.context(halden.person("Per")), ref, Remark("Fint"))
    assert told(halden) == []
