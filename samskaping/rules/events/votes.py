"""Facts of what happens to votes. Who voted, and for what, stands in no history."""

from samskaping.language import Words
from samskaping.rules.events.what import A, Fact, What, keys, tells

VOTES: dict[What, Fact] = {
    What.VOTE_ANNOUNCED: Fact(
        Words("En avstemning ble kunngjort", "Ei avstemming vart kunngjord"), True, tells(A.FOLLOWERS), keys("opens_on", "closes_on"),
    ),
    What.VOTE_CLOSED: Fact(
        Words("Avstemningen ble avsluttet og talt opp", "Avstemminga vart avslutta og talt opp"), True, tells(A.FOLLOWERS), keys("ballots"),
    ),
    What.VOTE_TAKEN_BACK: Fact(
        Words("Avstemningen ble trukket tilbake", "Avstemminga vart trekt tilbake"), True, tells(A.FOLLOWERS), keys("opens_on", "closes_on"),
    ),
    What.VOTE_DECIDED: Fact(
        Words("Det ble fortalt hva som ble bestemt etter avstemningen", "Det vart fortalt kva som vart bestemt etter avstemminga"), True,
        tells(A.FOLLOWERS), keys("on", "version"),
    ),
}  # fmt: skip
