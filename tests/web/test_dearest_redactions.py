"""Blacking out words in a challenge that stand in all that is said about it too: as often for three as for one, and
never above what a post may take.
"""

import pytest
from sqlalchemy import select

from samskaping.actions import asks, challenges, offers, reflections, statements, wordings
from samskaping.actions.challenges import Quote
from samskaping.actions.offers import Wish
from samskaping.actions.reflections import Thought
from samskaping.actions.statements import Said
from samskaping.actions.wordings import Suggested
from samskaping.db import Texts
from samskaping.models import Ask, Offer, Reflection, Wording
from samskaping.rules.offers import OfferKind
from samskaping.rules.phases import PhaseKind
from samskaping.rules.roles import Role
from tests.challenges import content, published
from tests.phases import phase, planned
from tests.visitor import MOST_OF_A_POST

pytestmark = pytest.mark.second_in_matrix

PER = "Naboen Per"
NAMED = {"need": Texts(nb=f"Både {PER} og andre."), "quotes": (Quote(f"Eg heiter {PER}.", PER, "nn"),)}


def talked_about(halden, ingrid, many):
    """A challenge with versions, news, asks, offers, suggested words and thoughts, that names Per in all of them."""
    name, staff = published(halden, ingrid, **NAMED), halden.context(ingrid)
    for number in range(many):
        told = Texts(nb=f"{PER} spiser alene, {number} ganger.")
        whole = content(halden, **{**NAMED, "summary": told})
        challenges.change(staff, name, whole, version=1 + number, why=f"{PER} ba om det.")
        statements.update_challenge(staff, name, Said(f"Vi har møtt {PER}.", 2 + number, title=f"Hos {PER}"))
        asks.make(staff, "challenge", name, Wish(list(OfferKind)[number], f"Noe til {PER}."))
        said = Wish(list(OfferKind)[number], f"Jeg er {PER}.")
        offers.make(halden.context(halden.person()), "challenge", name, said)
        words = Suggested("need", "nb", f"Bare {PER}, {number}.", f"{PER} er min nabo.")
        wordings.suggest(halden.context(halden.person()), name, words)
    planned(halden, ingrid, name, phase(halden, PhaseKind.BEHOV, 0, 9), phase(halden, PhaseKind.FORSLAG, 10, 29))
    for _one in range(many):
        reflections.ask(staff, name, PhaseKind.BEHOV, f"Hva sier {PER}?")
        asked = halden.db.scalars(select(Reflection.public_id).order_by(Reflection.id.desc())).first()
        reflections.answer(staff, asked, Thought(f"{PER} er fornøyd.", is_public=True))
    halden.db.commit()
    return name


def left(halden):
    """What still names Per of what people and the municipality have said beside the texts."""
    halden.context()
    columns = (Ask.text, Ask.html, Offer.text, Offer.html, Wording.text, Wording.why, Reflection.html)
    return [str(one) for one in columns for words in halden.db.scalars(select(one)) if PER in words]


def test_words_are_blacked_out_of_a_challenge_and_shown_again(site, halden):
    ingrid, mona = halden.person("Ingrid", Role.PUBLISIST), halden.person("Mona", Role.MODERATOR)
    done, undone = [], []
    for many in (1, 3):
        name, visitor = talked_about(halden, ingrid, many), site.visitor(mona)
        assert len(set(left(halden))) == 7
        visitor.get(f"/arbeid/sladd/utfordring/{name}")
        visitor.fill(passages=PER, reason="personopplysninger", text="Gjelder en annen.").press("Sladd")
        done.append(visitor.took)
        assert left(halden) == []
        visitor.click("Opphev sladdingen")
        visitor.fill(text="Han sa ja.").press("Opphev sladdingen")
        undone.append(visitor.took)
        visitor.get(f"/arbeid/sladd/utfordring/{name}")
        visitor.fill(passages=PER, reason="personopplysninger", text="Likevel ikke.").press("Sladd")
        done.append(visitor.took)
    assert max(done + undone) <= MOST_OF_A_POST, (done, undone)
    assert (done[0], done[1], undone[0]) == (done[2], done[3], undone[1])
