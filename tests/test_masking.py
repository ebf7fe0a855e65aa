"""What in a note is not text, what git left in two versions, and what is prose."""

from __future__ import annotations

import pytest

from vaultkit.notes import masking
from vaultkit.notes.note import parse
from vaultkit.notes.prose import prose
from vaultkit.snapshot import VaultPath

GIT = "a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other\nd\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (GIT, [(1, 3, 5)]),
        (GIT + GIT, [(1, 3, 5), (8, 10, 12)]),
        ("<<<<<<<\n=======\n>>>>>>>", [(0, 1, 2)]),
        ("<<<<<<< x\n||||||| base\n=======\n=======\n>>>>>>> y", [(0, 2, 4)]),
        ("<<<<<<< x\n<<<<<<< y\n=======\n>>>>>>> z", [(1, 2, 3)]),
        ("<<<<<<< x\n=======\n<<<<<<< y\n>>>>>>> z", []),
        ("=======\n>>>>>>> y\n<<<<<<< x", []),
        ("<<<<<<< x\n>>>>>>> y\n=======", []),
        ("<<<<<<<x\n=======\n>>>>>>> y", []),
        (" <<<<<<< x\n=======\n>>>>>>> y", []),
        ("Title\n=======\n", []),
    ],
)
def test_what_git_left_in_two_versions(
    text: str, found: list[tuple[int, int, int]]
) -> None:
    assert masking.disputed(text) == found
    lines = {one for start, _, end in found for one in range(start + 4, end + 5)}
    assert masking.disputed_lines(text, 4) == lines


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a `b` c", "a     c"),
        ("a ``b ` c`` d", "a           d"),
        ("a `b\n\nc` d", "a `b\n\nc` d"),
        ("a `b\nc` d", "a   \n   d"),
        ("a \\`b` c`", "a \\`b    "),
        ("<!-- x --> y", "           y"),
        ("a <!-- x\ny --> z", "a       \n      z"),
        ("<!-- x\ny", "      \n "),
        ("a <!-- x\ny", "a <!-- x\ny"),
        ("- <!-- x\ny", "-       \n "),
        ("```\na\n```\nb", "   \n \n   \nb"),
        ("```\na\n````\nb", "   \n \n    \nb"),
        ("````\na\n```\nb", "    \n \n   \n "),
        ("```\na\n``` x\nb", "   \n \n     \n "),
        ("~~~ x ` y\na\n~~~\nb", "         \n \n   \nb"),
        ("> ```\n> a\nb", "     \n   \nb"),
        ("> ```\n> a\n> ```\nb", "     \n   \n     \nb"),
        ("- ```\n  a\n  ```\nb", "     \n   \n     \nb"),
        ("``` a ```\nb", "         \nb"),
        ("a\n\n    code\n    more\nb", "a\n\n        \n        \nb"),
        ("a\n    no code\nb", "a\n    no code\nb"),
        ("- a\n\n    no code\nb", "- a\n\n    no code\nb"),
        ("- a\n\nb\n\n    code\n", "- a\n\nb\n\n        \n"),
        ("    code\nb", "        \nb"),
        ("    code\nb\n    no code", "        \nb\n    no code"),
        ("- a\n\n\tb\n\n\tno code", "- a\n\n\tb\n\n\tno code"),
        ("<!---->x <!-- y -->z", "       x           z"),
        ("a\n\n\tcode\n\n\tmore\nb", "a\n\n     \n\n     \nb"),
        # A fence goes no further than the item or the quote it stands in.
        ("- ```\n  a\n- b", "     \n   \n- b"),
        ("- ```\n  a\n\n  c\nb", "     \n   \n\n   \nb"),
        ("1. x\n   ~~~\n   a\n2. b", "1. x\n      \n    \n2. b"),
        ("> - ```\n> b", "       \n> b"),
        ("a\n    ```\nb", "a\n    ```\nb"),
        ("a\n\n    ```\nb", "a\n\n       \nb"),
        ("```\na\n    ```\nb", "   \n \n       \n "),
        # Text that is four columns further in than its list, or than nothing, is code.
        ("-     a\n- b", "       \n- b"),
        ("- a\n\n      b\n\n  c", "- a\n\n       \n\n  c"),
        ("# a\n    b\nc", "# a\n     \nc"),
        ("a\n===\n    b", "a\n===\n     "),
        ("***\n    b", "***\n     "),
        (">     a\n> b", "       \n> b"),
        ("- a\nb\n\n    c", "- a\nb\n\n    c"),
        ("- a\n\n  - b\n\n    - c\n\n      d", "- a\n\n  - b\n\n    - c\n\n      d"),
        ("a\n2. b\n\n     c", "a\n2. b\n\n      "),
        ("a\n1. b\n\n     c", "a\n1. b\n\n     c"),
        ("[^1]: a\n\n    b\n\nc\n\n    d", "[^1]: a\n\n    b\n\nc\n\n     "),
    ],
)
def test_code_and_comments_are_not_seen_and_nothing_moves(text: str, left: str) -> None:
    seen = masking.seen_and_said(text)[0]
    assert seen == left
    assert len(seen) == len(text)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a %%b%% c", "a       c"),
        ("a %%b\nc", "a    \nc"),
        ("%%a\nb\n%% c", "   \n \n   c"),
        ("%%a\nb", "   \n "),
        ("100%% b\nc %%d%%", "100    \nc      "),
        ("a `%%` b %%c%%", "a `%%` b      "),
        ("<!-- %% --> a", "            a"),
        ("- %%a\nb\n%%", "-    \n \n  "),
        ("%%a%% b %%c%% d", "      b       d"),
        ("%%\na\n%%b", "  \n \n  b"),
    ],
)
def test_what_stands_between_percents_is_not_said(text: str, left: str) -> None:
    assert masking.seen_and_said(text)[1].rstrip() == left.rstrip()


def test_spans_may_overlap() -> None:
    assert masking.blank("abcdef", [(1, 4), (2, 3), (3, 5)]) == "a    f"
    assert masking.blank("ab\ncd", [(1, 4)]) == "a \n d"
    assert masking.blank("ab", []) == "ab"


def test_prose_is_what_is_no_property_and_no_log_line() -> None:
    text = """---
org: Mill
---
# How we met
> She *knew* [[Bo Reed|Bo]], and `code` and **much more**.
- 2026-11-02 coffee: bees
- coffee: honey
- she likes bees %%quietly%%
<!-- hidden -->
| a | b |
***

```
code
```
[a page](x.md) <!-- vaultkit: reconnect -->
<!-- vaultkit: home -->
ours
<!-- /vaultkit -->
the end\r\nof it\rall"""
    data = b"\xef\xbb\xbf" + text.encode()
    found = list(prose(data, parse(VaultPath("A.md"), data)))
    assert found == [
        (4, "How we met"),
        (5, "She *knew* Bo, and and much more."),
        (8, "she likes bees"),
        (10, "a | b |"),
        (16, "a page"),
        (20, "the end"),
        (21, "of it"),
        (22, "all"),
    ]
    torn = b"she said \xff twice"
    note = parse(VaultPath("A.md"), torn)
    assert list(prose(torn, note)) == [(1, "she said \ufffd twice")]
    assert list(prose(data + b"\0", parse(VaultPath("A.md"), data))) == []
