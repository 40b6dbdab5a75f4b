"""Following and reading of what is hidden: one can stop, and learns nothing."""

from sqlalchemy import select

from samskaping.models import Follow
from tests.visitor import Site


def hide(site: Site, ref: str) -> None:
    row = site.world.row(ref)
    row.is_public, row.hidden_at = False, site.now
    site.world.db.flush()
    site.world.db.info.pop("untold", None)


def test_a_hidden_thing_and_one_that_is_not_are_answered_alike(site: Site):
    ola, anna = site.world.person(), site.world.person("Anna Demo")
    ref, draft = site.world.proposal(ola), site.world.draft(ola)
    hide(site, ref)
    visitor = site.visitor(anna)
    visitor.get("/varsler")
    token = visitor.token
    for path in ("/varsler/apne", "/min-side/folger/slutt"):
        answers = set()
        for kind, thing in (("proposal", ref), ("proposal", "2026-999999"), ("challenge", draft), ("person", "x")):
            fields = {"kind": kind, "place": "halden", "thing": thing, "csrf_token": token}
            visitor.post(path, fields)
            answers.add((visitor.answer.status_code, visitor.answer.headers["Location"]))
        assert len(answers) == 1


def test_what_was_hidden_since_can_still_be_followed_no_more(site: Site):
    ola = site.world.person()
    ref = site.world.proposal(ola)
    hide(site, ref)
    visitor = site.visitor(ola)
    visitor.get("/varsler")
    fields = {"kind": "proposal", "place": "halden", "thing": ref, "csrf_token": visitor.token}
    visitor.post("/min-side/folger/slutt", fields)
    assert site.world.db.scalars(select(Follow)).all() == []
