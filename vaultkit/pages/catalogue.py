"""Catalogue: every page, its question, its finder and its template."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Protocol

from vaultkit import canvas
from vaultkit.frozen import Frozen, replace
from vaultkit.insights import (
    giving,
    interests,
    introductions,
    learning,
    mend,
    origins,
    people,
    reconnect,
    week,
)
from vaultkit.insights import help as helping
from vaultkit.names import folded
from vaultkit.pages import drawing, trees
from vaultkit.snapshot import VaultPath

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vaultkit.book.people import PersonId
    from vaultkit.pages.asked import Asked
    from vaultkit.settings import Settings


class Record(Protocol):
    """What a finder returns: facts, and whether there are any."""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""


class Page(Frozen, frozen=True):
    """One page: a question, its finder and its template.

    Attributes:
        name: Its key in `settings.page_names`, and the name of its template.
        find: What there is to say.
        parts: The record cut into parts of so many rows, for a page that may grow.
        few: The same with no more of long lists than the page shows. It is printed
            from that, and again only where anything in that changes.
        apart: It shares nothing with the pages that are not, and is much work where
            there are very many people: it may be made beside them.
        drawn: It is a canvas, written where `settings.canvas` asks for it.
    """

    name: str
    find: Callable[[Asked], Record]
    parts: Callable[[Any, int], tuple[Record, ...]] | None = None
    few: Callable[[Asked], Record] | None = None
    apart: bool = False
    drawn: bool = False

    @property
    def ending(self) -> str:
        """What its file name ends in."""
        return canvas.ENDING if self.drawn else ".md"

    @property
    def template(self) -> str:
        """The name of its template."""
        return f"pages/{self.name}.md.j2"


def _by_name(found: people.People, most: int) -> tuple[people.People, ...]:
    """Return the list of people in parts of at most so many, cut between letters.

    Circles and cards open the first, seasons that ended close the last one. A letter
    stays where it was when somebody is added under another one.
    """
    ends = _ends(tuple([one.person for one in found.people]), most)
    cut = [found.people[start:end] for start, end in pairwise((0, *ends))]
    first, *rest = [people.People(people=part) for part in cut]
    parts = [replace(first, circles=found.circles, cards=found.cards), *rest]
    return (*parts[:-1], replace(parts[-1], ended=found.ended))


@lru_cache(maxsize=2)
def _ends(people: tuple[PersonId, ...], most: int) -> tuple[int, ...]:
    """Return where each part ends, given who is listed; it has no more than `most`."""
    ends, start = list[int](), 0
    while len(people) - start > most:
        full = start + most
        last = _letter(people[full])
        # As long as it may be, but for those of the letter that goes on after it.
        others = (n for n in range(full, start, -1) if _letter(people[n - 1]) != last)
        start = next(others, full)
        ends.append(start)
    return (*ends, len(people))


def _letter(person: PersonId) -> str:
    at = person.rfind("/") + 1
    first = person[at : at + 2]
    if first.isascii() and first[:1].isalpha():  # as are nearly all
        return first[0].lower()
    return folded(person[at:])[:1]


def _this_week(asked: Asked) -> week.Week:
    """Return the home page, which chooses among what other pages propose."""
    return week.find(asked.network, asked.settings, asked.today, asked.nudges)


def _home(asked: Asked) -> week.Week:
    """Return the same; the page says whether there are people, and not how many."""
    found = _this_week(asked)
    return replace(found, people=min(found.people, 2))


def _give(asked: Asked, limit: int | None = None) -> giving.Give:
    """Return what I could give, and whom I could ask."""
    given = asked.network, asked.needs, asked.settings, asked.today
    return giving.find(*given, limit)


def _brought_together(asked: Asked) -> introductions.Introductions:
    """Return introductions, with a few rows of each list and a few pieces of trees."""
    network, limit = asked.network, asked.settings.page_limit
    found = introductions.find(network, asked.settings, asked.today, limit)
    return trees.cut(found, network, limit)


HOME: Final = "home"

PAGES: Final = (
    Page(HOME, _this_week, few=_home),
    Page(
        "reconnect",
        lambda a: a.reconnect,
        few=lambda a: reconnect.told(
            a.quiet, a.network, a.settings, a.today, a.settings.page_limit
        ),
    ),
    Page(
        "help",
        lambda a: a.help,
        few=lambda a: helping.told(
            a.needs, a.network, a.settings, a.today, a.settings.page_limit
        ),
    ),
    Page(
        "introductions",
        lambda a: introductions.find(a.network, a.settings, a.today),
        few=_brought_together,
        apart=True,
    ),
    Page(
        "give-and-ask",
        _give,
        few=lambda a: _give(a, a.settings.page_limit),
    ),
    Page(
        "interests",
        lambda a: interests.find(a.network, a.settings, a.today),
        few=lambda a: interests.find(
            a.network, a.settings, a.today, a.settings.page_limit
        ),
    ),
    Page("events", lambda a: a.events),
    Page("learning", lambda a: learning.find(a.network, a.settings, a.today)),
    Page("origins", lambda a: origins.find(a.network, a.settings, a.today)),
    Page(
        "people",
        lambda a: people.find(a.network, a.settings, a.today),
        _by_name,
        apart=True,
    ),
    Page("map", lambda a: drawing.find(a.network, a.settings), apart=True, drawn=True),
    Page("problems", lambda a: mend.find(a.problems)),
)
"""Every page, in the order the home page names them."""


IN_WORDS: Final = tuple(page for page in PAGES if not page.drawn)
"""Those that are text, so that a block or a template can have their rows."""


def paths(settings: Settings) -> Mapping[str, VaultPath]:
    """Return where every page stands, written or not, by the page's name."""
    return MappingProxyType(
        {
            page.name: VaultPath(
                f"{settings.folder}/{settings.page_names[page.name]}{page.ending}"
            )
            for page in PAGES
        }
    )
