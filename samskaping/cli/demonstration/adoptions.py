"""What a script takes over from another municipality, found by the search that staff use."""

from samskaping.actions import adopting
from samskaping.cli.demonstration.deeds import Step
from samskaping.context import Context
from samskaping.queries import adoptions


def begin(ctx: Context, given: Step) -> str:
    """Begin a draft from what the words find in another municipality. Answers its public id."""
    found = adoptions.of_others(ctx, given["words"])
    source = next(one for one in found if (one.slug, one.kind) == (given["place"], given["kind"]))
    return adopting.adopt(ctx, source.slug, source.kind, source.thing)
