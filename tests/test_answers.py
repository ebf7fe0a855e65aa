"""Answers: kin by topic, and similar wording without looking at every topic."""

from __future__ import annotations

from tests.whole import Vault
from vaultkit.book.topics import TopicId
from vaultkit.findings.answers import COMMON, Wordings, kin, worded


def wordings(*topics: str) -> Wordings:
    book = Vault.of("--- People/Ana.md\norg: x\n").book
    return Wordings.of(book, map(TopicId, topics), "english")


def alike(found: Wordings, asked: str) -> list[str]:
    book = Vault.of("--- People/Ana.md\norg: x\n").book
    stems = worded(book, TopicId(asked), "english")
    return [answer.topic for answer in found.alike(stems)]


def test_the_topic_itself_then_wider_ones_then_parts() -> None:
    network = Vault.of("--- People/Ana.md\ninterests: [a/b/c/d, a/b/e]\n").network
    found = [(one.topic, one.how) for one in kin(network, TopicId("a/b"))]
    assert found == [
        ("a/b", "same"),
        ("a", "broader"),
        ("a/b/c", "narrower"),
        ("a/b/e", "narrower"),
        ("a/b/c/d", "narrower"),
    ]
    fits = [one.fits for one in kin(network, TopicId("a/b"))]
    assert fits == sorted(fits, reverse=True)


def test_the_most_alike_comes_first() -> None:
    found = wordings("bookkeeping for cooperatives", "bookkeeping", "bread")
    assert alike(found, "a bookkeeper") == [
        "bookkeeping",
        "bookkeeping for cooperatives",
    ]


def test_half_of_the_shorter_wording_must_be_shared() -> None:
    found = wordings("tax returns for sailors abroad")
    assert alike(found, "tax advice for bakers in winter") == []
    assert alike(found, "tax") == ["tax returns for sailors abroad"]


def test_a_common_stem_leads_nowhere() -> None:
    found = wordings(*(f"music {n}x" for n in range(COMMON + 1)))
    assert alike(found, "music") == []
    assert "music" not in found.with_stem


def test_a_topic_note_lends_its_aliases() -> None:
    vault = Vault.of("--- Beekeeping.md\ntype: topic\naliases: [apiculture]\n")
    stems = worded(vault.book, TopicId("beekeeping"), "english")
    assert stems == {"beekeep", "apicultur"}
