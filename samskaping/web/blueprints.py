"""All doors of the house: one blueprint for each noun, registered here and nowhere else."""

from flask import Flask

from samskaping.web import gallery, health, proposals

BLUEPRINTS = (
    health.bp,
    proposals.bp,
)
#: Open in development and tests only.
DEVELOPMENT = (gallery.gallery,)


def register(app: Flask, *, development: bool) -> None:
    """Open the doors."""
    for blueprint in (*BLUEPRINTS, *(DEVELOPMENT if development else ())):
        app.register_blueprint(blueprint)
