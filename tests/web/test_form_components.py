"""Fields and error summaries: labels, help and errors that belong together, whatever is typed."""

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Form, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from tests.web.rendering import EVIL


class Sample(Form):
    title = StringField("Tittel", [InputRequired("Gi ideen en tittel"), Length(max=80)], description="Si hva som skjer")
    need = TextAreaField("Behovet", [Length(max=5)])
    place = SelectField("Sted", choices=[SelectChoice("", "Hele"), SelectChoice("os", "Os")])
    form = RadioField(
        "Skriftspråk",
        [InputRequired("Velg skriftspråk")],
        choices=[SelectChoice("nb", "Bokmål"), SelectChoice("nn", "Nynorsk")],
    )
    sure = BooleanField("Jeg er sikker", [InputRequired("Si at du er sikker")])


def refused(**data: str) -> Sample:
    form = Sample(MultiDict({"place": ""} | data))
    form.validate()
    return form


class TestField:
    source = '{% from "components/field.html" import field %}{{ field(f, **how) }}'

    def test_label_help_and_error_belong_to_the_control(self, render):
        page = render(self.source, f=refused().title, how={})
        control = page.find("input")
        assert page.find("label")["for"] == control["id"]
        assert control["aria-invalid"] == "true"
        described = [page.find(id=one).get_text() for one in control["aria-describedby"].split()]
        assert described == ["Si hva som skjer", "Gi ideen en tittel"]

    def test_an_untouched_field_says_nothing_of_errors(self, render):
        page = render(self.source, f=Sample().need, how={})
        control = page.find("textarea")
        assert not control.has_attr("aria-invalid")
        assert not control.has_attr("aria-describedby")
        assert control["rows"] == "5"

    def test_the_browser_neither_checks_nor_cuts(self, render):
        for name in ("title", "need", "sure"):
            control = render(self.source, f=refused()[name], how={}).find(["input", "textarea"])
            assert not {"required", "maxlength", "minlength"} & set(control.attrs)

    def test_what_was_typed_is_kept_and_escaped(self, render):
        page = render(self.source, f=refused(need=EVIL).need, how={"label": EVIL, "help": EVIL})
        assert page.find("script") is None
        assert page.find("textarea").get_text().strip() == EVIL
        assert EVIL in page.find("label").get_text()

    def test_a_counter_is_described_and_says_the_limit_without_script(self, render):
        page = render(self.source, f=refused(need="abc").need, how={"counter": 2000})
        control = page.find("textarea")
        count = page.find(id=control["data-counter"])
        assert count["id"] in control["aria-describedby"].split()
        assert control["data-counter-max"] == "2000"
        assert "2\xa0000" in count.get_text()
        assert "{n}" in count["data-text"]
        assert "{n}" in count["data-over"]

    @pytest.mark.parametrize("look", [None, "cards", "row"])
    def test_radios_are_a_group_with_a_name(self, render, look):
        page = render(self.source, f=refused().form, how={"look": look})
        group = page.find("fieldset")
        assert group.find("legend").get_text(strip=True) == "Skriftspråk"
        assert page.find(id=group["aria-describedby"]).get_text() == "Velg skriftspråk"
        for control in page.find_all("input"):
            assert control["aria-invalid"] == "true"
            assert page.find("label", attrs={"for": control["id"]})

    def test_the_chosen_radio_is_checked(self, render):
        page = render(self.source, f=Sample(data={"form": "nn"}).form, how={})
        assert [control["value"] for control in page.find_all("input", checked=True)] == ["nn"]

    def test_attributes_reach_the_control(self, render):
        how = {"attrs": {"autocomplete": "email", "data_live": "/x"}}
        control = render(self.source, f=Sample().title, how=how).find("input")
        assert (control["autocomplete"], control["data-live"]) == ("email", "/x")


class TestErrorSummary:
    source = '{% from "components/error-summary.html" import error_summary %}{{ error_summary(form) }}'

    def test_each_error_leads_to_a_control_and_says_the_same(self, render):
        form = refused(need="for lang")
        page = render(self.source, form=form)
        fields = render(
            "{% from 'components/field.html' import field %}{% for f in form %}{{ field(f) }}{% endfor %}", form=form
        )
        links = page.find_all("a")
        assert len(links) == len(form.errors) == 4
        for link in links:
            control = fields.find(id=link["href"].removeprefix("#"))
            assert control.name in ("input", "textarea", "select")
            assert control["aria-invalid"] == "true"
            assert link.get_text() in [error.get_text() for error in fields.select(".ds-validation-message")]

    def test_it_can_take_focus_and_counts(self, render):
        page = render(self.source, form=refused(need="for lang"))
        summary = page.select_one(".ds-error-summary")
        assert summary["tabindex"] == "-1"
        assert page.find(id=summary["aria-labelledby"]).get_text() == "4 ting må rettes før du kan gå videre"

    def test_one_is_one(self, render):
        form = refused(title="Tittel", form="nb")
        assert render(self.source, form=form).find("h2").get_text() == "Én ting må rettes før du kan gå videre"

    def test_nothing_when_nothing_is_wrong(self, render):
        assert render(self.source, form=Sample()).get_text(strip=True) == ""

    def test_what_concerns_the_whole_form_is_there_too(self, render):
        form = Sample()
        form.form_errors.append("Noe annet")
        assert "Noe annet" in render(self.source, form=form).get_text()
