"""Components say to a screen reader what they show to the eye, and escape whatever they are given."""

from types import SimpleNamespace

import pytest

from samskaping import language
from samskaping.web import looks
from tests.web.rendering import EVIL


def steps(*states: str) -> list[SimpleNamespace]:
    return [SimpleNamespace(name=f"Steg {i}", state=state, date_text="") for i, state in enumerate(states)]


class TestThread:
    source = '{% from "components/thread.html" import thread %}{{ thread(steps, look=look) }}'

    def test_each_state_is_said_in_words(self, render):
        page = render(self.source, steps=steps("done", "now", "waiting", "stopped"), look="across")
        said = [item.get_text() for item in page.select("li .ds-sr-only")]
        assert said == [", ferdig", ", her er saken nå", ", ikke startet", ", her stoppet saken"]
        assert len(set(said)) == 4
        assert [item.has_attr("aria-current") for item in page.find_all("li")] == [False, True, False, False]

    def test_in_a_form_it_is_we_who_are_there(self, render):
        page = render(self.source, steps=steps("now"), look="form")
        assert page.select_one(".ds-sr-only").get_text() == ", her er vi nå"

    @pytest.mark.parametrize("step", range(1, 8))
    def test_the_mini_thread_has_seven_dots_and_one_ball(self, render, step):
        source = '{% from "components/thread.html" import mini_thread %}{{ mini_thread(step, 7, "Vurderes") }}'
        page = render(source, step=step)
        assert page.find("svg")["aria-label"] == f"Steg {step} av 7"
        dots = {
            kind: "".join(path["d"] for path in page.select(f".sk-mini-thread__{kind}")) for kind in ("was", "next")
        }
        assert (dots["was"].count("M"), dots["next"].count("M")) == (step - 1, 7 - step)
        assert len(page.select(".sk-mini-thread__now")) == 1


class TestVoices:
    """The band is the municipality's seal: nothing that a resident writes may carry it."""

    answer = (
        '{% from "components/official-answer.html" import official_answer %}'
        '{% call official_answer("3101", name, "Leder", "5. oktober", "Ja") %}<p>Fordi.</p>{% endcall %}'
    )
    comment = (
        '{% from "components/comment.html" import comment %}'
        '{% call comment("k1", name, "5. oktober", stance_kind="mot") %}{{ name }}{% endcall %}'
    )

    def test_the_official_answer_has_the_band(self, render):
        page = render(self.answer, name="Astrid Demo")
        assert page.select_one("article.sk-answer .sk-band pattern")
        assert page.select_one("h3").get_text() == "Ja"

    def test_a_comment_has_none_and_cannot_get_one(self, render):
        page = render(self.comment, name='<svg class="sk-band">')
        assert page.select_one(".sk-band") is None
        assert page.select_one("b").get_text() == '<svg class="sk-band">'

    @pytest.mark.parametrize(
        ("stand", "word"), [("for", "For"), ("mot", "Mot"), ("noytral", "Nøytral"), ("sporsmal", "Spørsmål")]
    )
    def test_a_stance_is_a_word_and_a_sign(self, render, stand, word):
        page = render('{% from "components/comment.html" import stance %}{{ stance(kind) }}', kind=stand)
        assert page.get_text() == word
        assert page.find("path")

    def test_public_and_internal_never_look_alike(self, render):
        source = (
            '{% from "components/writing-pad.html" import public_pad, internal_pad %}'
            '{% call public_pad("3101", "Alle kan lese dette.") %}{% endcall %}|{% call internal_pad() %}{% endcall %}'
        )
        page = render(source)
        public, internal = page.select(".sk-pad")
        assert public.select_one(".sk-band")
        assert not internal.select_one(".sk-band")
        assert public.select_one(".sk-pad__who path")["d"] != internal.select_one(".sk-pad__who path")["d"]
        assert "Bare for ansatte" in internal.get_text()


class TestBall:
    source = (
        '{% from "components/ball.html" import ball %}'
        '{{ ball("Ballen er hos rektor", "Skal svare", "4. desember", left, overdue=late) }}'
    )

    def test_overdue_is_said_in_words_and_not_by_colour_alone(self, render):
        page = render(self.source, left="4 dager over fristen", late=True)
        assert "4 dager over fristen" in page.select_one('.sk-tag[data-color="danger"]').get_text()

    def test_in_time_has_no_alarm(self, render):
        assert not render(self.source, left="11 dager igjen", late=False).select_one(".sk-tag")


class TestUniqueIds:
    def test_bands_on_one_page_never_share_an_id(self, render):
        page = render(
            '{% from "components/band.html" import band %}{% for n in range(5) %}{{ band("3101") }}{% endfor %}'
        )
        ids = [pattern["id"] for pattern in page.find_all("pattern")]
        assert len(set(ids)) == 5
        assert [rect["fill"] for rect in page.select("rect")] == [f"url(#{one})" for one in ids]

    def test_the_same_page_gets_the_same_ids(self, render):
        source = '{% from "components/band.html" import band %}{{ band("3101") }}{{ band("4601") }}'
        assert str(render(source)) == str(render(source))


class TestSmall:
    @pytest.mark.parametrize(
        ("name", "letters"),
        [
            ("Astrid Demo", "AD"),
            ("Mona", "M"),
            ("Per Olav von Demo", "PD"),
            ("", ""),
            ("  ", ""),
            ("«Å» Øst", "Ø"),
            ("- -", ""),
        ],
    )
    def test_initials(self, name, letters):
        assert looks.initials(name) == letters

    def test_pagination_of_one_page_is_nothing(self, render):
        source = '{% from "components/pagination.html" import pagination %}{{ pagination(none, none) }}'
        assert render(source).find() is None

    def test_an_unknown_icon_is_an_error(self, render):
        with pytest.raises(Exception, match="gone"):
            render('{% from "components/icon.html" import icon %}{{ icon("gone") }}')

    @pytest.mark.parametrize(
        ("number", "hills"), [("3101", "fort"), ("4601", "mountains"), ("3201", "hills"), (None, "hills")]
    )
    def test_landscapes(self, number, hills):
        assert looks.landscape(number) == hills

    def test_nynorsk_is_said_in_nynorsk(self, render):
        with language.speaking("nn"):
            page = render('{% from "components/pagination.html" import pagination %}{{ pagination("/a", "/b") }}')
        assert [link.get_text() for link in page.find_all("a")] == [
            language_of("Forrige"),
            language_of("Neste"),
        ]

    def test_titles_with_markup_stay_text(self, render):
        sources = {
            "proposal-card": "proposal_card(evil, '/x', evil, meta=[('hand', evil)])",
            "challenge-card": "challenge_card(evil, '/x', 'langbord', evil, meta=[(none, evil)])",
            "quote": "quote(evil, evil)",
            "tag": "tag(evil)",
            "breadcrumbs": "breadcrumbs([(evil, '/x')], evil)",
            "goal": "goal(3, evil)",
            "avatar": "person(evil, evil)",
        }
        for file, call in sources.items():
            name = call.split("(")[0]
            page = render(f'{{% from "components/{file}.html" import {name} %}}{{{{ {call} }}}}', evil=EVIL)
            assert page.find("script") is None, file
            assert EVIL in page.get_text(), file


def language_of(message: str) -> str:
    with language.speaking("nn"):
        return language.gettext(message)
