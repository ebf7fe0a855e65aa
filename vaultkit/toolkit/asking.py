"""Asking: what was enabled is loaded, told of the vault and asked, in one process.

What hangs, dies, grows, writes or contradicts itself is out: it is not asked again, for
it would cost as much every time. What merely raises is asked again when there is news.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from vaultkit.frozen import replace
from vaultkit.toolkit import wire
from vaultkit.toolkit.fence import Limits
from vaultkit.toolkit.process import USUAL, LostError, Process
from vaultkit.toolkit.wire import Ask, Learn, Load, Ready, Reply

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vaultkit.snapshot import VaultPath
    from vaultkit.sources import Sources
    from vaultkit.toolkit.registry import Register, Registered
    from vaultkit.toolkit.wire import Request

_ALWAYS: Final = ("readers", "finders", "pages")
"""What is loaded before anything is asked; the rest when it is asked."""


class Asked(Protocol):
    """What is asked: a process."""

    end: Callable[[], object]

    def ask(self, request: bytes, seconds: float, most: int) -> bytes:
        """Return the answer to a request.

        Raises:
            LostError: There is none, and no process any more.
        """


@dataclass(slots=True)
class Asking:
    """Asks what was registered.

    Attributes:
        register: What is used.
        limits: What one answer may take.
        around: What is different in the environment of the process.
        begin: How a process is begun.
        out: What is not asked any more, and why, to go on behind "the plugin ...".
        says: What was loaded says of itself: a page its title.
    """

    register: Register
    limits: Limits = field(default_factory=Limits)
    around: Mapping[str, str] = field(default_factory=lambda: USUAL)
    begin: Callable[[Limits, Mapping[str, str]], Asked] = Process
    out: dict[Registered, str] = field(default_factory=dict)
    says: dict[Registered, str] = field(default_factory=dict)
    _process: Asked | None = None
    _loaded: set[Registered] = field(default_factory=set)
    _told: Sources | None = None
    _twice: set[Registered] = field(default_factory=set)

    def load(self, *, everything: bool = False) -> None:
        """Load what may be asked of any build, or everything.

        What cannot be loaded is out.
        """
        used = self.register.used
        always = [one for one in used if everything or one.group in _ALWAYS]
        # A process that is lost takes with it what it had loaded.
        while due := [o for o in always if o not in self.out and o not in self._loaded]:
            self._load(due[0])

    def ask(
        self,
        request: Ask,
        sources: Sources | None = None,
        paths: Mapping[str, VaultPath] | None = None,
    ) -> Reply:
        """Return an answer, or what went wrong.

        Args:
            request: What to ask.
            sources: The vault it is about; None where it is about none.
            paths: Where the pages of others stand, by name.
        """
        one = request.one
        self.load()
        if one not in self._loaded and one not in self.out:
            self._load(one)
        if one in self.out:
            return Reply(wrong=self.out[one], last=True)
        try:
            if sources is not None:
                self._tell(sources, paths or {})
            # The first answer of all is asked for twice: what is left to chance, or
            # counts, is found at once by most.
            reply = self._say(request._replace(twice=one not in self._twice))
        except LostError as lost:
            self.end()
            reply = Reply(wrong=str(lost), last=True)
        if reply.last:
            self.out[one] = reply.wrong
        elif not reply.wrong:
            self._twice.add(one)
        return reply

    def stranger(self, around: Mapping[str, str]) -> Asking:
        """Return another that knows nothing of this one, in another environment."""
        again = Asking(self.register, self.limits, around, self.begin)
        return replace(again, out=dict(self.out))

    def end(self) -> None:
        """End the process, if there is one; it is begun anew when it is needed."""
        if self._process is not None:
            self._process.end()
        self._process, self._told = None, None
        self._loaded.clear()

    # --- with the process

    def _load(self, one: Registered) -> None:
        try:
            reply = self._say(Load(one))
        except LostError as lost:
            self.end()
            reply = Reply(wrong=str(lost))
        if reply.wrong:
            self.out[one] = f"cannot be loaded: it {reply.wrong}"
        else:
            self._loaded.add(one)
            self.says[one] = str(reply.value)

    def _tell(self, sources: Sources, paths: Mapping[str, VaultPath]) -> None:
        """Tell the process what it does not know yet of a vault.

        Raises:
            LostError: It is lost, or could not make anything of it.
        """
        if self._told is sources:
            return
        before = self._told
        had = before.notes if before is not None else {}
        notes = sources.notes
        same = before is not None and before.others == sources.others
        reply = self._say(
            Learn(
                {path: n for path, n in notes.items() if had.get(path) is not n},
                tuple(path for path in had if path not in notes),
                None if same else sources.others,
                sources.problems,
                sources.settings,
                sources.today,
                dict(paths),
            )
        )
        if reply.wrong:
            raise LostError(f"could not be told of the vault: it {reply.wrong}")
        self._told = sources

    def _say(self, request: Request) -> Reply:
        """Return the reply to a request.

        Raises:
            LostError: There is none.
        """
        limits = self.limits
        if self._process is None:
            self._process = self.begin(limits, self.around)
            self._process.ask(wire.packed(Ready()), limits.start, limits.answer)
        seconds = wire.times(request) * limits.clock or limits.start
        reply = wire.reply(
            self._process.ask(wire.packed(request), seconds, limits.answer)
        )
        if reply is None:
            raise LostError("answered with what is no answer")
        return reply
