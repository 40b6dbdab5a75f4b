"""The shell's way in: ``python -m samskaping …``. Each command enters a context, calls one deed, prints, commits."""

import click

from samskaping.cli import (
    backup,
    db,
    demo,
    imports,
    log,
    move,
    municipalities,
    people,
    rebuild,
    recount,
    retain,
    run,
    tally,
    verify,
    work,
)


@click.group()
def main() -> None:
    """Samskaping: the commands that run and look after an installation."""


main.add_command(db.db)
main.add_command(imports.import_)
main.add_command(municipalities.municipalities)
main.add_command(demo.demo)
main.add_command(people.people)
main.add_command(run.run)
main.add_command(work.work)
main.add_command(rebuild.search)
main.add_command(rebuild.text)
main.add_command(retain.retain)
main.add_command(verify.verify)
main.add_command(tally.tally)
main.add_command(recount.recount)
main.add_command(log.log)
main.add_command(backup.backup)
main.add_command(backup.restore)
db.db.add_command(move.move)
