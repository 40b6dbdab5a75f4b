"""Pictures and files of a script: our own drawings, laid in the store and attached by the deed that people use."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import select

from samskaping.actions import files
from samskaping.actions.files import Change, Description, Upload
from samskaping.cli.demonstration.needs import Part, Step
from samskaping.cli.demonstration.scene import acting
from samskaping.cli.demonstration.stage import Stage
from samskaping.config import FileStore
from samskaping.models import File, Statement
from samskaping.outside import file_kinds
from samskaping.outside.file_stores import store

FOLDER = Path(__file__).parents[2] / "data" / "demo" / "files"


def lay(where: FileStore, slug: str, script: Step) -> None:
    """The bytes of one municipality's files are there before anything speaks of them."""
    for given in script.get("file", []):
        store(where).put(_key(slug, given["file"]), _content(given))


def parts(stage: Stage, given: Step) -> Iterator[Part]:
    """One file is attached, and says at once what it shows."""
    yield Part(given["day"], partial(_attach, stage, given))


def _content(given: Step) -> bytes:
    return Path(FOLDER, str(given["file"])).read_bytes()


def _key(slug: str, file: str) -> str:
    """Known before there is a row: whoever loads the demonstration hides nothing in it."""
    return hashlib.sha256(f"{slug}/{file}".encode()).hexdigest()[:32]


def _attach(stage: Stage, given: Step, now: datetime) -> None:
    ctx, content, key = acting(stage, given["by"], now), _content(given), _key(stage.here.slug, given["file"])
    kind, digest = file_kinds.recognised(content, given["name"]), hashlib.sha256(content).hexdigest()
    upload = Upload(given["name"], kind, len(content), digest, key)
    thing = (given["on"], _name(stage, given))
    files.put(ctx, *thing, Change([upload]))
    if "alt" in given:
        row = stage.db.scalars(select(File).where(File.key == key)).one()
        files.put(ctx, *thing, Change(said={row.public_id: Description(given["alt"])}))


def _name(stage: Stage, given: Step) -> str:
    """Of the challenge, the proposal, or what the municipality said under this title."""
    if given["on"] == "svar":
        return stage.db.scalars(select(Statement.public_id).where(Statement.title == given["of"])).one()
    named = {"utfordring": stage.challenges, "forslag": stage.proposals}[given["on"]]
    return str(named[given["of"]])
