"""`vaultkit introduce`: both are asked first, and a no stays with me."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.stories import vaults
from tests.test_cli import data, ran, says
from tests.whole import TODAY, Vault, texts
from vaultkit.findings.joins import joins
from vaultkit.insights import help as helping
from vaultkit.insights import introductions
from vaultkit.pages.drafts import draft
from vaultkit.settings import DEFAULTS
from vaultkit.shipped import templates

if TYPE_CHECKING:
    from pathlib import Path

    from vaultkit.book.people import PersonId

MET = "\n\n- 2026-06-01 coffee: a\n- 2026-07-01 coffee: b\n- 2026-08-01 coffee: c\n"
PEOPLE = (
    f"--- People/Ana Lind.md\nneeds: grant writing\ninterests: [bees, old maps]{MET}"
    f"--- People/Bo Reed.md\noffers: grant writing\ninterests: [bees]{MET}"
    f"--- People/Cy Hale.md\ntype: person\n{MET}"
    "--- People/Dee Far.md\ntype: person\n"
    "--- vaultkit.toml\ntoday = 2026-11-21\n"
)
PATH = "Introductions/Ana Lind and Bo Reed.md"


def life(root: Path, *more: str) -> Path:
    for path, text in texts("\n".join((PEOPLE, *more))).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8", newline="\n")
    return root


def stored(root: Path) -> dict[str, bytes]:
    found = (p for p in sorted(root.rglob("*")) if p.is_file())
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in found}


def note(properties: str, name: str = PATH) -> str:
    pair = 'between: ["[[Ana Lind]]", "[[Bo Reed]]"]'
    return f"--- {name}\ntype: introduction\n{pair}\n{properties}"


def kinds(found: dict[str, Any]) -> list[tuple[str, list[str]]]:
    return [(one["kind"], one["to"]) for one in found["messages"]]


def test_the_note_says_why_and_links_it(tmp_path: Path) -> None:
    life(tmp_path, "--- 2026-05-02.md\n- likes: [[Cy Hale]] old maps\n")
    found = data(tmp_path, "introduce", "Ana", "Cy")
    assert found["created"]
    path = tmp_path / "Introductions/Ana Lind and Cy Hale.md"
    written = path.read_text()
    assert 'why: "both of you care about old maps"' in written
    assert '  - "[[Ana Lind]]"\n  - "[[Cy Hale]]"' in written
    assert written.endswith(
        "- [[Ana Lind]] cares about old maps, and [[Cy Hale]] cares about old maps "
        "([[2026-05-02]]).\n"
    )
    assert "exists already" not in says(tmp_path, "introduce", "Cy", "Ana")
    assert path.read_text() == written


def test_from_first_thought_to_news(tmp_path: Path) -> None:
    life(tmp_path)
    first = data(tmp_path, "introduce", "Ana", "Bo")
    asked = [("opt-in", ["Ana Lind"]), ("opt-in", ["Bo Reed"])]
    assert (first["state"], kinds(first)) == ("asking", asked)
    one = data(tmp_path, "introduce", "Bo", "Ana", "--yes", "Ana")
    assert (one["state"], kinds(one)) == ("waiting", asked[1:])
    early = says(tmp_path, "introduce", "Ana", "Bo", "--introduced", code=10)
    assert "Both say yes" in early
    both = data(tmp_path, "introduce", "Ana", "Bo", "--yes", "Bo")
    joint = [("joint", ["Ana Lind", "Bo Reed"])]
    assert (both["state"], kinds(both)) == ("agreed", joint)
    assert "--introduced" in says(
        tmp_path, "introduce", "Ana", "Bo", "--heard-back", code=10
    )
    done = data(tmp_path, "introduce", "Ana", "Bo", "--introduced", "2026-11-20")
    assert (done["state"], len(done["messages"])) == ("introduced", 2)
    again = data(tmp_path, "introduce", "Ana", "Bo", "--introduced", "2026-11-20")
    assert again["recorded"] == []
    other = says(tmp_path, "introduce", "Ana", "Bo", "--introduced", code=10)
    assert "2026-11-20" in other
    heard = data(tmp_path, "introduce", "Ana", "Bo", "--heard-back")
    assert (heard["state"], heard["messages"]) == ("heard", [])
    written = (tmp_path / PATH).read_text()
    assert "introduced: 2026-11-20\nheard_back: 2026-11-21\n" in written


def test_asked_by_one_of_them(tmp_path: Path) -> None:
    life(tmp_path)
    found = data(tmp_path, "introduce", "Ana", "Bo", "--asked-by", "Ana")
    assert found["recorded"] == ["yes: [[Ana Lind]]"]
    assert kinds(found) == [("asked", ["Bo Reed"])]
    assert found["messages"][0]["text"].startswith(
        "Hello Bo Reed,\n\nAna Lind asked me"
    )
    before = stored(tmp_path)
    again = data(tmp_path, "introduce", "Ana", "Bo", "--asked-by", "Ana")
    assert (again["recorded"], kinds(again)) == ([], [("asked", ["Bo Reed"])])
    assert stored(tmp_path) == before


def test_a_no_stays_with_me(tmp_path: Path) -> None:
    """What the asker is told is the same whether a gate or the other's no stops it."""
    before = stored(life(tmp_path))
    stopped = data(tmp_path, "introduce", "Ana", "Dee", "--asked-by", "Ana")
    assert (stopped["state"], stopped["path"]) == ("stopped", None)
    assert stored(tmp_path) == before
    data(tmp_path, "introduce", "Ana", "Bo", "--asked-by", "Ana")
    no = data(tmp_path, "introduce", "Ana", "Bo", "--no", "Bo")
    assert no["state"] == "closed"
    assert kinds(no) == [("not-this-time", ["Ana Lind"])]
    refused = data(tmp_path, "introduce", "Ana", "Bo", "--asked-by", "Ana")
    (told,), (gate,) = refused["messages"], stopped["messages"]
    assert told["text"] == gate["text"].replace("Dee Far", "Bo Reed")
    assert told["to"] == ["Ana Lind"]
    for option in ("--yes", "--introduced", "--heard-back"):
        args = ("Bo",) if option == "--yes" else ()
        said = says(tmp_path, "introduce", "Ana", "Bo", option, *args, code=10)
        assert "closed" in said or "rather not" in said


