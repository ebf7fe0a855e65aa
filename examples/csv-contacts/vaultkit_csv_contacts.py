"""Members of a club, from the CSV that its list is exported as.

Columns: `Member`, `E-mail`, `Town`, `Plays` (several, with `;` between them).
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from vaultkit.toolkit import Imported, NoteToBe, Trouble

if TYPE_CHECKING:
    from collections.abc import Mapping


def members(data: bytes, options: Mapping[str, str]) -> Imported:
    """Return a note for every member; `club=NAME` says where we met."""
    rows = csv.DictReader(data.decode("utf-8-sig", "replace").splitlines())
    notes: list[NoteToBe] = []
    troubles: list[Trouble] = []
    for row in rows:
        name = (row.get("Member") or "").strip()
        if not name:
            troubles.append(Trouble(rows.line_num, "this row has no `Member`"))
            continue
        plays = tuple(one.strip() for one in (row.get("Plays") or "").split(";"))
        properties: dict[str, str | tuple[str, ...]] = {
            "type": "person",
            "email": (row.get("E-mail") or "").strip(),
            "place": (row.get("Town") or "").strip(),
            "interests": tuple(one for one in plays if one),
            "met_at": options.get("club", ""),
        }
        kept = {key: value for key, value in properties.items() if value}
        notes.append(NoteToBe(name, kept, line=rows.line_num))
    return Imported(tuple(notes), tuple(troubles))
