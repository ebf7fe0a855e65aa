"""Sharing: who has something in common that few others have.

How many share it is asked of those whom a reader of the pages may know of, where it is
about two of these: a private third decides nothing that is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from operator import attrgetter
from typing import Final

from vaultkit.book.spelt import Sheet

Found = Iterator[tuple[Sheet, Sheet]]
"""Two, and two others: each may be one person noted twice."""
Groups = list[list[Sheet]]
"""Those who share something, each time."""
NOBODY: Final[list[Sheet]] = []

CROWD: Final = 16
"""More people than this who have something in common are no two notes of one."""
_HOUSE: Final = 2
"""How many may share an address whose names need not be alike."""
_QUIET: Final = attrgetter("quiet")


def shared(keyed: Iterable[tuple[object, Sheet]]) -> Groups:
    """Return the groups of those who share a key; most share theirs with nobody."""
    first: dict[object, Sheet] = {}
    groups: dict[object, list[Sheet]] = {}
    take = first.setdefault
    for key, sheet in keyed:
        before = take(key, sheet)
        if before is not sheet:
            group = groups.setdefault(key, [before])
            if group[-1] is not sheet:
                group.append(sheet)
    return list(groups.values())


def within(
    groups: Groups,
    kind: str,
    alike: Callable[[Sheet, Sheet], bool] | None = None,
) -> Found:
    """Yield every two of a group, if it is no crowd.

    Args:
        groups: Who shares something.
        kind: What: who hides it counts for nobody but the owner.
        alike: What has to be so as well of two who share it with more.
    """
    for group in groups:
        some, aloud = few(group, kind)
        for one, other in combinations(some, 2):
            if alike is not None:
                told = _open(one, kind) and _open(other, kind)
                if (aloud if told else len(group)) > _HOUSE and not alike(one, other):
                    continue
            yield one, other


def few(group: list[Sheet], kind: str) -> tuple[list[Sheet], int]:
    """Return who of a group is compared, and how many share it aloud.

    Those who do so quietly are as many as the owner sees. Of a crowd it is nobody.
    """
    aloud = group
    if True in map(_QUIET, group):
        aloud = [one for one in group if _open(one, kind)]
    if len(aloud) > CROWD:
        return NOBODY, len(aloud)
    return (group if len(group) <= CROWD else aloud), len(aloud)


def _open(sheet: Sheet, kind: str) -> bool:
    """Return whether pages may tell what somebody has of a kind."""
    who = sheet.person
    return not (sheet.quiet and (who.private or kind in who.hidden))
