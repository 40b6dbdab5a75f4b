"""Norwegian words as searches see them: their stem, and the words that a compound ends in."""

import re
from functools import lru_cache

import snowballstemmer

_WORD = re.compile(r"\w+")
_SHORTEST_HEAD = _SHORTEST_TAIL = 3
#: Longer ones are addresses and noise.
_LONGEST = 40
#: What a compound may begin with though it has two letters: «elbil», «byfest», «øyhopping».
_SHORT_HEADS = frozenset(["by", "el", "ek", "is", "ku", "ny", "ro", "sy", "te", "tv", "uv", "øy", "ås"])
_VOWEL = re.compile("[aeiouyæøåéèêôäö]")
#: How a Norwegian word begins: a vowel, one consonant, or these together. «Butikkbuss» is cut before «buss».
_ONSET = re.compile(
    "(?:bj|bl|br|ch|dj|dr|dv|fj|fl|fn|fr|gj|gl|gn|gr|hj|hv|kj|kl|kn|kr|kv|ph|pj|pl|pr|ps|sc|sh|sjk?|skj|skl|skr|skv|sk"
    "|sl|sm|sn|spj|spl|spr|sp|str|stj|st|sv|th|tj|tr|tv|vr|wh|[^aeiouyæøåéèêôäö])?[aeiouyæøåéèêôäö]"
)


def words(text: str) -> list[str]:
    """The words of a text in small letters, as often as they stand there."""
    return _WORD.findall(text.lower())


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A word without its ending: the same stems as PostgreSQL's own."""
    # A stemmer of its own: they keep what they are cutting, and threads share this.
    return str(snowballstemmer.stemmer("norwegian").stemWord(word))


def stems(text: str) -> str:
    """The words of a text without their endings, as often as they stand there."""
    return " ".join(map(stem, words(text)))


def tails(text: str) -> str:
    """Every word that a compound of the text may end in, each once: «butikkbussen» can be found as «buss».

    Nobody knows where a compound is joined, so there is a tail for each place where it may be. Those that are none
    («ikkbussen») are looked for by nobody.
    """
    return " ".join(sorted({tail for word in set(words(text)) for tail in _tails(word)}))


@lru_cache(maxsize=20_000)
def _tails(word: str) -> tuple[str, ...]:
    if len(word) > _LONGEST or not word.isalpha():
        return ()
    joints = range(2, len(stem(word)) - _SHORTEST_TAIL + 1)
    return tuple(word[at:] for at in joints if _is_head(word[:at]) and _ONSET.match(word, at))


def _is_head(head: str) -> bool:
    return head in _SHORT_HEADS or (len(head) >= _SHORTEST_HEAD and _VOWEL.search(head) is not None)
