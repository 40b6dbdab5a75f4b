"""Facts of what happens to challenges that residents and organisations raise, and to words that they suggest."""

from samskaping.language import Words
from samskaping.rules.events.what import A, Fact, What, keys, tells

RAISED: dict[What, Fact] = {
    What.RAISED_SENT: Fact(
        Words("En utfordring ble reist", "Ei utfordring vart reist"), False, tells(A.OFFERED), keys("raised"),
        told=Words("Noen reiser en utfordring, og venter på svar", "Nokon reiser ei utfordring, og ventar på svar"),
    ),
    What.RAISED_TAKEN: Fact(
        Words("Kommunen tok utfordringen videre", "Kommunen tok utfordringa vidare"), False, tells(A.RAISER), keys("raised"),
        told=Words("Kommunen tar utfordringen du reiste, videre", "Kommunen tek utfordringa du reiste, vidare"),
        at_once=Words("du reiste utfordringen", "du reiste utfordringa"),
    ),
    What.RAISED_DECLINED: Fact(
        Words("Kommunen tok ikke utfordringen videre", "Kommunen tok ikkje utfordringa vidare"), False, tells(A.RAISER), keys("raised"),
        told=Words("Kommunen har svart på utfordringen du reiste", "Kommunen har svart på utfordringa du reiste"),
        at_once=Words("du reiste utfordringen", "du reiste utfordringa"),
    ),
    What.RAISED_WITHDRAWN: Fact(
        Words("Den som reiste utfordringen, trakk den", "Den som reiste utfordringa, trekte henne"), False, keys=keys("raised")
    ),
    What.CHALLENGE_RAISED: Fact(
        Words("Utfordringen ble reist nedenfra, og tatt videre av kommunen", "Utfordringa vart reist nedanfrå, og teken vidare av kommunen"),
        True, tells(A.RAISER), keys("raised"),
        told=Words("Utfordringen du reiste, er publisert", "Utfordringa du reiste, er publisert"),
    ),
    What.WORDING_SUGGESTED: Fact(
        Words("Noen foreslo en endring i teksten", "Nokon foreslo ei endring i teksten"), False, tells(A.OFFERED), keys("wording"),
        told=Words("Noen foreslår en endring i teksten, og venter på svar", "Nokon foreslår ei endring i teksten, og ventar på svar"),
    ),
    What.WORDING_TAKEN: Fact(
        Words("En endring som noen foreslo, ble tatt inn i teksten", "Ei endring som nokon foreslo, vart teken inn i teksten"), True,
        tells(A.RAISER), keys("wording"),
        told=Words("Endringen du foreslo, er tatt inn i teksten", "Endringa du foreslo, er teken inn i teksten"),
        at_once=Words("du foreslo endringen", "du foreslo endringa"),
    ),
    What.WORDING_DECLINED: Fact(
        Words("En endring som noen foreslo, ble ikke tatt inn", "Ei endring som nokon foreslo, vart ikkje teken inn"), False,
        tells(A.RAISER), keys("wording"),
        told=Words("Kommunen har svart på endringen du foreslo", "Kommunen har svart på endringa du foreslo"),
        at_once=Words("du foreslo endringen", "du foreslo endringa"),
    ),
    What.WORDING_HIDDEN: Fact(
        Words("En endring som noen foreslo, ble skjult", "Ei endring som nokon foreslo, vart skjult"), False, tells(A.RAISER), keys("wording"),
        told=Words("Endringen du foreslo, er skjult", "Endringa du foreslo, er skjult"),
        at_once=Words("du foreslo endringen", "du foreslo endringa"),
    ),
    What.WORDING_WITHDRAWN: Fact(
        Words("Et forslag til endring ble trukket", "Eit forslag til endring vart trekt"), False, keys=keys("wording")
    ),
}  # fmt: skip

#: Where what is told with a page of its own is read: the suggested words, or what was raised.
RAISED_PAGES: dict[What, str] = {
    **{what: "/endring/{wording}" for what, fact in RAISED.items() if "wording" in fact.keys},
    **dict.fromkeys((What.RAISED_SENT, What.RAISED_TAKEN, What.RAISED_DECLINED), "/reist/{raised}"),
}
