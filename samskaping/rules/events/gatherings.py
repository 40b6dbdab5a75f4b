"""Facts of what happens to meetings. Who signs up stands in no history: a seat is named by a mark that goes with it."""

from samskaping.language import Words
from samskaping.rules.events.what import A, Fact, What, keys, tells

_SIGNED_UP = Words("du er påmeldt", "du er påmeld")

GATHERINGS: dict[What, Fact] = {
    What.GATHERING_PUBLISHED: Fact(
        Words("Et møte ble kunngjort", "Eit møte vart kunngjort"), True, tells(A.FOLLOWERS), keys("gathering"),
    ),
    What.GATHERING_CHANGED: Fact(
        Words("Et møte ble endret", "Eit møte vart endra"), True, tells(A.SIGNED_UP), keys("gathering"),
        told=Words("Et møte du er påmeldt til, er endret", "Eit møte du er påmeld til, er endra"), at_once=_SIGNED_UP,
    ),
    What.GATHERING_CANCELLED: Fact(
        Words("Et møte ble avlyst", "Eit møte vart avlyst"), True, tells(A.SIGNED_UP), keys("gathering"),
        told=Words("Et møte du er påmeldt til, er avlyst", "Eit møte du er påmeld til, er avlyst"), at_once=_SIGNED_UP,
    ),
    What.GATHERING_SEATED: Fact(
        Words("Noen på ventelista fikk plass på et møte", "Nokon på ventelista fekk plass på eit møte"), False,
        tells(A.SEAT_HOLDER), keys("gathering", "seat"),
        told=Words("Du har fått plass på møtet", "Du har fått plass på møtet"),
        at_once=Words("du sto på ventelista", "du stod på ventelista"),
    ),
    What.GATHERING_NEAR: Fact(
        Words("De påmeldte ble minnet om et møte", "Dei påmelde vart minte om eit møte"), False, tells(A.SEATED_THERE),
        keys("gathering"), told=Words("Du er påmeldt til et møte i morgen", "Du er påmeld til eit møte i morgon"),
        at_once=_SIGNED_UP,
    ),
    What.GATHERING_MINUTES: Fact(
        Words("Referatet fra et møte ble lagt ut", "Referatet frå eit møte vart lagt ut"), True,
        tells(A.FOLLOWERS, A.SEATED_THERE), keys("gathering", "version"),
    ),
}  # fmt: skip

#: Where what is told is read.
GATHERING_PAGES: dict[What, str] = dict.fromkeys(GATHERINGS, "/moter/{gathering}")
