from __future__ import annotations

from click import Command
from hypothesis import given
from hypothesis import strategies as st

from tests.whole import Vault
from vaultkit import cli
from vaultkit.choices import PAGE_NAMES
from vaultkit.pages import PAGES, Page
from vaultkit.toolkit import registry
from vaultkit.toolkit.kinds import Asked, Finder
from vaultkit.toolkit.registry import GROUPS, TABLE, Registered

NAMES = st.sampled_from(["home", "town", "books", "vcard"])
OTHERS = st.lists(
    st.builds(
        Registered,
        st.sampled_from(GROUPS),
        NAMES,
        st.sampled_from(["a:b", "c:d"]),
        st.sampled_from(["one", "two", "three"]),
    ),
    max_size=8,
)


def test_everything_of_ours_is_there_under_its_name() -> None:
    for one in TABLE:
        found = one.load()
        if one.group == "pages":
            assert isinstance(found, Page)
            assert found.name == one.name
        elif one.group == "commands":
            assert isinstance(found, Command)
            assert found.name in {"command", one.name}
        else:
            assert callable(found), one
        assert registry.own(one.group, one.name) is one
    assert registry.own("pages", "none of ours") is None


def test_nothing_of_ours_is_missing() -> None:
    assert registry.ours("pages") == tuple(page.name for page in PAGES)
    assert registry.ours("pages") == tuple(PAGE_NAMES) == registry.ours("finders")
    assert registry.ours("commands") == cli.COMMANDS
    assert {one.group for one in TABLE} <= set(GROUPS)
    assert len({(one.group, one.name) for one in TABLE}) == len(TABLE)


def test_what_is_ours_finds_what_the_pages_show() -> None:
    """A finder by its name is the one its page is made with."""
    given = Vault.of("""
        --- People/Ana.md
        cadence: 1 week
        last_contact: 2026-01-01
        """)
    asked = Asked(given.network, (), given.settings, given.today)
    find = next(t for t in TABLE if (t.group, t.name) == ("finders", "reconnect"))
    loaded = find.load()
    assert isinstance(loaded, Finder)
    assert loaded(asked) == asked.reconnect
    assert not asked.reconnect.empty


@given(OTHERS, st.randoms(use_true_random=False))
def test_a_name_is_had_once_and_ours_have_it_first(
    others: list[Registered], random: object
) -> None:
    found = registry.register(others)
    names = [(one.group, one.name) for one in (*TABLE, *found.used)]
    assert len(set(names)) == len(names)
    assert {*found.used, *(clash.one for clash in found.clashes)} == set(others)
    for one, by in found.clashes:
        assert (one.group, one.name) == (by.group, by.name)
        assert by in TABLE or by in found.used
    shuffle = getattr(random, "shuffle")  # noqa: B009 (hypothesis types it as object)
    shuffle(others)
    assert registry.register(others) == found
