"""The crew: everybody enabled, as guests of a build, whatever they do.

Each mistake is told where it belongs: at the page that stays as it was, at the note
that could not be read, else at the settings.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from vaultkit.changes import Refuse
from vaultkit.choices import file_name
from vaultkit.frozen import replace
from vaultkit.guests import Added
from vaultkit.names import fold
from vaultkit.pages import paths as our_paths
from vaultkit.problems import Problem
from vaultkit.settings import FILE
from vaultkit.snapshot import VaultPath
from vaultkit.toolkit import adding, answers
from vaultkit.toolkit.answers import NonsenseError
from vaultkit.toolkit.printing import Printing
from vaultkit.toolkit.process import STRANGE
from vaultkit.toolkit.wire import Ask, Reply

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence, Sized

    from vaultkit.notes.note import Note
    from vaultkit.pages.plain import Printer
    from vaultkit.settings import Settings
    from vaultkit.sources import Sources
    from vaultkit.toolkit.asking import Asking
    from vaultkit.toolkit.registry import Registered

    Strangers = tuple[Asking, ...]

AT_ONCE: Final = 128
"""Notes that a reader is given at once."""

_IMPURE: Final = (
    "answers differently elsewhere: its answer follows from more than it is asked with"
)


@dataclass(slots=True)
class Crew:
    """Everybody enabled: a `guests.Guests`.

    Attributes:
        asking: How they are asked.
        titles: The titles that pages had when they could be loaded, by name.
        paranoid: Whether strangers are asked the same, and compared.
        printer: What prints the templates of the vault's own.
    """

    asking: Asking
    titles: dict[str, str] = field(default_factory=dict)
    paranoid: bool = False
    printer: Printer = field(default_factory=Printing)
    _last: tuple[Sources, Added] | None = None
    _gave_up: bool = False

    # --- notes

    def read(self, notes: Sequence[Note], texts: Sequence[bytes]) -> list[Note]:
        """Return notes with what readers found in them."""
        found = list(notes)
        with self._strangers(found) as strangers:
            for one in self.asking.register.of("readers"):
                read: list[Note] = []
                out = one in self.asking.out
                for start in range(0, 0 if out else len(found), AT_ONCE):
                    some = slice(start, start + AT_ONCE)
                    read += self._read(one, found[some], texts[some], strangers)
                if one not in self.asking.out:
                    found = read
                elif not out:
                    self._gave_up = True
        return found

    def gave_up(self) -> bool:
        """Return whether a reader went out since this was asked last."""
        gave_up, self._gave_up = self._gave_up, False
        return gave_up

    def _read(
        self,
        one: Registered,
        notes: list[Note],
        texts: Sequence[bytes],
        strangers: Strangers,
    ) -> list[Note]:
        given = [(note, _text(data)) for note, data in zip(notes, texts, strict=True)]
        reply = self._compared(Ask(one, notes=tuple(given)), None, strangers)
        said = reply.value if isinstance(reply.value, list) else []
        if reply.wrong or len(said) != len(notes):
            return notes
        return [
            _with(note, one, found) for note, found in zip(notes, said, strict=True)
        ]

    # --- pages

    def paths(self, settings: Settings) -> Mapping[str, VaultPath]:
        """Return where each of their pages stands, by its name."""
        return {one.name: path for one, path in self._placed(settings).items() if path}

    def begin(self, sources: Sources) -> Callable[[], Added]:
        """Begin to make their pages beside; return what waits for them."""
        last = self._last
        if last is not None and sources.say(last[0]):
            return lambda: last[1]
        beside = ThreadPoolExecutor(1)
        work = beside.submit(self._made, sources)
        beside.shutdown(wait=False)

        def waiting() -> Added:
            self._last = (sources, work.result())
            return self._last[1]

        return waiting

    def _made(self, sources: Sources) -> Added:
        """Return their pages for a day, and what is wrong."""
        texts: dict[VaultPath, str] = {}
        refused: list[Refuse] = []
        placed = self._placed(sources.settings)
        with self._strangers(placed) as strangers:
            for one, path in placed.items():
                reply = self._page(one, sources, strangers) if path else Reply()
                if path and reply.wrong:
                    why = problem(path, one.package, reply.wrong)
                    refused.append(Refuse(path, why))
                elif path and reply.value is not None:
                    texts[path] = reply.value
        told = {one.problem.message for one in refused}
        troubles = self._troubles(sources.settings)
        others = tuple(one for one in troubles if one.message not in told)
        return Added(texts, tuple(refused), others)

    def _page(self, one: Registered, sources: Sources, strangers: Strangers) -> Reply:
        reply = self._compared(Ask(one), sources, strangers)
        try:
            return reply._replace(value=answers.page(reply.value))
        except NonsenseError as wrong:
            return Reply(wrong=f"answered {wrong}")

    # --- strangers

    @contextmanager
    def _strangers(self, work: Sized) -> Iterator[Strangers]:
        """Have strangers there, if there is work and somebody is paranoid."""
        around = STRANGE if self.paranoid and work else ()
        strangers = tuple(self.asking.stranger(each) for each in around)
        try:
            yield strangers
        finally:
            for one in strangers:
                one.end()

    def _compared(
        self, request: Ask, sources: Sources | None, strangers: Strangers
    ) -> Reply:
        """Return an answer that every stranger gave as well."""
        where = self.paths(sources.settings) if sources is not None else {}
        reply = self.asking.ask(request, sources, where)
        if not reply.wrong and any(
            stranger.ask(request, sources, where).value != reply.value
            for stranger in strangers
        ):
            self.asking.out[request.one] = _IMPURE
            return Reply(wrong=_IMPURE, last=True)
        return reply

    # --- where they stand, and what is wrong besides

    def _placed(self, settings: Settings) -> dict[Registered, VaultPath | None]:
        """Return where each page stands that is not off; None where it may not."""
        self.asking.load()
        taken = {fold(path) for path in our_paths(settings).values()}
        placed: dict[Registered, VaultPath | None] = {}
        for one in self.asking.register.of("pages"):
            if one.name in settings.plugins_off:
                continue
            title = settings.plugin_names.get(one.name) or self._title(one)
            path = VaultPath(f"{settings.folder}/{title}.md")
            free = bool(title) and fold(path) not in taken
            placed[one] = path if free else None
            taken.add(fold(path))
        return placed

    def _title(self, one: Registered) -> str:
        """Return a page's title, or "" if it is not known or no file can have it."""
        title = self.asking.says.get(one, self.titles.get(one.name, ""))
        return file_name(title) or ""

    def _troubles(self, settings: Settings) -> Iterator[Problem]:
        """Yield what is wrong and belongs to no page that is there."""
        for one, by in self.asking.register.clashes:
            whose = f"the plugin `{by.package}`" if by.package else "vaultkit"
            what = f"has {_called(one)}, a name that {whose} has already"
            yield problem(FILE, one.package, what)
        for one, path in self._placed(settings).items():
            if path is None and one not in self.asking.out:
                title = settings.plugin_names.get(one.name) or self.asking.says[one]
                what = f"has {_called(one)}, whose file cannot be called `{title[:80]}`"
                yield problem(FILE, one.package, what, _RENAME)
        for one, why in self.asking.out.items():
            yield problem(FILE, one.package, why)


