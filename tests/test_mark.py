from __future__ import annotations

from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from tests.timing import within
from vaultkit import mark

PAGE = "---\ntype: vaultkit-page\n---\n# Reconnect\n\n- Ada\n"
MARK = mark.sign("").rstrip("\n")
LINES = st.lists(
    st.one_of(
        st.text(max_size=20),
        st.sampled_from(["```", "~~~", MARK, mark.sign(PAGE), "", "  ", "\r", "# Hi"]),
    ),
    max_size=8,
).map("\n".join)


@given(LINES, LINES)
def test_what_stands_below_the_mark_comes_back_to_the_byte(
    generated: str, tail: str
) -> None:
    marked = mark.read(mark.sign(generated) + tail)
    assert marked is not None
    assert marked.intact
    assert marked.tail == tail
    assert mark.same(marked.generated, mark.above(generated))


@given(LINES)
def test_any_text_is_read(text: str) -> None:
    marked = mark.read(text)
    if marked is not None:
        assert text.startswith(marked.generated)
        assert text.endswith(marked.tail)


@given(LINES)
def test_other_line_ends_and_white_space_there_break_nothing(generated: str) -> None:
    text = mark.sign(generated)
    for spelt in (
        text.replace("\r\n", "\n").replace("\n", "\r\n"),
        text.replace("\n", " \t\n"),
        text.removesuffix("\n"),
        "\ufeff" + text,
    ):
        marked = mark.read(spelt)
        assert marked is not None
        assert marked.intact


def test_an_edited_page_is_not_intact_and_keeps_its_tail() -> None:
    text = mark.sign(PAGE).replace("Ada", "Grace") + "mine\r\nand mine"
    marked = mark.read(text)
    assert marked is not None
    assert not marked.intact
    assert "Grace" in marked.generated
    assert marked.tail == "mine\r\nand mine"


def test_a_text_without_a_mark_has_none() -> None:
    for text in ("", PAGE, "<!-- vaultkit -->", " " + MARK, f"see `{MARK}`"):
        assert mark.read(text) is None


def test_a_mark_in_a_code_block_is_no_mark() -> None:
    assert mark.read(f"# How pages end\n\n```\n{MARK}\n```\n") is None


def test_a_code_block_that_is_never_closed_hides_no_mark() -> None:
    marked = mark.read(mark.sign(PAGE).replace("- Ada", "```\n- Ada") + "mine")
    assert marked is not None
    assert not marked.intact
    assert marked.tail == "mine"


def test_of_two_marks_the_one_that_fits_ends_the_page() -> None:
    page = mark.sign(PAGE)
    for text in (page + "mine\n" + MARK, page + page):
        marked = mark.read(text)
        assert marked is not None
        assert marked.intact
        assert page + marked.tail == text


def test_of_two_marks_that_do_not_fit_the_first_does() -> None:
    spoilt = mark.sign(PAGE).replace("Ada", "Grace")
    marked = mark.read(spoilt + spoilt)
    assert marked is not None
    assert marked.tail == spoilt


def test_a_generated_line_cannot_pass_for_the_mark() -> None:
    marked = mark.read(mark.sign(f"# Page\n{MARK}\nstill generated\n"))
    assert marked is not None
    assert "still generated" in marked.generated
    assert marked.tail == ""


def test_a_newer_format_is_told() -> None:
    marked = mark.read(mark.sign(PAGE).replace("vaultkit 1 ", "vaultkit 2 "))
    assert marked is not None
    assert marked.format == 2


def test_text_made_to_be_slow_is_not() -> None:
    for text in (" " * 500_000 + "x", (MARK + "\n") * 5_000, "```\n" * 100_000):
        assert within(partial(mark.read, text), 1)
        assert within(partial(mark.sign, text), 1)


def test_what_is_the_same_and_what_is_not() -> None:
    for one in ("a\nb", "a \t\nb\n\n", "\ufeffa\r\nb", "a\nb\n"):
        assert mark.same(one, "a\nb")
        assert mark.same("a\nb", one)
    for one in (
        "a\nbX",
        "a b",
        "\na\nb",
        " a\nb",
        "a\nb\f",
        "a\nb X",
        "a\n\nb",
        "",
        "b\na",
    ):
        assert not mark.same(one, "a\nb")
        assert not mark.same("a\nb", one)


def test_the_digest_is_that_of_every_version_before() -> None:
    """Another digest for the same text would make every page one that was edited."""
    assert mark.digest("# Reconnect\n\n- Ada\n") == "ded40f42fc8d7356"
    assert mark.digest("\udc80 é") == "7db60f06bb651787"
    assert mark.sign("# A\n").startswith(
        "# A\n\n<!-- vaultkit 1 75d8c0826d5ee51d the text above "
    )


SPOILT = MARK.replace("vaultkit 1 ", "vaultkit 1 0")


def test_only_a_closed_code_block_around_it_hides_a_mark() -> None:
    for above, below, hidden in (
        ("```\n", "\n```\n", True),
        ("x\n~~~ md\n", "\n~~~\n", True),
        ("````\n", "\n```\n", False),
        ("````\n", "\n```\n````\n", True),
        ("```\n", "\n``` not this\n", False),
        ("```\n", "\n``` not this\n```\n", True),
        ("```\na\n```\n", "\nb", False),
        ("```\na\n```\nb\n", "\n```\nc\n```\n", False),
        ("```\na\n```\n```\n", "\n```\n", True),
        ("", "\n```\nc\n```\n", False),
    ):
        marked = mark.read(f"{above}{SPOILT}{below}")
        assert (marked is None) == hidden, (above, below)
        if marked is not None:
            assert marked.intact is False
            assert marked.generated == above
            assert marked.tail == below.removeprefix("\n")
