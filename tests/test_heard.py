from __future__ import annotations

import pytest

from tests.whole import Vault
from vaultkit.book.encounters import Words
from vaultkit.findings.called import called
from vaultkit.findings.heard import Heard, heard

BOOK = Vault.of("""
    --- People/Priya Nair.md
    aliases: [PN]
    --- People/Tom Wray.md
    --- People/Tom Reed.md
    --- People/Li.md
    --- People/Jean-Luc O'Neil.md
    --- Me.md
    type: me
    aliases: [Myself]
""").book
WORDS = Words(["sauna"])


def said(line: str) -> Heard:
    def is_name(text: str) -> bool:
        found = called(text, BOOK)
        return found.person is not None or found.shared

    found = heard(line, WORDS, is_name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("line", "names", "word", "text"),
    [
        ("Priya: coffee, about hives", "Priya", "coffee", "about hives"),
        ("Priya: coffee", "Priya", "coffee", ""),
        ("- Priya: coffee: hives", "Priya", "coffee", "hives"),
        ("Priya, Li and Tom Wray: walk along", "Priya|Li|Tom Wray", "walk", "along"),
        ("coffee: Priya, talked on", "Priya", "coffee", "talked on"),
        ("coffee: Priya, Tom Wray, talked", "Priya|Tom Wray", "coffee", "talked"),
        ("coffee: Priya and Li talked", "Priya|Li", "coffee", "talked"),
        ("coffee with Priya Nair", "Priya Nair", "coffee", ""),
        ("sauna with Priya: too hot", "Priya", "sauna", "too hot"),
        ("Priya coffee, hives", "Priya", "coffee", "hives"),
        ("Priya was ill", "Priya", "", "was ill"),
        ("Priya: she was ill", "Priya", "", "she was ill"),
        ("Nobody Known: walk", "Nobody Known", "walk", ""),
        ("[[Zed]]: met at the fair", "[[Zed]]", "met", "at the fair"),
        ("met: [[Zed]] at the fair", "[[Zed]]", "met", "at the fair"),
        ("[[Zed]] and Priya: tea", "[[Zed]]|Priya", "tea", ""),
        ("Priya: gave: a jar", "Priya", "gave", "a jar"),
        ("Jean-Luc: they wrote: soon", "Jean-Luc", "they wrote", "soon"),
        ("Priya: promised much", "Priya", "", "promised much"),
    ],
)
def test_what_is_heard(line: str, names: str, word: str, text: str) -> None:
    found = said(line)
    assert found.names == tuple(names.split("|"))
    assert (found.word, found.text) == (word, text)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Priya: coffee; needs a bookkeeper", "needs a bookkeeper"),
        ("Priya: tea. She is looking for a barn, fast", "needs a barn"),
        ("Priya: tea and she loves bell ringing!", "likes bell ringing"),
        ("Priya: tea, can help with tax", "offers tax"),
        ("Priya: tea; I promised her seeds", "promised her seeds"),
        ("Priya: tea; gave me a jar", "got a jar"),
        ("Priya: tea; I gave her a jar", "gave a jar"),
        ("Priya: tea; taught me to graft", "learned to graft"),
        ("Priya: needs: a bookkeeper", ""),
        ("Priya: tea, nobody needs that", ""),
        ("Priya, Li: tea; needs a bookkeeper", ""),
    ],
)
def test_what_it_tells(line: str, told: str) -> None:
    assert " ".join(" ".join(pair) for pair in said(line).told) == told


@pytest.mark.parametrize("line", ["", ":", "walk along the river", "coffee: alone"])
def test_a_line_about_nobody(line: str) -> None:
    assert heard(line, WORDS, lambda _: False) is None


# --- called --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("Priya Nair", "People/Priya Nair.md"),
        ("People/Priya Nair.md", "People/Priya Nair.md"),
        ("priya", "People/Priya Nair.md"),
        ("nair", "People/Priya Nair.md"),
        ("pn", "People/Priya Nair.md"),
        ("[[Priya Nair|P]]", "People/Priya Nair.md"),
        ("Wray", "People/Tom Wray.md"),
        ("Jean-Luc", "People/Jean-Luc O'Neil.md"),
    ],
)
def test_whole_words_are_sure(typed: str, path: str) -> None:
    assert called(typed, BOOK).person == path


def test_what_is_not_sure_is_a_question() -> None:
    tom = called("Tom", BOOK)
    assert (tom.person, len(tom.perhaps), tom.shared) == (None, 2, True)
    for typed in ("Pri", "Prya", "Priyaa Nair"):
        found = called(typed, BOOK)
        assert (found.person, found.perhaps) == (None, ("People/Priya Nair.md",))
        assert not found.shared
    assert called("", BOOK).perhaps == ()
    assert called("Myself", BOOK).person is None
