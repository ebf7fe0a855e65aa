"""Plain: a page of the vault's own as plain data, to be printed in another process.

With a template goes what it may see and nothing else: the records it wants, and of the
people, topics and notes they name just what a link needs.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Protocol

from vaultkit.book.book import Book
from vaultkit.book.people import Person, PersonId
from vaultkit.book.topics import TopicId
from vaultkit.frozen import Frozen, parts
from vaultkit.notes.links import Files
from vaultkit.pages.template import failures, filled
from vaultkit.pages.wording import Wording
from vaultkit.snapshot import VaultPath

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from vaultkit.pages import Press
    from vaultkit.pages.markup import Linker
    from vaultkit.settings import Settings


class Sheet(NamedTuple):
    """All that printing one page takes.

    Attributes:
        templates: Every template it may import, by name, and its own.
        name: Its own.
        values: What it sees.
        book: Whom and what those name.
        settings: How many rows a section shows.
        paths: Where our pages stand.
        linker: How links are written on this page; it knows what each one says.
    """

    templates: Mapping[str, str]
    name: str
    values: Mapping[str, object]
    book: Book
    settings: Settings
    paths: Mapping[str, VaultPath]
    linker: Linker


class Printed(Frozen, frozen=True):
    """A page as it was printed.

    Attributes:
        text: What it says.
        named: How many people it names.
        wrong: What went wrong, to go on behind "the template ..."; "" if nothing did.
    """

    text: str = ""
    named: int = 0
    wrong: str = ""


class Printer(Protocol):
    """How a page of the vault's own is printed."""

    def __call__(self, given: Sheet, /) -> Printed:
        """Return the page, or what went wrong; never raises, never takes for ever."""


def sheet(
    press: Press,
    path: VaultPath,
    name: str,
    templates: Mapping[str, str],
    values: Mapping[str, object],
) -> Sheet:
    """Return what printing a page takes, as values that hold nothing more.

    Args:
        press: What our own pages are printed with.
        path: Where the page stands.
        name: The name of its template.
        templates: Every template it may import, and its own.
        values: What it sees.
    """
    book, linker = press.book, press.linker(path)
    words = {*_words(tuple(values.values())), *press.paths.values()}
    few = _few(book, words)
    named = {VaultPath(word) for word in words if word[-3:] == ".md"}
    named.update(who.path for who in few.people.values() if who.path)
    named.update(topic.path for topic in few.topics.values() if topic.path)
    for note in sorted(named):
        linker.know(note)
    alone = linker.alone()
    return Sheet(templates, name, values, few, press.settings, press.paths, alone)


def _few(book: Book, words: Collection[str]) -> Book:
    """Return of a book whom and what these words name."""
    people = {
        PersonId(one): _bare(book.people[PersonId(one)])
        for one in sorted(words)
        if PersonId(one) in book.people
    }
    topics = {
        TopicId(one): book.topics[TopicId(one)]
        for one in sorted(words)
        if TopicId(one) in book.topics
    }
    daily = {path: day for path, day in book.daily.items() if path in words}
    return Book(
        files=Files.of(()),
        people=MappingProxyType(people),
        me=book.me,
        topics=MappingProxyType(topics),
        daily=MappingProxyType(daily),
    )


def printed(given: Sheet) -> Printed:
    """Return a page, printed; what its template does wrong is said in it.

    Raises:
        MemoryError: There is not enough.
    """
    wording = Wording(
        given.book, given.settings, given.paths, given.linker, given.templates
    )
    filters = wording.filters()
    try:
        text = filled(given.templates, given.name, filters, given.values)
    except failures() as wrong:
        line = getattr(wrong, "lineno", None) or _line(wrong)
        where = f" in line {line}" if line else ""
        return Printed(wrong=f"failed{where} ({type(wrong).__name__})")
    return Printed(text, len(wording.named))


def _line(wrong: Exception) -> int:
    """Return the line of the template that was at work, 0 where none was."""
    trace = wrong.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            return trace.tb_lineno
        trace = trace.tb_next
    return 0


def _bare(who: Person) -> Person:
    """Return of a person what a link needs."""
    return Person(id=who.id, name=who.name, path=who.path, origin=who.origin)


def _words(value: object) -> Iterator[str]:
    """Yield every text in a value."""
    if isinstance(value, str):
        yield value
    else:
        for item in value if isinstance(value, tuple) else parts(value).values():
            yield from _words(item)
