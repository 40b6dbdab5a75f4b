"""Lengths, sizes and rates. Lengths are in code points after NFC, and the same on page, deed and column."""

from datetime import datetime, timedelta

from samskaping.language import gettext as _
from samskaping.language import number
from samskaping.rules import openid

TITLE = 80
PROSE = 8_000
COMMENT = 4_000
NEED = 2_000
OFFER = 1_000
REASON = 8_000
NOTE = 4_000
NAME = 60
EMAIL = 254
QUERY = 200
#: For how long search engines may list what residents wrote, where a municipality limits it (offentlegforskrifta § 6
#: has the same time for names in journals).
LISTED = timedelta(days=365)
#: Words or phrases on a municipality's list of those that make a text be read first, and the length of each.
READ_FIRST_WORDS = 100
READ_FIRST_WORD = 60
SHORT = 200

#: Password, in code points; the only factor of a resident (NIST SP 800-63B-4 § 3.1.1.1).
PASSWORD_SHORTEST = 15
PASSWORD_LONGEST = 128
#: How long it is known that a password was wrong, so that a hundred in a row are seen.
TRIES_KEPT = timedelta(days=30)

#: Rows on one page of a list, and the least number of comments that fill a page of whole threads.
PAGE = 20
INBOX_PAGE = 50
COMMENTS_PAGE = 50
#: Texts that a moderator decides at once: a page of the queue.
DECIDED_AT_ONCE = 50
#: Depth to which a thread is shown indented; the true parent is kept.
SHOWN_DEPTH = 3
#: A count under a free filter is exact up to this, and «over» it after.
COUNT_BOUND = 1_000
#: Search sorted by relevance shows at most this many hits.
SEARCH_MOST = 200
#: Notifications that one opening marks as read; whoever has more about one case reads the rest at the next.
UNREAD_AT_ONCE = 500

#: Per person: proposals an hour and a day, comments and reports an hour, drafts at any time.
PROPOSALS_HOUR = 5
PROPOSALS_DAY = 20
COMMENTS_HOUR = 30
REPORTS_HOUR = 20
#: Of somebody who is kept from writing: they can still tell of what harms them, but not flood.
REPORTS_HOUR_BLOCKED = 2
DRAFTS_MOST = 20
#: Needs: of a person an hour, of an address whose people nobody knows, and links to one mailbox a day.
NEEDS_HOUR = 10
NEED_LINKS_DAY = 3
#: Offers of a person an hour.
OFFERS_HOUR = 10
#: What can be asked for at once in one challenge, need or proposal.
ASKS_STANDING = 30
#: Working groups: letters of one person an hour, posts and versions of one person an hour, seats, words of a task.
GROUP_INVITATIONS_HOUR = 20
#: How many are invited to take part in one challenge, and how many one person invites an hour.
INVITED_MOST = 500
INVITED_HOUR = 100
GROUP_POSTS_HOUR = 60
GROUP_MOST = 40
GROUP_TASK = 300
#: Challenges that a person raises a day, drafts among them.
RAISED_DAY = 10
#: Each text of one that is raised; two of them are one text of the challenge that comes of it.
RAISED = 3_000
#: Other words for a challenge that a person suggests an hour; why, and the reason of the answer.
WORDINGS_HOUR = 10
WORDING_WHY = 400
WORDING_ANSWER = 1_000
#: Innbyggerforslag: the text of one, how many a person begins a day, and what staff write about one.
INITIATIVE = 5_000
INITIATIVES_DAY = 5
INITIATIVE_NOTE = 500
SIGNER_NAME = 120

#: Files: bytes of one, how many in one form, and what one person uploads an hour and a day.
FILE_BYTES = 12_000_000
FILES_AT_ONCE = 10
FILES_HOUR = 20
FILE_BYTES_DAY = 100_000_000
#: Files with lists that one person asks for an hour.
EXPORTS_HOUR = 3

#: Days that each signed or mailed link lives, and minutes for the short-lived ones.
CONFIRM_HOURS = 24
RESTORE_DAYS = 7
NEED_LINK_DAYS = 3
RESET_MINUTES = 30
SIGN_IN_MINUTES = 30
SESSION_DAYS = 30
GUEST_SESSION_DAYS = 14
#: How long a browser is known to whoever signed in by it.
DEVICE_DAYS = 180
#: Whoever works in a municipality or looks after the platform: idle, and in all.
STAFF_IDLE_MINUTES = 30
STAFF_HOURS = 10
#: How long somebody counts as sure to be who they are, for acts that ask for it.
PROVEN_MINUTES = 10


def is_over(signed_in: datetime | None, seen: datetime, now: datetime, *, works: bool, issued: bool) -> bool:
    """Whether somebody's session is over by its kind: staff's, and those by an issuer of identities; other residents'
    are when their rows expire.
    """
    if signed_in is None:
        return True
    bounds = [(openid.LONGEST, openid.IDLE)] if issued else []
    bounds += [(timedelta(hours=STAFF_HOURS), timedelta(minutes=STAFF_IDLE_MINUTES))] if works else []
    return any(now - signed_in > longest or now - seen > idle for longest, idle in bounds)


def too_long(text: str, most: int) -> str:
    """What to say of a text that is longer than it may be; nothing of any other."""
    if len(text) <= most:
        return ""
    return _("Teksten kan ha %(most)s tegn. Nå har den %(now)s.") % {"most": number(most), "now": number(len(text))}
