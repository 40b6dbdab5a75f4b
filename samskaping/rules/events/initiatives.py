"""Facts of what happens to innbyggerforslag. Who signs is in none of them."""

from samskaping.language import Words
from samskaping.rules.events.what import A, Fact, What, keys, tells

_SIGNED = Words("du har skrevet under på det", "du har skrive under på det")

INITIATIVES: dict[What, Fact] = {
    What.INITIATIVE_OPENED: Fact(
        Words("Innsamlingen av underskrifter begynte", "Innsamlinga av underskrifter byrja"), True, keys=keys("initiative")
    ),
    What.INITIATIVE_SENT: Fact(
        Words("Innbyggerforslaget ble sendt til kommunestyret", "Innbyggjarforslaget vart sendt til kommunestyret"), True,
        tells(A.STAFF, A.SIGNERS), keys("initiative"),
        told=Words("Et innbyggerforslag er sendt til kommunestyret", "Eit innbyggjarforslag er sendt til kommunestyret"),
    ),
    What.INITIATIVE_WITHDRAWN: Fact(
        Words("De som fremmet innbyggerforslaget, trakk det", "Dei som fremja innbyggjarforslaget, trekte det"), True,
        tells(A.SIGNERS), keys("initiative"),
        told=Words("Et innbyggerforslag du har skrevet under på, er trukket", "Eit innbyggjarforslag du har skrive under på, er trekt"),
    ),
    What.INITIATIVE_LAPSED: Fact(
        Words("Innsamlingen ble avsluttet uten nok underskrifter", "Innsamlinga vart avslutta utan nok underskrifter"), True,
        tells(A.RAISER), keys("initiative"),
        told=Words("Innsamlingen til innbyggerforslaget ditt er over, uten nok underskrifter", "Innsamlinga til innbyggjarforslaget ditt er over, utan nok underskrifter"),
        at_once=Words("du fremmet det", "du fremja det"),
    ),
    What.INITIATIVE_REFERRED: Fact(
        Words("Innbyggerforslaget ble henvist til en plansak", "Innbyggjarforslaget vart vist til ei plansak"), True,
        tells(A.RAISER), keys("initiative"),
        told=Words("Innbyggerforslaget ditt er henvist til en plansak. Fristen på seks måneder står stille", "Innbyggjarforslaget ditt er vist til ei plansak. Fristen på seks månader står stille"),
    ),
    What.INITIATIVE_RESUMED: Fact(
        Words("Behandlingen i kommunestyret fortsatte", "Behandlinga i kommunestyret heldt fram"), True, tells(A.RAISER), keys("initiative"),
        told=Words("Kommunestyret behandler innbyggerforslaget ditt igjen", "Kommunestyret behandlar innbyggjarforslaget ditt igjen"),
    ),
    What.INITIATIVE_DECIDED: Fact(
        Words("Kommunestyret behandlet innbyggerforslaget", "Kommunestyret behandla innbyggjarforslaget"), True,
        tells(A.RAISER, A.SIGNERS), keys("initiative", "outcome"),
        told=Words("Kommunestyret har behandlet innbyggerforslaget", "Kommunestyret har behandla innbyggjarforslaget"), at_once=_SIGNED,
    ),
    What.INITIATIVE_DECISION_CORRECTED: Fact(
        Words("Vedtaket ble rettet", "Vedtaket vart retta"), True, tells(A.RAISER, A.SIGNERS), keys("initiative", "outcome"),
        told=Words("Det som står om vedtaket, er rettet", "Det som står om vedtaket, er retta"),
    ),
    What.INITIATIVE_FOLLOWED_UP: Fact(
        Words("Kommunen fortalte hva som er gjort", "Kommunen fortalde kva som er gjort"), True,
        tells(A.RAISER, A.SIGNERS), keys("initiative"),
        told=Words("Kommunen har fortalt hva som er gjort etter vedtaket", "Kommunen har fortalt kva som er gjort etter vedtaket"), at_once=_SIGNED,
    ),
    What.INITIATIVE_PAPER: Fact(
        Words("Underskrifter på papir ble ført inn", "Underskrifter på papir vart førte inn"), False, keys=keys("initiative")
    ),
    What.INITIATIVE_PAPER_STRUCK: Fact(
        Words("En underskrift på papir ble strøket", "Ei underskrift på papir vart stroken"), False, keys=keys("initiative")
    ),
    What.INITIATIVE_FLAGGED: Fact(
        Words("Kommunen merket av om det samme er behandlet før i valgperioden", "Kommunen merkte av om det same er behandla før i valperioden"),
        True, keys=keys("initiative"),
    ),
    What.INITIATIVE_CLOCK: Fact(
        Words("Fristen på seks måneder nærmer seg", "Fristen på seks månader nærmar seg"), False, tells(A.STAFF),
        keys("initiative", "months"),
        told=Words("Kommunestyrets frist for et innbyggerforslag løper", "Fristen kommunestyret har for eit innbyggjarforslag, går"),
    ),
    What.INITIATIVE_LATE: Fact(
        Words("Fristen på seks måneder er ute", "Fristen på seks månader er ute"), True, tells(A.STAFF), keys("initiative"),
        told=Words("Kommunestyrets frist for et innbyggerforslag er ute", "Fristen kommunestyret har for eit innbyggjarforslag, er ute"),
    ),
    What.INITIATIVE_HIDDEN: Fact(
        Words("En moderator skjulte innbyggerforslaget", "Ein moderator skjulte innbyggjarforslaget"), False, tells(A.RAISER), keys("initiative"),
        told=Words("Innbyggerforslaget ditt er skjult", "Innbyggjarforslaget ditt er skjult"),
        at_once=Words("du fremmet det", "du fremja det"),
    ),
    What.INITIATIVE_RESTORED: Fact(
        Words("En moderator viste innbyggerforslaget igjen", "Ein moderator viste innbyggjarforslaget igjen"), False, tells(A.RAISER),
        keys("initiative"), told=Words("Innbyggerforslaget ditt vises igjen", "Innbyggjarforslaget ditt er vist igjen"),
    ),
}  # fmt: skip

#: Where what is told is read.
INITIATIVE_PAGES: dict[What, str] = dict.fromkeys(INITIATIVES, "/innbyggerforslag/{initiative}")
