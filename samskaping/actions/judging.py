"""A moderator's one step: what is done with a text, and at once with the one who wrote it."""

from collections.abc import Callable
from dataclasses import dataclass

from samskaping.actions import approval, blocking, moderation, need_rulings, redaction
from samskaping.context import Context
from samskaping.errors import Unfit
from samskaping.language import gettext as _
from samskaping.rules.blocking import Span
from samskaping.rules.moderation import Deed
from samskaping.rules.speech import ReportReason


@dataclass(frozen=True)
class Judgement:
    """What a moderator decided. Reason and words are the ones that the writer reads, where the deed goes against it.

    ``passages`` are what is blacked out; ``span`` is for how long the writer is blocked, if at all.
    """

    deed: Deed
    reason: ReportReason | None = None
    words: str = ""
    passages: tuple[str, ...] = ()
    span: Span | None = None


@dataclass(frozen=True)
class Wanted:
    """Which text: ``kind`` and ``name`` as in addresses, and the mark of what the moderator looked at."""

    kind: str
    name: str
    seen: str | None


def judge(ctx: Context, wanted: Wanted, judgement: Judgement, *, once: str | None = None) -> None:
    """Do it. Raises ``Clash`` when somebody else decided first, or the text is another than the one that was read."""
    deed = _DEEDS.get((judgement.deed, wanted.kind))
    if deed is None:
        raise Unfit(deed=_("Velg hva du vil gjøre"))
    refuse_lacks(judgement)
    if judgement.span is None:
        deed(ctx, wanted, judgement, once)
        return
    if judgement.reason is None:
        raise Unfit(span=_("Den som skrev, kan blokkeres når du skjuler, sladder eller avviser teksten"))
    with blocking.beside(
        ctx, wanted.kind, wanted.name, judgement.span, judgement.reason, judgement.words, seen=wanted.seen
    ):
        deed(ctx, wanted, judgement, once)


def refuse_lacks(judgement: Judgement) -> None:
    """Raises ``Unfit`` for what the deed demands and has not got."""
    if judgement.deed in NEEDS_REASON and judgement.reason is None:
        raise Unfit(reason=_("Velg hva som er galt"))
    if judgement.deed is Deed.SLADDET and not judgement.passages:
        raise Unfit(passages=_("Skriv det som skal sladdes, slik det står i teksten"))


def _redact(ctx: Context, wanted: Wanted, said: Judgement, once: str | None) -> None:
    if said.reason is not None:
        redaction.redact(
            ctx, wanted.kind, wanted.name, said.passages, said.reason, said.words, seen=wanted.seen, once=once
        )


#: What a moderator does against a text is said in code and in words.
NEEDS_REASON = frozenset({Deed.AVVIST, Deed.SKJULT, Deed.SLADDET})

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
    (Deed.GODKJENT, "behov"): _plain(need_rulings.approve),
    (Deed.AVVIST, "forslag"): _reasoned(approval.refuse_proposal),
    (Deed.AVVIST, "kommentar"): _reasoned(approval.refuse_comment),
    (Deed.AVVIST, "behov"): _reasoned(need_rulings.refuse),
    (Deed.BEHOLDT, "forslag"): _plain(moderation.keep_proposal),
    (Deed.BEHOLDT, "kommentar"): _plain(moderation.keep_comment),
    (Deed.BEHOLDT, "behov"): _plain(need_rulings.keep),
    (Deed.SKJULT, "forslag"): _reasoned(moderation.hide_proposal),
    (Deed.SKJULT, "kommentar"): _reasoned(moderation.hide_comment),
    (Deed.SKJULT, "behov"): _reasoned(need_rulings.hide),
    (Deed.SLADDET, "forslag"): _redact,
    (Deed.SLADDET, "kommentar"): _redact,
    (Deed.SLADDET, "behov"): _redact,
    (Deed.VIST, "forslag"): _worded(moderation.restore_proposal),
    (Deed.VIST, "kommentar"): _worded(moderation.restore_comment),
    (Deed.VIST, "behov"): _worded(need_rulings.restore),
}
