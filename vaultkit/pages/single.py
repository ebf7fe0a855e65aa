"""Single: one page of somebody else's, printed as ours are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vaultkit.pages import front_matter, style
from vaultkit.pages.markup import Linker
from vaultkit.pages.template import filled
from vaultkit.pages.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultkit.book.book import Book
    from vaultkit.settings import Settings
    from vaultkit.snapshot import VaultPath


@dataclass(frozen=True, slots=True)
class Printer:
    """Prints pages with the filters and macros of our own.

    Attributes:
        book: Only what is public, with every page among its files.
        settings: How links are written, and how many rows a section shows.
        paths: Where every page stands, ours and theirs, by its name.
        templates: Every template of ours, for the macros in them.
    """

    book: Book
    settings: Settings
    paths: Mapping[str, VaultPath]
    templates: Mapping[str, str]

    def text(self, name: str, template: str, values: Mapping[str, object]) -> str:
        """Return the text of one page, without its mark.

        Args:
            name: Its name among `paths`.
            template: Its template's text.
            values: What the template sees.

        Raises:
            Exception: One of `template.failures()`, if the template is wrong.
        """
        file = f"pages/{name}.md.j2"
        linker = Linker(self.book.files, style(self.settings), self.paths[name])
        wording = Wording(self.book, self.settings, self.paths, linker, self.templates)
        texts = {**self.templates, file: template}
        body = filled(texts, file, wording.filters(), values)
        return f"{front_matter(name, len(wording.named))}\n{body}\n"
