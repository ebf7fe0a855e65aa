"""Asking: whom a typed name means, with a question where that is not sure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vaultkit.cli import terminal
from vaultkit.findings.called import called, calls
from vaultkit.names import fold
from vaultkit.problems import (
    PersonUnclearError,
    PersonUnknownError,
    StepRefusedError,
)

if TYPE_CHECKING:
    from vaultkit.book.people import Person, PersonId
    from vaultkit.cli.session import Known
    from vaultkit.findings.called import Called
    from vaultkit.snapshot import VaultPath

_NEW = "somebody new"


class Somebody(NamedTuple):
    """Whom a typed name means, as a note may name them.

    Attributes:
        name: The name.
        link: What to write in a note.
        person: Who it is; None for somebody new, or whom nothing may show.
    """

    name: str
    link: str
    person: PersonId | None = None


def one(typed: str, known: Known, *, begun: bool = False) -> Person:
    """Return the one person a name means.

    Args:
        typed: The name.
        known: The vault.
        begun: The beginning of a name will do where nobody else's begins so: for
            looking, never for writing.

    Raises:
        PersonUnclearError: It may mean several, and nobody is there to ask.
        PersonUnknownError: It means nobody.
    """
    book = known.network.book
    found = called(typed, book)
    if found.person is not None:
        return book.people[found.person]
    if begun and found.begun and len(found.perhaps) == 1:
        return book.people[found.perhaps[0]]
    if found.perhaps and terminal.can_ask():
        at = terminal.choose(f"Whom do you mean by {found.name}?", _paths(found, known))
        return book.people[found.perhaps[at]]
    raise _unsure(found, known)


def somebody(typed: str, known: Known, page: VaultPath) -> Somebody:
    """Return whom a name means, ready to be linked in a note.

    A link is taken as it was typed. Somebody private is known by the whole name alone,
    so that nothing is told of them that was not typed.

    Raises:
        PersonUnclearError: It may mean several, and nobody is there to ask.
        PersonUnknownError: It means nobody, and nobody is there to ask.
        StepRefusedError: No link can name them.
    """
    book = known.network.book
    found = called(typed, book)
    if typed.startswith("[["):
        return Somebody(found.name, typed, found.person)
    if found.person is not None:
        return _linked(book.people[found.person], known, page)
    if _is_private(typed, known):
        return Somebody(found.name, f"[[{found.name}]]")
    if not terminal.can_ask():
        raise _unsure(found, known, f"For somebody new, type [[{found.name}]].")
    choices = [*_paths(found, known), _NEW]
    at = terminal.choose(f"Whom do you mean by {found.name}?", choices)
    if at == len(found.perhaps):
        return Somebody(found.name, f"[[{found.name}]]")
    return _linked(book.people[found.perhaps[at]], known, page)


def _paths(found: Called, known: Known) -> list[str]:
    people = known.network.book.people
    return [people[one].path or people[one].name for one in found.perhaps]


def _unsure(
    found: Called, known: Known, advice: str = ""
) -> PersonUnclearError | PersonUnknownError:
    if found.shared:
        return PersonUnclearError(found.name, tuple(_paths(found, known)))
    people = known.network.book.people
    near = tuple(people[one].name for one in found.perhaps)
    me = people.get(known.network.book.me) if known.network.book.me else None
    wanted = f" {fold(found.name)} "
    own = me is not None and any(wanted in f" {call} " for call in calls(me))
    return PersonUnknownError(found.name, near, advice, me.name if me and own else "")


def _is_private(typed: str, known: Known) -> bool:
    wanted = fold(typed)
    return any(
        fold(who.name) == wanted for who in known.book.people.values() if who.private
    )


def _linked(who: Person, known: Known, page: VaultPath) -> Somebody:
    return Somebody(who.name, link(who, known, page), who.id)


def link(who: Person, known: Known, page: VaultPath, *, wiki: bool = False) -> str:
    """Return a link to somebody as this vault writes its links.

    Args:
        who: Whom.
        known: The vault.
        page: The note the link comes to stand in.
        wiki: As properties need it, whatever the vault's own style.

    Raises:
        StepRefusedError: No link can name them.
    """
    from vaultkit.pages.markup import linkable  # noqa: PLC0415 (late, for --help)

    if who.path is None:
        written = f"[[{who.name}]]" if linkable(who.name) else ""
    else:
        written = note_link(who.path, who.name, known, page, wiki=wiki)
    if not written.startswith("["):
        raise StepRefusedError(
            f"No link can name {who.path or who.name}; give that note another name."
        )
    return written


def note_link(
    path: VaultPath, shown: str, known: Known, page: VaultPath, *, wiki: bool = False
) -> str:
    """Return a link to a note as this vault writes its links; words if none can."""
    from vaultkit import pages  # noqa: PLC0415 (late, for --help)
    from vaultkit.pages.markup import Linker, Style  # noqa: PLC0415 (late, for --help)

    files = known.book.files.with_paths((*pages.paths(known.settings).values(), page))
    markdown = known.settings.link_style == "markdown" and not wiki
    style: Style = "markdown" if markdown else "wikilink"
    linker = Linker(files, style, page, itself=True)
    return str(linker.link(path, shown))
