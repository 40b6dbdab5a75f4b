"""A municipality and its site, for tests that open pages."""

import json
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from samskaping.db import Scoped, make_engine
from samskaping.rules.roles import Role
from samskaping.web import filters, looks
from samskaping.web.app import create_app
from tests.databases import beside
from tests.furnished import furnish
from tests.hostile_issuer import hostile
from tests.house.answers import Crowd
from tests.house.sources import HOUSE
from tests.openid import LOCAL, provided
from tests.strangers import Strangers
from tests.visitor import Site
from tests.web.rendering import Render
from tests.world import NOW, municipality


@pytest.fixture
def site(settings, connection, halden):
    """The application on the test's own transaction: ``site.visitor(person).get("/forslag")``."""
    return Site(settings, connection, halden)


@pytest.fixture
def pia(site):
    """Who publishes challenges, and answers what people raise and suggest."""
    return site.world.person("Pia", Role.PUBLISIST)


@pytest.fixture
def liv(site):
    """A resident."""
    return site.world.person("Liv Lokal")


@pytest.fixture
def attaching(site, liv):
    """Liv, and the page of files of the proposal that she has just sent in."""
    ref = site.world.proposal(liv)
    return site.visitor(liv), f"/filer/forslag/{ref}", f"/forslag/{ref}"


@pytest.fixture(scope="session")
def started_provider(tmp_path_factory):
    with provided(tmp_path_factory.mktemp("provider")) as found:
        yield found


@pytest.fixture
def provider(started_provider):
    """A real OpenID provider that knows the tests' address, and at which Kari signs in."""
    started_provider.says()
    yield started_provider
    if started_provider.site != LOCAL:
        started_provider.serves(LOCAL)


@pytest.fixture
def keeping(settings):
    """The settings of a real installation, where pages are kept."""
    return replace(settings, kept_pages=64)


@pytest.fixture
def town(own_engine):
    """A municipality in a database where commits are real."""
    with Scoped(own_engine, expire_on_commit=False) as db:
        world = municipality(db)
        db.commit()
        yield world


@pytest.fixture(scope="module")
def components():
    """The components alone, without the application: they read globals only."""
    app = Flask("components", template_folder=str(HOUSE / "templates"), static_folder=None)
    filters.install(app)
    app.template_context_processors[None].clear()  # components read globals alone
    looks.install(app)
    return app


@pytest.fixture
def render(components) -> Render:
    def rendered(source: str, **values: object) -> BeautifulSoup:
        with components.test_request_context():
            return BeautifulSoup(components.jinja_env.from_string(source).render(values), "html.parser")

    return rendered


@pytest.fixture(scope="module")
def strangers(kind, templates, worker, tmp_path_factory, settings):
    folder = tmp_path_factory.mktemp("strangers")
    made = templates.demonstration(kind)
    engine = make_engine(templates.copy(kind, f"strangers_{worker}", folder, of=made))
    with engine.connect() as connection, connection.begin():
        two = Strangers(connection, beside(settings, folder), "halden", "asker")
        furnish(two)
        yield two
    engine.dispose()


@pytest.fixture(scope="module")
def crowd(kind, templates, worker, tmp_path_factory, settings):
    """One of each kind of visitor, who knock at doors."""
    engine = make_engine(templates.copy(kind, f"crowd_{worker}", tmp_path_factory.mktemp("crowd")))
    with engine.connect() as connection, connection.begin():
        yield Crowd(connection, create_app(settings, connection, CLOCK=lambda: NOW))
    engine.dispose()


@pytest.fixture(scope="module")
def issuer(tmp_path_factory):
    """An issuer that answers whatever a test makes it answer, with the file of a key that it believes."""
    with hostile() as found:
        (key := tmp_path_factory.mktemp("issuer") / "key.json").write_text(json.dumps(found.key.as_dict(private=True)))
        found.key_file = key
        yield found
