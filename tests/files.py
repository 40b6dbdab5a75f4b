"""Files in a test's own world: attached by the page that people use, looked through by the worker."""

import io
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from PIL import Image
from sqlalchemy import select
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from samskaping.jobs.files import looked_through, swept
from samskaping.jobs.place import Place
from samskaping.models import File
from samskaping.outside.file_stores import Store, store
from tests.visitor import Site, Visitor

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def picture(width: int = 900, height: int = 600, colour: str = "teal", kind: str = "JPEG") -> bytes:
    """A picture of one colour."""
    made = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(made, kind)
    return made.getvalue()


def chosen(*files: tuple[str, bytes]) -> list[FileStorage]:
    """Files as a form sends them."""
    return [FileStorage(io.BytesIO(content), name) for name, content in files]


def send(visitor: Visitor, path: str, *files: tuple[str, bytes], status: int = 303, **fields: Any) -> BeautifulSoup:
    """Press a button of the page of files with these chosen."""
    headers = fields.pop("headers", {})
    visitor.get(path)
    own = {str(tag["name"]): str(tag.get("value") or "") for tag in visitor.page.select("#filer input[type=text]")}
    data = {"csrf_token": visitor.token, "once": "once", **own, **fields, "files": chosen(*files)}
    # As bytes: the test client else lays large ones in files that it leaves open.
    boundary, body = encode_multipart(MultiDict(data))
    return visitor.post(path, body, status, **{"Content-Type": f"multipart/form-data; boundary={boundary}", **headers})  # type: ignore[arg-type]


def look_through(site: Site) -> int:
    """The worker looks through all that waits, and deletes what is gone."""
    place = Place(site.bind, site.settings, now=lambda: site.now)
    done = 0
    while looked_through(place):
        done += 1
    swept(place)
    site.world.db.expire_all()
    return done


def rows(site: Site) -> list[File]:
    """All files, the first first."""
    site.world.db.expire_all()
    return list(site.world.db.scalars(select(File).order_by(File.id)))


def lying(site: Site) -> set[str]:
    """The keys of all that lies in the store."""
    return {lies.key for lies in bytes_of(site).keys()}  # noqa: SIM118  a store is no dict


def bytes_of(site: Site) -> Store:
    return store(site.settings.files)


def addresses(page: BeautifulSoup) -> list[str]:
    """Where the page fetches its pictures, and its documents lead."""
    pictures = [str(tag["src"]) for tag in page.select(".sk-pictures img")]
    return [
        urlsplit(one).path for one in pictures + [str(tag["href"]) for tag in page.select(".sk-documents a[download]")]
    ]
