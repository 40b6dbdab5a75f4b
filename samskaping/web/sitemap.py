"""Sitemaps (sitemaps.org): an index on the bare host, and each municipality's own in each form."""

from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Blueprint, Response, current_app, g, request, url_for
from flask.typing import ResponseReturnValue

from samskaping.errors import Missing
from samskaping.language import FORMS
from samskaping.queries import feeds
from samskaping.web import filters
from samskaping.web.access import PUBLIC, Where, open_to

bp = Blueprint("sitemap", __name__)
_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
_STANDING = (
    "home.page",
    "challenges.listing",
    "needs.listing",
    "proposals.listing",
    "results.listing",
    "lessons.listing",
    "organisations.listing",
    "pages.how",
    "pages.contact",
    "pages.privacy",
)
_NATIONAL = ("home.page", "home.register", "pages.how", "pages.contact", "pages.privacy", "pages.cookies")


@bp.get("/sitemap.xml")
@open_to(PUBLIC, Where.ANYWHERE)
def addresses() -> ResponseReturnValue:
    """On the bare host the index; on national pages and in a municipality the addresses that anyone can read there."""
    if request.environ["samskaping.rooted"]:
        return _index()
    if g.ctx.municipality is None:
        return _set([(url_for(name), None) for name in _NATIONAL])
    if not g.ctx.here.is_active:
        raise Missing
    proposals, challenges, needs = feeds.addresses(g.ctx)
    own: list[tuple[str, datetime | None]] = [(url_for(name), None) for name in _STANDING]
    own += [(url_for("challenges.page", public_id=name), when) for name, when in challenges]
    own += [(url_for("proposals.page", ref=name), when) for name, when in proposals]
    own += [(url_for("needs.page", ref=name), when) for name, when in needs]
    return _set(own)


def _index() -> Response:
    root = Element("sitemapindex", {"xmlns": _SCHEMA})
    base = current_app.config["BASE_URL"]
    for slug, host in [("", None), *feeds.active(g.ctx)]:
        for form in FORMS:
            path = filters.elsewhere(slug, "/sitemap.xml", host, form)
            SubElement(SubElement(root, "sitemap"), "loc").text = path if host else base + path
    return _xml(root)


def _set(paths: list[tuple[str, datetime | None]]) -> Response:
    root = Element("urlset", {"xmlns": _SCHEMA})
    for path, changed in paths:
        place = SubElement(root, "url")
        SubElement(place, "loc").text = filters.address(path)
        if changed:
            SubElement(place, "lastmod").text = changed.date().isoformat()
    return _xml(root)


def _xml(root: Element) -> Response:
    return Response(tostring(root, encoding="utf-8", xml_declaration=True), mimetype="application/xml")
