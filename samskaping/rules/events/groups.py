"""Facts of what happens in the working group of a proposal. ``member`` is the seat that the event is about."""

from samskaping.language import Words
from samskaping.rules.events.what import A, Fact, What, keys, tells

GROUPS: dict[What, Fact] = {
    What.GROUP_INVITED: Fact(
        Words("Noen ble invitert til arbeidsgruppen", "Nokon vart invitert til arbeidsgruppa"), False, tells(A.INVITED), keys("member", "role"),
        told=Words("Du er invitert til en arbeidsgruppe", "Du er invitert til ei arbeidsgruppe"),
        at_once=Words("du er invitert til en arbeidsgruppe", "du er invitert til ei arbeidsgruppe"),
    ),
    What.GROUP_JOINED: Fact(
        Words("Noen ble med i arbeidsgruppen", "Nokon vart med i arbeidsgruppa"), False, tells(A.GROUP), keys("member", "role"),
    ),
    What.GROUP_LEFT: Fact(
        Words("Noen takket nei, eller gikk ut av arbeidsgruppen", "Nokon takka nei, eller gjekk ut av arbeidsgruppa"), False, keys=keys("member"),
    ),
    What.GROUP_OPENED: Fact(Words("Arbeidsgruppen åpnet", "Arbeidsgruppa opna"), True, tells(A.GROUP)),
    What.GROUP_CLOSED: Fact(
        Words("Arbeidsgruppen er ferdig", "Arbeidsgruppa er ferdig"), True, tells(A.GROUP),
        told=Words("Arbeidsgruppen er stengt. Alt dere skrev, kan fortsatt leses", "Arbeidsgruppa er stengd. Alt de skreiv, kan framleis lesast"),
    ),
    What.GROUP_SAID: Fact(
        Words("Noen skrev i arbeidsgruppen", "Nokon skreiv i arbeidsgruppa"), False, tells(A.GROUP), keys("post")
    ),
    What.GROUP_SAID_ANEW: Fact(
        Words("Noen endret et innlegg i arbeidsgruppen", "Nokon endra eit innlegg i arbeidsgruppa"), False, keys=keys("post", "version")
    ),
    What.GROUP_UNSAID: Fact(
        Words("Noen trakk et innlegg i arbeidsgruppen", "Nokon trekte eit innlegg i arbeidsgruppa"), False, keys=keys("post")
    ),
    What.GROUP_MINUTED: Fact(
        Words("Et referat fra arbeidsgruppen ble skrevet", "Eit referat frå arbeidsgruppa vart skrive"), False, tells(A.GROUP), keys("post")
    ),
    What.GROUP_MINUTES_TURNED: Fact(
        Words("Det ble bestemt om alle kan lese et referat fra arbeidsgruppen", "Det vart bestemt om alle kan lese eit referat frå arbeidsgruppa"), False, keys=keys("post", "public")
    ),
    What.GROUP_DRAFTED: Fact(
        Words("Arbeidsgruppen skrev på utkastet", "Arbeidsgruppa skreiv på utkastet"), False, tells(A.GROUP), keys("version"),
        told=Words("Det er en ny versjon av utkastet i arbeidsgruppen", "Det er ein ny versjon av utkastet i arbeidsgruppa"),
    ),
    What.GROUP_DRAFT_SHOWN: Fact(
        Words("Arbeidsgruppen viser et utkast til alle", "Arbeidsgruppa viser eit utkast til alle"), True, tells(A.GROUP, A.FOLLOWERS), keys("version"),
    ),
    What.GROUP_DRAFT_HIDDEN: Fact(
        Words("Arbeidsgruppen viser ikke utkastet lenger", "Arbeidsgruppa viser ikkje utkastet lenger"), True, keys=keys("version")
    ),
    What.GROUP_DRAFT_USED: Fact(
        Words("Utkastet fra arbeidsgruppen ble den nye teksten i forslaget", "Utkastet frå arbeidsgruppa vart den nye teksten i forslaget"), True,
        tells(A.GROUP, A.WRITER, A.FOLLOWERS), keys("version", "draft"),
    ),
    What.GROUP_TASK_GIVEN: Fact(
        Words("En oppgave ble fordelt i arbeidsgruppen", "Ei oppgåve vart fordelt i arbeidsgruppa"), False, tells(A.SEATED), keys("task", "member"),
        told=Words("Du har fått en oppgave i arbeidsgruppen", "Du har fått ei oppgåve i arbeidsgruppa"),
    ),
    What.GROUP_TASK_DONE: Fact(
        Words("En oppgave i arbeidsgruppen er gjort", "Ei oppgåve i arbeidsgruppa er gjord"), False, keys=keys("task")
    ),
    What.GROUP_TASK_REOPENED: Fact(
        Words("En oppgave i arbeidsgruppen er ikke gjort likevel", "Ei oppgåve i arbeidsgruppa er ikkje gjord likevel"), False, keys=keys("task")
    ),
}  # fmt: skip

#: Where each is read; the proposal's number follows.
GROUP_PAGES: dict[What, str] = dict.fromkeys(set(GROUPS) - {What.GROUP_DRAFT_USED}, "/arbeidsgruppe/")
