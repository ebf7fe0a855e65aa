"""Who could help whom, for one person: what stands in a block in their note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultkit.book.people import PersonId
    from vaultkit.findings.needs import Match, Mine


class CouldHelp(Frozen, frozen=True, kw_only=True):
    """What somebody and the others have for each other.

    Attributes:
        mine: What I could help them with myself.
        helped: Who could help them; I know both well enough to say so.
        helps: Whom they could help.
    """

    mine: tuple[Mine, ...] = ()
    helped: tuple[Match, ...] = ()
    helps: tuple[Match, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.mine or self.helped or self.helps)


def could_help(
    person: PersonId, matches: Iterable[Match], mine: Iterable[Mine]
) -> CouldHelp:
    """Return what is about one person, of everything that was found.

    Args:
        person: Whose note it is.
        matches: Who could help whom.
        mine: What I could help with.
    """
    several = tuple(matches)
    return CouldHelp(
        mine=tuple(one for one in mine if one.person == person),
        helped=tuple(one for one in several if one.needs == person),
        helps=tuple(one for one in several if one.helper == person),
    )
