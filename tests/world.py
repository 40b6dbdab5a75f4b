"""A small world that tests stand on, built through the real deeds: one municipality, its people, their proposals."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from samskaping.actions import benefits, drafts, lessons, measurements, moves, proposals, telling
from samskaping.actions.benefits import Content as Benefits
from samskaping.actions.drafts import Change
from samskaping.actions.measurements import Reading
from samskaping.actions.moves import Wish
from samskaping.actions.record import public_id
from samskaping.context import Context, Here
from samskaping.context.doors import Door, find, without_browser
from samskaping.db import Texts
from samskaping.models import (
    Area,
    Author,
    Benefit,
    Declaration,
    Event,
    Lesson,
    Membership,
    Municipality,
    Outbox,
    Person,
    Proposal,
    Staff,
    Theme,
    Unit,
)
from samskaping.rules.benefits import Category
from samskaping.rules.moves import BY_VERB, MAY_ANSWER, must_answer
from samskaping.rules.pipeline import Body, Demand
from samskaping.rules.roles import Role
from samskaping.rules.speech import AuthorKind
from samskaping.text import sort_key

NOW = datetime(2026, 3, 2, 11, tzinfo=UTC)


@dataclass
class World:
    """One municipality. ``now`` is the instant at which the next deed happens."""

    db: Session
    here: Here
    now: datetime = NOW

    def context(self, person: Person | None = None, *, language: str = "nb") -> Context:
        """A context for a person, or for somebody unknown."""
        return without_browser(self.db, self.here, person.id if person else None, self.now, language)

    def later(self, **span: int) -> "World":
        """The same world, some time later."""
        return replace(self, now=self.now + timedelta(**span))

    def sure(self, person: Person, *refs: str, language: str = "nb") -> Context:
        """A context for a person who has said before that they are impartial in these cases."""
        for ref in refs:
            case = self.row(ref)
            said = select(Declaration.id).where(Declaration.proposal_id == case.id, Declaration.person_id == person.id)
            if self.db.scalar(said) is None:
                word = Declaration(
                    municipality_id=case.municipality_id, public_id=public_id(), proposal_id=case.id,
                    person_id=person.id, is_partial=False, declared_at=self.now,
                )  # fmt: skip
                self.db.add(word)
        self._quietly()
        return self.context(person, language=language)

    def refreshed(self) -> "World":
        """The same world after its municipality's settings changed."""
        return replace(self, here=find(self.db, Door(self.here.slug)))

    def person(self, name: str = "Ola Nordmann", *roles: Role, confirmed: bool = True, form: str = "nb") -> Person:
        """A person with an account, and with roles here."""
        email = f"{sort_key(name).replace(' ', '.')}.{public_id()}@example.no"
        someone = Person(
            public_id=public_id(),
            email=email,
            email_key=email,
            name=name,
            form=form,
            confirmed_at=self.now if confirmed else None,
            created_at=self.now,
        )
        self.db.add(someone)
        self.db.flush()
        self.db.add(Author(kind=AuthorKind.PERSON, person_id=someone.id, name=name))
        for role in roles:
            self.db.add(Membership(municipality_id=self.here.id, person_id=someone.id, role=role, granted_at=self.now))
        if roles:
            title = Texts(nb="Rådgiver", nn="Rådgivar")
            self.db.add(Staff(municipality_id=self.here.id, person_id=someone.id, title=title))
            self.db.add(Author(kind=AuthorKind.KOMMUNE, municipality_id=self.here.id, person_id=someone.id, name=name))
        self._quietly()
        return someone

    def caseworker(self, name: str = "Kari Demo") -> Person:
        return self.person(name, Role.SAKSBEHANDLER)

    def unit(self, name: str = "Vei og park", leader: Person | None = None) -> Unit:
        unit = Unit(
            municipality_id=self.here.id,
            public_id=public_id(),
            name=Texts(nb=name),
            leader_id=leader.id if leader else None,
            leader_title=Texts(nb="Virksomhetsleder", nn="Verksemdsleiar"),
        )
        self._kept(unit)
        return unit

    def joins(self, person: Person, unit: Unit) -> None:
        """From now on the person belongs to the unit."""
        self.db.scalars(select(Staff).where(Staff.person_id == person.id)).one().unit_id = unit.id
        self._quietly()

    def area(self, name: str = "Os") -> Area:
        row = Area(municipality_id=self.here.id, public_id=public_id(), name=name, sort_key=sort_key(name))
        self._kept(row)
        return row

    def theme(self, name: str = "Trafikk", unit: Unit | None = None) -> Theme:
        row = Theme(
            municipality_id=self.here.id,
            public_id=public_id(),
            name=Texts(nb=name, nn=name),
            unit_id=unit.id if unit else None,
        )
        self._kept(row)
        return row

    def draft(self, writer: Person, **change: Any) -> str:
        """A draft's public id."""
        ctx = self.context(writer)
        draft = drafts.start(ctx, challenge=change.pop("challenge", None))
        texts = {"title": "Benker langs Tista", "need": "Mora mi orker ikke turen til butikken uten en pause."}
        drafts.save(ctx, draft, Change(**{**texts, **change}))
        return draft

    def proposal(self, writer: Person | None = None, **change: Any) -> str:
        """A sent-in proposal's reference."""
        writer = writer or self.person()
        return proposals.submit(self.context(writer), self.draft(writer, **change))

    def move(self, ref: str, verb: str, by: Person, **wish: Any) -> None:
        """Take a proposal one move, with everything that the table demands."""
        demands = BY_VERB[verb].demands
        ahead = self.context(by).today + timedelta(days=14)
        meets: dict[Demand, dict[str, Any]] = {
            Demand.REASON: {"reason": "Fordi det trengs."},
            Demand.UNIT: {},
            Demand.NEXT_DATE: {"next_on": ahead},
            Demand.BODY: {"body": Body.ADMINISTRASJONEN},
            Demand.LOOK_AGAIN: {"look_again_on": ahead},
            Demand.FORWARD_TO: {"forward_to": "Fylkeskommunen"},
            Demand.INTO: {},
            Demand.BENEFIT: {},
            Demand.MEASURED: {},
            Demand.LESSON: {},
        }
        given: dict[str, Any] = {}
        for demand in demands:
            given |= meets[demand]
        if Demand.BENEFIT in demands:
            self.benefit(ref, by)
        if Demand.MEASURED in demands:
            self.measured(ref, by)
        if Demand.LESSON in demands:
            self.learnt(ref, by)
        if Demand.UNIT in demands and "unit" not in wish:
            given["unit"] = self.unit().public_id
        if must_answer(BY_VERB[verb], is_owed=self.row(ref).waiting_since is not None):
            given["decision"] = MAY_ANSWER[verb][0]
        version = self.row(ref).version
        moves.move(self.sure(by, ref), ref, Wish(verb, **{"version": version, **given, **wish}))

    def benefit(self, ref: str, by: Person, **change: Any) -> str:
        """A benefit in the plan of a proposal, ready to be measured. Answers its public id."""
        return benefits.plan(self.context(by), "proposal", ref, self.planned(by, **change))

    def planned(self, by: Person, **change: Any) -> Benefits:
        """Everything that a benefit needs to be measured."""
        whole: dict[str, Any] = {
            "category": Category.UTEN_PRIS,
            "name": Texts(nb="Flere går til butikken", nn="Fleire går til butikken"),
            "indicator": Texts(nb="Eldre som hviler på en benk", nn="Eldre som kviler på ein benk"),
            "unit": Texts(nb="personer", nn="personar"),
            "zero_value": Decimal(12),
            "zero_on": self.in_days(-30),
            "target": Decimal(40),
            "target_on": self.in_days(360),
            "owner": by.public_id,
        }
        return Benefits(**{**whole, **change})

    def measured(self, ref: str, by: Person, value: str = "20") -> None:
        """Each benefit of a proposal is measured today."""
        plan = select(Benefit.public_id).where(Benefit.proposal_id == self.row(ref).id, Benefit.dropped_at.is_(None))
        for benefit in self.db.scalars(plan).all():
            ctx = self.context(by)
            measurements.measure(ctx, benefit, Reading(Decimal(value), ctx.today))

    def learnt(self, ref: str, by: Person, **change: Any) -> None:
        """What was learnt in a case is written down, unless it is already."""
        said = {"worked": "Benkene kom på plass.", "failed": "To sto i veien.", "otherwise": "Spurt brøyterne først."}
        if not self.db.scalar(select(Lesson.id).where(Lesson.proposal_id == self.row(ref).id)):
            lessons.write(self.context(by), ref, lessons.Content({**said, "routine": "", **change}))

    def told(self) -> None:
        """Everything that waits to be told, is told, as the worker does."""
        for waiting, event in self.db.execute(select(Outbox, Event).join(Event, Event.id == Outbox.event_id)).all():
            telling.tell(self.context(), waiting, event)
        self._quietly()

    def row(self, ref: str) -> Proposal:
        """The proposal's row as it stands."""
        self.db.info["municipality_id"] = self.here.id
        found = self.db.scalar(select(Proposal).where(Proposal.reference == ref))
        assert found is not None
        return found

    def in_days(self, days: int) -> date:
        return self.context().today + timedelta(days=days)

    def _kept(self, row: object) -> None:
        self.db.add(row)
        self._quietly()

    def _quietly(self) -> None:
        # Set-up rows are not deeds: they leave nothing in the history.
        self.db.flush()
        self.db.info.pop("untold", None)


def municipality(db: Session, slug: str = "halden", **settings: Any) -> World:
    """An active municipality to build on."""
    number = f"{sum(map(ord, slug)) % 9000 + 1000}"
    row = Municipality(
        number=number,
        slug=slug,
        name=slug.title(),
        official_name=slug.title(),
        search_names=slug.title(),
        sort_key=slug,
        county="Østfold",
        population=31_000,
        language_decision="bokmål",
        latitude=59.1,
        longitude=11.4,
        website=f"https://www.{slug}.kommune.example.no",
        activated_at=NOW,
    )
    for name, value in settings.items():
        setattr(row, name, value)
    db.add(row)
    db.flush()
    return World(db, find(db, Door(slug)))
