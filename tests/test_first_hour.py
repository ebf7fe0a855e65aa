"""The first hour: what a vault of a few plain lines gets for them."""

from __future__ import annotations

import pytest

from tests.whole import Vault
from vaultkit.snapshot import VaultPath

HOME = VaultPath("Network/This week.md")
BEGIN = "After you have seen somebody, put one line into that day's note"
NOTHING = "There is nothing to say yet"
NOBODY = "Nobody to reach out to this week"
MEMORY = "it is simply somebody you once wrote about"


@pytest.mark.parametrize(
    ("story", "said", "unsaid"),
    [
        ("--- A.md\nhello\n", (NOTHING, BEGIN), (NOBODY,)),
        ("--- Me.md\ntype: me\npurpose: few\n", (BEGIN,), (NOTHING, NOBODY)),
        ("--- 2026-11-20.md\n- coffee: [[Ana]] bees\n", (NOBODY,), (NOTHING, BEGIN)),
        ("--- 2026-11-20.md\nSaw [[Ana]]\n", (NOBODY, "[!note]"), (NOTHING, BEGIN)),
        ("--- 2026-11-01.md\n- coffee: [[Ana]] bees\n", ("“bees”",), (NOBODY, MEMORY)),
        (
            "--- 2026-11-01.md\n- coffee: [[Ana]] bees\n- call: [[Bo]] boats\n",
            ("“bees”", "“boats”", MEMORY),
            (NOBODY, "quiet since"),
        ),
    ],
)
def test_the_first_page_fits_what_there_is(
    story: str, said: tuple[str, ...], unsaid: tuple[str, ...]
) -> None:
    text = Vault.of(story).pages[HOME]
    assert [one for one in said if one not in text] == []
    assert [one for one in unsaid if one in text] == []


def test_what_they_like_or_need_does_not_hide_what_was_said() -> None:
    text = Vault.of("""
        --- 2026-10-11.md
        - lunch: [[Ana]] apples and divorce, in that order
        - likes: [[Ana]] old maps
        - needs: [[Ana]] a carpenter
    """).pages[HOME]
    assert "“apples and divorce, in that order”" in text
    assert "a carpenter" in text
