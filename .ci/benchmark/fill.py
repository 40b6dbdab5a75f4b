"""Fills one municipality with proposals and comments, straight into the tables: much faster than deed by deed.

The rows are such as the deeds leave them: rendered texts, counts that agree, threads, history, search documents.
"""

import hashlib
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import Connection, Engine, delete, func, insert, select, text, update

from samskaping import models
from samskaping.actions.sessions import token_hash
from samskaping.clock import now, oslo_date
from samskaping.db import Base, Texts
from samskaping.rules.events import What
from samskaping.rules.kinds import ChallengeState
from samskaping.rules.pipeline import State
from samskaping.rules.speech import AuthorKind, Level, Stance
from samskaping.rules.words import tails

from rows import Filled, Rows, standing
from words import PLACES, Words

SLUG = "halden"
PEOPLE = 3_000
FULL = 50  # comments of the proposal whose page is measured
SECRET = "benchmark"  # noqa: S105  (the CSRF secret of every session here)
OPEN = (State.MOTTATT, State.VURDERES, State.UTVIKLES_SAMMEN, State.BESLUTTES, State.PROVES_UT, State.INNFORES)
ENDED = (State.GEVINST_MALES, State.EFFEKT_MALT, State.AVSLUTTET_LAERING, State.IKKE_NA, State.AVSLATT)


