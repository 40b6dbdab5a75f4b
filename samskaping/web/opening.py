"""Whoever opens what they have been told of, has read it: from the mail as well as from the list of notifications."""

import logging
from dataclasses import replace

from flask import Response, current_app, g, request

from samskaping.actions import notifications as deeds
from samskaping.db import Unavailable, transaction
from samskaping.queries import unread

_log = logging.getLogger(__name__)


def opens(kind: str, thing: int) -> None:
    """The visitor opens a thing (by inner key): what they have been told about it counts as read on this page.

    Asks the database only for somebody with something unread.
    """
    if _is_reading():
        opens_told(unread.about(g.ctx, kind, thing))


def opens_told(told: list[int]) -> None:
    """The same, where the page's own statement has found what they have been told (by inner keys)."""
    me = g.ctx.me
    if told and me is not None and _is_reading():
        g.opened = told
        g.ctx = replace(g.ctx, me=replace(me, unread=max(me.unread - len(told), 0)))


def _is_reading() -> bool:
    """Whether somebody with something unread reads. A browser that fetches ahead has shown nobody anything."""
    me, purpose = g.ctx.me, request.headers.get("Sec-Purpose", "")
    return request.method == "GET" and me is not None and bool(me.unread) and "prefetch" not in purpose


def opens_ruling(public_id: str, *, is_of_need: bool) -> None:
    """The visitor opens a ruling: what they have been told about its case or need is read."""
    if request.method == "GET" and g.ctx.me and g.ctx.me.unread:
        kind = "need" if is_of_need else "proposal"
        opens(kind, deeds.thing_id(g.ctx, "ruling", "", public_id) or 0)


def settle(response: Response) -> None:
    """Mark as read what a page that was shown has opened: in a short transaction, when the page itself is read.

    When others keep the database from being written, the page is shown all the same, and is opened another time.
    """
    if "opened" not in g or response.status_code >= 400:
        return
    try:
        with transaction(current_app.config["BIND"]) as db:
            deeds.read(replace(g.ctx, db=db), g.opened)
    except Unavailable as error:
        _log.warning("what was opened is not marked as read", exc_info=error)
