"""A worker's place on a test's own database, with mail in a folder and a clock that stands still."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from samskaping.db import Scoped
from samskaping.jobs.place import Place
from samskaping.outside import mail
from tests.ports import reserved
from tests.world import World, municipality


class Office:
    """One municipality, its worker, and the mail that has gone out."""

    def __init__(self, world: World, place: Place) -> None:
        self.world, self.place = world, place

    def at(self, **span: int) -> "Office":
        """The same office some time later."""
        world = self.world.later(**span)
        return Office(world, replace(self.place, now=lambda: world.now))

    def commit(self) -> None:
        """Keep what the test has set up; it is no deed, and leaves nothing in the history."""
        self.world.db.flush()
        self.world.db.info.pop("untold", None)
        self.world.db.commit()

    @property
    def mails(self) -> list[mail.Kept]:
        """What has gone out, the oldest first."""
        return list(reversed(mail.kept(self.place.settings.mail_url)))


@pytest.fixture
def office(own_engine, settings, tmp_path):
    with Scoped(own_engine, expire_on_commit=False) as db:
        world = municipality(db, contact_email="samskaping@halden.example.no")
        db.commit()
        settings = replace(settings, mail_url=f"folder://{tmp_path}/mail", base_url="https://samskaping.example.no")
        yield Office(world, Place(own_engine, settings, "prøve", lambda: world.now, is_once=True))


@pytest.fixture
def mail_server() -> Iterator[Callable[[Any], str]]:
    """Starts a mail server of the test's own with a handler; answers its address."""
    running: list[Controller] = []

    def start(handler: Any) -> str:
        port = reserved()
        running.append(Controller(handler, hostname="127.0.0.1", port=port, ready_timeout=240))
        running[-1].start()
        return f"smtp://127.0.0.1:{port}"

    yield start
    for controller in running:
        controller.stop()