class Filling:
    """One municipality being filled."""

    def __init__(self, connection: Connection, proposals: int, comments: int) -> None:
        self.rows, self.words, self.connection = Rows(connection), Words(), connection
        self.now, self.proposals = now(), proposals
        self.comments = shares(self.words.dice, proposals, comments)
        here = models.Municipality
        self.here = connection.scalars(select(here.id).where(here.slug == SLUG)).one()
        self.filled = Filled(self.here)
        self.comment_id = 0

    def run(self) -> Filled:
        self.settings()
        self.people()
        for number in range(1, self.proposals + 1):
            self.proposal(number)
            if number % 1000 == 0:
                self.rows.write()
            if number == 1000:
                # Foreign keys are checked by plans made while the tables were empty; they would read them whole.
                self.connection.execute(text("ANALYZE"))
        self.drafts()
        self.totals()
        return self.filled

    def settings(self) -> None:
        add, here = self.rows.add, self.here
        self.connection.execute(
            update(models.Municipality).where(models.Municipality.id == here).values(activated_at=self.now)
        )
        for number in range(1, 6):
            title = Texts(nb="Virksomhetsleder", nn="Verksemdsleiar")
            add(
                models.Unit,
                id=number,
                municipality_id=here,
                public_id=f"unit{number}",
                name=Texts(nb=f"Enhet {number}"),
                leader_title=title,
                position=0,
            )
        for number, place in enumerate(PLACES, 1):
            add(
                models.Area,
                id=number,
                municipality_id=here,
                public_id=f"area{number}",
                name=place,
                sort_key=place.lower(),
            )
            name = Texts(nb=f"Tema {number}", nn=f"Tema {number}")
            add(
                models.Theme,
                id=number,
                municipality_id=here,
                public_id=f"theme{number}",
                name=name,
                unit_id=number % 5 + 1,
                position=number,
            )
        self.rows.write()
        for number in range(1, 7):
            self.challenge(number)
        self.rows.write()
        self.filled.theme = "theme3"

    def challenge(self, number: int) -> None:
        words = Texts(nb=f"Utfordring {number}", nn=f"Utfordring {number}")
        prose = Texts(nb=self.words.needs[number].source, nn=self.words.needs[number].source)
        texts = dict.fromkeys(("summary", "need", "decides", "fixed", "influence", "use"), prose)
        self.rows.add(
            models.Challenge,
            **texts,
            id=number,
            municipality_id=self.here,
            public_id=f"challenge{number}",
            state=ChallengeState.APEN,
            version=1,
            title=words,
            quotes=[],
            goals=[3],
            level=Level.INVOLVERE,
            illustration="park",
            unit_id=1,
            theme_id=number,
            answers_on=oslo_date(self.now) + timedelta(days=60),
            closes_on=oslo_date(self.now) + timedelta(days=30),
            created_at=self.now,
            published_at=self.now - timedelta(days=number),
            proposal_count=0,
            support_count=0,
            history_length=0,
            history_digest="",
        )
        self.rows.add(models.ChallengePartner, challenge_id=number, municipality_id=self.here, is_lead=True)

    def people(self) -> None:
        for number in range(1, PEOPLE + 1):
            email, then = f"person{number}@example.no", self.now - timedelta(days=400)
            self.rows.add(
                models.Person,
                id=number,
                public_id=f"p{number}",
                email=email,
                email_key=email,
                name=f"Person {number}",
                shows_name=True,
                form="nb",
                mail_choice=models.MailChoice.DAGLIG,
                keys_off=False,
                confirmed_at=then,
                created_at=then,
            )
        for number in range(1, PEOPLE + 1):
            self.rows.add(models.Author, id=number, kind=AuthorKind.PERSON, name=f"Person {number}", person_id=number)
            token = f"benchmark-{number}"
            self.filled.tokens.append(token)
            self.rows.add(
                models.WebSession,
                id=number,
                token_hash=token_hash(token),
                person_id=number,
                data={"csrf_token": SECRET, "_user_id": f"p{number}"},
                created_at=self.now,
                signed_in_at=self.now,
                seen_at=self.now,
                expires_at=self.now + timedelta(days=30),
                device="",
            )
        self.rows.write()

    def proposal(self, number: int) -> None:
        draw, ends = self.words.dice, number % 10 < 3
        state = draw.choice(ENDED if ends else OPEN)
        # Newest last; the first one written is the one whose page is measured.
        sent = self.now - timedelta(minutes=50 * (self.proposals - number + 1) + draw.randrange(40))
        reference = f"{oslo_date(sent).year}-{number:06}"
        comments = self.comments[number - 1]
        supporters = draw.sample(range(1, PEOPLE + 1), min(40, int(draw.expovariate(0.5))))
        writer, title = draw.randrange(1, PEOPLE + 1), self.words.title()
        need, idea = draw.choice(self.words.needs), draw.choice(self.words.ideas)
        self.rows.add(
            models.Proposal,
            **standing(state, sent, number, ends),
            need=need.source,
            need_html=need.html,
            idea=idea.source,
            idea_html=idea.html,
            id=number,
            municipality_id=self.here,
            public_id=f"proposal{number}"[-12:],
            reference=reference,
            title=title,
            excerpt=need.excerpt,
            challenge_id=number % 12 + 1 if number % 12 < 6 else None,
            author_id=writer,
            writer_id=writer,
            support_count=len(supporters),
            comment_count=comments,
        )
        if number == 1:
            self.filled.full = reference
        if not ends:
            self.filled.references.append(reference)
        here = {"municipality_id": self.here}
        self.rows.add(
            models.ProposalGoal,
            **here,
            proposal_id=number,
            goal=number % 17 + 1,
            submitted_at=sent,
            reference=reference,
        )
        within = f"{tails(title)} {need.tails} {idea.tails}"
        body, found = f"{reference} {need.source} {idea.source}", f"{title.lower()} {need.stems} {idea.stems}"
        self.rows.add(
            models.SearchDocument,
            **here,
            kind="proposal",
            thing_id=number,
            title=title,
            body=body,
            stems=found,
            tails=within,
        )
        for person in supporters:
            self.rows.add(models.Support, **here, proposal_id=number, person_id=person, given_at=sent)
        self.history(number, sent, writer, state)
        self.conversation(number, sent, comments)

    def history(self, number: int, sent: datetime, writer: int, state: State) -> None:
        happened = [
            What.PROPOSAL_SUBMITTED,
            What.PROPOSAL_PUBLISHED,
            *([What.PROPOSAL_MOVED] * (state is not State.MOTTATT)),
        ]
        for step, what in enumerate(happened, 1):
            details = {"before": "mottatt", "after": str(state)} if what is What.PROPOSAL_MOVED else {}
            self.rows.add(
                models.Event,
                municipality_id=self.here,
                what=what,
                happened_at=sent + timedelta(hours=step - 1),
                actor_id=writer,
                author_id=writer,
                subject_kind="proposals",
                subject_id=number,
                number=step,
                details=details,
                digest=hashlib.sha256(f"{number}:{step}".encode()).hexdigest(),
            )

    def conversation(self, number: int, sent: datetime, count: int) -> None:
        """Threads of one to three levels: every other comment answers the one before."""
        draw, thread, parent, depth = self.words.dice, 0, None, 0
        sizes: dict[int, int] = {}
        first = self.comment_id + 1
        for step in range(count):
            self.comment_id += 1
            if step % 3 == 0:
                thread, parent, depth = self.comment_id, None, 0
            sizes[thread] = sizes.get(thread, 0) + 1
            said, writer = draw.choice(self.words.comments), draw.randrange(1, PEOPLE + 1)
            self.rows.add(
                models.Comment,
                id=self.comment_id,
                municipality_id=self.here,
                public_id=f"c{self.comment_id}",
                proposal_id=number,
                parent_id=parent,
                thread_id=thread,
                thread_size=1,
                depth=depth,
                author_id=writer,
                writer_id=writer,
                version=1,
                stance=draw.choice(tuple(Stance)),
                language="nb",
                text=said.source,
                html=said.html,
                written_at=sent + timedelta(minutes=step),
                hidden_reason="",
                open_reports=0,
                votes_for=0,
                votes_against=0,
                orphan=False,
            )
            parent, depth = self.comment_id, depth + 1
        for row in self.rows.waiting.get(models.Comment, [])[-count:] if count else []:
            if row["id"] >= first:
                row["thread_size"] = sizes.get(row["id"], 1)

    def drafts(self) -> None:
        """A finished draft for every person, for the load that sends proposals in."""
        for number in range(1, PEOPLE + 1):
            draft, need = f"draft{number}", self.words.dice.choice(self.words.needs)
            self.filled.drafts.append((self.filled.tokens[number - 1], draft))
            self.rows.add(
                models.Proposal,
                **standing(State.UTKAST, self.now, number, False),
                need=need.source,
                need_html="",
                idea="",
                idea_html="",
                id=self.proposals + number,
                municipality_id=self.here,
                public_id=draft,
                title=self.words.title(),
                excerpt="",
                writer_id=number,
                support_count=0,
                comment_count=0,
            )
        self.rows.write()

    def totals(self) -> None:
        connection, challenge, proposal = self.connection, models.Challenge, models.Proposal
        connection.execute(
            update(models.Municipality).where(models.Municipality.id == self.here).values(proposal_count=self.proposals)
        )
        held = select(func.count()).where(proposal.challenge_id == challenge.id).scalar_subquery()
        connection.execute(update(challenge).values(proposal_count=held))
        connection.execute(delete(models.ReferenceCounter))
        years = {oslo_date(self.now).year, oslo_date(self.now - timedelta(minutes=50 * self.proposals)).year}
        for year in years:
            connection.execute(
                insert(models.ReferenceCounter).values(municipality_id=self.here, year=year, last=self.proposals)
            )


def shares(dice: Random, proposals: int, comments: int) -> list[int]:
    """How many comments each proposal gets: FULL for the first, few for most, many for some; exact in all."""
    counts = [FULL, *(min(FULL, int(dice.expovariate(1) * comments / proposals)) for _ in range(proposals - 1))]
    while missing := comments - sum(counts):
        place, step = dice.randrange(1, proposals), 1 if missing > 0 else -1
        counts[place] += step if 0 <= counts[place] + step <= FULL else 0
    return counts


def fill(engine: Engine, *, proposals: int, comments: int) -> Filled:
    """Fill an empty, migrated database that holds the register."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL statement_timeout = 0"))
        filled = Filling(connection, proposals, comments).run()
        connection.execute(text("CREATE TABLE floor (body TEXT)"))
        if engine.dialect.name == "postgresql":
            _raise_sequences(connection)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE" if engine.dialect.name == "postgresql" else "ANALYZE"))
    return filled


def _raise_sequences(connection: Connection) -> None:
    for table in Base.metadata.sorted_tables:
        highest = connection.scalar(select(func.max(table.c.id)))
        if highest:
            connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), {highest})"))
