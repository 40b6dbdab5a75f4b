"""From a letter that waits to a mail: who gets it, what it says, and the links in it, made when it is sent."""

import hashlib
from collections.abc import Callable, Mapping
from email.utils import parseaddr
from typing import Any

from samskaping import language
from samskaping.jobs import link_letters
from samskaping.jobs.letter_desk import Desk, Facts
from samskaping.jobs.place import Place, context
from samskaping.language import gettext as _
from samskaping.models import Letter
from samskaping.outside import mailtext
from samskaping.outside.mail import Mail
from samskaping.queries import appeals, letters, notifications, participants
from samskaping.queries.notifications import Told
from samskaping.rules import limits
from samskaping.rules.events import FACTS
from samskaping.rules.groups import MEMBER_ROLE_NAMES, MemberRole
from samskaping.rules.kinds import LetterKind, Purpose
from samskaping.rules.roles import ROLE_NAMES, Role
from samskaping.rules.second_factor import RESET_REASONS, ResetReason
from samskaping.rules.shutting import EVERY_REASON, ShutReason
from samskaping.text import excerpt

#: Code points of each text in a digest.
DIGEST_EXCERPT = 400
#: Letters that nobody asked for one by one: they carry the way out of them (RFC 8058).
BULK = frozenset({LetterKind.NOTICE, LetterKind.DIGEST})


def write(place: Place, db: Any, letter: Letter) -> Mail | None:
    """The mail of a letter, in the person's form; None when there is nothing left to say, or nobody to say it to."""
    ctx = context(place, db, letter.municipality_id)
    person = letters.addressee(ctx, letter.person_id) if letter.person_id else None
    address = letter.address or (person.email if person else "")
    if not address or (letter.person_id and (person is None or person.is_blocked)):
        return None
    form = (
        person.form
        if person
        else str(letter.params.get("language") or (ctx.municipality and ctx.here.own_form) or "nb")
    )
    with language.speaking(form), language.calling(ctx.municipality.noun if ctx.municipality else "kommunen"):
        desk = Desk(place, ctx, letter, person, form)
        facts = _FACTS[letter.kind](desk)
        return _mail(desk, facts, address) if facts is not None else None


def _mail(desk: Desk, facts: Mapping[str, Any], address: str) -> Mail:
    here, letter = desk.ctx.municipality, desk.letter
    sender = _("%(name)s, Samskaping") % {"name": here.full_name} if here else _("Samskaping")
    name = desk.person.name if desk.person else ""
    homes = {desk.place.settings.base_url, *desk.homes}
    words = mailtext.write(letter.kind, {"name": name, "sender": sender, **facts}, homes)
    return Mail(
        id=_message_id(desk.place, letter),
        sender=desk.place.settings.mail_from,
        to_name=name,
        to_address=address,
        subject=words.subject,
        text=words.text,
        html=words.html,
        language=desk.form,
        date=desk.ctx.now,
        reply_to=(here.contact_email or "") if here else "",
        extra=_way_out(desk) if letter.kind in BULK else {},
    )


