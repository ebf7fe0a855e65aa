"""The worker: the process that others' code runs in, told everything it knows.

It reads requests from its standard input and writes replies to its standard output,
until there is no more input. It has its own picture of the vault, made by the functions
that make ours, and follows every change that it is told.
"""

from __future__ import annotations

import signal
import sys
from dataclasses import dataclass, field
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, Any, Final

from vaultkit.pages import paths as our_paths
from vaultkit.pages.plain import printed
from vaultkit.pages.single import Printer
from vaultkit.pages.template import failures
from vaultkit.shipped import templates
from vaultkit.toolkit import answers, ours, wire
from vaultkit.toolkit.answers import NonsenseError
from vaultkit.toolkit.fence import Fence, Limits, watch_for, watch_no_more
from vaultkit.toolkit.given import Given
from vaultkit.toolkit.kinds import Asked, OffError, Page
from vaultkit.toolkit.wire import Ask, Learn, Load, Print, Reply

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vaultkit.notes.note import Note
    from vaultkit.toolkit.registry import Registered
    from vaultkit.toolkit.wire import Request

_CHANGED: Final = "answered differently when it was asked the same again"
_LONGER: Final = 3
"""How many times its limit by the clock a request may take before we end ourselves."""


@dataclass(slots=True)
class Worker:
    """Answers requests, one after the other.

    Attributes:
        taken: Asked after every call what others' code tried that it may not.
        given: What is known of the vault.
        loaded: What was loaded.
    """

    taken: Callable[[], str]
    given: Given = field(default_factory=Given)
    loaded: dict[Registered, Any] = field(default_factory=dict)

    def answer(self, request: Request) -> Reply:
        """Return the reply to a request; whatever goes wrong is said in it."""
        try:
            reply = Reply(self._answer(request))
        except OffError:
            reply = Reply()
        except MemoryError:
            reply = Reply(wrong="needed more memory than it may have", last=True)
        except NonsenseError as wrong:
            reply = Reply(wrong=f"answered {wrong}")
        except WordingError as wrong:
            reply = Reply(wrong=f"has a template that fails {wrong}")
        except ImpureError:
            reply = Reply(wrong=_CHANGED, last=True)
        except BaseException as wrong:  # noqa: BLE001 (others' code may raise anything)
            reply = Reply(wrong=_raised(wrong))
        tried = self.taken()
        return Reply(wrong=tried, last=True) if tried else reply

    def _answer(self, request: Request) -> object:
        if isinstance(request, Load):
            return self._load(request.one)
        if isinstance(request, Learn):
            self.given.learn(request)
            failures()  # jinja2 is loaded now, not in the time of somebody's first page
        if isinstance(request, Print):
            done = printed(request.given)
            return [answers.text(done.text, Limits().answer), done.named, done.wrong]
        if not isinstance(request, Ask):
            return None
        first = self._ask(request)
        if request.twice and self._ask(request) != first:
            raise ImpureError
        return first

    def _load(self, one: Registered) -> object:
        """Load something; return a page's title, else a command's first sentence."""
        found: object = one.load()
        if one.group == "pages":
            if not isinstance(found, Page):
                raise NonsenseError(f"with {answers.kind(found)} instead of a `Page`")
            parts: tuple[object, object] = (found.find, found.template)
            if not callable(parts[0]) or not isinstance(parts[1], str):
                raise NonsenseError("with a `Page` that has no finder or no template")
            self.loaded[one] = found
            return answers.text(found.title, 1_000)
        if not callable(found):
            raise NonsenseError(f"with {answers.kind(found)} instead of a function")
        self.loaded[one] = found
        return (found.__doc__ or "").strip().partition("\n")[0]

    # --- asking

    def _ask(self, request: Ask) -> object:
        one = request.one
        function = self.loaded[one]
        if one.group == "pages":
            return answers.page(self._page(one, function))
        if one.group == "readers":
            return [self._read(function, note, text) for note, text in request.notes]
        if one.group == "importers":
            found = answers.imported(function(request.data, dict(request.options)))
            return answers.plain(found)
        asked = self._asked(one.package)
        words = (request.words,) if one.group == "commands" else ()
        return answers.text(function(asked, *words), Limits().answer)

    def _page(self, one: Registered, page: Page) -> str | None:
        found = page.find(self._asked(one.package))
        if found is None or getattr(found, "empty", not _there(found)):
            return None
        known, settings = self.given.known, self.given.settings
        where = {**our_paths(settings), **self.given.paths}
        printer = Printer(known.network.book, settings, where, templates())
        try:
            return printer.text(one.name, page.template, {"page": found})
        except failures() as wrong:
            raise WordingError(_of_template(wrong)) from None

    def _read(self, function: Callable[..., object], note: Note, text: str) -> object:
        """Return what was read in a note, or in a text of its own what went wrong."""
        try:
            return answers.plain(answers.read(function(note, text)))
        except NonsenseError as wrong:
            return f"answered {wrong}"
        except Exception as wrong:  # noqa: BLE001 (others' code may raise anything)
            return _raised(wrong)

    def _asked(self, package: str) -> Asked:
        known = self.given.known
        return Asked(
            known.network,
            known.told,
            self.given.settings,
            self.given.today,
            values=self.given.values(package),
            finders=self._finders(),
        )

    def _finders(self) -> Mapping[str, Callable[[Asked], object]]:
        """Return every finder by name; another's is asked with what is its own."""
        own: dict[str, Callable[[Asked], object]] = {
            page.name: page.find for page in ours.PAGES
        }

        def of(one: Registered) -> Callable[[Asked], object]:
            function: Callable[[Asked], object] = self.loaded[one]
            return lambda _: function(self._asked(one.package))

        finders = [one for one in self.loaded if one.group == "finders"]
        return MappingProxyType({**{one.name: of(one) for one in finders}, **own})


