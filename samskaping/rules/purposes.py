"""The register of purposes (GDPR art. 30): what data is used for, with which right, and who receives it.

How long each kind is kept stands in ``rules/retention.py``, and what each kind is called in ``rules/own_data.py``; the
page on privacy puts the three together. ``tests/rules/test_purposes.py`` holds them against each other.
"""

from dataclasses import dataclass

from samskaping.language import Words
from samskaping.rules.own_data import PARTS
from samskaping.rules.retention import RETENTION


@dataclass(frozen=True)
class Purpose:
    """One purpose: what for, the right to it, who receives the data, and the tables that it stands in."""

    key: str
    what: Words
    right: Words
    receivers: Words
    tables: tuple[str, ...]


def _purpose(key: str, what: tuple[str, str], right: tuple[str, str], receivers: Words, tables: str) -> Purpose:
    return Purpose(key, Words(*what), Words(*right), receivers, tuple(tables.split()))


_YOU = Words("Bare du, og de som driver løsningen for kommunen", "Berre du, og dei som driv løysinga for kommunen")
_STAFF = Words(
    "Ansatte i kommunen som trenger det i arbeidet sitt", "Tilsette i kommunen som treng det i arbeidet sitt"
)
_ALL = Words(
    "Alle kan lese det som er publisert, med navnet du har valgt å vise. Resten ser ansatte i kommunen som arbeider med saken",
    "Alle kan lese det som er publisert, med namnet du har valt å vise. Resten ser tilsette i kommunen som arbeider med saka",
)  # fmt: skip

