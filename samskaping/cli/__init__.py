"""The shell's way in: ``python -m samskaping …``. Each command enters a context, calls one deed, prints, commits."""

import click

from samskaping.cli import db, demo, imports, municipalities


@click.group()
def main() -> None:
    """Samskaping: the commands that run and look after an installation."""


main.add_command(db.db)
main.add_command(imports.import_)
main.add_command(municipalities.municipalities)
main.add_command(demo.demo)
