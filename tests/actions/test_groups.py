"""Working groups: open with the state, seats that are offered and taken, and who may do what in them."""

import pytest
from sqlalchemy import select

from samskaping.actions import group_posts, group_tasks, groups, impartiality
from samskaping.actions.group_drafts import Written
from samskaping.actions.group_posts import Minutes
from samskaping.actions.group_tasks import Wanted
from samskaping.actions.groups import Invitation
from samskaping.errors import Missing, TooMuch, Unfit
from samskaping.models import Event, GroupMember, GroupPost, Letter, LetterKind, Notification, Verification
from samskaping.queries import groups as queries
from samskaping.queries import notifications, own_groups
from samskaping.rules import limits
from samskaping.rules.events import What
from samskaping.rules.groups import MemberRole, PostKind
from samskaping.rules.roles import Role
from tests.actions.test_needs import organisation
from tests.world import municipality

pytestmark = pytest.mark.second_in_matrix

TEXT = Written("Benker langs Tista", "Mora mi orker ikke turen uten en pause.", "Tre benker. Elevene snekrer dem.")


def invited(world, ref, by, role=MemberRole.MEDFORFATTER, **to):
    groups.invite(world.context(by), ref, Invitation(role, **to))
    return world.db.scalars(select(GroupMember.public_id).order_by(GroupMember.id.desc())).first()


def joined(world, ref, by, person, role=MemberRole.MEDFORFATTER):
    seat = invited(world, ref, by, role, email=person.email)
    groups.answer(world.context(person), ref, seat, accepts=True)
    return seat


def whats(world, ref):
    found = select(Event.what).where(Event.subject_kind == "proposal", Event.subject_id == world.row(ref).id)
    return [what for what in world.db.scalars(found.order_by(Event.number)) if what.startswith("group.")]


def seated(world, ref, person=None):
    ctx = world.context(person)
    return [(one.author, one.role) for one in queries.members(ctx, queries.group(ctx, ref)) if one.joined_at]


def test_a_group_opens_and_closes_with_the_state_in_the_deed_that_moves_the_case(world, ola, kari, assessed):
    assert not seated(world, assessed)
    world.move(assessed, "utvikle", kari)
    both = [("Ola Nordmann", MemberRole.FORFATTER), ("Kari Demo", MemberRole.KOMMUNEN)]
    assert seated(world, assessed) == both
    group_posts.say(world.context(ola), assessed, "Hei, alle sammen.")
    seat = invited(world, assessed, ola, email="ny@example.no")
    world.move(assessed, "legg_fram", kari)
    assert whats(world, assessed) == [
        What.GROUP_OPENED, What.GROUP_SAID, What.GROUP_INVITED, What.GROUP_CLOSED,
    ]  # fmt: skip
    row = world.db.scalars(select(GroupMember).where(GroupMember.public_id == seat)).one()
    world.db.refresh(row)
    assert (row.left_at is not None, row.email_key) == (True, None)
    with pytest.raises(Unfit, match="stengt"):
        group_posts.say(world.context(ola), assessed, "Er noen her?")
    ctx = world.context(ola)
    assert [one.text for one in queries.posts(ctx, queries.group(ctx, assessed))[PostKind.INNLEGG]]
    world.move(assessed, "tilbake_til_utvikling", kari)
    assert seated(world, assessed) == both
    group_posts.say(world.context(ola), assessed, "Nå går det igjen.")


def test_employees_and_their_representatives_are_invited_before_it_opens_and_are_marked(world, ola, kari, assessed):
    tone = world.person("Tone Tillitsvalgt")
    seat = invited(world, assessed, kari, MemberRole.TILLITSVALGT, email=f" {tone.email.upper()}")
    assert [one.member for one in own_groups.invitations(world.context(tone))] == [seat]
    groups.answer(world.context(tone), assessed, seat, accepts=True)
    assert seated(world, assessed) == [("Tone Tillitsvalgt", MemberRole.TILLITSVALGT)]
    assert not own_groups.invitations(world.context(tone))
    with pytest.raises(Unfit, match="stengt"):
        group_posts.say(world.context(tone), assessed, "For tidlig.")
    world.move(assessed, "utvikle", kari)
    assert [role for _name, role in seated(world, assessed)] == [
        MemberRole.FORFATTER, MemberRole.TILLITSVALGT, MemberRole.KOMMUNEN,
    ]  # fmt: skip
    world.told()
    told = select(Event.what).join(Notification, Notification.event_id == Event.id)
    heard = set(world.db.scalars(told.where(Notification.person_id == tone.id)))
    assert What.GROUP_OPENED in heard


