"""A moderator's one step: what is done with a text, and at once with the one who wrote it."""

from collections.abc import Callable
from dataclasses import dataclass

from samskaping.actions import approval, moderation
from samskaping.context import Context
from samskaping.errors import Unfit
from samskaping.language import gettext as _
from samskaping.rules.moderation import Deed
from samskaping.rules.speech import ReportReason


@dataclass(frozen=True)
class Judgement:
    """What a moderator decided. Reason and words are the ones that the writer reads, where the deed goes against it."""

    deed: Deed
    reason: ReportReason | None = None
    words: str = ""


@dataclass(frozen=True)
class Wanted:
    """Which text: ``kind`` and ``name`` as in addresses, and the mark of what the moderator looked at."""

    kind: str
    name: str
    seen: str


def judge(ctx: Context, wanted: Wanted, judgement: Judgement, *, once: str | None = None) -> None:
    """Do it. Raises ``Clash`` when somebody else decided first, or the text is another than the one that was read."""
    if judgement.deed in NEEDS_REASON and judgement.reason is None:
        raise Unfit(reason=_("Velg hva som er galt"))
    deed = _DEEDS.get((judgement.deed, wanted.kind))
    if deed is None:
        raise Unfit(deed=_("Velg hva du vil gjøre"))
    deed(ctx, wanted, judgement, once)


#: What a moderator does against a text is said in code and in words.
NEEDS_REASON = frozenset({Deed.AVVIST, Deed.SKJULT})

_Deed = Callable[[Context, Wanted, Judgement, str | None], object]


def _plain(deed: Callable[..., object]) -> _Deed:
    return lambda ctx, wanted, _said, once: deed(ctx, wanted.name, seen=wanted.seen, once=once)


def _worded(deed: Callable[..., object]) -> _Deed:
    return lambda ctx, wanted, said, once: deed(ctx, wanted.name, said.words, seen=wanted.seen, once=once)


def _reasoned(deed: Callable[..., object]) -> _Deed:
    return lambda ctx, wanted, said, once: deed(ctx, wanted.name, said.reason, said.words, seen=wanted.seen, once=once)


_DEEDS: dict[tuple[Deed, str], _Deed] = {
    (Deed.GODKJENT, "forslag"): _plain(approval.approve_proposal),
    (Deed.GODKJENT, "kommentar"): _plain(approval.approve_comment),
    (Deed.AVVIST, "forslag"): _reasoned(approval.refuse_proposal),
    (Deed.AVVIST, "kommentar"): _reasoned(approval.refuse_comment),
    (Deed.BEHOLDT, "forslag"): _plain(moderation.keep_proposal),
    (Deed.BEHOLDT, "kommentar"): _plain(moderation.keep_comment),
    (Deed.SKJULT, "forslag"): _reasoned(moderation.hide_proposal),
    (Deed.SKJULT, "kommentar"): _reasoned(moderation.hide_comment),
    (Deed.VIST, "forslag"): _worded(moderation.restore_proposal),
    (Deed.VIST, "kommentar"): _worded(moderation.restore_comment),
}
