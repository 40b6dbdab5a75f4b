"""The checked-in list of doors: address, methods, endpoint, who may enter, where it lives.

``python -m tests.house.doors`` (make doors) writes it anew; the difference is for a person to read and commit.
"""

from pathlib import Path

from flask import Flask
from sqlalchemy import create_engine

from samskaping.config import Settings, load
from samskaping.web.access import doors
from samskaping.web.app import create_app

LIST = Path(__file__).with_name("doors.txt")


def application(settings: Settings) -> Flask:
    """The product with every door it has in development, on no database: doors are looked at, not entered."""
    return create_app(settings, create_engine("sqlite://"))


def written(app: Flask) -> str:
    """The list, one door a line."""
    return "".join(f"{' | '.join(row)}\n" for row in doors(app))


if __name__ == "__main__":
    LIST.write_text(written(application(load({"SAMSKAPING_ENV": "development"}))), "utf-8")
