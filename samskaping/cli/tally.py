"""Counting published elections again: how they were counted there, and by the rules that stand here."""

from fractions import Fraction
from pathlib import Path

import click

from samskaping.rules import pabulib
from samskaping.rules.pabulib import Published
from samskaping.rules.tally import cost_of, counted, greedy
from samskaping.rules.tally_shares import equal_shares

#: What Pabulib calls the rules that we have.
_OURS = {"greedy": "grådig", "greedy-no-skip": "grådig uten hopp", "equalshares/add1": "like deler"}


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def tally(files: tuple[Path, ...]) -> None:
    """Count elections in Pabulib's format (.pb) again, by greedy and by the method of equal shares.

    Ends with 1 when a file cannot be read, its counts are not those it was published with, or the rule that it was
    decided by is one of ours and gives another result.
    """
    right = True
    for file in files:
        try:
            lines, agrees = _told(pabulib.read(file.read_text("utf-8-sig")))
        except (pabulib.Unreadable, UnicodeDecodeError) as error:
            lines, agrees = [f"Kan ikke leses: {error}"], False
        right = right and agrees
        click.echo("\n  ".join([file.name, *lines]))
    if not right:
        raise click.exceptions.Exit(1)


def results(published: Published) -> dict[str, tuple[str, ...]]:
    """What each of our rules takes."""
    election = published.election
    taken = (greedy(election), greedy(election, skip=False), equal_shares(election))
    return dict(zip(_OURS, taken, strict=True))


def counts_agree(published: Published) -> bool:
    """Whether votes and points are those that were published."""
    numbers = counted(published.election)
    votes = {key: row.votes for key, row in numbers.items()}
    scores = {key: row.score for key, row in numbers.items()}
    return votes == published.votes and published.scores in (None, scores)


def decided_alike(published: Published) -> bool | None:
    """Whether the rule that decided gives what was published; None when that rule, or what it gave, is not known."""
    taken = results(published).get(published.rule)
    return None if taken is None or published.selected is None else frozenset(taken) == published.selected


def _told(published: Published) -> tuple[list[str], bool]:
    election, agree, alike = published.election, counts_agree(published), decided_alike(published)
    size = f"{len(election.items)} forslag, {len(election.ballots)} stemmesedler ({published.vote_type})"
    lines = [
        f"{size}, sum {_money(election.budget)}, avgjort av: {published.rule}",
        "Tallene er de samme som de publiserte." if agree else "Tallene er IKKE de samme som de publiserte.",
    ]
    for rule, taken in results(published).items():
        ends = " = det publiserte" if frozenset(taken) == published.selected else ""
        cost = _money(cost_of(election, taken))
        lines.append(f"{_OURS[rule]} ({rule}): {', '.join(taken) or 'ingen'}; koster {cost}{ends}")
    if alike is False:
        lines.append(f"{published.rule} gir IKKE det som er publisert.")
    return lines, agree and alike is not False


def _money(sum_of: Fraction) -> str:
    return str(sum_of) if sum_of.denominator == 1 else f"{float(sum_of):.2f}"
