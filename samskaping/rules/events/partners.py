"""Facts of what happens between the municipalities that share a challenge.

``partner`` is the slug of the one that the event is about, ``there`` of the one whose desk hears of it.
"""

from samskaping.language import Words
from samskaping.rules.events.what import A, Fact, What, keys, tells

PARTNERS: dict[What, Fact] = {
    What.PARTNER_INVITED: Fact(
        Words("En kommune ble invitert", "Ein kommune vart invitert"), False, tells(A.DESK_THERE), keys("partner", "there"),
        told=Words("En annen kommune inviterer dere til en felles utfordring", "Ein annan kommune inviterer dykk til ei felles utfordring"),
    ),
    What.PARTNER_UNINVITED: Fact(
        Words("En invitasjon ble trukket", "Ein invitasjon vart trekt"), False, tells(A.DESK_THERE), keys("partner", "there"),
        told=Words("Invitasjonen til en felles utfordring er trukket", "Invitasjonen til ei felles utfordring er trekt"),
    ),
    What.PARTNER_ANSWERED: Fact(
        Words("En kommune svarte på invitasjonen", "Ein kommune svarte på invitasjonen"), False, tells(A.DESK_THERE),
        keys("partner", "there", "accepts"),
        told=Words("En kommune har svart på invitasjonen deres", "Ein kommune har svart på invitasjonen dykkar"),
    ),
    What.PARTNER_JOINED: Fact(
        Words("En kommune til ble med", "Ein kommune til vart med"), True, tells(A.MUNICIPALITY_FOLLOWERS, A.FOLLOWERS), keys("partner"),
        told=Words("En utfordring er felles for flere kommuner", "Ei utfordring er felles for fleire kommunar"),
    ),
    What.PARTNER_LEFT: Fact(
        Words("En kommune gikk ut", "Ein kommune gjekk ut"), True, tells(A.DESK_THERE), keys("partner", "there"),
        told=Words("En kommune har gått ut av en felles utfordring", "Ein kommune har gått ut av ei felles utfordring"),
    ),
    What.PARTNER_ARCHIVIST_NAMED: Fact(
        Words("Ansvaret for arkivet ble lagt til en kommune", "Ansvaret for arkivet vart lagt til ein kommune"), True,
        tells(A.DESK_THERE), keys("partner", "there"),
        told=Words("Dere har fått ansvaret for arkivet i en felles utfordring", "De har fått ansvaret for arkivet i ei felles utfordring"),
    ),
}  # fmt: skip

#: Where each is read at the desk of the one that hears of it; the challenge's name follows.
DESK_PAGES: dict[What, str] = {
    What.PARTNER_INVITED: "/arbeid/invitasjon/",
    What.PARTNER_UNINVITED: "/arbeid/invitasjon/",
    What.PARTNER_ANSWERED: "/arbeid/felles/",
    What.PARTNER_LEFT: "/arbeid/felles/",
    What.PARTNER_ARCHIVIST_NAMED: "/arbeid/felles/",
}
