"""Remembering: what a network asks of whatever remembers what was found in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from vaultkit.network.network import Network

Find = Callable[..., Any]
"""What finds an answer: called with a network, a key, and what it is given."""

Given = tuple[object, ...]
"""What it is given besides: settings, the day, records."""


class Remembering(Protocol):
    """What remembers what was found: `memory.Memory`."""

    def each(
        self, network: Network, of: Find, keys: Iterable[Hashable], given: Given, /
    ) -> tuple[Any, ...]:
        """Return the answers for some keys, in their order."""

    def asked(self, network: Network, of: Find, given: Given, /) -> Find:
        """Return what gives the answer for a key."""

    def made(self, network: Network, of: Find, key: Hashable, given: Given, /) -> Any:  # noqa: ANN401 (as the function has it)
        """Return the one answer that is kept of a function for a key."""
