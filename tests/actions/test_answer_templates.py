"""Templates of answers: kept, refused with unknown fields, offered in the right order, filled in."""

import pytest
from sqlalchemy import select

from samskaping.actions import answer_templates as deeds
from samskaping.actions import statements
from samskaping.actions.answer_templates import TemplateWish
from samskaping.actions.statements import Said
from samskaping.db import Texts
from samskaping.errors import Clash, Missing, Refused, Unfit
from samskaping.models import Event
from samskaping.queries import answer_templates, case_page
from samskaping.rules.pipeline import State
from samskaping.rules.roles import Role
from samskaping.rules.speech import Decision
from tests.world import municipality


def keep(world, person, name="Takk", **wish):
    values = {"text": Texts(nb="Hei {navn}. Sak {nummer}, {tittel}."), **wish}
    return deeds.keep(world.context(person), TemplateWish(name, **values))


def test_unknown_fields_are_refused_with_the_known_ones(halden, kari):
    for field in ("text", "title", "mail_text"):
        wish = {"text": Texts(nb="Hei."), field: Texts(nb="Hei {fornavn} og {navn}, {}.")}
        with pytest.raises(Unfit) as refused:
            keep(halden, kari, **wish)
        words = refused.value.fields[f"{field}_nb"]
        assert "{fornavn}, {}" in words
        assert "{frist}" in words


def test_a_template_needs_a_name_and_a_text_and_stands_in_the_history(halden, kari):
    with pytest.raises(Unfit) as refused:
        keep(halden, kari, " ", text=Texts())
    assert set(refused.value.fields) == {"name", "text_nb"}
    key = keep(halden, kari)
    deeds.end(halden.context(kari), key, ended=True)
    told = halden.db.scalars(select(Event.details).where(Event.subject_kind == "municipality")).all()
    assert [(one["kind"], one["thing"], one["fields"]) for one in told] == [
        ("answer_template", key, ["added"]),
        ("answer_template", key, ["ended"]),
    ]


def test_two_who_change_a_template_are_told_apart(halden, kari):
    key = keep(halden, kari)
    wish = TemplateWish("Ny", Texts(nb="Hei."))
    deeds.keep(halden.context(kari), wish, key, version=1)
    with pytest.raises(Clash):
        deeds.keep(halden.context(kari), wish, key, version=1)


def test_templates_are_kept_by_those_who_publish_and_stay_in_their_municipality(db, halden, kari):
    key = keep(halden, kari)
    for role in (Role.INNSYN, Role.ADMINISTRATOR, Role.ARKIVAR):
        with pytest.raises(Refused):
            keep(halden, halden.person("X", role))
    voss = municipality(db, "voss")
    with pytest.raises(Missing):
        deeds.end(voss.context(voss.caseworker()), key, ended=True)
    assert answer_templates.listing(voss.context(voss.caseworker())) == ()


def test_the_best_fitting_is_offered_first_and_one_out_of_use_never(halden, kari):
    trafikk, klima = halden.theme("Trafikk"), halden.theme("Klima")
    keep(halden, kari, "A for alle")
    keep(halden, kari, "B status", state=State.MOTTATT)
    keep(halden, kari, "C tema", theme=trafikk.public_id)
    keep(halden, kari, "D begge", theme=trafikk.public_id, state=State.MOTTATT)
    keep(halden, kari, "E feil tema", theme=klima.public_id, state=State.MOTTATT)
    gone = keep(halden, kari, "F brukt", theme=trafikk.public_id, state=State.MOTTATT)
    deeds.end(halden.context(kari), gone, ended=True)
    offered = answer_templates.offered(halden.context(kari), State.MOTTATT, trafikk.public_id)
    assert [one.name[0] for one in offered] == ["D", "B", "C", "A", "E"]


def test_among_those_that_fit_alike_a_no_is_not_the_first(halden, kari):
    kept = {"Nei, fylket": Decision.VIDERE, "A nei": Decision.NEI, "Å ja": Decision.JA, "Z": None}
    for name, decision in kept.items():
        keep(halden, kari, name, decision=decision)
    offered = answer_templates.offered(halden.context(kari), State.MOTTATT, None)
    assert [one.name for one in offered] == ["Z", "Å ja", "A nei", "Nei, fylket"]


def test_filled_in_with_the_facts_of_a_case_in_the_writers_form(halden, kari):
    text = Texts(nb="Hei {navn}. {nummer} {dato} {frist} {enhet}", nn="Hei {navn}. {nummer} {dato} {frist} {tittel}")
    key = keep(halden, kari, text=text, decision=Decision.JA)
    ref = halden.proposal(halden.person("Mona Lie"), title="Benk ved {dato}")
    ctx = halden.context(kari)
    one, about = answer_templates.template(ctx, key), case_page.case(ctx, ref)
    nb, nn = (answer_templates.fill(ctx, one, about, form) for form in ("nb", "nn"))
    assert nb.text == f"Hei Mona Lie. {ref} 2. mars 2026 30. mars 2026 {{enhet}}"
    assert nb.left == ["{enhet}"]
    assert nn.text == f"Hei Mona Lie. {ref} 2. mars 2026 30. mars 2026 Benk ved {{dato}}"  # filled in once
    assert (nb.form, nn.form, nb.decision) == ("nb", "nn", Decision.JA)


def test_a_template_in_one_form_is_offered_in_that_form(halden, kari):
    ctx = halden.context(kari)
    one = answer_templates.template(ctx, keep(halden, kari))
    ctx = halden.context(kari)
    assert answer_templates.fill(ctx, one, case_page.case(ctx, halden.proposal()), "nn").form == "nb"


def test_a_text_with_fields_left_in_it_is_never_published(halden, kari):
    ref = halden.proposal()
    for said in (Said("Svar fra {enhet}.", 1, decision=Decision.JA), Said("Ja.", 1, mail_text="{frist}")):
        with pytest.raises(Unfit, match="Fyll inn"):
            statements.answer(halden.sure(kari, ref), ref, said)