_RENAME: Final = (
    "Another page or no file at all can be called that: give it another name under "
    "`[plugin_names]` in vaultkit.toml."
)


def problem(
    path: VaultPath, package: str, what: str, advice: str = "", line: int = 1
) -> Problem:
    """Return the problem of a plugin that did not do what it promised."""
    usual = f"Nothing else depends on it; `vaultkit plugins disable {package}` switches it off."
    message = f"the plugin `{package}` {what}"
    return Problem(path, line, 1, "plugin-failed", message, advice or usual)


def _called(one: Registered) -> str:
    kind = "an" if one.group[0] in "aeiou" else "a"
    return f"{kind} {one.group.removesuffix('s')} called `{one.name}`"


def _text(data: bytes) -> str:
    """Return a note's bytes as text with LF at line ends."""
    text = data.decode("utf-8-sig", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _with(note: Note, one: Registered, said: object) -> Note:
    """Return a note with what a reader found in it, or with what went wrong."""
    wrong, found = str(said), None
    if not isinstance(said, str):
        try:
            wrong, found = "", answers.read(said)
        except NonsenseError as nonsense:
            wrong = f"answered {nonsense}"
    if wrong:
        more = problem(note.path, one.package, f"{wrong} when it read this note")
        return replace(note, problems=(*note.problems, more))
    if found is None:
        return note
    note = adding.with_lines(note, found.lines)
    note = adding.with_properties(note, found.properties)
    return adding.with_values(note, one.package, found.values)
