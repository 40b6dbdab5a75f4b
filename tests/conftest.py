"""What every test may ask for: a database of each kind, a transaction, a count of statements, a server, a browser."""

import gc
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as examples
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from samskaping import sqlite
from samskaping.config import Settings, load
from samskaping.db import LIMITS, Scoped, make_engine
from samskaping.models import Person
from tests import chromium, quiet
from tests.databases import KINDS, Templates, Workshop
from tests.serving import Served, serve
from tests.statements import Statements
from tests.watched import Watched
from tests.world import World, municipality

workshop = pytest.StashKey[Workshop]()
engine_at = cache(make_engine)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--matrix", action="store_true", help="also the whole matrix, and races in many rounds")


def pytest_configure(config: pytest.Config) -> None:
    # What takes long on a busy machine is no fault; how fast things are is measured by `make bench` alone.
    # Each run tries the same examples, and the whole matrix draws others: what one commit passes, it passes again.
    same = not config.getoption("--matrix")
    examples.register_profile("ours", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=same)
    examples.load_profile("ours")
    sqlite.PATIENCE = 120
    LIMITS.update(dict.fromkeys(LIMITS, 120_000))
    config.stash[workshop] = Workshop()


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[workshop].close()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node) -> None:
    """The process that starts the workers makes the databases, and tells each worker where they are."""
    node.workerinput["templates"] = str(node.config.stash[workshop].templates().folder)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--matrix"):
        left_out = [item for item in items if item.get_closest_marker("matrix")]
        items[:] = [item for item in items if not item.get_closest_marker("matrix")]
        config.hook.pytest_deselected(items=left_out)


def pytest_collection_finish() -> None:
    """Modules and tests stay to the end: looking there for garbage again and again took a twentieth of the time."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Whatever stands on a database is tested on both kinds, unless it is marked ``one_database``.

    What is marked ``second_in_matrix`` is tested on the second kind in the whole matrix only.
    """
    if "kind" in metafunc.fixturenames:
        first, *more = KINDS
        later = [pytest.mark.matrix] if metafunc.definition.get_closest_marker("second_in_matrix") else []
        both = [first, *(pytest.param(kind, marks=later) for kind in more)]
        one = metafunc.definition.get_closest_marker("one_database")
        metafunc.parametrize("kind", both[:1] if one else both, scope="session")


@pytest.fixture(scope="session")
def rounds(pytestconfig: pytest.Config) -> int:
    """How often a race is run."""
    return 40 if pytestconfig.getoption("--matrix") else 4


@pytest.fixture(scope="session")
def worker(request: pytest.FixtureRequest) -> str:
    return getattr(request.config, "workerinput", {}).get("workerid", "main")


@pytest.fixture(scope="session")
def templates(request: pytest.FixtureRequest) -> Templates:
    told = getattr(request.config, "workerinput", {}).get("templates")
    return Templates(Path(told)) if told else request.config.stash[workshop].templates()


@pytest.fixture(scope="session")
def database(kind: str, templates: Templates, worker: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a migrated database that this process has to itself."""
    return templates.copy(kind, f"test_{worker}", tmp_path_factory.mktemp("database"))


@pytest.fixture(scope="session")
def engine(database: str) -> Iterator[Engine]:
    engine = make_engine(database)
    yield engine
    engine.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """A transaction for one test, undone at its end."""
    with engine.connect() as connection:
        outer = connection.begin()
        yield connection
        if outer.is_active:
            outer.rollback()


@pytest.fixture
def db(connection: Connection) -> Iterator[Session]:
    """A session inside that transaction; what it commits is undone with it."""
    with Scoped(connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as session:
        yield session


@pytest.fixture
def halden(db: Session) -> World:
    """A municipality, in the test's transaction."""
    return municipality(db)


@pytest.fixture
def kari(halden: World) -> Person:
    """One of its caseworkers."""
    return halden.caseworker()


@pytest.fixture
def ola(halden: World) -> Person:
    """Somebody who proposes."""
    return halden.person("Ola Nordmann")


@pytest.fixture
def assessed(halden: World, ola: Person, kari: Person) -> str:
    """A case of Ola's that is assessed: seats in its group can be offered, and nothing written there."""
    ref = halden.proposal(ola)
    halden.move(ref, "vurder", kari)
    return ref


@pytest.fixture
def opened(halden: World, assessed: str, kari: Person) -> str:
    """A case of Ola's that is developed together, so that its group writes."""
    halden.move(assessed, "utvikle", kari)
    return assessed


@pytest.fixture
def own_engine(
    kind: str, templates: Templates, worker: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """A database for one test alone, where commits are real: for races, for the worker, for whole commands.

    All stand at one address, one after the other, so that what their engine has compiled is compiled once.
    """
    engine = engine_at(templates.renew(kind, f"own_{worker}", tmp_path_factory.getbasetemp()))
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """How the product runs when tests call it in their own process."""
    folder = tmp_path_factory.mktemp("data")
    return load(
        {
            "SAMSKAPING_ENV": "development",
            "SAMSKAPING_DATA": str(folder),
            "SAMSKAPING_BASE_URL": "http://localhost",
            # As a real installation has it: whoever works here gives a second factor.
            "SAMSKAPING_SECOND_FACTOR": "required",
            # Tests count what it takes to make a page; what is kept has tests of its own.
            "SAMSKAPING_KEPT_PAGES": "0",
        }
    )


@pytest.fixture
def statements(request: pytest.FixtureRequest) -> Iterator[Statements]:
    """Every statement that reaches a database while the test runs; see tests/statements.py."""
    with Statements.listening() as heard:
        if "db" in request.fixturenames:
            heard.first = request.getfixturevalue("db").commit
        yield heard


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def serve_demonstration(
    kind: str, templates: Templates, worker: str, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], AbstractContextManager[Served]]:
    """Serves a demonstration of its own under a name, for as long as the block lasts."""

    @contextmanager
    def serving(name: str) -> Iterator[Served]:
        folder = tmp_path_factory.mktemp(name)
        demonstration = templates.demonstration(kind)
        database = templates.copy(kind, f"{name}_{worker}", folder, of=demonstration)
        with serve(database, folder, SAMSKAPING_PROXY_HOPS="1") as site:  # each window says where it stands
            yield site
        # Whatever the browsers did there, the log tells of nobody.
        assert quiet.told((folder / "web.log").read_text().splitlines(), *site.people()) == []

    return serving


@pytest.fixture(scope="session")
def served(serve_demonstration: Callable[[str], AbstractContextManager[Served]]) -> Iterator[Served]:
    """A running site with the demonstration, shared by the tests of this process."""
    with serve_demonstration("served") as site:
        yield site


@pytest.fixture
def window(browser: Browser, served: Served) -> Iterator[Callable[..., Page]]:
    """Opens windows on the served site: ``window(width=390, java_script_enabled=False)``. None may complain."""
    opened: list[Watched] = []

    def open_one(**options: object) -> Page:
        opened.append(Watched(browser, served.address, **options))  # type: ignore[arg-type]
        return opened[-1].page

    yield open_one
    for one in opened:
        one.close()
    assert [complaint for one in opened for complaint in one.complaints] == []


@pytest.fixture
def page(window: Callable[..., Page]) -> Page:
    """A window as wide as a laptop's."""
    return window()
