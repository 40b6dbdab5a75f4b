"""All doors of the house: one blueprint for each noun, registered here and nowhere else."""

from flask import Flask

from samskaping.web import (
    accounts,
    activation,
    admin,
    admin_lists,
    admin_staff,
    barriers,
    casework,
    casework_moves,
    casework_words,
    challenge_desk,
    challenges,
    comments,
    feeds,
    gallery,
    health,
    home,
    links,
    mailbox,
    me,
    merging,
    moderation,
    notifications,
    organisations,
    own_case,
    pages,
    people,
    proposals,
    proposing,
    reports,
    sitemap,
    spoken_for,
    support,
    wellknown,
)

BLUEPRINTS = (
    accounts.bp,
    activation.bp,
    admin.bp,
    admin_lists.bp,
    admin_staff.bp,
    barriers.bp,
    casework.bp,
    casework_moves.bp,
    casework_words.bp,
    challenge_desk.bp,
    challenges.bp,
    comments.bp,
    feeds.bp,
    health.bp,
    home.bp,
    links.bp,
    me.bp,
    merging.bp,
    moderation.bp,
    notifications.bp,
    organisations.bp,
    own_case.bp,
    pages.bp,
    people.bp,
    proposals.bp,
    proposing.bp,
    reports.bp,
    sitemap.bp,
    spoken_for.bp,
    support.bp,
    wellknown.bp,
)
#: Open in development and tests only.
DEVELOPMENT = (gallery.gallery, mailbox.bp)


def register(app: Flask, *, development: bool) -> None:
    """Open the doors."""
    for blueprint in (*BLUEPRINTS, *(DEVELOPMENT if development else ())):
        app.register_blueprint(blueprint)
