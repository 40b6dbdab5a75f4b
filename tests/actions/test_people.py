"""Accounts raced: one address is one account, a mailed link works once, and tries are counted one after the other."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select, text, update

from samskaping.actions import addresses, attempts, people, tokens
from samskaping.actions.people import Newcomer
from samskaping.actions.sessions import token_hash
from samskaping.context import Context
from samskaping.db import transaction
from samskaping.errors import Missing, Unfit
from samskaping.models import Author, Letter, OneTimeToken, Person, SecurityEvent, SignInAttempt
from samskaping.rules.addresses import account_mark
from samskaping.rules.kinds import LetterKind, Purpose
from samskaping.rules.policy import Actor
from tests.world import NOW, municipality

AT_ONCE = 20


def at_once(engine, deed, many: int = AT_ONCE):
    """The deed, done by so many at the same time, each in a transaction of its own; what each got."""
    ready = Barrier(many)

    def one(number: int):
        ready.wait()
        with transaction(engine) as db:
            return deed(Context(db, None, Actor(), NOW), number)

    with ThreadPoolExecutor(many) as pool:
        return list(pool.map(one, range(many)))


def count(engine, table) -> int:
    with transaction(engine, reading=True) as db:
        return db.scalar(select(func.count()).select_from(table)) or 0


def register(ctx, number: int) -> None:
    address = "mona@example.no" if number % 2 else "MONA@example.no"
    people.register(ctx, Newcomer(address, f"Mona {'abcdefghijklmnopqrst'[number]}"))


@pytest.mark.case("BL-13")
def test_one_address_registered_twenty_times_at_once_is_one_account(own_engine):
    at_once(own_engine, register)
    assert (count(own_engine, Person), count(own_engine, Author)) == (1, 1)
    assert count(own_engine, Letter) == 3


class Careless:
    """The twin that looks first and adds after, in a table without its constraint."""

    def __init__(self, many: int) -> None:
        self.all_have_seen = Barrier(many)

    def __call__(self, engine, number: int) -> None:
        with transaction(engine, reading=True) as db:
            known = db.scalar(select(Person.id).where(Person.email_key == "mona@example.no"))
        self.all_have_seen.wait()
        if known is None:
            with transaction(engine) as db:
                row = {
                    "public_id": f"p{number}",
                    "email": "mona@example.no",
                    "email_key": f"{number}@x",
                    "name": "Mona",
                }
                db.add(Person(**row, created_at=NOW))


@pytest.mark.case("BL-13")
def test_the_same_race_is_seen_red_when_one_looks_first(own_engine):
    careless = Careless(4)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: careless(own_engine, number), range(4)))
    assert count(own_engine, Person) == 4


def someone(engine) -> tuple[int, str]:
    """A person, and a link that lets them choose a new password."""
    with transaction(engine) as db:
        person = municipality(db).person("Ola Nordmann")
        token = tokens.issue(db, person.id, Purpose.RESET, NOW)
        db.add(SecurityEvent(happened_at=NOW, what="test"))
        return person.id, token


def use(ctx, token: str) -> bool:
    try:
        tokens.use(ctx, token, Purpose.RESET)
    except Missing:
        return False
    return True


@pytest.mark.case("BL-13")
def test_a_link_used_by_ten_at_once_works_for_one(own_engine):
    _person, token = someone(own_engine)
    assert sorted(at_once(own_engine, lambda ctx, _number: use(ctx, token), 10)) == [False] * 9 + [True]


@pytest.mark.case("BL-13")
def test_the_same_link_is_seen_red_when_it_is_looked_at_before_it_is_used(own_engine):
    _person, token = someone(own_engine)
    all_have_seen = Barrier(4)

    def careless(_number: int) -> bool:
        with transaction(own_engine, reading=True) as db:
            unused = db.scalar(select(OneTimeToken.used_at).where(OneTimeToken.token_hash == token_hash(token))) is None
        all_have_seen.wait()
        with transaction(own_engine) as db:
            db.execute(update(OneTimeToken).values(used_at=NOW))
        return unused

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(careless, range(4))) == [True] * 4


def change_to_one_address(engine, many: int):
    """So many people confirm the same new address at once; what each got."""
    with transaction(engine) as db:
        world = municipality(db)
        ids = [world.person(f"Person {number}").id for number in range(many)]
        links = [tokens.issue(db, one, Purpose.CHANGE_EMAIL, NOW, {"email": "ny@example.no"}) for one in ids]
        db.add(SecurityEvent(happened_at=NOW, what="test"))

    def change(ctx, number: int) -> type | None:
        try:
            addresses.change_address(ctx, links[number])
        except Unfit as refused:
            return type(refused)
        return None

    return at_once(engine, change, many)


def test_an_address_taken_by_several_at_once_is_one_person_s_and_in_use_for_the_others(own_engine):
    assert sorted(map(str, change_to_one_address(own_engine, 6))) == [str(Unfit)] * 5 + ["None"]
    with transaction(own_engine, reading=True) as db:
        assert db.scalar(select(func.count()).where(Person.email_key == "ny@example.no")) == 1


def test_an_address_taken_since_one_looked_is_in_use(db, monkeypatch):
    world = municipality(db)
    ola, anna = world.person("Ola"), world.person("Anna")
    before = ola.email
    link = tokens.issue(db, ola.id, Purpose.CHANGE_EMAIL, NOW, {"email": anna.email})
    monkeypatch.setattr(people, "locked", lambda _ctx, _key: None)
    with pytest.raises(Unfit, match="tatt i bruk"):
        addresses.change_address(world.context(ola), link)
    assert db.scalar(select(Person.email).where(Person.id == ola.id)) == before  # the page can still be made


def test_twenty_guesses_at_once_are_five_guesses(own_engine):
    person_id, _token = someone(own_engine)
    with transaction(own_engine, reading=True) as db:
        email = db.scalar(select(Person.email).where(Person.id == person_id)) or ""

    def guess(ctx, _number: int) -> bool:
        people.account(ctx, email)
        if attempts.wait(ctx, account_mark(email), attempts.PASSWORD):
            return False
        people.failed(ctx, email)
        return True

    assert sum(at_once(own_engine, guess)) == 5
    assert count(own_engine, SignInAttempt) == 5


@pytest.mark.parametrize(("after", "waits"), [(0, 900), (60, 840), (899, 1), (900, 0)])
def test_the_wait_is_told_in_seconds(db, after: int, waits: int):
    ctx = Context(db, None, Actor(), NOW)
    for _try in range(5):
        attempts.note(ctx, "x", attempts.PASSWORD)
    later = Context(db, None, Actor(), NOW + timedelta(seconds=after))
    assert abs(attempts.wait(later, "x", attempts.PASSWORD) - waits) <= 1
    assert attempts.wait(later, "y", attempts.PASSWORD) == 0


def test_twenty_an_hour_are_enough(db):
    for quarter in range(4):
        ctx = Context(db, None, Actor(), NOW + timedelta(minutes=16 * quarter))
        for _try in range(5):
            attempts.note(ctx, "x", attempts.PASSWORD)
    late = Context(db, None, Actor(), NOW + timedelta(minutes=16 * 3 + 15, seconds=-1))
    assert attempts.wait(late, "x", attempts.PASSWORD) > 0


def test_letters_have_a_limit_that_no_other_account_shares(db):
    world = municipality(db)
    ola, anna = world.person("Ola"), world.person("Anna")
    for _ask in range(5):
        people.ask_for_link(world.context(), ola.email, LetterKind.SIGN_IN)
    people.ask_for_link(world.context(), anna.email, LetterKind.SIGN_IN)
    people.ask_for_link(world.context(), "ingen@example.no", LetterKind.SIGN_IN)
    sent = db.scalars(select(Letter.person_id)).all()
    assert sorted(sent) == sorted([ola.id] * 3 + [anna.id])


def test_no_address_stands_in_throttles_or_log(own_engine):
    with transaction(own_engine) as db:
        ctx = Context(db, None, Actor(), NOW)
        people.failed(ctx, "hemmelig@example.no")
    with own_engine.connect() as connection:
        rows = [
            *connection.execute(text("SELECT account FROM sign_in_attempts")),
            *connection.execute(text("SELECT what, details FROM security_events")),
        ]
    assert "hemmelig" not in str(rows)