def test_an_invitation_is_told_to_an_account_and_mailed_to_an_address_without_one(world, ola, opened):
    tone = world.person("Tone")
    seat = invited(world, opened, ola, email=tone.email)
    invited(world, opened, ola, email="ukjent@example.no")
    letters = world.db.scalars(select(Letter).where(Letter.kind == LetterKind.GROUP)).all()
    assert [one.address for one in letters] == ["ukjent@example.no"]
    world.told()
    found = select(Notification.person_id).join(Event, Event.id == Notification.event_id)
    assert list(world.db.scalars(found.where(Event.what == What.GROUP_INVITED))) == [tone.id]
    (told,) = notifications.listing(world.context(tone)).rows
    assert told.sentence == "Du er invitert til en arbeidsgruppe (medforfatter)"
    assert told.path == f"/arbeidsgruppe/{opened}/svar/{seat}"
    with pytest.raises(Unfit):
        invited(world, opened, ola, email=tone.email)
    with pytest.raises(Unfit):
        invited(world, opened, ola, email=ola.email)


def test_the_first_of_an_organisation_takes_its_seat_and_speaks_for_it(world, ola, kari, opened):
    liv, per = world.person("Liv"), world.person("Per")
    lag = organisation(world, liv, per)
    with pytest.raises(Unfit):  # the municipality has not given its word
        invited(world, opened, ola, MemberRole.PARTNER, organisation=lag.public_id)
    world.db.add(Verification(
        organisation_id=lag.id, municipality_id=world.here.id, asked_at=world.now, verified_at=world.now,
    ))  # fmt: skip
    seat = invited(world, opened, ola, MemberRole.PARTNER, organisation=lag.public_id)
    with pytest.raises(Missing):
        groups.answer(world.context(world.person("Fremmed")), opened, seat, accepts=True)
    groups.answer(world.context(liv), opened, seat, accepts=True)
    with pytest.raises(Missing):
        groups.answer(world.context(per), opened, seat, accepts=True)
    assert ("Os vel", MemberRole.PARTNER) in seated(world, opened)


def test_a_seat_is_declined_left_withdrawn_and_offered_anew(world, ola, kari, opened):
    tone, per = world.person("Tone"), world.person("Per")
    seat = invited(world, opened, ola, email=tone.email)
    groups.answer(world.context(tone), opened, seat, accepts=False)
    assert not own_groups.invitations(world.context(tone))
    seat = joined(world, opened, ola, tone)
    for someone in (per, world.person("Ny")):
        with pytest.raises(Missing):
            groups.end(world.context(someone), opened, seat)
    groups.end(world.context(tone), opened, seat)
    with pytest.raises(Missing):
        group_posts.say(world.context(tone), opened, "Er jeg med ennå?")
    withdrawn = invited(world, opened, kari, email=per.email)
    groups.end(world.context(ola), opened, withdrawn)
    with pytest.raises(Missing):
        groups.answer(world.context(per), opened, withdrawn, accepts=True)
    own = next(
        one for one in queries.members(world.context(ola), queries.group(world.context(ola), opened)) if one.is_me
    )
    with pytest.raises(Unfit):
        groups.end(world.context(kari), opened, own.id)


def test_only_members_and_impartial_staff_read_and_write(world, ola, kari, opened):
    tone, stranger = world.person("Tone"), world.person("Fremmed")
    joined(world, opened, ola, tone)
    group_posts.say(world.context(tone), opened, "Bare for oss.")
    ctx = world.context(stranger)
    assert not queries.posts(ctx, queries.group(ctx, opened))[PostKind.INNLEGG]
    with pytest.raises(Missing):
        group_posts.say(ctx, opened, "Jeg vil også.")
    with pytest.raises(Missing):
        invited(world, opened, tone, email="x@example.no")
    insight, jonas = world.person("Innsyn", Role.INNSYN), world.caseworker("Jonas")
    ctx = world.context(insight)
    assert queries.posts(ctx, queries.group(ctx, opened))[PostKind.INNLEGG]
    with pytest.raises(Missing):
        group_posts.say(ctx, opened, "Jeg bare leser.")
    groups.sit(world.context(jonas), opened)
    group_posts.say(world.context(jonas), opened, "Hei.")
    impartiality.declare(world.context(jonas), opened, partial=True, reason="Nabo")
    ctx = world.context(jonas)
    assert not queries.posts(ctx, queries.group(ctx, opened))[PostKind.INNLEGG]
    with pytest.raises(Missing):
        group_posts.say(ctx, opened, "Likevel.")