def test_a_closed_gate_begins_nothing(tmp_path: Path) -> None:
    life(tmp_path, '--- People/Eve.md\nknows: "[[Bo Reed]]"' + MET)
    before = stored(tmp_path)
    assert "No contact with Dee Far is noted yet; it takes 3 days" in says(
        tmp_path, "introduce", "Ana", "Dee", code=10
    )
    assert "know each other" in says(tmp_path, "introduce", "Eve", "Bo", code=10)
    asked = ("introduce", "Eve", "Bo", "--asked-by", "Eve")
    assert "know each other" in says(tmp_path, *asked, code=10)
    assert "no note" in says(tmp_path, "introduce", "Ana", "Bo", "--yes", "Bo", code=10)
    assert "Nobody" in says(tmp_path, "introduce", "Ana", "Zed", code=6)
    for args in (("Ana", "Ana"), ("Ana", "Bo", "--yes", "Cy")):
        assert ran(tmp_path, "introduce", *args).code == 2
    for day in ("2027-01-01", "soon"):
        assert ran(tmp_path, "introduce", "Ana", "Bo", "--introduced", day).code == 2
    assert stored(tmp_path) == before


@pytest.mark.parametrize(
    ("rest", "when"),
    [
        ("season: resting", "for now"),
        ("snooze_until: 2027-03-04", "until 4 March 2027"),
        ("place: Ulm\n\n- 2026-11-01 not now: moving", "until 24 January 2027"),
    ],
)
def test_who_rests_is_told_before_they_are_asked(
    tmp_path: Path, rest: str, when: str
) -> None:
    life(tmp_path, f"--- People/Di Wye.md\ninterests: bees\n{rest}{MET}")
    word = f"By your note Di Wye rests {when}; this can wait."
    assert says(tmp_path, "introduce", "Ana", "Di").splitlines()[1] == word
    for one in ("Ana", "Di"):
        step = data(tmp_path, "introduce", "Ana", "Di", "--yes", one)
        assert step["advice"] == word
    asked = data(tmp_path, "introduce", "Ana", "Cy", "--asked-by", "Cy")
    assert "rests" not in asked["advice"]


def test_vouching_for_what_joins_them_opens_the_gate(tmp_path: Path) -> None:
    life(tmp_path, "--- People/Dee Far.md\noffers: grant writing\nvouch: grant writing")
    assert data(tmp_path, "introduce", "Ana", "Dee")["created"]


@pytest.mark.parametrize("shape", ['yes: "[[Ana Lind]]"', "yes: {a: b}", "yes: |\n  x"])
def test_another_shape_is_left_to_the_user(tmp_path: Path, shape: str) -> None:
    before = stored(life(tmp_path, note(shape)))
    said = says(tmp_path, "introduce", "Ana", "Bo", "--yes", "Bo", code=10)
    assert 'yes:\n    - "[[Bo Reed]]"' in said
    assert stored(tmp_path) == before


