"""Habits: the settings that say how the notes of a vault are written.

They are part of `Settings`; they stand here since `vaultkit init` finds them out.
"""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType
from typing import Final

from vaultkit import choices
from vaultkit.choices import Setting
from vaultkit.extras import Extras
from vaultkit.ways import USUAL, Order, Ways


class Habits(Extras, frozen=True, kw_only=True):
    """How the notes are written; `HABITS` says what each one means."""

    people_properties: tuple[str, ...] = ()
    meeting_folders: tuple[str, ...] = ()
    meeting_types: tuple[str, ...] = ()
    meeting_categories: tuple[str, ...] = ("Meetings",)
    event_folders: tuple[str, ...] = ()
    event_types: tuple[str, ...] = ()
    event_categories: tuple[str, ...] = ("Events",)
    date_order: Order = "report"
    month_languages: tuple[str, ...] = ()
    inline_fields: bool = False
    heading_properties: bool = False


HABITS: Final = (
    Setting(
        "people_properties",
        choices.TEXTS,
        "Properties that make a note a person, whatever they say: `N.FN`.",
    ),
    Setting(
        "meeting_folders", choices.FOLDERS, "Folders whose dated notes are meetings."
    ),
    Setting(
        "meeting_types", choices.TEXTS, "More values of `type` that mean a meeting."
    ),
    Setting(
        "meeting_categories", choices.TEXTS, "`categories` that make a note a meeting."
    ),
    Setting("event_folders", choices.FOLDERS, "Folders whose dated notes are events."),
    Setting("event_types", choices.TEXTS, "More values of `type` that mean an event."),
    Setting(
        "event_categories", choices.TEXTS, "`categories` that make a note an event."
    ),
    Setting(
        "date_order",
        choices.ORDER,
        "What stands first in `11/02/2026`; `report` reports it as unclear.",
    ),
    Setting(
        "month_languages",
        choices.LANGUAGES,
        "Languages of month names in dates, beside English.",
    ),
    Setting(
        "inline_fields",
        choices.FLAG,
        "Whether `key:: value` in a note's text is a property.",
    ),
    Setting(
        "heading_properties",
        choices.FLAG,
        "Whether what stands below `## Looking for` is the property it names.",
    ),
)
"""Every habit, in the order the documentation lists them."""


def ways(habits: Habits) -> Ways:
    """Return how the notes are to be read, by the settings."""
    return _ways(
        habits.date_order,
        habits.month_languages,
        habits.inline_fields,
        habits.heading_properties,
    )


@lru_cache(maxsize=16)
def _ways(
    order: Order,
    languages: tuple[str, ...],
    inline: bool,  # noqa: FBT001 (as in the settings; cached by position)
    headings: bool,  # noqa: FBT001 (as above)
) -> Ways:
    if not languages:
        said = Ways(order, (), inline, headings)
        return USUAL if said == USUAL else said
    from vaultkit import calendars  # noqa: PLC0415 (late: most vaults need no names)

    codes = calendars.known(languages)
    months, weekdays, wide = calendars.names(codes)
    starts = frozenset(calendars.starts((*months, *weekdays)))
    return Ways(
        order,
        codes,
        inline,
        headings,
        MappingProxyType(dict(months)),
        weekdays,
        starts,
        wide,
    )
