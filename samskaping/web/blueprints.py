"""All doors of the house: one blueprint for each noun, registered here and nowhere else."""

from flask import Flask

from samskaping.web import health, proposals

BLUEPRINTS = (health.bp, proposals.bp)


def register(app: Flask, *, development: bool) -> None:
    """Open the doors; the gallery and the mailbox only in development."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
