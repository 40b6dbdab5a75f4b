"""A working group: somebody is invited, joins, two write a shared draft, and it becomes the proposal; in both forms."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.one_database]
WORDS = {
    "nb": {
        "place": "halden", "author": "borghild@halden.example.no", "member": "anne@halden.example.no",
        "proposal": "Langbord på torget hver torsdag", "to": "Til arbeidsgruppen", "invite": "Inviter noen",
        "address": "E-postadressen til en person", "role": "Ansatt", "send": "Send invitasjonen",
        "answer": "Svar på invitasjonen", "yes": "Ja, jeg blir med", "write": "Skriv på utkastet",
        "idea": "Løsningen", "save": "Lagre ny versjon", "who": "Hvem skrev hva", "compare": "Sammenlign versjoner",
        "use": "Ta utkastet i bruk", "done": "Utkastet er den nye teksten i forslaget.",
        "shaped": "Arbeidsgruppen har formet den:", "say": "Skriv til gruppen", "said": "Send til gruppen",
    },
    "nn": {
        "place": "voss", "author": "synnove@voss.example.no", "member": "kristin@voss.example.no",
        "proposal": "Bygdeskyss: ring ein nabo som likevel skal til Vangen",
        "to": "Til arbeidsgruppa", "invite": "Inviter nokon",
        "address": "E-postadressa til ein person", "role": "Tilsett", "send": "Send invitasjonen",
        "answer": "Svar på invitasjonen", "yes": "Ja, eg blir med", "write": "Skriv på utkastet",
        "idea": "Løysinga", "save": "Lagre ny versjon", "who": "Kven skreiv kva", "compare": "Samanlikn versjonar",
        "use": "Ta utkastet i bruk", "done": "Utkastet er den nye teksten i forslaget.",
        "shaped": "Arbeidsgruppa har forma han:", "say": "Skriv til gruppa", "said": "Send til gruppa",
    },
}  # fmt: skip


@pytest.mark.parametrize(("form", "scripts"), [("nb", True), ("nn", False)])
def test_a_working_group_writes_a_shared_draft(person, form, scripts):
    words, place = WORDS[form], f"/{WORDS[form]['place']}/{form}"
    author = person(width=390, java_script_enabled=scripts).goes_to(f"{place}/logg-inn").signs_in(words["author"])
    author.follows(words["proposal"]).follows(words["to"]).looks().follows(words["invite"]).looks()
    author.writes(words["address"], words["member"]).ticks(words["role"]).presses(words["send"])
    group = author.page.url.split("#")[0]

    member = person(java_script_enabled=scripts).goes_to(f"{place}/logg-inn").signs_in(words["member"])
    member.follows(words["answer"]).looks().presses(words["yes"]).looks()
    member.writes(words["say"], "Hvem tar oppvasken?").presses(words["said"]).sees("Hvem tar oppvasken?")
    member.goes_to(f"{group}/utkast/skriv").looks()
    member.writes(words["idea"], "Vi deler på det. Ansatte blir spurt først.").presses(words["save"]).looks()
    member.sees(words["who"], "Ansatte blir spurt først.")

    author.goes_to(f"{group}/utkast/skriv")
    author.writes(words["idea"], "Vi deler på det. Ansatte blir spurt først. Så prøver vi i ti uker.")
    author.presses(words["save"]).looks().follows(words["compare"]).looks().sees("Så prøver vi i ti uker.")
    author.goes_to(f"{group}/utkast").follows(words["use"]).looks().presses(words["use"]).sees(words["done"])
    anyone = person(java_script_enabled=scripts).goes_to(author.page.url).looks()
    anyone.sees("Så prøver vi i ti uker.", words["shaped"]).does_not_see("Hvem tar oppvasken?")
