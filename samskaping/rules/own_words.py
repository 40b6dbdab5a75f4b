"""What each column is called in the readable file of what is kept about somebody."""

from samskaping.language import Words

_PAIRS = """
about|Om|Om
address|Adresse|Adresse
alt|Hva bildet viser|Kva biletet viser
amount|Mengde|Mengd
answer|Svar|Svar
answer_by_group|Besvart av arbeidsgruppen|Svara på av arbeidsgruppa
answer_due|Svarfrist|Svarfrist
answer_language|Språket i svaret|Språket i svaret
answered_at|Besvart|Svara på
appealed_at|Klaget|Klaga
approved_at|Godkjent|Godkjend
area_id|Område|Område
asked_at|Bedt om|Bede om
before|Slik sto det|Slik stod det
benefit_id|Gevinst|Gevinst
blocked_at|Kontoen stengt|Kontoen stengd
body|Hvem som bestemte|Kven som bestemte
born|Født|Fødd
by_on|Innen|Innan
case_number|Saksnummer|Saksnummer
cast_at|Levert|Levert
challenge_id|Utfordring|Utfordring
channel|Måte det kom inn på|Måte det kom inn på
closed_at|Avsluttet|Avslutta
closes_on|Siste dag|Siste dag
columns|Kolonner|Kolonnar
comment_count|Kommentarer|Kommentarar
comment_id|Kommentar|Kommentar
concern_count|Gjelder også|Gjeld òg
concerns|Hvem det gjelder|Kven det gjeld
conclusion|Utfall|Utfall
confirmed_at|Bekreftet|Stadfesta
contact|Kontakt|Kontakt
corrected_at|Rettet|Retta
correction|Rettelse|Retting
created_at|Opprettet|Oppretta
decided_at|Avgjort|Avgjord
decided_on|Dato for vedtaket|Dato for vedtaket
decision|Avgjørelse|Avgjerd
decision_language|Språket i vedtaket|Språket i vedtaket
declared_at|Meldt|Meld
deed|Hva som ble bestemt|Kva som vart avgjort
device|Nettleser|Nettlesar
done_at|Ferdig|Ferdig
dropped_at|Trukket tilbake|Trekt tilbake
due|Frist|Frist
due_at|Skal sendes|Skal sendast
due_on|Frist|Frist
edited_at|Endret|Endra
email|E-post|E-post
ended_at|Sluttet|Slutta
event_id|Hendelse|Hending
expires_at|Utløper|Går ut
field|Felt|Felt
fields|Teksten|Teksten
file_name|Filnavn|Filnamn
filters|Filtre|Filter
follows|Støtten følger med|Støtta følgjer med
file|Fil|Fil
form|Målform|Målform
format|Format|Format
from_on|Fra|Frå
gathering_id|Møte|Møte
gave_up_at|Kunne ikke sendes|Kunne ikkje sendast
given_at|Gitt|Gitt
granted_at|Gitt|Gitt
happened_at|Når|Når
headings|Overskrifter|Overskrifter
held_on|Møtedag|Møtedag
held_since|Venter på godkjenning siden|Ventar på godkjenning sidan
hidden_at|Skjult|Skjult
hidden_code|Grunn til at det er skjult|Grunn til at det er skjult
hidden_reason|Begrunnelse for at det er skjult|Grunngiving for at det er skjult
home_id|Kommunen din|Kommunen din
idea|Ideen|Ideen
inhabitants|Innbyggere|Innbyggjarar
initiative_id|Innbyggerforslag|Innbyggjarforslag
invited_at|Invitert|Invitert
is_counted|Regnet med|Rekna med
is_decorative|Bare pynt|Berre pynt
is_named|Navnet vises|Namnet blir vist
is_partial|Inhabil|Inhabil
is_personal|Med personopplysninger|Med personopplysningar
is_public|Synlig for alle|Synleg for alle
is_trusted|Har tillit|Har tillit
is_waiting|På venteliste|På venteliste
by_issuer|Gitt av utsteder|Gitt av utferdar
works_at_id|Logget inn som ansatt i|Logga inn som tilsett i
issued_sid|Innlogging hos utstederen|Innlogging hos utferdaren
issuer|Utsteder|Utferdar
joined_at|Ble med|Vart med
kept_since|Lagret|Lagra
keys_off|Hurtigtaster slått av|Snarvegar slått av
kind|Type|Type
language|Språk|Språk
last_digest_at|Siste samle-e-post|Siste samle-e-post
leader_title|Lederens tittel|Tittelen til leiaren
left_at|Gikk ut|Gjekk ut
level|Sikkerhetsnivå|Tryggleiksnivå
lifted_at|Opphevet|Oppheva
lifted_why|Hvorfor opphevet|Kvifor oppheva
lifted_words|Hvorfor opphevet|Kvifor oppheva
linked_at|Knyttet til kontoen|Knytt til kontoen
listing|Liste|Liste
mail|E-post om varselet|E-post om varselet
mail_choice|E-post om sakene dine|E-post om sakene dine
mail_text|Tekst i e-posten|Tekst i e-posten
marks|Numrene du krysset av for|Nummera du kryssa av for
measures|Hva som er gjort|Kva som er gjort
measures_language|Språket i det som er gjort|Språket i det som er gjort
municipality_at|Kommunen bekreftet|Kommunen stadfesta
municipality_id|Kommune|Kommune
made_at|Laget|Laga
name|Navn|Namn
need|Behovet|Behovet
need_id|Behov|Behov
needs|Det du trenger for å kunne være med|Det du treng for å kunne vere med
number|Nummer|Nummer
offered_at|Tilbudt|Tilbode
opened_at|Begynt|Byrja
organisation_at|Organisasjonen bekreftet|Organisasjonen stadfesta
organisation_id|Organisasjon|Organisasjon
our_part|Kommunens del|Delen til kommunen
outcome|Utfall|Utfall
parent_id|Svar på kommentar|Svar på kommentar
paused_days|Dager fristen har stått stille|Dagar fristen har stått stille
phase|Fase|Fase
place|Sted|Stad
plan_case|Plansak|Plansak
posted_at|Skrevet|Skrive
proof|Slik ble det bekreftet|Slik vart det stadfesta
proposal_id|Sak|Sak
public_id|Kjennetegn|Kjennemerke
published_at|Publisert|Publisert
purpose|Formål|Føremål
question|Spørsmål|Spørsmål
read_at|Lest|Lese
reason|Grunn|Grunn
redacted_at|Sladdet|Sladda
reference|Saksnummer|Saksnummer
refusal|Hvorfor den ikke kunne brukes|Kvifor ho ikkje kunne brukast
refused_at|Avvist|Avvist
registered_at|Registrert|Registrert
removed_at|Fjernet|Fjerna
reported_at|Meldt|Meld
retracted_at|Trukket|Trekt
role|Rolle|Rolle
rows_total|Rader|Rader
said_at|Sagt|Sagt
second_at|Kode i andre trinn|Kode i andre trinn
seen_at|Sist brukt|Sist brukt
sent_at|Sendt|Send
sent_on|Sendt|Sendt
settled_at|Gjort opp|Gjort opp
shows_name|Navnet vises for andre|Namnet blir vist for andre
signature_count|Underskrifter|Underskrifter
signed_at|Skrevet under|Skrive under
signed_in_at|Logget inn|Logga inn
since|Siden|Sidan
size|Størrelse|Storleik
stance|Standpunkt|Standpunkt
state|Tilstand|Tilstand
state_since|I denne tilstanden siden|I denne tilstanden sidan
statement_id|Svar|Svar
stopped_on|Fristen stoppet|Fristen stoppa
subject|Navnet utstederen har på deg|Namnet utferdaren har på deg
subject_id|Hva det gjelder|Kva det gjeld
subject_kind|Slags|Slag
submitted_at|Sendt inn|Send inn
success|Slik vet vi at vi har lykkes|Slik veit vi at vi har lykkast
suggested_at|Foreslått|Foreslått
support_count|Støtte|Støtte
taken_at|Tatt inn|Teke inn
taken_count|Antall tatt inn|Talet på det som er teke inn
taken_version|Tatt inn i versjon|Teke inn i versjon
text|Tekst|Tekst
their_part|Organisasjonens del|Delen til organisasjonen
theme_id|Tema|Tema
thing_id|Hva det gjelder|Kva det gjeld
threshold|Underskrifter som trengs|Underskrifter som trengst
title|Tittel|Tittel
told_at|Fortalt|Fortalt
treated_before|Behandlet før|Behandla før
trust|Tillit da det ble sendt|Tillit då det vart sendt
unit_id|Enhet|Eining
unit_name|Enhet|Eining
until_on|Til og med|Til og med
uploaded_at|Lastet opp|Lasta opp
used_at|Brukt|Brukt
version|Versjon|Versjon
vote_id|Avstemning om utfordringen|Avstemming om utfordringa
votes_against|Stemmer mot|Røyster mot
votes_for|Stemmer for|Røyster for
what|Hva|Kva
why|Hvorfor|Kvifor
words|Begrunnelse|Grunngiving
words_language|Språket i begrunnelsen|Språket i grunngivinga
written_at|Skrevet|Skrive
"""
COLUMN_WORDS: dict[str, Words] = {
    name: Words(nb, nn) for name, nb, nn in (line.split("|") for line in _PAIRS.strip().splitlines())
}
