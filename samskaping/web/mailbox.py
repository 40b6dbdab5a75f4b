"""The mailbox of a development machine: what has been mailed, read in the browser."""

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from samskaping.errors import Missing
from samskaping.outside import mail
from samskaping.web.access import PUBLIC, Where, open_to

bp = Blueprint("mailbox", __name__)


@bp.get("/_postkasse")
@open_to(PUBLIC, Where.ROOT)
def listing() -> ResponseReturnValue:
    """Everything in the folder, newest first."""
    return render_template("mailbox/listing.html", mails=mail.kept(_url()))


@bp.get("/_postkasse/<key>")
@open_to(PUBLIC, Where.ROOT)
def page(key: str) -> ResponseReturnValue:
    """One mail: its headers and its words, with our own links to follow."""
    found = mail.kept_one(_url(), key)
    if found is None:
        raise Missing
    return render_template("mailbox/page.html", mail=found, home=current_app.config["SETTINGS"].base_url)


def _url() -> str:
    return str(current_app.config["SETTINGS"].mail_url)
