"""Small things that forms say and fill in: what was pressed, who has the ball, who is to be asked, and no zero."""

import pytest

from samskaping.actions import intakes
from samskaping.rules.intakes import Channel, Entry
from tests.actions.test_needs import tell

pytestmark = pytest.mark.one_database
MAILS = ("", "else@example.no")


@pytest.mark.parametrize(
    ("form", "support", "follow"),
    [
        ("nb", "Logg inn for å støtte forslaget", "Logg inn for å følge med"),
        ("nn", "Logg inn for å støtte forslaget", "Logg inn for å følgje med"),
    ],
)
def test_the_sign_in_page_says_what_was_pressed(site, halden, form, support, follow):
    ref = halden.proposal()
    for link, said in (("Støtt forslaget", support), ({"nb": "Følg", "nn": "Følg"}[form], follow)):
        visitor = site.visitor(form=form)
        visitor.get(f"/forslag/{ref}")
        visitor.click(link)
        assert said in visitor.text
    for other in ("", "?for=", "?for=%3Cb%3E", "?for=stott.__class__"):
        visitor.get(f"/logg-inn{other}")
        assert "Logg inn for å" not in visitor.text


def test_a_new_need_shows_no_zero(site, halden):
    visitor = site.visitor()
    visitor.get(f"/behov/{tell(halden, halden.person('Liv')).reference}")
    assert "Ingen andre har sagt at det gjelder dem ennå" in visitor.text
    assert "0 andre" not in visitor.text


def test_a_case_without_a_unit_gets_that_of_the_one_who_joins_or_reopens_it(site, halden):
    kari, unit = halden.caseworker(), halden.unit()
    halden.unit("Kultur")
    halden.context()
    halden.joins(kari, unit)
    one, other, ended = halden.proposal(), halden.proposal(title="Flere benker"), halden.proposal(title="Ingen benk")
    halden.move(ended, "avsla", kari)
    halden.row(ended).unit_id = None
    halden._quietly()
    staff = site.visitor(kari)
    for path in (f"{one}/sla-sammen?inn={other}", f"{ended}/flytt/ta_opp_igjen"):
        staff.get(f"/arbeid/sak/{path}")
        assert staff.page.select_one("#unit option[selected]").get_text() == "Vei og park", path


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("oppgave", "Velg hvem som skal gjøre det"),
        ("enhet", "Velg hvilken enhet dere spør"),
        ("kommune", "Velg hvilken kommune dere spør"),
    ],
)
def test_a_task_for_nobody_says_what_is_missing(site, halden, asked, words):
    kari, ref = halden.caseworker(), halden.proposal()
    halden.move(ref, "vurder", kari)
    staff = site.visitor(kari)
    staff.get(f"/arbeid/sak/{ref}/oppgaver/{asked}")
    fields = {"text": "Se på dette", "due": str(halden.in_days(20))}
    if asked != "oppgave":
        fields["openness"] = "oss"
    staff.fill(**fields).press("Gi oppgaven" if asked == "oppgave" else "Be om uttalelse", 422)
    assert words in staff.text


def test_mail_is_offered_to_whoever_has_an_address(site, halden):
    kari = halden.caseworker()
    ctx = halden.context(kari)
    given = {
        email: intakes.enter(
            ctx, Entry("På papir", "Det er langt mellom benkene.", ctx.today, Channel.PAPIR, email=email)
        )
        for email in MAILS
    }
    halden._quietly()
    staff = site.visitor(kari)
    staff.get("/arbeid/svar-samlet?" + "&".join(f"sak={ref}" for ref in given.values()))
    offered = {email for email, ref in given.items() if staff.page.select_one(f"[name=mail_text_{ref}]")}
    assert offered == {"else@example.no"}
    for ref in given.values():
        staff.fill(**{f"decision_{ref}": "ja", f"text_{ref}": "Vi setter opp en benk."})
    staff.press("Forhåndsvis alle")
