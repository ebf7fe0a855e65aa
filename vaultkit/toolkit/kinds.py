"""Kinds: what others may write for vaultkit, what it is passed and what it promises.

There is nothing to inherit from. A function that fits one of these protocols is named
in the entry points of its package, in the group that its protocol states:

    [project.entry-points."vaultkit.finders"]
    in-town = "in_town:find"

What is passed is immutable and must be left as it is. Of everything it is true that the
same arguments must give the same answer, on any machine and in any process: no clock
(`asked.today` is the day), no chance, no order of a set, no file, socket or program.
Only packages that the user enabled are ever loaded, in a process of their own, which is
ended if it takes too long, wants too much memory or writes; `docs/plugins.md` has the
limits. What raises, or answers otherwise than is promised here, costs its own page or
its own additions, is named among the problems, and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol, runtime_checkable

from vaultkit.pages import asked

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vaultkit.notes.note import Note
    from vaultkit.snapshot import VaultPath

Plain = Any
"""What JSON can hold: text, numbers, true, false, nothing, and lists and tables of it.

A tuple comes back as a list.
"""

_NONE: Final[Mapping[Any, Any]] = MappingProxyType({})


class OffError(LookupError):
    """The user switched off what is asked for."""


class Read(NamedTuple):
    """What a reader finds in one note.

    Attributes:
        lines: Log lines, as somebody could have written them into this very note, each
            with the number of the line that says so (counted from 1):
            `(12, "2026-11-02 coffee: [[Ada Moss]] has bees")`. They make encounters,
            promises, needs, interests as any log line does, and are private where the
            note is.
        properties: Front matter the note does not have: `{"interests": ["bees"]}`. Of a
            key that it has, in whatever spelling, its own value stays.
        values: Whatever else is worth keeping, by a name of your choice: the finders,
            pages and commands of the same package find it in `Asked.values`.
    """

    lines: tuple[tuple[int, str], ...] = ()
    properties: Mapping[str, str | bool | float | list[str]] = _NONE
    values: Mapping[str, Plain] = _NONE


@runtime_checkable
class Reader(Protocol):
    """A note → what else it says. Group `vaultkit.readers`."""

    def __call__(self, note: Note, text: str, /) -> Read | None:
        """Return what is found in one note, None for nothing.

        Called once for every note, and again when its text changes; never with a page
        of ours. Its answer may follow from this note alone.

        Args:
            note: The note as it was read: path, properties, tags, links, log entries,
                headings. Private notes too: what is read of them stays as private as
                they are, and no value of one is passed on.
            text: All of it, with LF at line ends.

        Raises:
            Exception: Anything: the note is used as it stands, and a problem says so.
        """


@dataclass(frozen=True)  # without slots, as its base: what was found once is kept
class Asked(asked.Asked):
    """What a finder, a page, an exporter or a command is asked with.

    Attributes:
        network: People, topics and events, and what joins them. Nothing that is private
            is in it. `network.book` has what the notes say, as lists.
        problems: What is wrong with notes, as far as a page may say so.
        settings: What the user decided.
        today: The day the pages are for; never ask a clock.
        values: What the readers of the same package returned as `Read.values`, by the
            path of the note, in order of path; values of private notes, and those that
            name somebody private, are left out.
    """

    values: Mapping[VaultPath, Mapping[str, Plain]] = field(
        default_factory=lambda: _NONE
    )
    finders: Mapping[str, Callable[[Asked], object]] = field(
        default_factory=lambda: _NONE, repr=False
    )

    def insight(self, name: str) -> Any:  # noqa: ANN401 (each has a record of its own)
        """Return what a finder finds, one of ours or of any enabled package.

        Raises:
            OffError: It is off; a page that does not mind has nothing to say then.
            LookupError: There is none of that name.
        """
        if name in (*self.settings.insights_off, *self.settings.plugins_off):
            raise OffError(name)
        if name not in self.finders:
            raise LookupError(name)
        return self.finders[name](self)


@runtime_checkable
class Finder(Protocol):
    """The network on a day → an insight. Group `vaultkit.finders`."""

    def __call__(self, asked: Asked, /) -> object:
        """Return what there is to say: facts with their origins, never sentences.

        A frozen dataclass with a property `empty`, or any tuple, list or table, which
        has nothing to say where it is empty; None for nothing. The order must follow
        from the content: sort what came from a set.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page: what there is to say, and the words. Group `vaultkit.pages`.

    Its name in the entry points is what settings call it (`pages_off`, `page_names`).
    A page with nothing to say is not written.

    Attributes:
        title: Its file name without `.md`, in the folder of the pages.
        find: What there is to say.
        template: The words, as a jinja2 template. It sees what was found as `page`, and
            the filters and macros that our own templates use; everything it shows that
            no filter made is escaped. No `~`, `+` or `%` on text.
    """

    title: str
    find: Finder
    template: str


class NoteToBe(NamedTuple):
    """A note that an importer proposes; nothing is written before the user saw it.

    Attributes:
        name: The name of somebody or something: the file name is made from it, safe on
            every system; a name that had to change becomes an alias.
        properties: Its front matter; vaultkit quotes what YAML would misread.
        text: What stands below it, as Markdown.
        line: Where it came from in what was imported, counted from 1; 0 if unknown.
    """

    name: str
    properties: Mapping[str, str | tuple[str, ...]] = _NONE
    text: str = ""
    line: int = 0


class Trouble(NamedTuple):
    """Something that could not be imported: its line, counted from 1, and why.

    Line 0 is about the file as a whole; where there are no notes either, that is why.
    """

    line: int
    message: str


class Imported(NamedTuple):
    """What an importer made of a file; what it could not use costs nothing else."""

    notes: tuple[NoteToBe, ...] = ()
    troubles: tuple[Trouble, ...] = ()


@runtime_checkable
class Importer(Protocol):
    """Foreign text → notes to be. Group `vaultkit.importers`."""

    def __call__(self, data: bytes, options: Mapping[str, str], /) -> Imported:
        """Return the notes that a file would become, in its order.

        Existing notes are not its business: vaultkit shows what would be created,
        leaves out what is there already, and never overwrites.

        Args:
            data: The file, at most 32 MiB.
            options: What the user typed behind `--option`, by name.
        """


@runtime_checkable
class Exporter(Protocol):
    """Everything that may be shown → text. Group `vaultkit.exporters`."""

    def __call__(self, asked: Asked, /) -> str:
        """Return the text of a file; the user says where to, or it is printed."""


@runtime_checkable
class Command(Protocol):
    """A question on the command line → text. Group `vaultkit.commands`."""

    def __call__(self, asked: Asked, words: tuple[str, ...], /) -> str:
        """Return what is printed for `vaultkit NAME WORD ...`; plain text, no colours.

        The first sentence of its docstring is its line in `vaultkit --help`.
        """
