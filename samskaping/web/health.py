"""What a machine asks: is the process alive, is it ready, and where to report a security fault."""

from flask import Blueprint, Response, current_app, g
from flask.typing import ResponseReturnValue

from samskaping.queries import health
from samskaping.web.access import PUBLIC, Where, open_to

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@open_to(PUBLIC, Where.ROOT)
def alive() -> ResponseReturnValue:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
@open_to(PUBLIC, Where.ROOT)
def ready() -> ResponseReturnValue:
    """The database answers, and is of this release; 503 with the class of the cause otherwise."""
    problem = health.problem(g.ctx)
    return Response(f"{problem or 'ok'}\n", 503 if problem else 200, mimetype="text/plain")


@bp.get("/robots.txt")
@open_to(PUBLIC, Where.ROOT)
def robots() -> ResponseReturnValue:
    """What search engines may read: everything public; where the sitemap is."""
    base = current_app.config["BASE_URL"]
    return Response(f"User-agent: *\nAllow: /\n\nSitemap: {base}/sitemap.xml\n", mimetype="text/plain")
