"""The staff's menu: key of the section, words, endpoint, and the permission that shows it."""

from flask import g, url_for

from samskaping.language import Words
from samskaping.rules.policy import Can

#: The first four are always in sight; the rest stand behind «Mer» for whoever may open more than five.
STAFF: tuple[tuple[str, Words, str, Can], ...] = (
    ("inbox", Words("Innboks", "Innboks"), "casework.inbox", Can.PROPOSAL_INSPECT),
    ("reports", Words("Moderering", "Moderering"), "moderation.listing", Can.MODERATE),
    ("challenges", Words("Utfordringer", "Utfordringar"), "challenge_desk.listing", Can.CHALLENGE_WRITE),
    ("intakes", Words("Innspill", "Innspel"), "intakes.listing", Can.INTAKE_ENTER),
    ("planned", Words("Planlagt", "Planlagt"), "planned.listing", Can.PROPOSAL_INSPECT),
    ("templates", Words("Svarmaler", "Svarmalar"), "answer_templates.listing", Can.TEMPLATE_KEEP),
    ("appeals", Words("Klager", "Klager"), "appeals.listing", Can.APPEAL_DECIDE),
    ("initiatives", Words("Innbyggerforslag", "Innbyggjarforslag"), "initiative_desk.listing", Can.INITIATIVE_HANDLE),
    ("offers", Words("Bidrag", "Bidrag"), "offer_desk.listing", Can.OFFER_DECIDE),
    ("organisations", Words("Organisasjoner", "Organisasjonar"), "organisations.verifying", Can.ORGANISATION_VERIFY),
    ("barriers", Words("Hindre", "Hinder"), "barriers.listing", Can.PROPOSAL_HANDLE),
    ("opinions", Words("Andre kommuner", "Andre kommunar"), "opinions.listing", Can.OPINION_WRITE_ELSEWHERE),
    ("impartiality", Words("Inhabilitet", "Inhabilitet"), "impartiality.listing", Can.IMPARTIALITY_LIFT),
    ("settings", Words("Oppsett", "Oppsett"), "admin.overview", Can.MUNICIPALITY_SET),
)


def staff_links() -> list[tuple[str, str, str]]:
    """(key, words, address) of what this member of staff may open."""
    if g.ctx.municipality is None or not g.ctx.actor.is_staff:
        return []
    return [(key, str(words), url_for(endpoint)) for key, words, endpoint, can in STAFF if g.ctx.may(can)]
