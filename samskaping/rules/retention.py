"""Each kind of personal data: how long it is kept, and why. Jobs delete by this table."""

from dataclasses import dataclass
from datetime import timedelta

from samskaping.language import Words
from samskaping.rules import limits
from samskaping.rules.gatherings import SEATS_KEPT
from samskaping.rules.initiatives import SIGNATURES_KEPT


@dataclass(frozen=True)
class Keep:
    """A table, how long its rows live after they were last used, and the reason in words for people."""

    table: str
    what: Words
    age: timedelta | None
    why: Words


_DAY = timedelta(days=1)

#: ``age`` None: kept until the person deletes the account, or for posterity.
RETENTION: tuple[Keep, ...] = (
    Keep(
        "people", Words("Kontoen din: e-post, navn og valg", "Kontoen din: e-post, namn og val"), None,
        Words("Til du sletter kontoen", "Til du slettar kontoen"),
    ),
    Keep(
        "web_sessions", Words("Innlogging på én enhet", "Innlogging på éi eining"), 30 * _DAY,
        Words("Slettes når du logger ut, eller etter 30 dager", "Blir sletta når du loggar ut, eller etter 30 dagar"),
    ),
    Keep(
        "known_devices", Words("At du har logget inn med en nettleser før, så andres forsøk med feil passord ikke stenger deg ute", "At du har logga inn med ein nettlesar før, så forsøk frå andre med feil passord ikkje stengjer deg ute"),
        limits.DEVICE_DAYS * _DAY, Words("Slettes etter 180 dager uten innlogging i nettleseren", "Blir sletta etter 180 dagar utan innlogging i nettlesaren"),
    ),
    Keep(
        "proposals (utkast)", Words("Utkast du ikke har sendt", "Utkast du ikkje har sendt"), 365 * _DAY,
        Words("Slettes etter 12 måneder uten endring", "Blir sletta etter 12 månader utan endring"),
    ),
    Keep(
        "proposals", Words("Forslag, svar og historikk", "Forslag, svar og historikk"), None,
        Words("Bevares som dokumentasjon (arkivlova § 13)", "Blir teke vare på som dokumentasjon (arkivlova § 13)"),
    ),
    Keep(
        "needs", Words("Behov du har fortalt om, og hvem de gjelder", "Behov du har fortalt om, og kven dei gjeld"), None,
        Words("Bevares som dokumentasjon. Navnet du viser, velger du selv", "Blir teke vare på som dokumentasjon. Namnet du viser, vel du sjølv"),
    ),
    Keep(
        "need_contacts", Words("Behov uten konto som ikke er bekreftet, og e-postadressen lenken ble sendt til", "Behov utan konto som ikkje er stadfesta, og e-postadressa lenkja vart send til"),
        3 * _DAY, Words("Adressen slettes når du bekrefter, ellers slettes alt etter tre døgn", "Adressa blir sletta når du stadfestar, elles blir alt sletta etter tre døgn"),
    ),
    Keep(
        "files", Words("Bilder og filer du legger ved", "Bilete og filer du legg ved"), None,
        Words("Bevares så lenge teksten de ligger ved. Sted og kamera tar vi bort med en gang, og det du fjerner, slettes straks", "Blir tekne vare på så lenge teksten dei ligg ved. Stad og kamera tek vi bort med ein gong, og det du fjernar, blir sletta straks"),
    ),
    Keep(
        "files (fjernet)", Words("At du har lastet opp noe som er fjernet", "At du har lasta opp noko som er fjerna"), 1 * _DAY,
        Words("Slettes etter ett døgn", "Blir sletta etter eitt døgn"),
    ),
    Keep(
        "offers", Words("Det du eller organisasjonen din har tilbudt, og avtaler om partnerskap", "Det du eller organisasjonen din har tilbode, og avtalar om partnarskap"), None,
        Words("Bevares som dokumentasjon. Bare det kommunen har takket ja til, er synlig for andre", "Blir teke vare på som dokumentasjon. Berre det kommunen har takka ja til, er synleg for andre"),
    ),
    Keep(
        "group_members", Words("Arbeidsgrupper du er i eller er invitert til, og det du skriver der", "Arbeidsgrupper du er i eller er invitert til, og det du skriv der"), None,
        Words("Bevares med saken. Adressen i en invitasjon slettes når den er besvart, eller når gruppen stenger", "Blir teke vare på med saka. Adressa i ein invitasjon blir sletta når han er svara på, eller når gruppa stengjer"),
    ),
    Keep(
        "raised (utkast)", Words("Utkast til utfordringer du ikke har sendt", "Utkast til utfordringar du ikkje har sendt"), 365 * _DAY,
        Words("Slettes etter 12 måneder uten endring", "Blir sletta etter 12 månader utan endring"),
    ),
    Keep(
        "raised", Words("Utfordringer du eller organisasjonen din har reist", "Utfordringar du eller organisasjonen din har reist"), None,
        Words("Bevares som dokumentasjon. Bare ansatte og du kan lese dem", "Blir tekne vare på som dokumentasjon. Berre tilsette og du kan lese dei"),
    ),
    Keep(
        "initiatives (utkast)", Words("Utkast til innbyggerforslag", "Utkast til innbyggjarforslag"), 365 * _DAY,
        Words("Slettes etter 12 måneder uten endring", "Blir sletta etter 12 månader utan endring"),
    ),
    Keep(
        "initiatives", Words("Innbyggerforslag du har fremmet", "Innbyggjarforslag du har fremja"), None,
        Words("Bevares som dokumentasjon, med antall underskrifter og vedtak", "Blir teke vare på som dokumentasjon, med talet på underskrifter og vedtak"),
    ),
    Keep(
        "signatures", Words("At du har skrevet under på et innbyggerforslag, med navn", "At du har skrive under på eit innbyggjarforslag, med namn"), SIGNATURES_KEPT,
        Words("Slettes et halvt år etter at saken er ferdig. Bare den som behandler den, ser navnet", "Blir sletta eit halvt år etter at saka er ferdig. Berre den som behandlar henne, ser namnet"),
    ),
    Keep(
        "ballots", Words("Hva du stemte i en avstemning", "Kva du stemte i ei avstemming"), None,
        Words("Koblingen mellom deg og stemmeseddelen slettes når avstemningen er over. Stemmeseddelen bevares uten navn, så alle kan telle på nytt", "Koplinga mellom deg og stemmesetelen blir sletta når avstemminga er over. Stemmesetelen blir teken vare på utan namn, så alle kan telje på nytt"),
    ),
    Keep(
        "seats", Words("At du er påmeldt til et møte, og det du skriver at du trenger for å kunne være med", "At du er påmeld til eit møte, og det du skriv at du treng for å kunne vere med"), SEATS_KEPT,
        Words("Slettes 30 dager etter møtet. Bare den som har ansvaret for møtet, ser hva du trenger", "Blir sletta 30 dagar etter møtet. Berre den som har ansvaret for møtet, ser kva du treng"),
    ),
    Keep(
        "wordings", Words("Endringer du har foreslått i en utfordring", "Endringar du har foreslått i ei utfordring"), None,
        Words("Bevares med utfordringen. Alle kan se dem, med navnet du viser", "Blir tekne vare på med utfordringa. Alle kan sjå dei, med namnet du viser"),
    ),
    Keep(
        "intake_contacts", Words("Navn og kontakt til den som ga innspill på papir, på telefon eller på møte", "Namn og kontakt til den som gav innspel på papir, på telefon eller på møte"),
        2 * 365 * _DAY, Words("Slettes to år etter at innspillet ble lagt inn", "Blir sletta to år etter at innspelet vart lagt inn"),
    ),
    Keep(
        "sheets", Words("Regneark med innspill som venter på å bli tatt inn", "Rekneark med innspel som ventar på å bli tekne inn"), 1 * _DAY,
        Words("Slettes etter ett døgn", "Blir sletta etter eitt døgn"),
    ),
    Keep(
        "asked_supporters", Words("Spørsmål om støtten din kan følge med når saker slås sammen", "Spørsmål om støtta di kan følgje med når saker blir slått saman"),
        365 * _DAY, Words("Slettes etter ett år", "Blir sletta etter eitt år"),
    ),
    Keep(
        "declarations", Words("Om ansatte er habile i en sak", "Om tilsette er habile i ei sak"), None,
        Words("Bevares med saken. Grunnen vises aldri offentlig", "Blir teke vare på med saka. Grunnen blir aldri vist offentleg"),
    ),
    Keep(
        "evaluations", Words("Ansattes vurderinger, oppgaver og merknader", "Vurderingar, oppgåver og merknader frå tilsette"), None,
        Words("Bevares med saken", "Blir teke vare på med saka"),
    ),
    Keep(
        "reflections", Words("Det ansatte spør seg selv om i en utfordring, og svarer", "Det tilsette spør seg sjølve om i ei utfordring, og svarer"), None,
        Words("Bevares med utfordringen", "Blir teke vare på med utfordringa"),
    ),
    Keep(
        "measure_asks", Words("At du er bedt om å måle noe for kommunen, med e-postadressen", "At du er beden om å måle noko for kommunen, med e-postadressa"),
        60 * _DAY, Words("Slettes to måneder etter dagen det skulle måles. Målingen og navnet du skrev under med, bevares med saken", "Blir sletta to månader etter dagen det skulle målast. Målinga og namnet du skreiv under med, blir tekne vare på med saka"),
    ),
    Keep(
        "benefits", Words("Gevinster du har ansvaret for som ansatt, og det du har målt", "Gevinstar du har ansvaret for som tilsett, og det du har målt"), None,
        Words("Bevares med saken. Alle ser hvem som har ansvaret", "Blir tekne vare på med saka. Alle ser kven som har ansvaret"),
    ),
    Keep(
        "rulings", Words("Det moderatorer bestemte om en tekst, og hvorfor", "Det moderatorar bestemte om ein tekst, og kvifor"), None,
        Words("Bevares med saken", "Blir teke vare på med saka"),
    ),
    Keep(
        "challenge_invitations", Words("At du er invitert til å delta i en utfordring, med e-postadressen", "At du er invitert til å delta i ei utfordring, med e-postadressa"), None,
        Words("Til kommunen tar invitasjonen tilbake. Bare ansatte som skriver utfordringen, ser den", "Til kommunen tek invitasjonen tilbake. Berre tilsette som skriv utfordringa, ser han"),
    ),
    Keep(
        "identities", Words("At en kommune har bekreftet hvem du er, når, og hvem som så legitimasjonen", "At ein kommune har stadfesta kven du er, når, og kven som såg legitimasjonen"), None,
        Words("Til kommunen trekker bekreftelsen. Vi lagrer ingenting som står på legitimasjonen", "Til kommunen trekkjer stadfestinga. Vi lagrar ingenting som står på legitimasjonen"),
    ),
    Keep(
        "issued_identities", Words("At du kan logge inn med ID-porten, eller som ansatt med kommunens egen innlogging: et merke derfra som bare gjelder her, og når du brukte det", "At du kan logge inn med ID-porten, eller som tilsett med innlogginga til kommunen: eit merke derifrå som berre gjeld her, og når du brukte det"), None,
        Words("Til du kobler den fra kontoen. Fødselsnummeret ditt lagrer vi aldri", "Til du koplar henne frå kontoen. Fødselsnummeret ditt lagrar vi aldri"),
    ),
    Keep(
        "used_logouts", Words("Beskjeder fra ID-porten og kommunenes innlogginger om at noen har logget ut der", "Meldingar frå ID-porten og innloggingane til kommunane om at nokon har logga ut der"), _DAY,
        Words("Slettes etter ett døgn", "Blir sletta etter eitt døgn"),
    ),
    Keep(
        "trust_words", Words("Om ansatte har gitt deg tillit til å publisere med en gang", "Om tilsette har gitt deg tillit til å publisere med ein gong"), None,
        Words("Bevares så lenge kontoen finnes", "Blir teke vare på så lenge kontoen finst"),
    ),
    Keep(
        "appeals", Words("Klager på det en moderator bestemte", "Klager på det ein moderator bestemte"), 2 * 365 * _DAY,
        Words("Slettes to år etter at klagen ble avgjort", "Blir sletta to år etter at klaga vart avgjord"),
    ),
    Keep(
        "reports", Words("Det du har meldt til moderatorene, og at det var du som meldte", "Det du har meldt til moderatorane, og at det var du som melde"), 2 * 365 * _DAY,
        Words("Slettes to år etter at meldingen ble avgjort", "Blir sletta to år etter at meldinga vart avgjord"),
    ),
    Keep(
        "redactions", Words("Det som er sladdet i tekster, slik det sto", "Det som er sladda i tekstar, slik det stod"), None,
        Words("Bevares med saken for arkivet. Bare moderatorer og arkivaren kan lese det", "Blir teke vare på med saka for arkivet. Berre moderatorar og arkivaren kan lese det"),
    ),
    Keep(
        "blocks", Words("Om du har vært blokkert fra å skrive, og hvorfor", "Om du har vore blokkert frå å skrive, og kvifor"), None,
        Words("Bevares med saken som dokumentasjon på avgjørelsen", "Blir teke vare på med saka som dokumentasjon på avgjerda"),
    ),
    Keep(
        "barriers", Words("Hinder på nettstedet du har meldt fra om, med e-postadressen din om du skrev den", "Hinder på nettstaden du har meldt frå om, med e-postadressa di om du skreiv henne"), 2 * 365 * _DAY,
        Words("Slettes to år etter at saken er ferdig, når kommunen har gjort greie for arbeidet (likestillings- og diskrimineringsloven § 19 a)", "Blir sletta to år etter at saka er ferdig, når kommunen har gjort greie for arbeidet (likestillings- og diskrimineringslova § 19 a)"),
    ),
    Keep(
        "notifications", Words("Varsler på siden din", "Varsel på sida di"), 365 * _DAY,
        Words("Slettes etter ett år. Det varselet handler om, står fortsatt i saken", "Blir sletta etter eitt år. Det varselet handlar om, står framleis i saka"),
    ),
    Keep(
        "invitations", Words("At du er invitert til å skrive for en organisasjon, med e-postadressen", "At du er invitert til å skrive for ein organisasjon, med e-postadressa"), _DAY,
        Words("Slettes når du svarer, eller dagen etter at invitasjonen gikk ut", "Blir sletta når du svarer, eller dagen etter at invitasjonen gjekk ut"),
    ),
    Keep(
        "letters", Words("Sendt e-post", "E-post vi har sendt"), 90 * _DAY, Words("Slettes etter 90 dager", "Blir sletta etter 90 dagar"),
    ),
    Keep(
        "second_factors", Words("To-trinns innlogging for ansatte: en kryptert nøkkel og merker av gjenopprettingskoder", "To-trinns innlogging for tilsette: ein kryptert nøkkel og merke av gjenopprettingskodar"), None,
        Words("Til du bytter den, eller kontoen slettes", "Til du byter han, eller kontoen blir sletta"),
    ),
    Keep(
        "one_time_tokens", Words("Engangslenker", "Eingongslenkjer"), 1 * _DAY,
        Words("Slettes når de er brukt eller for gamle", "Blir sletta når dei er brukte eller for gamle"),
    ),
    Keep(
        "sign_in_attempts", Words("Mislykte innlogginger", "Mislykka innloggingar"), limits.TRIES_KEPT,
        Words("Slettes når du kommer inn, og senest etter 30 dager", "Blir sletta når du kjem inn, og seinast etter 30 dagar"),
    ),
    Keep(
        "absences", Words("Fravær og vikar for dem som behandler saker", "Fråvær og vikar for dei som behandlar saker"), 365 * _DAY,
        Words("Slettes ett år etter siste dag", "Blir sletta eitt år etter siste dag"),
    ),
    Keep(
        "security_events", Words("Sikkerhetslogg", "Tryggleikslogg"), 5 * 365 * _DAY,
        Words("Slettes etter fem år", "Blir sletta etter fem år"),
    ),
    Keep(
        "exports", Words("Filer som ansatte har lastet ned lister til", "Filer som tilsette har lasta ned lister til"), _DAY,
        Words("Slettes etter ett døgn", "Blir sletta etter eitt døgn"),
    ),
    Keep(
        "own_copies", Words("Fila med alt vi har om deg, når du har bedt om den", "Fila med alt vi har om deg, når du har bede om henne"), _DAY,
        Words("Slettes etter ett døgn", "Blir sletta etter eitt døgn"),
    ),
)  # fmt: skip
