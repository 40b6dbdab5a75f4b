"""What the demonstration does not hold, for doors that are tried with every id: made before strangers look."""

from datetime import timedelta
from typing import Any

from samskaping.actions import (
    barriers,
    comments,
    exports,
    files,
    group_drafts,
    group_posts,
    group_tasks,
    groups,
    identities,
    measure_asks,
    moderation,
    need_rulings,
    participants,
    partners,
    sheets,
    support,
    tasks,
    ties,
)
from samskaping.actions.comments import Remark
from samskaping.actions.files import Change, Upload
from samskaping.actions.group_drafts import Written
from samskaping.actions.group_posts import Minutes
from samskaping.actions.groups import Invitation
from samskaping.actions.measure_asks import Asking
from samskaping.actions.needs import Told
from samskaping.actions.tasks import Wanted
from samskaping.models import Export, File, Person
from samskaping.outside import file_stores
from samskaping.queries import groups as queries
from samskaping.rules.exports import ExportFormat, ExportList, ExportState
from samskaping.rules.file_parents import FileState
from samskaping.rules.files import FileKind, new_key, width_key
from samskaping.rules.groups import MemberRole
from samskaping.rules.intakes import Channel
from samskaping.rules.roles import Role
from samskaping.rules.speech import ReportReason
from samskaping.rules.tasks import TaskKind
from tests import initiatives
from tests.challenges import published
from tests.strangers import Strangers
from tests.world import World


def _share(two: Strangers, db: Any) -> None:
    """Two challenges of a third municipality: one that theirs is asked to share, and one that it shares."""
    voss, halden = two.world(db, "voss"), two.world(db, "halden")
    hilde, leader = voss.person("Hilde", Role.PUBLISIST), halden.person("Leder", Role.LEDER)
    for joins in (False, True):
        made = published(voss, hilde)
        partners.invite(voss.context(hilde), made, "halden")
        if joins:
            partners.answer(halden.context(leader), made, accepts=True)
    db.commit()


def _gather(world: World, me: Person) -> None:
    """A working group that has done some of everything, and a seat in it that is offered to somebody."""
    ola, kari = world.person("Ola Foreslo"), world.caseworker("Kari Vurderer")
    ref, its = world.proposal(ola), world.context(ola)
    for verb in ("vurder", "utvikle"):
        world.move(ref, verb, kari)
    group_drafts.save(its, ref, Written("Benker", "Mora mi orker ikke turen.", "Tre benker."), version=0)
    group_drafts.show(its, ref, version=2)
    group_posts.minute(its, ref, Minutes("Vi møttes.", its.today))
    group_posts.change(its, ref, group_posts.say(its, ref, "Hei."), "Hei, alle.", version=1)
    group_tasks.give(its, ref, group_tasks.Wanted("Måle opp", str(queries.group(its, ref).seat)))
    groups.invite(its, ref, Invitation(MemberRole.MEDFORFATTER, me.email))


def _let_in(world: World) -> None:
    """Somebody who is invited to a challenge, and somebody who has shown who they are."""
    pia, kari = world.person("Pia Inviterer", Role.PUBLISIST), world.caseworker("Kari Så")
    participants.invite(world.context(pia), published(world, pia), email="invitert@example.no")
    identities.confirm(world.context(kari), world.person("Kjent").public_id)


def _attach(two: Strangers, world: World, me: Person, ref: str) -> None:
    """A picture and a document that anybody gets who sees the proposal."""
    store = file_stores.store(two.app.config["SETTINGS"].files)
    for name, kind in (("prove.pdf", FileKind.PDF), ("prove.png", FileKind.PNG)):
        key = new_key()
        store.put(key, b"x")
        store.put(width_key(key, 480), b"x")
        files.put(world.context(me), "forslag", ref, Change([Upload(name, kind, 1, key * 2, key)]))
    ready = {"state": FileState.KLAR, "sizes": [[480, 480, 360]], "alt": "Benken"}
    world.db.query(File).filter(File.name.like("prove.%")).update(ready)


def _measure(world: World, me: Person) -> None:
    """A benefit that is measured, and somebody outside who is asked to measure it."""
    ref, ctx = world.proposal(world.person("Gevinst")), world.context(me)
    world.move(ref, "vurder", me)
    made = world.benefit(ref, me)
    world.measured(ref, me)
    measure_asks.ask(ctx, made, Asking("teller@example.no", ctx.today))


def _sign_on_paper(world: World) -> None:
    """An innbyggerforslag with a signature that was entered from paper; another is sent, and waits for the council."""
    made = initiatives.collecting(world, world.person("Forslagsstiller"))
    initiatives.paper(world.context(world.person("Ine Innbyggerservice", Role.SAKSBEHANDLER)), made)
    initiatives.sent(world, world.person("Forslagsstiller"), "Kommunen skal ha badeplass")


def furnish(two: Strangers) -> None:
    """What the demonstration does not hold: things that live for a day, and what is asked across the border."""
    with two.session() as db:
        world, me = two.world(db, "halden"), db.get_one(Person, two.staff["theirs"])
        _let_in(world)
        ctx = world.context(me)
        key = exports.ask(ctx, ExportList.FORSLAG, ExportFormat.CSV, {})
        db.query(Export).filter_by(public_id=key).update({"state": ExportState.FERDIG})
        sheets.stage(ctx, ["Tittel", "Behov"], [(2, ["Benk", "Et sted å hvile"])], file_name="a", channel=Channel.PAPIR)
        barriers.report(ctx, where="/", what="Lenka virker ikke")
        ref = world.proposal(me)
        comment = comments.write(ctx, ref, Remark("Vi trenger flere benker."))
        comments.edit(ctx, ref, comment, version=1, written="Vi trenger mange flere benker.")
        _attach(two, world, me, ref)
        db.commit()
        moderation.hide_proposal(ctx, world.proposal(world.person("Ny")), ReportReason.KRENKENDE, "Se reglene.")
        db.commit()
        joined = world.proposal()
        support.give(ctx, joined)
        world.move(joined, "sla_sammen", me, into=world.proposal())
        db.commit()
        _share(two, db)
        need = ties.tell(ctx, Told("Det er mørkt på veien hjem fra bussen.")).reference
        need_rulings.hide(
            world.context(world.person("Mari", Role.MODERATOR)), need, ReportReason.KRENKENDE, "Se reglene."
        )
        db.commit()
        _gather(world, me)
        db.commit()
        _measure(world, me)
        _sign_on_paper(world)
        db.commit()
        voss = two.world(db, "voss")
        asker = voss.context(voss.caseworker())
        wanted = Wanted(TaskKind.KOMMUNE, "halden", "Hva mener dere?", due=asker.today + timedelta(days=9))
        tasks.give(asker, voss.proposal(), wanted)
        db.commit()
