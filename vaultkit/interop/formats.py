"""Formats: the foreign ones there are, each with what reads or writes it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultkit.interop import spreadsheets, vcard

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from vaultkit.interop.incoming import Options, Read


class Importer(NamedTuple):
    """Something that reads people from a foreign text.

    Attributes:
        says: What it reads, for the help.
        read: Reads a text; a pure function of it and of what it is told.
    """

    says: str
    read: Callable[[str, Options], Read]


IMPORTERS: Final[Mapping[str, Importer]] = MappingProxyType(
    {
        "vcard": Importer("a .vcf file of cards", vcard.read),
        "google": Importer("Google CSV of Google Contacts", spreadsheets.google),
        "linkedin": Importer("Connections.csv of LinkedIn", spreadsheets.linkedin),
        "csv": Importer("any table with a header", spreadsheets.read),
    }
)
"""What people can be imported from."""