def test_tasks_are_given_to_members_and_done(world, ola, kari, opened):
    tone = world.person("Tone")
    seat = joined(world, opened, ola, tone)
    due = world.in_days(7)
    for wrong in (Wanted("", seat), Wanted("Måle", "finnesikke"), Wanted("Måle", seat, world.in_days(-1))):
        with pytest.raises(Unfit):
            group_tasks.give(world.context(ola), opened, wrong)
    task = group_tasks.give(world.context(ola), opened, Wanted("Måle opp", seat, due))
    ctx = world.context(tone)
    assert [(one.text, one.author, one.due) for one in queries.tasks(ctx, queries.group(ctx, opened))] == [
        ("Måle opp", "Tone", due)
    ]
    assert not queries.tasks(world.context(), queries.group(world.context(), opened))
    group_tasks.settle(ctx, opened, task, is_done=True)
    group_tasks.settle(ctx, opened, task, is_done=True)
    assert queries.tasks(ctx, queries.group(ctx, opened))[0].done_at
    group_tasks.settle(ctx, opened, task, is_done=False)
    assert whats(world, opened)[-3:] == [What.GROUP_TASK_GIVEN, What.GROUP_TASK_DONE, What.GROUP_TASK_REOPENED]
    world.told()
    told = select(Notification.person_id).join(Event, Event.id == Notification.event_id)
    assert list(world.db.scalars(told.where(Event.what == What.GROUP_TASK_GIVEN))) == [tone.id]


def test_minutes_are_the_group_s_until_those_who_lead_it_show_them(world, ola, kari, opened):
    tone = world.person("Tone")
    joined(world, opened, ola, tone)
    with pytest.raises(Unfit):
        group_posts.minute(world.context(tone), opened, Minutes("Vi møttes.", world.in_days(1)))
    post = group_posts.minute(world.context(tone), opened, Minutes("Vi møttes.", world.in_days(-1)))
    anyone = world.context()
    assert not queries.posts(anyone, queries.group(anyone, opened))[PostKind.REFERAT]
    with pytest.raises(Missing):
        group_posts.turn(world.context(tone), opened, post, is_public=True)
    group_posts.turn(world.context(ola), opened, post, is_public=True)
    assert queries.posts(anyone, queries.group(anyone, opened))[PostKind.REFERAT]
    group_posts.turn(world.context(kari), opened, post, is_public=False)
    assert not queries.posts(anyone, queries.group(anyone, opened))[PostKind.REFERAT]


def test_there_is_an_end_to_invitations_and_posts(world, ola, opened, monkeypatch):
    monkeypatch.setattr(limits, "GROUP_INVITATIONS_HOUR", 1)
    monkeypatch.setattr(limits, "GROUP_POSTS_HOUR", 1)
    invited(world, opened, ola, email="en@example.no")
    with pytest.raises(TooMuch):
        invited(world, opened, ola, email="to@example.no")
    group_posts.say(world.context(ola), opened, "En gang.")
    with pytest.raises(TooMuch):
        group_posts.say(world.context(ola), opened, "En gang til.")
    assert len(world.db.scalars(select(GroupPost)).all()) == 1


def test_another_municipality_s_caseworker_sees_and_does_nothing(world, db, ola, opened):
    voss = municipality(db, "voss")
    vera = voss.caseworker("Vera")
    with pytest.raises(Missing):
        queries.group(voss.context(vera), opened)
    for deed in (lambda ctx: groups.sit(ctx, opened), lambda ctx: group_posts.say(ctx, opened, "Hei.")):
        with pytest.raises(Missing):
            deed(voss.context(vera))
    ctx = world.context(vera)  # at our door, with no role here
    assert not queries.posts(ctx, queries.group(ctx, opened))[PostKind.INNLEGG]
    with pytest.raises(Missing):
        group_posts.say(ctx, opened, "Hei.")


def test_whoever_proposed_without_their_name_invites_without_it_too(world, ola, opened):
    ola.shows_name, tone = False, world.person("Tone")
    world.db.flush()
    invited(world, opened, ola, email=tone.email)
    invited(world, opened, ola, email="ukjent@example.no")
    assert [one.by for one in own_groups.invitations(world.context(tone))] == [""]
    assert world.db.scalars(select(Letter.params).where(Letter.kind == LetterKind.GROUP)).one()["by"] == ""
