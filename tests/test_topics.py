from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vaultkit.book.topics import (
    DEEPEST,
    Spellings,
    TopicId,
    counted,
    gather,
    inside,
    loops,
    topic_id,
)
from vaultkit.book.topics import stems as stems_of

IDS = st.sampled_from([TopicId(letter) for letter in "abcdef"])
BROADER = st.dictionaries(IDS, st.lists(IDS, max_size=3, unique=True).map(tuple))


def test_spellings_of_one_topic() -> None:
    spellings = [
        "Top bar hives",
        "#top-bar-hives",
        "the top_bar hives.",
        " TOP BAR  HIVES",
    ]
    assert {topic_id(spelling) for spelling in spellings} == {"top bar hives"}
    assert topic_id("#") == topic_id("...") == ""


def test_a_slash_is_inside_and_a_slash_with_a_space_is_not() -> None:
    assert inside(topic_id("Crafts/Printing")) == "crafts"
    assert inside(topic_id("a bookkeeper w/ SAP")) is None
    assert inside(topic_id("bees")) is None
    assert topic_id("/crafts//printing/") == "crafts/printing"
    assert inside(topic_id("a/" * (DEEPEST + 1))) is None


@given(st.text("aAbé theß./_", max_size=20))
def test_case_dashes_and_spaces_do_not_tell_topics_apart(text: str) -> None:
    assert topic_id(text.replace(" ", "-")) == topic_id(text)
    assert topic_id(text.replace("_", "  ").upper().lower()) == topic_id(text)


def test_an_alias_means_its_topic_inside_others_too() -> None:
    spellings = Spellings({TopicId("print"): TopicId("printing")})
    assert spellings.topic("Print") == "printing"
    assert spellings.topic("print/letterpress") == "printing/letterpress"
    assert spellings["#old-maps"] == ("old maps", "old maps")
    assert spellings["[[Topics/Print|presses]]"] == ("presses", "printing")


@given(BROADER)
def test_without_the_closing_steps_every_way_ends(
    broader: dict[TopicId, tuple[TopicId, ...]],
) -> None:
    closing = set(loops(broader))
    kept = {
        t: [w for w in wider if (t, w) not in closing] for t, wider in broader.items()
    }

    def height(topic: TopicId, left: int) -> None:
        assert left, "a way that does not end"
        for wider in kept.get(topic, ()):
            height(wider, left - 1)

    for topic in kept:
        height(topic, len("abcdef") + 1)


@given(BROADER)
def test_only_loops_are_broken(broader: dict[TopicId, tuple[TopicId, ...]]) -> None:
    for topic, wider in loops(broader):
        seen, todo = set[TopicId](), [wider]
        while todo:
            step = todo.pop()
            if step not in seen:
                seen.add(step)
                todo += broader.get(step, ())
        assert topic in seen


def test_the_most_frequent_spelling_is_the_name() -> None:
    maps = TopicId("old maps")
    found = gather(
        {}, counted([(maps, "old maps"), (maps, "Old Maps"), (maps, "Old Maps.")])
    )
    assert found[maps].name == "Old Maps"
    tied = gather({}, counted([(maps, "old maps"), (maps, "Old Maps")]))
    assert tied[maps].name == "old maps"


def test_stems_say_what_a_text_is_about() -> None:
    assert stems_of("looking for a bookkeeper") & stems_of("Bookkeepers, part time")
    assert not stems_of("I need some help with it")
    assert stems_of("Bienen züchten", "german") & stems_of("die Biene", "german")
    assert stems_of("bees", "klingon") == {"bees"}
