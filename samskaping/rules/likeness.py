"""How alike two texts are: which telling words they share. Decides what is shown as «lignende forslag»."""

from samskaping.rules.words import stem, words

_SHORTEST = 4
#: A word that the other's title has too says as much as two in its text.
_IN_TITLE, _IN_TEXT = 2, 1
#: So many points make two texts alike, and one more for each eight telling words of a longer text.
_ENOUGH, _WORDS_A_POINT = 2, 8
#: One word in common, often a place, makes only a handful of words alike; a sentence must share two.
_HANDFUL = 3

#: Words that any proposal may hold, in both forms; those shorter than four letters never count.
_COMMON = frozenset(
    words("""
    aldri alle allerede alltid andre anna annen annet bare begge berre blant blir blei ble blitt bort borte bruk bruke
    bruker brukt burde både dagen dager dagar deira denne dere deres derfor dermed dersom desse dette difor disse dykk
    dykkar eigen eitt eller ellers enda ennå enno etter finnes finst fire fleire flere folk fordi følge følger følgje følgjer fram frem først føre gang ganger
    gangen gata gatene gater gjennom gjer gjere gjerne gjort gjør gjøre gong gongar hadde heile hele herad heradet heilt helt hver hvert
    hverandre hvem hvilken hvis hvor hvordan hvorfor ikke ikkje inga ingen ingenting innen inntil jobb jobbe jobber kanskje kjem klokka klokken komme kommer
    kommune kommunen korleis kunne kvar kvarandre kvart kven kvifor lage laga langs lenger like liten lite litt mange
    mangel manglar mangler meir mellom mens medan mest mine mindre minst mykje mye måtte nesten noen nokon noko nokre noe
    nærmeste når ofte orker over også plass prøve samme same samtidig seier selv sett siden sidan sier sitter sjølv skal skulle slik
    slike slutt stad stader stedet steder større stor store stort står synes tilbake treng trenger tror trur under uten
    utan utenfor vanskelig vanskeleg vegar vegen veien veier veldig vere ville virker verkar viss vores være vært vart våre
    vårt året åpen open opent åpent ligger ligg
    """)
)


def telling_words(text: str) -> frozenset[str]:
    """The words of a text that say what it is about."""
    return frozenset(word for word in words(text) if len(word) >= _SHORTEST and word not in _COMMON)


def _stems(text: str) -> frozenset[str]:
    return frozenset(map(stem, telling_words(text)))


def likeness(text: str, title: str, body: str) -> int:
    """Points for the words of ``text`` that another text shares; 0 when they are too few to call the two alike."""
    telling = _stems(text)
    in_title = telling & _stems(title)
    in_text = (telling & _stems(body)) - in_title
    if len(telling) > _HANDFUL and len(in_title) + len(in_text) < 2:
        return 0
    points = _IN_TITLE * len(in_title) + _IN_TEXT * len(in_text)
    return points if points >= _ENOUGH + len(telling) // _WORDS_A_POINT else 0