class ImpureError(Exception):
    """Something answered differently when it was asked the same again."""


class WordingError(Exception):
    """A template failed; its text says where and how."""


def _there(found: object) -> bool:
    """Return whether there is anything in what was found."""
    try:
        return bool(found)
    except Exception:  # noqa: BLE001 (others' objects may do anything)
        return True


# --- what went wrong -----------------------------------------------------------------


def _raised(wrong: BaseException) -> str:
    """Return what was raised and where, without its words: they may be of a note."""
    return f"raised {type(wrong).__name__}{_place(wrong.__traceback__)}"


def _of_template(wrong: Exception) -> str:
    """Return in which line of a template what went wrong."""
    line, trace = getattr(wrong, "lineno", None), wrong.__traceback__
    while line is None and trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return f"in line {line or 1} ({type(wrong).__name__})"


def _place(trace: TracebackType | None) -> str:
    """Return the last place in a file that is not ours, to go on behind an error."""
    found = ""
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename.replace("\\", "/")
        ours_too = "/vaultkit/" in file and "/toolkit/" in file
        if file.endswith(".py") and not ours_too and "importlib" not in file:
            found = f" in {file.rpartition('/')[2]}, line {trace.tb_lineno}"
        trace = trace.tb_next
    return found


# --- the process ---------------------------------------------------------------------


def main(limits: Limits) -> None:
    """Answer what is asked on standard input, until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever started this
    asked, answering = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what others print goes nowhere
    fence = Fence()
    worker = Worker(fence.taken)
    fence.put_up(limits)
    while head := asked.read(wire.HEAD):
        request = wire.unpacked(asked.read(int.from_bytes(head, "big")))
        _watch(request, limits)
        reply = wire.answered(worker.answer(request))
        watch_no_more()
        answering.write(reply)
        answering.flush()


def _watch(request: Request, limits: Limits) -> None:
    """Have an eye on how long an answer takes; what is ours may take its time."""
    times = wire.times(request)
    if times:
        watch_for(_LONGER * times * limits.clock, times * limits.seconds)
    else:
        watch_for(limits.start, 0)


if __name__ == "__main__":
    seconds, memory, answer, start, clock = map(float, sys.argv[1:])
    main(Limits(seconds, int(memory), int(answer), start, clock))