PURPOSES: tuple[Purpose, ...] = (
    _purpose(
        "konto", ("La deg ha en konto, logge inn og velge hva andre ser", "La deg ha ein konto, logge inn og velje kva andre ser"),
        ("Oppgave i allmennhetens interesse: artikkel 6 nr. 1 bokstav e, med kommuneloven §§ 1-1 og 4-1", "Oppgåve i interessa til ålmenta: artikkel 6 nr. 1 bokstav e, med kommunelova §§ 1-1 og 4-1"),
        _YOU, "people authors web_sessions known_devices one_time_tokens invitations second_factors recovery_codes",
    ),
    _purpose(
        "identitet", ("Vite hvem som deltar, der kommunen krever det", "Vite kven som deltek, der kommunen krev det"),
        ("Oppgave i allmennhetens interesse: artikkel 6 nr. 1 bokstav e, med kommuneloven § 1-1. Fødselsnummeret lagrer vi ikke (personopplysningsloven § 12)", "Oppgåve i interessa til ålmenta: artikkel 6 nr. 1 bokstav e, med kommunelova § 1-1. Fødselsnummeret lagrar vi ikkje (personopplysningslova § 12)"),
        _STAFF, "identities issued_identities used_logouts challenge_invitations",
    ),
    _purpose(
        "saker", ("Ta imot behov og forslag, behandle dem og svare", "Ta imot behov og forslag, behandle dei og svare"),
        ("Oppgave i allmennhetens interesse: artikkel 6 nr. 1 bokstav e, med kommuneloven §§ 1-1 og 4-1 og forvaltningsloven 1967 §§ 11 og 11 a", "Oppgåve i interessa til ålmenta: artikkel 6 nr. 1 bokstav e, med kommunelova §§ 1-1 og 4-1 og forvaltningslova 1967 §§ 11 og 11 a"),
        _ALL, "needs need_contacts proposals comments statements versions intake_contacts sheets files",
    ),
    _purpose(
        "stotte", ("Telle støtte, én gang for hver, og vite hva du følger", "Telje støtte, éin gong for kvar, og vite kva du følgjer"),
        ("Oppgave i allmennhetens interesse: artikkel 6 nr. 1 bokstav e, med kommuneloven § 1-1", "Oppgåve i interessa til ålmenta: artikkel 6 nr. 1 bokstav e, med kommunelova § 1-1"),
        Words("Bare du. Andre ser hvor mange, aldri hvem", "Berre du. Andre ser kor mange, aldri kven"), "supports asked_supporters need_concerns follows",
    ),
    _purpose(
        "samarbeid", ("La folk, organisasjoner og kommunen utvikle noe sammen", "La folk, organisasjonar og kommunen utvikle noko saman"),
        ("Oppgave i allmennhetens interesse: artikkel 6 nr. 1 bokstav e, med kommuneloven § 1-1", "Oppgåve i interessa til ålmenta: artikkel 6 nr. 1 bokstav e, med kommunelova § 1-1"),
        _ALL, "offers asks partnerships group_members group_posts group_tasks raised wordings reflections organisations representatives",
    ),
    _purpose(
        "innbyggerforslag", ("La innbyggere kreve at kommunestyret tar stilling, og telle hver underskrift én gang", "La innbyggjarar krevje at kommunestyret tek stilling, og telje kvar underskrift éin gong"),
        ("Plikt etter lov: artikkel 6 nr. 1 bokstav c, med kommuneloven § 12-1", "Plikt etter lov: artikkel 6 nr. 1 bokstav c, med kommunelova § 12-1"),
        Words("Alle ser forslaget, den som fremmet det, og hvor mange som har skrevet under. Hvem det er, ser bare den som behandler saken", "Alle ser forslaget, den som fremja det, og kor mange som har skrive under. Kven det er, ser berre den som behandlar saka"), "initiatives signatures",
    ),
    _purpose(
        "avstemning", ("La deg være med og stemme over hva en sum skal gå til, og telle hver stemmeseddel én gang", "La deg vere med og stemme over kva ein sum skal gå til, og telje kvar stemmesetel éin gong"),
        ("Oppgave i allmennhetens interesse: artikkel 6 nr. 1 bokstav e, med kommuneloven § 1-1", "Oppgåve i interessa til ålmenta: artikkel 6 nr. 1 bokstav e, med kommunelova § 1-1"),
        Words("Bare du, så lenge avstemningen er åpen. Når den er over, vet ingen hvem som leverte hvilken stemmeseddel, og alle kan lese stemmesedlene", "Berre du, så lenge avstemminga er open. Når ho er over, veit ingen kven som leverte kva for ein stemmesetel, og alle kan lese stemmesetlane"), "ballots",
    ),
    _purpose(
        "moter", ("La deg melde deg på møter, og legge til rette for at du kan være med", "La deg melde deg på møte, og leggje til rette for at du kan vere med"),
        ("Oppgave i allmennhetens interesse: artikkel 6 nr. 1 bokstav e, med kommuneloven § 1-1. Det du skriver at du trenger, er frivillig: samtykket ditt, artikkel 6 nr. 1 bokstav a og artikkel 9 nr. 2 bokstav a. Du trekker det ved å endre teksten eller melde deg av", "Oppgåve i interessa til ålmenta: artikkel 6 nr. 1 bokstav e, med kommunelova § 1-1. Det du skriv at du treng, er frivillig: samtykket ditt, artikkel 6 nr. 1 bokstav a og artikkel 9 nr. 2 bokstav a. Du trekkjer det ved å endre teksten eller melde deg av"),
        Words("Alle ser hvor mange som er påmeldt. Hvem det er, ser bare ansatte som arrangerer møter, og hva du trenger, ser bare den som har ansvaret for møtet", "Alle ser kor mange som er påmelde. Kven det er, ser berre tilsette som arrangerer møte, og kva du treng, ser berre den som har ansvaret for møtet"), "seats",
    ),
    _purpose(
        "virkning", ("Vise hva som kom ut av det, og hvem som har ansvar for å måle", "Vise kva som kom ut av det, og kven som har ansvar for å måle"),
        ("Oppgave i allmennhetens interesse: artikkel 6 nr. 1 bokstav e, med kommuneloven §§ 1-1 og 4-1", "Oppgåve i interessa til ålmenta: artikkel 6 nr. 1 bokstav e, med kommunelova §§ 1-1 og 4-1"),
        Words("Alle kan lese planen og tallene. E-postadressen til den som er bedt om å måle, ser bare ansatte som arbeider med saken", "Alle kan lese planen og tala. E-postadressa til den som er beden om å måle, ser berre tilsette som arbeider med saka"), "benefits measure_asks",
    ),
    _purpose(
        "varsler", ("Si fra om det du venter på, og sende det du har bedt om", "Seie frå om det du ventar på, og sende det du har bede om"),
        ("Kvittering og svar: artikkel 6 nr. 1 bokstav c, med eForvaltningsforskriften § 6. Annen e-post: samtykket ditt, bokstav a. Du trekker det ved å velge «ingen e-post» eller bruke lenken i e-posten", "Kvittering og svar: artikkel 6 nr. 1 bokstav c, med eForvaltningsforskrifta § 6. Annan e-post: samtykket ditt, bokstav a. Du trekkjer det ved å velje «ingen e-post» eller bruke lenkja i e-posten"),
        Words("Du, og den som frakter e-posten dit", "Du, og den som fraktar e-posten dit"), "notifications letters",
    ),
    _purpose(
        "moderering", ("Stoppe trakassering og annet som er ulovlig, og behandle klager på det", "Stoppe trakassering og anna som er ulovleg, og behandle klager på det"),
        ("Plikt etter lov: artikkel 6 nr. 1 bokstav c, med likestillings- og diskrimineringsloven §§ 13 og 24", "Plikt etter lov: artikkel 6 nr. 1 bokstav c, med likestillings- og diskrimineringslova §§ 13 og 24"),
        Words("De i kommunen som modererer og avgjør klager, og du", "Dei i kommunen som modererer og avgjer klager, og du"), "reports rulings appeals blocks trust_words redactions",
    ),
    _purpose(
        "ansatte", ("Vite hvem i kommunen som gjør hva, og at de er habile", "Vite kven i kommunen som gjer kva, og at dei er habile"),
        ("Oppgave i allmennhetens interesse: artikkel 6 nr. 1 bokstav e, med kommuneloven § 13-1. Habilitet: bokstav c, med forvaltningsloven 1967 §§ 6–8", "Oppgåve i interessa til ålmenta: artikkel 6 nr. 1 bokstav e, med kommunelova § 13-1. Habilitet: bokstav c, med forvaltningslova 1967 §§ 6–8"),
        Words("Ansatte i kommunen. Den som svarer, står med navn i svaret", "Tilsette i kommunen. Den som svarer, står med namn i svaret"), "memberships platform_roles staff units absences declarations evaluations exports",
    ),
    _purpose(
        "hinder", ("Rette det som hindrer noen i å bruke nettstedet", "Rette det som hindrar nokon i å bruke nettstaden"),
        ("Plikt etter lov: artikkel 6 nr. 1 bokstav c, med likestillings- og diskrimineringsloven § 18", "Plikt etter lov: artikkel 6 nr. 1 bokstav c, med likestillings- og diskrimineringslova § 18"),
        _STAFF, "barriers",
    ),
    _purpose(
        "arkiv", ("Ta vare på hva som skjedde i en sak, som dokumentasjon", "Ta vare på kva som skjedde i ei sak, som dokumentasjon"),
        ("Plikt etter lov: artikkel 6 nr. 1 bokstav c, med arkivlova § 13", "Plikt etter lov: artikkel 6 nr. 1 bokstav c, med arkivlova § 13"),
        Words("Alle kan lese historikken til det som er publisert. Resten ser ansatte og arkivet", "Alle kan lese historikken til det som er publisert. Resten ser tilsette og arkivet"), "events",
    ),
    _purpose(
        "sikkerhet", ("Oppdage og stoppe misbruk, og vite hvem som fikk hvilke rettigheter", "Oppdage og stoppe misbruk, og vite kven som fekk kva rettar"),
        ("Plikt etter lov: artikkel 6 nr. 1 bokstav c, med artikkel 32 og eForvaltningsforskriften § 15", "Plikt etter lov: artikkel 6 nr. 1 bokstav c, med artikkel 32 og eForvaltningsforskrifta § 15"),
        Words("Administratorene i kommunen, og de som driver løsningen for kommunen", "Administratorane i kommunen, og dei som driv løysinga for kommunen"), "security_events sign_in_attempts",
    ),
    _purpose(
        "innsyn", ("Gi deg en kopi av alt vi har om deg", "Gi deg ein kopi av alt vi har om deg"),
        ("Plikt etter lov: artikkel 6 nr. 1 bokstav c, med artikkel 15 og 20", "Plikt etter lov: artikkel 6 nr. 1 bokstav c, med artikkel 15 og 20"),
        _YOU, "own_copies",
    ),
)  # fmt: skip

#: What is kept with the account or the case that it belongs to, and has no time of its own.
_WITH_ACCOUNT = Words(
    "Så lenge kontoen, eller det de hører til, blir tatt vare på", "Så lenge kontoen, eller det dei høyrer til, blir teke vare på"
)  # fmt: skip


def kinds(purpose: Purpose) -> list[tuple[Words, Words]]:
    """(kind of data, how long) of a purpose: by the table that deletes, then what follows the account or the case."""
    kept = [keep for keep in RETENTION if keep.table.split(" ")[0] in purpose.tables]
    timed = {keep.table.split(" ")[0] for keep in kept}
    named = {part.table: part.what for part in PARTS}
    rest = [named[table] for table in purpose.tables if table not in timed and table in named]
    return [(keep.what, keep.why) for keep in kept] + [(what, _WITH_ACCOUNT) for what in rest]
