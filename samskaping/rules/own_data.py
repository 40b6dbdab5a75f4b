"""What somebody gets who asks for all that is kept about them: the tables and columns, and what is left out and why.

``tests/house/test_own_data.py`` holds it against the schema: a new table or column is in here or it fails.
"""

from dataclasses import dataclass

from samskaping.language import Words


@dataclass(frozen=True)
class Part:
    """Rows of one table. ``by`` are the columns by which a row is the person's; ``columns`` what they are told of it.

    A column of ``by`` that holds a key is never shown itself. Keys in ``columns`` read as what they lead to.
    """

    table: str
    what: Words
    by: tuple[str, ...]
    columns: tuple[str, ...]


def _part(table: str, what: tuple[str, str], by: str, columns: str) -> Part:
    return Part(table, Words(*what), tuple(by.split()), tuple(columns.split()))


#: In the order in which people are told. ``people`` comes first, and is the person.
PARTS: tuple[Part, ...] = (
    _part("people", ("Kontoen din", "Kontoen din"), "id",
          "public_id email name shows_name form home_id mail_choice keys_off confirmed_at blocked_at created_at last_digest_at"),
    _part("authors", ("Navn du har stått med", "Namn du har stått med"), "person_id", "kind name organisation_id municipality_id"),
    _part("identities", ("At en kommune har bekreftet hvem du er", "At ein kommune har stadfesta kven du er"), "person_id",
          "public_id municipality_id proof confirmed_at"),
    _part("issued_identities", ("Innlogging med ID-porten, eller som ansatt", "Innlogging med ID-porten, eller som tilsett"), "person_id",
          "issuer subject level linked_at used_at"),
    _part("memberships", ("Rollene dine", "Rollene dine"), "person_id", "municipality_id role granted_at ended_at by_issuer"),
    _part("platform_roles", ("Rolle på plattformen", "Rolle på plattforma"), "person_id", "granted_at ended_at"),
    _part("staff", ("Tittel og enhet", "Tittel og eining"), "person_id", "municipality_id title unit_id"),
    _part("units", ("Enheter du leder", "Einingar du leier"), "leader_id", "public_id municipality_id name leader_title"),
    _part("absences", ("Fravær, og når du er vikar", "Fråvær, og når du er vikar"), "person_id stand_in_id",
          "public_id municipality_id from_on until_on said_at ended_at"),
    _part("organisations", ("Organisasjoner du har registrert", "Organisasjonar du har registrert"), "registered_by_id",
          "public_id number name kind about registered_at"),
    _part("representatives", ("Organisasjoner du skriver for", "Organisasjonar du skriv for"), "person_id",
          "organisation_id joined_at left_at is_named"),
    _part("invitations", ("Invitasjoner til organisasjoner", "Invitasjonar til organisasjonar"), "email_key invited_by_id",
          "public_id organisation_id invited_at expires_at"),
    _part("challenge_invitations", ("Invitasjoner til utfordringer", "Invitasjonar til utfordringar"), "email_key",
          "public_id municipality_id challenge_id invited_at"),
    _part("needs", ("Behov du har fortalt om", "Behov du har fortalt om"), "writer_id author_id",
          "reference public_id municipality_id version is_public language text area_id told_at published_at retracted_at"
          " held_since approved_at refused_at trust hidden_at hidden_reason hidden_code concern_count"),
    _part("need_contacts", ("Behov som venter på at du bekrefter dem", "Behov som ventar på at du stadfestar dei"), "email_key",
          "municipality_id need_id asked_at"),
    _part("need_concerns", ("Behov som gjelder deg også", "Behov som gjeld deg òg"), "person_id",
          "municipality_id need_id organisation_id said_at"),
    _part("proposals", ("Forslag og utkast", "Forslag og utkast"), "writer_id author_id",
          "reference public_id municipality_id version state is_public challenge_id organisation_id language title need idea"
          " area_id place theme_id unit_id created_at edited_at submitted_at published_at approved_at trust state_since"
          " answer_due answered_at hidden_at hidden_reason hidden_code support_count comment_count"),
    _part("comments", ("Kommentarer", "Kommentarar"), "writer_id author_id",
          "public_id municipality_id proposal_id parent_id version stance language text written_at edited_at retracted_at"
          " held_since approved_at refused_at trust hidden_at hidden_reason hidden_code votes_for votes_against"),
    _part("statements", ("Svar og uttalelser", "Svar og fråsegner"), "author_id",
          "public_id municipality_id proposal_id challenge_id kind role unit_name version is_public decision language"
          " title text mail_text due said_at corrected_at correction"),
    _part("versions", ("Versjoner av tekster du har skrevet", "Versjonar av tekstar du har skrive"), "author_id",
          "subject_kind subject_id number fields why written_at redacted_at"),
    _part("files", ("Bilder og filer du har lagt ved. Filene selv åpner du der de ligger ved teksten", "Bilete og filer du har lagt ved. Filene sjølve opnar du der dei ligg ved teksten"),
          "uploader_id",
          "public_id municipality_id proposal_id need_id challenge_id statement_id comment_id name kind size alt is_decorative state refusal"
          " uploaded_at hidden_at hidden_reason removed_at"),
    _part("supports", ("Forslag du støtter", "Forslag du støttar"), "person_id", "municipality_id proposal_id organisation_id given_at"),
    _part("asked_supporters", ("Spørsmål om støtten din da saker ble slått sammen", "Spørsmål om støtta di då saker vart slått saman"),
          "person_id", "municipality_id organisation_id given_at asked_at answered_at follows is_counted"),
    _part("follows", ("Det du følger", "Det du følgjer"), "person_id", "kind thing_id since"),
    _part("offers", ("Bidrag du har tilbudt", "Bidrag du har tilbode"), "giver_id author_id",
          "public_id municipality_id challenge_id need_id proposal_id organisation_id kind amount from_on until_on language"
          " text state answer answer_by_group offered_at decided_at settled_at"),
    _part("asks", ("Det du har bedt om på vegne av en gruppe eller kommunen", "Det du har bede om på vegner av ei gruppe eller kommunen"),
          "author_id",
          "public_id municipality_id challenge_id need_id proposal_id kind amount from_on until_on language text asked_at closed_at"),
    _part("group_members", ("Arbeidsgrupper", "Arbeidsgrupper"), "person_id author_id email_key",
          "public_id municipality_id proposal_id role organisation_id invited_at joined_at left_at"),
    _part("group_posts", ("Det du har skrevet i arbeidsgrupper", "Det du har skrive i arbeidsgrupper"), "author_id",
          "public_id municipality_id proposal_id kind language text posted_at version edited_at retracted_at held_on is_public"),
    _part("group_tasks", ("Oppgaver i arbeidsgrupper", "Oppgåver i arbeidsgrupper"), "owner_id given_by_id",
          "public_id municipality_id proposal_id text language due given_at done_at"),
    _part("raised", ("Utfordringer du har reist", "Utfordringar du har reist"), "writer_id author_id",
          "public_id municipality_id state language title need concerns success theme_id need_id edited_at sent_at"
          " decided_at answer challenge_id"),
    _part("initiatives", ("Innbyggerforslag du har fremmet", "Innbyggjarforslag du har fremja"), "writer_id author_id",
          "public_id municipality_id state language title text edited_at opened_at closes_on inhabitants threshold"
          " signature_count sent_on stopped_on paused_days plan_case treated_before outcome decided_on body case_number"
          " decision decision_language measures measures_language ended_at hidden_at hidden_reason"),
    _part("signatures", ("Innbyggerforslag du har skrevet under på", "Innbyggjarforslag du har skrive under på"), "person_id",
          "public_id municipality_id initiative_id kind name born signed_at"),
    _part("ballots", ("Stemmesedlene dine, mens avstemningen er åpen", "Stemmesetlane dine, medan avstemminga er open"), "person_id",
          "vote_id marks cast_at"),
    _part("seats", ("Møter du er påmeldt til", "Møte du er påmeld til"), "person_id",
          "public_id gathering_id is_waiting needs asked_at"),
    _part("wordings", ("Endringer du har foreslått i utfordringer", "Endringar du har foreslått i utfordringar"), "writer_id author_id",
          "public_id municipality_id challenge_id field form before text why language state is_public suggested_at"
          " decided_at answer hidden_at taken_version"),
    _part("reflections", ("Refleksjoner du har skrevet", "Refleksjonar du har skrive"), "author_id asked_by_id",
          "public_id municipality_id challenge_id phase question language asked_at answer answer_language role answered_at is_public"),
    _part("reports", ("Innhold du har meldt", "Innhald du har meldt"), "reporter_id",
          "public_id municipality_id proposal_id need_id reason text reported_at closed_at outcome"),
    _part("barriers", ("Hindre du har meldt", "Hinder du har meldt"), "email",
          "public_id municipality_id address text email reported_at closed_at"),
    _part("intake_contacts", ("Innspill som kommunen har lagt inn for deg", "Innspel som kommunen har lagt inn for deg"), "email",
          "municipality_id proposal_id name contact email kept_since"),
    _part("measure_asks", ("Når kommunen har bedt deg måle noe", "Når kommunen har bede deg måle noko"), "email",
          "public_id municipality_id benefit_id email words language due asked_at answered_at dropped_at"),
    _part("rulings", ("Det moderatorer har bestemt om det du har skrevet", "Det moderatorar har avgjort om det du har skrive"),
          "comment_id need_id proposal_id",
          "public_id municipality_id proposal_id need_id file deed reason words language decided_at"),
    _part("appeals", ("Klagene dine", "Klagene dine"), "person_id",
          "public_id municipality_id text language appealed_at due_on decided_at conclusion words words_language"),
    _part("blocks", ("Når du har vært blokkert", "Når du har vore blokkert"), "person_id",
          "municipality_id until_on lifted_at lifted_words"),
    _part("trust_words", ("Tillit til å publisere", "Tillit til å publisere"), "person_id",
          "municipality_id is_trusted why said_at"),
    _part("declarations", ("Habilitet i saker", "Habilitet i saker"), "person_id",
          "public_id municipality_id proposal_id is_partial reason declared_at lifted_at lifted_why"),
    _part("partnerships", ("Avtaler om partnerskap du har bekreftet", "Avtalar om partnarskap du har stadfesta"),
          "organisation_by_id municipality_by_id",
          "municipality_id version language their_part our_part by_on written_at municipality_at organisation_at confirmed_at"),
    _part("notifications", ("Varsler", "Varsel"), "person_id", "event_id created_at read_at mail"),
    _part("letters", ("E-post vi har sendt eller skal sende", "E-post vi har sendt eller skal sende"), "person_id address",
          "kind municipality_id created_at due_at expires_at sent_at gave_up_at"),
    _part("web_sessions", ("Steder der du er logget inn", "Stader der du er logga inn"), "person_id",
          "created_at signed_in_at second_at seen_at expires_at device issuer issued_sid works_at_id"),
    _part("second_factors", ("To-trinns innlogging", "To-trinns innlogging"), "person_id", "made_at used_at"),
    _part("recovery_codes", ("Gjenopprettingskoder", "Gjenopprettingskodar"), "person_id", "made_at used_at"),
    _part("known_devices", ("Nettlesere vi kjenner igjen når du logger inn", "Nettlesarar vi kjenner att når du loggar inn"), "person_id",
          "made_at used_at"),
    _part("one_time_tokens", ("Engangslenker", "Eingongslenkjer"), "person_id", "purpose created_at expires_at used_at"),
    _part("exports", ("Filer du har bedt om", "Filer du har bede om"), "person_id",
          "public_id municipality_id listing format is_personal filters language state asked_at done_at rows_total size"),
    _part("own_copies", ("Når du har lastet ned opplysningene dine", "Når du har lasta ned opplysningane dine"), "person_id",
          "public_id language state asked_at done_at size"),
    _part("sheets", ("Regneark du har lastet opp", "Rekneark du har lasta opp"), "uploaded_by_id",
          "public_id municipality_id file_name headings columns channel uploaded_at taken_at taken_count"),
    _part("events", ("Det du har gjort, i historikken til sakene", "Det du har gjort, i historikken til sakene"), "actor_id author_id",
          "municipality_id what happened_at subject_kind subject_id number"),
    _part("security_events", ("Sikkerhetsloggen", "Tryggleiksloggen"), "person_id", "happened_at what municipality_id"),
)  # fmt: skip
