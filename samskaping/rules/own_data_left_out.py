"""What somebody who asks for all that is kept about them does not get, column by column, and why."""

_WORK = "what somebody has done at work stands in the history, which they get by events.actor_id; the row is the case's"
_CASE = "belongs to the case, and is seen on its page"
_OTHERS = "tells of somebody else"
_HIDDEN = "a secret, or the mark of one: nobody gets it, and it tells nothing"
_SAME = "says again what another column of the row says"
_INNER = "how the machinery goes about it; says nothing of the person"
_NOTES = "staff's inner word on a case: the archive's, and it can tell of others"

#: Columns that lead to a person, and by which no row is given: «table.column» → why.
LEADING: dict[str, str] = {
    **dict.fromkeys(
        (
            "absences.said_by_id", "appeals.decided_by_id", "benefits.owner_id", "gatherings.responsible_id", "measure_asks.asked_by_id", "measurements.author_id", "barriers.closed_by_id", "batches.made_by_id",
            "blocks.lifted_by_id", "case_links.linked_by_id", "challenge_invitations.invited_by_id",
            "challenge_needs.tied_by_id", "challenges.created_by_id", "declarations.lifted_by_id",
            "evaluations.asked_by_id", "group_members.invited_by_id", "group_tasks.done_by_id",
            "identities.confirmed_by_id", "intakes.entered_by_id", "memberships.granted_by_id", "platform_roles.granted_by_id", "merges.merged_by_id",
            "merges.undone_by_id", "offers.decided_by_id", "planned.person_id", "proposal_needs.said_by_id",
            "proposals.handler_id", "proposals.partial_ids", "raised.decided_by_id", "redactions.undone_by_id",
            "reports.closed_by_id", "rulings.decided_by_id", "tasks.created_by_id", "tasks.done_by_id",
            "tasks.owner_id", "trust_words.said_by_id", "verifications.verified_by_id", "wordings.decided_by_id",
        ),
        _WORK,
    ),
    "evaluations.evaluator_id": _NOTES,
    "notes.person_id": _NOTES,
    "notes.mentioned": _NOTES,
    "people.email_key": _SAME,
    **dict.fromkeys(("erasures.person_id", "erasures.email", "erasures.email_key"), "of a closed account, until it is erased"),
    "proposals.session_id": "a browser's draft becomes the person's when they sign in there",
    "councils.email": "the municipality's address of a council, not a person's",
    "municipalities.contact_email": "the municipality's own address",
    "municipalities.contact_phone": "the municipality's own number",
    "municipalities.contact_address": "the municipality's own address",
    "sign_in_attempts.account": "a mark that leads from an address and never back; gone after a day",
    "tasks.signed": "whoever answered for a council by its link has no account",
    "measurements.signed": "whoever measured by a link has no account",
    "letters.params": "ids and small facts, that the letter itself said in words",
    "web_sessions.data": _HIDDEN,
    "one_time_tokens.payload": _HIDDEN,
}  # fmt: skip

#: Tables that tell of nobody, or of what staff do with a case; a column that leads to a person stands in ``LEADING``.
TABLES: dict[str, str] = {
    **dict.fromkeys(
        (
            "adoptions", "answer_templates", "areas", "batches", "benefits", "measurements", "lessons", "lesson_uses", "case_links", "challenge_needs", "challenge_partners",
            "challenge_phases", "challenges", "councils", "group_drafts", "intakes", "merges", "municipalities",
            "old_slugs", "paces", "stays", "planned", "proposal_goals", "proposal_needs", "redactions", "routes", "tasks",
            "themes", "verifications", "vote_items", "votes", "gatherings", "minutes", "gathering_proposals",
        ),
        "the municipality's, or the case's",
    ),
    **dict.fromkeys(
        ("job_runs", "outbox", "reference_counters", "search_documents", "settings", "stamps"), "the machinery's",
    ),
    **dict.fromkeys(("evaluations", "notes"), _NOTES),
    **dict.fromkeys(("export_chunks", "own_copy_pieces", "sheet_rows"), "the bytes of a file that goes after a day"),
    "erasures": "the account is closed: there is nobody to ask, and the row goes with the rest of them",
    "used_logouts": "marks of messages, that lead back to nobody",
    "sign_in_attempts": "marks that lead back to nobody; gone after a day",
}  # fmt: skip

#: Columns that are left out wherever they stand.
EVERYWHERE: dict[str, str] = {
    **dict.fromkeys(("history_length", "history_digest", "digest", "once_key", "sort_key"), _INNER),
    **dict.fromkeys(("leased_until", "worker", "attempts", "rows_done", "error", "open_reports", "redacted_for"), _INNER),
    **dict.fromkeys(("token_hash", "password_hash", "data", "payload", "issued_hint", "mark", "secret"), _HIDDEN),
    **dict.fromkeys(("html", "about_html", "need_html", "idea_html", "excerpt", "email_key"), _SAME),
}  # fmt: skip

#: And columns of the tables that are given.
COLUMNS: dict[str, str] = {
    **dict.fromkeys(
        (
            "proposals.ball", "proposals.ball_until", "proposals.next_on", "proposals.body", "proposals.body_name",
            "proposals.look_again_on", "proposals.forward_to", "proposals.told_late_for", "proposals.waiting_since",
            "proposals.first_reaction_at", "proposals.shelf", "proposals.due_on", "proposals.open_tasks",
            "proposals.open_evaluations", "proposals.has_lesson", "proposals.imported_support", "comments.thread_id", "comments.thread_size",
            "comments.depth", "comments.orphan", "units.answers_for", "units.position", "units.ended_at",
        ),
        _CASE,
    ),
    **dict.fromkeys(
        (
            "authors.source", "authors.external_id", "proposals.source", "proposals.external_id", "comments.source",
            "comments.external_id", "authors.erased_at", "people.erased_at", "sheets.read_as",
            "security_events.mark", "initiatives.warned", "ballots.number",
        ),
        _INNER,
    ),
    "files.key": _INNER,
    "files.sizes": _INNER,
    "versions.original": "the words behind a redaction, which the archive alone keeps: they can tell of others",
    "events.details": "ids, some of them of others, that the history of the case has in words",
    "security_events.details": "marks and ids, some of them of others",
    "letters.params": LEADING["letters.params"],
    "second_factors.last_step": _INNER,
    "recovery_codes.mark": _HIDDEN,
    "letters.address": _SAME,
}  # fmt: skip
