"""Every route says who may come in, and where; a route that says nothing is shut."""

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from typing import Any, TypeVar

import click
from flask import Flask, current_app, g, request

from samskaping.errors import Missing, Refused
from samskaping.rules.policy import Can, allowed

View = TypeVar("View", bound=Callable[..., Any])


class Who(StrEnum):
    """The two doors that ask for no permission of the table."""

    PUBLIC = "public"
    SIGNED_IN = "signed in"


class Where(StrEnum):
    """Where a page lives: in a municipality, on the national pages, in both, on the bare host, or in all of them."""

    MUNICIPALITY = "municipality"
    NATION = "nation"
    BOTH = "both"
    ROOT = "root"
    ANYWHERE = "anywhere"


PUBLIC, SIGNED_IN = Who.PUBLIC, Who.SIGNED_IN


def open_to(whom: Who | Can, where: Where = Where.MUNICIPALITY, *, is_writing: bool = False) -> Callable[[View], View]:
    """Mark a view with who may enter, where it lives, and whether it is closed to those who may not write here."""

    def mark(view: View) -> View:
        view.open_to, view.lives, view.is_writing = whom, where, is_writing  # type: ignore[attr-defined]
        return view

    return mark


class Blocked(Refused):
    """Moderators have kept the person from writing here; the page says why, and until when."""


class NotSignedIn(Refused):
    """Somebody must sign in first, and comes back to where they were."""


class NeedsSecond(Refused):
    """The person's roles open here once they have given their second factor; then they come back to where they were."""


def guard() -> None:
    """Before each request: is the page here, and may this visitor enter?"""
    if request.endpoint is None:
        return
    view = current_app.view_functions[request.endpoint]
    whom, where = getattr(view, "open_to", None), getattr(view, "lives", None)
    if whom is None or not _is_here(where):
        raise Missing
    if whom is not PUBLIC and not g.ctx.actor.is_known:
        raise NotSignedIn
    if getattr(view, "is_writing", False) and g.ctx.actor.is_blocked:
        raise Blocked
    if isinstance(whom, Can) and not g.ctx.may(whom):
        if allowed(replace(g.ctx.actor, roles=g.ctx.actor.waiting), whom):
            raise NeedsSecond
        g.refused = whom  # for the security log
        raise Refused


def _is_here(where: Where | None) -> bool:
    if where is Where.ANYWHERE:
        return True
    if request.environ["samskaping.rooted"]:
        return where is Where.ROOT
    if where is Where.BOTH:
        return True
    return where is (Where.MUNICIPALITY if g.ctx.municipality else Where.NATION)


def doors(app: Flask) -> list[tuple[str, str, str, str, str]]:
    """(address, methods, endpoint, who, where) of every route: the list that is checked in, and tested cell by cell."""
    found = []
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        who, where = getattr(view, "open_to", "shut"), getattr(view, "lives", "nowhere")
        found.append((rule.rule, methods, rule.endpoint, str(who), str(where)))
    return sorted(found)


@click.command("doors")
def doors_command() -> None:
    """List every address, and who may enter there."""
    for row in doors(current_app):
        click.echo("  ".join((f"{row[0]:48}", f"{row[1]:10}", f"{row[2]:32}", f"{row[3]:24}", row[4])))