def _way_out(desk: Desk) -> dict[str, str]:
    return {
        "List-Unsubscribe": f"<{desk.unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _message_id(place: Place, letter: Letter) -> str:
    """The same for each try of one letter, and telling nobody how many there are."""
    secret = f"{place.settings.secret_key}:{letter.id}:{letter.created_at.isoformat()}"
    domain = parseaddr(place.settings.mail_from)[1].rpartition("@")[2] or "localhost"
    return f"<{hashlib.sha256(secret.encode()).hexdigest()[:32]}@{domain}>"


def _receipt(desk: Desk) -> Facts:
    found = letters.receipt(desk.ctx, str(desk.letter.params.get("proposal", "")))
    return {"receipt": found, "link": desk.link(f"/forslag/{found.reference}")} if found else None


def _entered(desk: Desk) -> Facts:
    """To whoever gave input that staff entered: the receipt first, and then what they are answered."""
    if "event" not in desk.letter.params:
        facts = _receipt(desk)
        return {**facts, "news": None} if facts is not None else None
    news = letters.news(desk.ctx, int(desk.letter.params["event"]))
    if news is None:
        return None
    into = desk.link(f"/forslag/{news.into}") if news.into else ""
    return {"news": news, "link": desk.link(f"/forslag/{news.told.thing}"), "into_link": into}


def _one_link(desk: Desk) -> Facts:
    return {"link": desk.token_link(Purpose(desk.letter.kind.value))} if desk.person else None


def _email_changed(desk: Desk) -> Facts:
    """To the address that an account had: with a way back, unless the account went back to another by one."""
    if desk.person is None:
        return None
    back = desk.token_link(Purpose.RESTORE_EMAIL) if desk.letter.params.get("back") else ""
    return {"link": desk.link("/kontakt"), "back": back, "days": limits.RESTORE_DAYS}


def _confirm(desk: Desk) -> Facts:
    if desk.person is None or desk.person.is_confirmed:
        return None
    return _one_link(desk)


def _told(desk: Desk) -> list[dict[str, Any]]:
    if desk.person is None or not desk.person.is_confirmed:
        return []
    mine = context(desk.place, desk.ctx.db, None, desk.person.id)
    return [
        {
            "title": one.title,
            "sentence": one.sentence,
            "reason": one.reason,
            "said": _said(desk, one),
            "why": FACTS[one.what].at_once,
            "municipality": one.municipality,
            "link": desk.elsewhere(*one.door, one.path),
        }
        for one in notifications.chosen(mine, list(desk.letter.params.get("notifications", ())))
    ]


def _said(desk: Desk, one: Told) -> str:
    """What was said: whole when it was written for this very mail, or mailed at once; its beginning in a digest."""
    is_whole = one.is_said_to_me or desk.letter.kind is LetterKind.NOTICE
    said = one.said if is_whole else excerpt(one.said, DIGEST_EXCERPT)
    return f"{one.said_by}\n\n{said}".strip()


def _why(told: list[dict[str, Any]]) -> str:
    """Why these go at once: for their own reasons, each said once, or since the person asked for it."""
    reasons = dict.fromkeys(str(one["why"] or _("du har bedt om varsel med en gang")) for one in told)
    return _(", og fordi ").join(reasons)


def _notices(desk: Desk) -> Facts:
    told = _told(desk)
    if not told:
        return None
    return {
        "told": told,
        "why": _why(told),
        "more": int(desk.letter.params.get("more", 0)),
        "all_link": desk.elsewhere("", None, "/varsler"),
        "settings_link": desk.elsewhere("", None, "/min-side/innstillinger"),
        "unsubscribe_link": desk.unsubscribe,
    }


def _barrier(desk: Desk) -> Facts:
    number = str(desk.letter.params.get("barrier", ""))
    at = letters.barrier_reported_at(desk.ctx, number)
    return {"number": number, "at": at} if at else None


def _invitation(desk: Desk) -> Facts:
    params, link = desk.letter.params, desk.link("/min-side/organisasjoner")
    return {"by": params["by"] or _("Innbygger"), "organisation": params["name"], "link": link}


def _group(desk: Desk) -> Facts:
    params, link = desk.letter.params, desk.link("/min-side/arbeidsgrupper")
    role = MEMBER_ROLE_NAMES[MemberRole(params["role"])]
    return {"by": params["by"] or _("Innbygger"), "title": params["title"], "role": str(role), "link": link}


def _take_part(desk: Desk) -> Facts:
    """To what somebody is invited; nothing when it was taken back."""
    found = participants.to_mail(desk.ctx, str(desk.letter.params.get("invitation", "")))
    if found is None:
        return None
    link, is_new = desk.link(f"/utfordring/{found.challenge}"), desk.person is None
    return {"title": str(found.title), "organisation": found.organisation, "link": link, "is_new": is_new}


def _appointed(desk: Desk) -> Facts:
    if desk.person is None or desk.ctx.municipality is None:
        return None
    is_new = not desk.person.is_confirmed
    return {
        "place": desk.ctx.here.full_name,
        "roles": ", ".join(str(ROLE_NAMES[Role(role)]).lower() for role in desk.letter.params["roles"]),
        "is_new": is_new,
        "link": desk.token_link(Purpose.CONFIRM) if is_new else desk.link("/logg-inn"),
    }


def _ruling(desk: Desk) -> Facts:
    """Why a text was stopped, and how to appeal; the same letter tells what came of the appeal."""
    if desk.person is None or not desk.person.is_confirmed:
        return None
    mine, params = context(desk.place, desk.ctx.db, desk.letter.municipality_id, desk.person.id), desk.letter.params
    found = appeals.to_mail(mine, ruling=params.get("ruling", ""), appeal=params.get("appeal", ""))
    return {"ruled": found, "link": desk.link(f"/avgjorelse/{found.public_id}")} if found else None


def _second_reset(desk: Desk) -> Facts:
    reason = RESET_REASONS[ResetReason(desk.letter.params["reason"])]
    return {"reason": str(reason), "link": desk.link("/logg-inn"), "contact": desk.link("/kontakt")}


def _shut(desk: Desk) -> Facts:
    reason = EVERY_REASON[ShutReason(desk.letter.params["reason"])]
    return {"reason": str(reason), "link": desk.link("/logg-inn"), "contact": desk.link("/kontakt")}


_FACTS: dict[LetterKind, Callable[[Desk], Facts]] = {
    LetterKind.RECEIPT: _receipt,
    LetterKind.CONFIRM: _confirm,
    **dict.fromkeys((LetterKind.SIGN_IN, LetterKind.RESET, LetterKind.CHANGE_EMAIL), _one_link),
    LetterKind.EMAIL_CHANGED: _email_changed,
    LetterKind.ERASED: lambda desk: {"link": desk.link("/kontakt"), "at": desk.letter.created_at},
    LetterKind.LINKED: lambda desk: {
        "link": desk.link("/min-side/innstillinger"),
        "is_staff": bool(desk.letter.params.get("place")),
    },
    LetterKind.SECOND_MADE: lambda desk: {"link": desk.link("/min-side/innstillinger")},
    LetterKind.SECOND_RESET: _second_reset,
    **dict.fromkeys((LetterKind.ACCOUNT_SHUT, LetterKind.ACCOUNT_OPENED), _shut),
    LetterKind.ALREADY_REGISTERED: lambda desk: {"link": desk.link("/logg-inn")},
    LetterKind.NOTICE: _notices,
    LetterKind.DIGEST: _notices,
    LetterKind.BARRIER: _barrier,
    LetterKind.INVITATION: _invitation,
    LetterKind.GROUP: _group,
    LetterKind.TAKE_PART: _take_part,
    LetterKind.APPOINTED: _appointed,
    **dict.fromkeys((LetterKind.OPINION, LetterKind.OPINION_LATE), link_letters.opinion),
    LetterKind.ENTERED: _entered,
    LetterKind.NEED: link_letters.need,
    LetterKind.MEASURE: link_letters.measure,
    **dict.fromkeys((LetterKind.RULING, LetterKind.APPEAL_DECIDED), _ruling),
}
