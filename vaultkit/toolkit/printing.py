"""Printing: a template of the vault's own, in a process that may be ended.

The sandbox keeps a template from what is not its own; it does not keep it from a loop
without end or a text of a billion letters. The process has little memory and little
time, and what it printed is asked for once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from vaultkit.pages.plain import Printed
from vaultkit.toolkit import wire
from vaultkit.toolkit.fence import MIB, Limits
from vaultkit.toolkit.process import LostError, Process

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaultkit.pages.plain import Sheet
    from vaultkit.toolkit.asking import Asked

LIMITS: Final = Limits(seconds=5.0, memory=512, answer=8 * MIB, start=60.0)
"""What printing one page may take."""

_KEPT: Final = 64


@dataclass(slots=True)
class Printing:
    """Prints pages: an `owned.Printer`.

    Attributes:
        limits: What printing one page may take.
        begin: How a process is begun.
    """

    limits: Limits = LIMITS
    begin: Callable[[Limits], Asked] = Process
    _process: Asked | None = None
    _known: dict[bytes, Printed] = field(default_factory=dict)

    def __call__(self, given: Sheet, /) -> Printed:
        """Return a page, or what went wrong; the same page is printed once."""
        request = wire.packed(wire.Print(given))
        mark = blake2b(request, digest_size=16).digest()
        found = self._known.get(mark)
        if found is None:
            found = self._printed(request)
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[mark] = found
        return found

    def end(self) -> None:
        """End the process, if there is one; it is begun anew when it is needed."""
        if self._process is not None:
            self._process.end()
        self._process = None

    def _printed(self, request: bytes) -> Printed:
        limits = self.limits
        try:
            if self._process is None:
                self._process = self.begin(limits)
                ready = wire.packed(wire.Ready())
                self._process.ask(ready, limits.start, limits.answer)
            answer = self._process.ask(request, limits.clock, limits.answer)
        except LostError as lost:
            self.end()
            return Printed(wrong=str(lost))
        reply = wire.reply(answer)
        if reply is None:
            self.end()
            return Printed(wrong="answered with what is no answer")
        if reply.wrong:
            if reply.last:
                self.end()
            return Printed(wrong=reply.wrong)
        match reply.value:
            case [str(text), int(named), str(wrong)]:
                return Printed(text, named, wrong)
        return Printed(wrong="answered with what is no page")
