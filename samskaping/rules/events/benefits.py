"""Facts of what happens to benefits that are planned, to their measurements, and to what is learnt.

``value`` is a number as it was written, ``on`` the day it was measured, ``came`` what that comes to.
"""

from collections.abc import Mapping
from typing import Any

from samskaping.language import Words
from samskaping.rules.events.what import A, Fact, What, keys, tells

BENEFITS: dict[What, Fact] = {
    What.BENEFIT_PLANNED: Fact(
        Words("En gevinst ble lagt i planen", "Ein gevinst vart lagd i planen"), True, keys=keys("benefit"),
    ),
    What.BENEFIT_GIVEN: Fact(
        Words("En ansatt fikk ansvaret for en gevinst", "Ein tilsett fekk ansvaret for ein gevinst"), False, tells(A.NAMED),
        keys("benefit", "people"),
        told=Words("Du har fått ansvaret for en gevinst", "Du har fått ansvaret for ein gevinst"),
    ),
    What.BENEFIT_CHANGED: Fact(
        Words("En gevinst i planen ble endret", "Ein gevinst i planen vart endra"), True, tells(A.FOLLOWERS), keys("benefit", "version"),
    ),
    What.BENEFIT_DROPPED: Fact(
        Words("En gevinst ble tatt ut av planen", "Ein gevinst vart teken ut av planen"), True, tells(A.FOLLOWERS), keys("benefit"),
    ),
    What.MEASUREMENT_MADE: Fact(
        Words("En gevinst ble målt", "Ein gevinst vart målt"), True, tells(A.FOLLOWERS),
        keys("benefit", "measurement", "value", "on", "came"),
    ),
    What.MEASUREMENT_TAKEN_BACK: Fact(
        Words("En måling som var feil, ble tatt tilbake", "Ei måling som var feil, vart teken tilbake"), True,
        keys=keys("benefit", "measurement"),
    ),
    What.MEASUREMENT_ASKED: Fact(
        Words("Noen ble bedt om å måle en gevinst", "Nokon vart beden om å måle ein gevinst"), False, keys=keys("benefit", "ask", "due"),
    ),
    What.MEASUREMENT_ASK_DROPPED: Fact(
        Words("Lenken til en som skulle måle, ble stengt", "Lenkja til ein som skulle måle, vart stengd"), False, keys=keys("benefit", "ask"),
    ),
    What.MEASUREMENT_LATE: Fact(
        Words("En måling kom ikke til dagen sin", "Ei måling kom ikkje til dagen sin"), False, tells(A.ANSWERING), keys("benefit", "due"),
        told=Words("En gevinst du har ansvaret for, skulle vært målt", "Ein gevinst du har ansvaret for, skulle ha vore målt"),
        at_once=Words("du har ansvaret for gevinsten", "du har ansvaret for gevinsten"),
    ),
    What.LESSON_WRITTEN: Fact(
        Words("Det vi lærte, ble skrevet ned", "Det vi lærte, vart skrive ned"), True, keys=keys("lesson", "version"),
    ),
    What.LESSON_USEFUL: Fact(
        Words("En annen kommune har nytte av det vi lærte", "Ein annan kommune har nytte av det vi lærte"), True, tells(A.HANDLER),
        keys("lesson", "slug", "place"),
    ),
    What.LESSON_NOT_USEFUL: Fact(
        Words("En annen kommune har ikke nytte av det vi lærte lenger", "Ein annan kommune har ikkje nytte av det vi lærte lenger"),
        keys=keys("lesson", "slug", "place"),
    ),
}  # fmt: skip


def named(details: Mapping[str, Any]) -> str:
    """The public id of the benefit that an event is about; empty where it is about none."""
    return str(details.get("benefit", ""))
