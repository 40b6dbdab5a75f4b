"""All doors of the house: one blueprint for each noun, registered here and nowhere else."""

from flask import Flask

from samskaping.web import (
    accounts,
    comments,
    gallery,
    health,
    links,
    me,
    notifications,
    organisations,
    own_case,
    people,
    proposals,
    proposing,
    reports,
    spoken_for,
    support,
)

BLUEPRINTS = (
    accounts.bp,
    comments.bp,
    health.bp,
    links.bp,
    me.bp,
    notifications.bp,
    organisations.bp,
    own_case.bp,
    people.bp,
    proposals.bp,
    proposing.bp,
    reports.bp,
    spoken_for.bp,
    support.bp,
)
#: Open in development and tests only.
DEVELOPMENT = (gallery.gallery,)


def register(app: Flask, *, development: bool) -> None:
    """Open the doors."""
    for blueprint in (*BLUEPRINTS, *(DEVELOPMENT if development else ())):
        app.register_blueprint(blueprint)