def test_a_name_that_is_taken_is_left(tmp_path: Path) -> None:
    life(tmp_path, "--- Notes/Ana Lind and Bo Reed.md\nmine")
    before = stored(tmp_path)
    assert "exists already" in says(tmp_path, "introduce", "Ana", "Bo", code=5)
    assert stored(tmp_path) == before


def test_somebody_private_is_nobody(tmp_path: Path) -> None:
    life(tmp_path, "--- People/Zora Quill.md\nprivate: true\ninterests: bees" + MET)
    assert "Nobody" in says(tmp_path, "introduce", "Ana", "Zora Quill", code=6)


# --- laws ----------------------------------------------------------------------------


@given(vaults(), st.sampled_from(("no", "yes")))
@example(Vault.of(PEOPLE), "no")
@example(Vault.of(PEOPLE), "yes")
def test_a_pair_that_said_no_is_never_suggested_again(made: Vault, said: str) -> None:
    """Whoever is suggested: after a no they are not, and no other pair goes for it."""
    network = made.network
    worth = introductions.find(network, DEFAULTS, TODAY).worth
    matches = helping.find(network, DEFAULTS, TODAY).matches
    pairs = [(one.first, one.second) for one in worth]
    pairs += [(one.needs, one.helper) for one in matches]
    for a, b in pairs[:2]:
        people = network.book.people
        if not (people[a].path and people[b].path):
            continue
        names = [f'"[[{path.removesuffix(".md")}]]"' for path in (a, b)]
        text = (
            f"---\ntype: introduction\nbetween: [{', '.join(names)}]\n"
            f"{said}: [{names[0]}]\n---\n"
        )
        asked = Vault({**made.files, "Zz/Asked.md": text.encode()}, made.today)
        noted = [set(one.between) for one in asked.network.book.introductions]
        if {a, b} not in noted:
            continue  # names that no link can tell apart
        assert {a, b} not in suggested(asked, no=said == "no")


def suggested(made: Vault, *, no: bool) -> list[set[PersonId]]:
    """Return the pairs that are suggested; those asked may still help each other."""
    found = introductions.find(made.network, DEFAULTS, TODAY).worth
    pairs = [{one.first, one.second} for one in found]
    if no:
        helped = helping.find(made.network, DEFAULTS, TODAY)
        pairs += [{one.needs, one.helper} for one in helped.matches]
        pairs += [{one.match.needs, one.match.helper} for one in helped.through]
        pairs += [{one.match.needs, one.match.helper} for one in helped.not_yet]
    return pairs


# --- drafts and joins ----------------------------------------------------------------


def test_a_sentence_without_its_words_is_left_out() -> None:
    text = "Hello {{to}},\n\nI thought of {{other}}.\nWhy: {{why}}.\n\nYours.\n"
    assert draft(text, {"to": "Ana", "other": "Bo", "why": "bees. "}) == (
        "Hello Ana,\n\nI thought of Bo. Why: bees.\n\nYours."
    )
    assert draft(text, {"to": "Ana", "other": "Bo", "why": ""}) == (
        "Hello Ana,\n\nI thought of Bo.\n\nYours."
    )


def test_no_message_tells_what_the_other_said() -> None:
    for name in ("opt-in", "asked", "kind-no", "not-this-time", "news"):
        text = templates()[f"messages/{name}.md"]
        for word in ("said", "refused", "declined", "did not want", "would not"):
            assert word not in text, (name, word)


def test_what_joins_two_people() -> None:
    vault = Vault.of(PEOPLE + "--- People/Ell.md\nlearning: grants writing\n")
    found = joins(vault.network, "People/Ana Lind.md", "People/Bo Reed.md", DEFAULTS)  # type: ignore[arg-type]
    assert [(one.kind, one.first_said.text) for one in found] == [
        ("need", "grant writing"),
        ("interest", "bees"),
    ]
    (learn,) = joins(vault.network, "People/Bo Reed.md", "People/Ell.md", DEFAULTS)  # type: ignore[arg-type]
    assert (learn.kind, learn.first, learn.how) == ("learn", "People/Ell.md", "similar")


def test_nothing_was_heard_back_before_they_were_introduced(tmp_path: Path) -> None:
    yes = 'yes: ["[[Ana Lind]]", "[[Bo Reed]]"]\n'
    life(tmp_path, note(f"{yes}introduced: 2026-11-10\n"))
    before = stored(tmp_path)
    both = "introduce", "Ana", "Bo", "--heard-back"
    told = ran(tmp_path, *both, "2026-11-09")
    assert told.code == 10
    assert "2026-11-09 is before you introduced them, on 2026-11-10." in told.err
    assert stored(tmp_path) == before
    assert data(tmp_path, *both, "2026-11-10")["state"] == "heard"
