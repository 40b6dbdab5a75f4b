"""Facts of what happens to files and pictures that are attached to something."""

from samskaping.language import Words
from samskaping.rules.events.what import A, Fact, What, keys, tells

FILES: dict[What, Fact] = {
    What.FILE_ADDED: Fact(
        Words("Bilder eller filer ble lagt ved", "Bilete eller filer vart lagde ved"), True, keys=keys("files", "statement", "comment")
    ),
    What.FILE_DESCRIBED: Fact(
        Words("Teksten om hva et bilde viser, ble skrevet", "Teksten om kva eit bilete viser, vart skriven"), False, keys=keys("files", "statement", "comment")
    ),
    What.FILE_REMOVED: Fact(
        Words("En fil som var lagt ved, ble tatt bort", "Ei fil som var lagd ved, vart teken bort"), True, keys=keys("file", "statement", "comment")
    ),
    What.FILE_HIDDEN: Fact(
        Words("En fil som var lagt ved, ble skjult", "Ei fil som var lagd ved, vart skjult"), True, tells(A.RAISER),
        keys("file", "reason", "ruling", "statement", "comment"),
        told=Words("En fil du la ved, er skjult", "Ei fil du la ved, er skjult"),
        at_once=Words("du la ved fila", "du la ved fila"),
    ),
    What.FILE_RESTORED: Fact(
        Words("En fil som var skjult, ble vist igjen", "Ei fil som var skjult, vart vist igjen"), True, tells(A.RAISER),
        keys("file", "ruling", "statement", "comment"),
        told=Words("En fil du la ved, er synlig igjen", "Ei fil du la ved, er synleg igjen"),
        at_once=Words("du la ved fila", "du la ved fila"),
    ),
}  # fmt: skip

#: Where whoever attached a file reads why it is hidden.
FILE_PAGES: dict[What, str] = dict.fromkeys((What.FILE_HIDDEN, What.FILE_RESTORED), "/fil/{file}/om")
