"""Facts of what happens to what is asked for and offered, and to partnerships."""

from samskaping.language import Words
from samskaping.rules.events.what import A, Fact, What, keys, tells

OFFERS: dict[What, Fact] = {
    What.ASK_MADE: Fact(
        Words("Kommunen ba om bidrag", "Kommunen bad om bidrag"), True, tells(A.FOLLOWERS), keys("ask")
    ),
    What.ASK_CLOSED: Fact(
        Words("Kommunen trenger ikke flere bidrag av det den ba om", "Kommunen treng ikkje fleire bidrag av det han bad om"), True, keys=keys("ask")
    ),
    What.ASK_MADE_BY_GROUP: Fact(
        Words("Arbeidsgruppen ba om bidrag", "Arbeidsgruppa bad om bidrag"), True, tells(A.FOLLOWERS), keys("ask")
    ),
    What.ASK_CLOSED_BY_GROUP: Fact(
        Words("Arbeidsgruppen trenger ikke flere bidrag av det det ble bedt om", "Arbeidsgruppa treng ikkje fleire bidrag av det det vart bede om"), True, keys=keys("ask")
    ),
    What.OFFER_MADE: Fact(
        Words("Noen tilbød et bidrag", "Nokon tilbaud eit bidrag"), False, tells(A.OFFERED), keys("offer"),
        told=Words("Noen vil bidra, og venter på svar", "Nokon vil bidra, og ventar på svar"),
    ),
    What.OFFER_ACCEPTED: Fact(
        Words("Kommunen takket ja til et bidrag", "Kommunen takka ja til eit bidrag"), True, tells(A.GIVER), keys("offer", "ask"),
        told=Words("Kommunen takker ja til bidraget ditt", "Kommunen takkar ja til bidraget ditt"),
    ),
    What.OFFER_DECLINED: Fact(
        Words("Kommunen takket nei til et bidrag", "Kommunen takka nei til eit bidrag"), False, tells(A.GIVER), keys("offer"),
        told=Words("Kommunen takker for tilbudet, men sier nei denne gangen", "Kommunen takkar for tilbodet, men seier nei denne gongen"),
    ),
    What.OFFER_DELIVERED: Fact(
        Words("Et bidrag er levert", "Eit bidrag er levert"), True, tells(A.GIVER), keys("offer"),
        told=Words("Bidraget ditt er levert. Kommunen takker", "Bidraget ditt er levert. Kommunen takkar"),
    ),
    What.OFFER_WITHDRAWN: Fact(
        Words("Et tilbud om bidrag ble trukket", "Eit tilbod om bidrag vart trekt"), False, keys=keys("offer")
    ),
    What.OFFER_LOST: Fact(
        Words("Et bidrag som det var takket ja til, falt bort", "Eit bidrag som det var takka ja til, fall bort"), True,
        tells(A.OFFERED, A.GIVER), keys("offer"),
    ),
    What.OFFER_ACCEPTED_BY_GROUP: Fact(
        Words("Arbeidsgruppen takket ja til et bidrag", "Arbeidsgruppa takka ja til eit bidrag"), True, tells(A.GIVER), keys("offer", "ask"),
        told=Words("Arbeidsgruppen takker ja til bidraget ditt", "Arbeidsgruppa takkar ja til bidraget ditt"),
    ),
    What.OFFER_DECLINED_BY_GROUP: Fact(
        Words("Arbeidsgruppen takket nei til et bidrag", "Arbeidsgruppa takka nei til eit bidrag"), False, tells(A.GIVER), keys("offer"),
        told=Words("Arbeidsgruppen takker for tilbudet, men sier nei denne gangen", "Arbeidsgruppa takkar for tilbodet, men seier nei denne gongen"),
    ),
    What.OFFER_DELIVERED_BY_GROUP: Fact(
        Words("Arbeidsgruppen har fått et bidrag levert", "Arbeidsgruppa har fått eit bidrag levert"), True, tells(A.GIVER), keys("offer"),
        told=Words("Bidraget ditt er levert. Arbeidsgruppen takker", "Bidraget ditt er levert. Arbeidsgruppa takkar"),
    ),
    What.OFFER_LOST_BY_GROUP: Fact(
        Words("Arbeidsgruppen tok ikke imot et bidrag likevel", "Arbeidsgruppa tok ikkje imot eit bidrag likevel"), True,
        tells(A.OFFERED, A.GIVER), keys("offer"),
        told=Words("Arbeidsgruppen tar ikke imot bidraget likevel", "Arbeidsgruppa tek ikkje imot bidraget likevel"),
    ),
    What.PARTNERSHIP_WRITTEN: Fact(
        Words("En avtale om partnerskap ble skrevet", "Ein avtale om partnarskap vart skriven"), False, tells(A.COUNTERPART), keys("offer", "side"),
        told=Words("En avtale om partnerskap venter på at dere bekrefter den", "Ein avtale om partnarskap ventar på at de stadfestar han"),
    ),
    What.PARTNERSHIP_CONFIRMED: Fact(
        Words("Et partnerskap ble bekreftet av begge parter", "Eit partnarskap vart stadfesta av begge partar"), True,
        tells(A.COUNTERPART, A.FOLLOWERS), keys("offer", "side"),
    ),
}  # fmt: skip

#: What is told with the page of the offer that it is about.
ABOUT_OFFERS = frozenset(what for what, fact in OFFERS.items() if "offer" in fact.keys)
