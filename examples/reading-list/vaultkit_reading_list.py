"""A reading list for a vault with a note for every book.

A book's note says `type: book`, `by`, `status: read` once it is, and `from`, who told
you of it. Vaultkit itself knows nothing of books, so a reader reads them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vaultkit.toolkit import Page, Read

if TYPE_CHECKING:
    from vaultkit.book.people import PersonId
    from vaultkit.notes.note import Note
    from vaultkit.snapshot import VaultPath
    from vaultkit.toolkit import Asked


class Book(NamedTuple):
    """A book to read."""

    path: VaultPath
    title: str
    by: str
    told: tuple[PersonId, ...]


def read(note: Note, text: str) -> Read | None:
    """Return what a note says of a book, None where it is about none."""
    del text
    if note.properties.get("type") != "book":
        return None
    told = [link.target for link in note.links if link.key.startswith("from")]
    by, status = note.properties.get("by"), note.properties.get("status")
    values = {"title": note.name, "by": str(by or ""), "told": told}
    return Read(values={**values, "status": str(status or "")})


def find(asked: Asked) -> tuple[Book, ...]:
    """Return the books that are not read yet, in order of title."""
    people = {one.name: one.id for one in asked.network.book.people.values()}
    books = [
        Book(
            path,
            values["title"],
            values["by"],
            tuple(people[name] for name in values["told"] if name in people),
        )
        for path, values in asked.values.items()
        if values["status"] != "read"
    ]
    return tuple(sorted(books, key=lambda book: book.title))


page = Page(
    title="Reading list",
    find=find,
    template="""
*Books to read, and who to talk to about them.*

{% for book in page %}
- {{ book.path|file(book.title) }}{% if book.by %} by {{ book.by }}{% endif %}
{% if book.told %}, which {{ book.told|people }} told you of{% endif %}

{% endfor %}
""",
)
