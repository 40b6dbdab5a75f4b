"""Facts of what happens to needs, and to what they are tied to."""

from samskaping.language import Words
from samskaping.rules.events.what import A, Fact, What, keys, tells

NEEDS: dict[What, Fact] = {
    What.NEED_TOLD: Fact(Words("Et behov ble fortalt", "Eit behov vart fortalt"), keys=keys("reference")),
    What.NEED_HELD: Fact(
        Words("Behovet venter på å bli lest", "Behovet ventar på å bli lese"), False, tells(A.MODERATORS),
        told=Words("Et behov skal godkjennes", "Eit behov skal godkjennast"),
    ),
    What.NEED_PUBLISHED: Fact(
        Words("Behovet ble synlig for alle", "Behovet vart synleg for alle"), True, tells(A.WRITER),
        told=Words("Behovet ditt er synlig for alle", "Behovet ditt er synleg for alle"),
    ),
    What.NEED_REFUSED: Fact(
        Words("Behovet ble ikke publisert", "Behovet vart ikkje publisert"), False, tells(A.WRITER), keys("reason", "ruling"),
        told=Words("Behovet ditt ble ikke publisert", "Behovet ditt vart ikkje publisert"), by_letter=True,
    ),
    What.NEED_RETRACTED: Fact(Words("Behovet ble trukket", "Behovet vart trekt"), True),
    What.NEED_HIDDEN: Fact(
        Words("Behovet ble skjult", "Behovet vart skjult"), True, tells(A.WRITER), keys("reason", "ruling"),
        told=Words("Behovet ditt er skjult", "Behovet ditt er skjult"), by_letter=True,
    ),
    What.NEED_RESTORED: Fact(
        Words("Behovet ble vist igjen", "Behovet vart vist igjen"), True, tells(A.WRITER), keys("reason", "ruling"),
        told=Words("Behovet ditt er synlig igjen", "Behovet ditt er synleg igjen"),
        at_once=Words("du fortalte om behovet", "du fortalde om behovet"),
    ),
    What.NEED_REDACTED: Fact(
        Words("En del av behovet ble sladdet", "Ein del av behovet vart sladda"), True, tells(A.WRITER), keys("reason", "ruling"),
        told=Words("En del av behovet ditt er sladdet", "Ein del av behovet ditt er sladda"), by_letter=True,
    ),
    What.NEED_TIED: Fact(
        Words("Behovet ble knyttet til en utfordring", "Behovet vart knytt til ei utfordring"), True,
        tells(A.WRITER, A.CONCERNED), keys("challenge", "is_origin"),
        told=Words("Et behov som gjelder deg, er knyttet til en utfordring", "Eit behov som gjeld deg, er knytt til ei utfordring"),
    ),
    What.NEED_LOOSENED: Fact(
        Words("Behovet ble løst fra en utfordring", "Behovet vart løyst frå ei utfordring"), True, keys=keys("challenge")
    ),
    What.NEED_MET: Fact(
        Words("Et forslag vil møte behovet", "Eit forslag vil møte behovet"), True, tells(A.WRITER, A.CONCERNED), keys("proposal"),
        told=Words("Et forslag vil møte et behov som gjelder deg", "Eit forslag vil møte eit behov som gjeld deg"),
    ),
    What.PROPOSAL_MEETS: Fact(
        Words("Det ble sagt hvilke behov forslaget møter", "Det vart sagt kva behov forslaget møter"), True, keys=keys("needs")
    ),
}  # fmt: skip
