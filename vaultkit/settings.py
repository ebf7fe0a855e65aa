"""Settings: what `vaultkit.toml` may say, and what is assumed where it is silent.

Every setting stands once, in `SETTINGS`, with its reader and the sentence that the
documentation prints; what a reader refuses becomes a `Problem` and the default holds.
"""

from __future__ import annotations

import difflib
import json
import tomllib
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal

from vaultkit import choices, mistyped, switches
from vaultkit.choices import CIRCLES, PAGE_NAMES, ROOM, Setting
from vaultkit.extras import EXTRAS
from vaultkit.frozen import replace
from vaultkit.habits import HABITS, Habits
from vaultkit.mistyped import line_of
from vaultkit.names import key
from vaultkit.problems import Problem
from vaultkit.snapshot import VaultPath

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

FILE: Final = VaultPath("vaultkit.toml")
DAILY: Final = VaultPath(".obsidian/daily-notes.json")
APP: Final = VaultPath(".obsidian/app.json")
TEMPLATES: Final = VaultPath(".obsidian/templates.json")
CONFIG: Final = (FILE, DAILY, APP, TEMPLATES)
"""Every file that settings are read from."""

LinkStyle = Literal["auto", "wikilink", "markdown", "plain"]

_NO_SYNONYMS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({})


class Settings(Habits, frozen=True, kw_only=True):
    """What the user decided; `SETTINGS` says what each one means."""

    today: date | None = None
    me: str = ""
    people_folders: tuple[str, ...] = ("People", "Contacts", "Persons", "CRM")
    people_tags: tuple[str, ...] = ("person",)
    people_types: tuple[str, ...] = ("person", "contact")
    people_categories: tuple[str, ...] = ("People",)
    daily_folder: str | None = None
    daily_format: str | None = None
    ignore: tuple[str, ...] = ("Templates", "_templates")
    bare_mentions: bool = True
    contact_words: tuple[str, ...] = ()
    synonyms: Mapping[str, tuple[str, ...]] = _NO_SYNONYMS
    circles: Mapping[str, int] = CIRCLES
    circle_sizes: Mapping[str, int] = ROOM
    drift_contacts: int = 4
    drift_span_days: int = 21
    drift_lower: float = 2.0
    drift_upper: float = 8.0
    dormant_after_days: int = 1095
    strong_days: int = 6
    gate_days: int = 3
    gate_circles: tuple[str, ...] = ("inner", "close", "active")
    reach_outs_per_week: int = 2
    full_week_days: int = 5
    event_days: int = 60
    card_days: int = 30
    nearby: tuple[str, ...] = ()
    language: str = "english"
    folder: str = "Network"
    link_style: LinkStyle = "auto"
    page_names: Mapping[str, str] = PAGE_NAMES
    pages_off: tuple[str, ...] = ()
    page_limit: int = 12
    canvas: bool = False


DEFAULTS: Final = Settings()

# --- the one table -------------------------------------------------------------------

SETTINGS: Final = (
    Setting(
        "today", choices.DATE, "Build for this day instead of the real one, for demos."
    ),
    Setting("me", choices.TEXT, "The note about yourself, where none says `type: me`."),
    Setting("people_folders", choices.FOLDERS, "Folders whose notes are people."),
    Setting("people_tags", choices.TAGS, "Tags that make a note a person."),
    Setting(
        "people_types", choices.TEXTS, "Values of `type` that make a note a person."
    ),
    Setting(
        "people_categories", choices.TEXTS, "`categories` that make a note a person."
    ),
    Setting(
        "daily_folder", choices.DAILY_FOLDER, "Where daily notes live, unlike Obsidian."
    ),
    Setting(
        "daily_format", choices.FORMAT, "How daily notes are named, unlike Obsidian."
    ),
    Setting(
        "ignore", choices.FOLDERS, "Folders that are never read, such as templates."
    ),
    Setting(
        "bare_mentions", choices.FLAG, "Whether a name in a daily note is contact."
    ),
    Setting(
        "contact_words", choices.TEXTS, "More first words that mean contact: `sauna:`."
    ),
    Setting("synonyms", choices.SYNONYMS, "More keys for a property, by its name."),
    Setting("circles", choices.CIRCLE_DAYS, "Days until a circle is quiet, by circle."),
    Setting(
        "circle_sizes", choices.CIRCLE_SIZES, "Room in a circle and all nearer ones."
    ),
    Setting(
        "drift_contacts", choices.whole(3, 100), "Contacts before a rhythm is believed."
    ),
    Setting(
        "drift_span_days", choices.whole(1, 3660), "Days those contacts must span."
    ),
    Setting(
        "drift_lower", choices.number(1, 100), "Drifting after this many usual gaps."
    ),
    Setting("drift_upper", choices.number(1, 1000), "Beyond it: did a season end?"),
    Setting(
        "dormant_after_days", choices.whole(30, 36600), "Days until it is dormant."
    ),
    Setting("strong_days", choices.whole(1, 1000), "Days met that made a tie strong."),
    Setting(
        "gate_days", choices.whole(0, 1000), "Days met before I know somebody well."
    ),
    Setting(
        "gate_circles", choices.TEXTS, "Circles whose people I know well in any case."
    ),
    Setting(
        "reach_outs_per_week", choices.whole(0, 50), "People to reach out to in a week."
    ),
    Setting(
        "full_week_days", choices.whole(1, 8), "Days in company until it is one fewer."
    ),
    Setting(
        "event_days", choices.whole(0, 3660), "Days a past event recalls whom I met."
    ),
    Setting(
        "card_days", choices.whole(0, 3660), "Days a card without a talk is recalled."
    ),
    Setting("nearby", choices.TEXTS, "Places near enough to meet for one evening."),
    Setting(
        "language", choices.TEXT, "The language of the notes, for similar wording."
    ),
    Setting("folder", choices.FOLDER, "The folder that holds the generated pages."),
    Setting(
        "link_style", choices.STYLE, "How pages write links: auto follows Obsidian."
    ),
    Setting("page_names", choices.NAMES, "File names of pages, by page."),
    Setting("pages_off", choices.OFF, "Pages that are not written at all."),
    Setting(
        "page_limit",
        choices.whole(1, 500),
        "Lines a section shows before `and N more`.",
    ),
    Setting("canvas", choices.FLAG, "Whether `Map.canvas` is drawn, for Obsidian."),
    *HABITS,
    *EXTRAS,
    *(Setting(*row) for row in switches.ROWS),
)
"""Every setting there is, in the order the documentation lists them."""

_BY_KEY: Final = MappingProxyType({key(setting.name): setting for setting in SETTINGS})

# --- reading -------------------------------------------------------------------------


def read(
    config: Mapping[VaultPath, bytes],
) -> tuple[Settings, tuple[Problem, ...]]:
    """Return what the files of `CONFIG` say, and what is wrong, which is left out."""
    return _read(tuple(config.items()))


@lru_cache(maxsize=4)  # asked at every save
def _read(
    files: tuple[tuple[VaultPath, bytes], ...],
) -> tuple[Settings, tuple[Problem, ...]]:
    config, problems = dict(files), list[Problem]()
    values = dict(_obsidian(config, problems))
    style = values.pop("link_style", "auto")
    values.update(_own(config.get(FILE, b""), problems))
    if values.get("link_style", "auto") == "auto":
        values["link_style"] = style
    return replace(DEFAULTS, **values), tuple(sorted(problems))


def _own(data: bytes, problems: list[Problem]) -> Iterator[tuple[str, Any]]:
    text = data.decode("utf-8-sig", "replace")
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as wrong:
        problems.append(mistyped.not_toml(FILE, text, str(wrong)))
        return
    for name, given in table.items():
        setting = _BY_KEY.get(key(name))
        if setting is None:
            problems.append(_unknown(name, text))
            continue
        own = _at_home(setting, name, given, text, problems)
        odd = [] if setting.reader[1](own) is not None else _entries(setting, own)
        problems.extend(_refused(setting, (name, *at), it, text) for at, it in odd)
        value = setting.reader[1](_without(own, [at for at, _ in odd]))
        if value is not None:
            yield setting.name, value


def _at_home(
    setting: Setting, name: str, given: object, text: str, problems: list[Problem]
) -> object:
    """Return a value without settings that stand in it as they stand below its line."""
    if not isinstance(given, dict):
        return given
    odd = [entry for entry, item in given.items() if _is_astray(setting, entry, item)]
    if odd:
        problems.append(mistyped.astray(FILE, text, name, odd))
    return {entry: item for entry, item in given.items() if entry not in odd}


def _is_astray(table: Setting, entry: str, item: object) -> bool:
    """Return whether an entry of a table is a setting, and none of the table."""
    meant = _BY_KEY.get(key(entry))
    return (
        meant is not None
        and meant.reader[1](item) is not None
        and ("_" in entry or table.reader[1]({entry: item}) is None)
    )


def _entries(setting: Setting, given: object) -> list[tuple[tuple[str, ...], object]]:
    """Return what is wrong with a value: entries of a table, else all of it."""
    if isinstance(given, dict):
        found: list[tuple[tuple[str, ...], object]] = [
            ((name,), item)
            for name, item in given.items()
            if setting.reader[1]({name: item}) is None
        ]
        if found:
            return found
    return [((), given)]


def _without(given: object, odd: list[tuple[str, ...]]) -> object:
    """Return a table without the entries that are wrong, or None."""
    if not isinstance(given, dict) or () in odd:
        return None if odd else given
    return {name: item for name, item in given.items() if (name,) not in odd}


def _obsidian(
    config: Mapping[VaultPath, bytes], problems: list[Problem]
) -> Iterator[tuple[str, Any]]:
    daily = _json(config.get(DAILY, b""))
    given = daily.get("folder")
    where = choices.folder(given.strip("/")) if isinstance(given, str) else None
    if where:
        yield "daily_folder", where
    pattern = daily.get("format")
    if isinstance(pattern, str) and pattern.strip():
        read_pattern = choices.daily_format(pattern)
        if read_pattern is None:
            problems.append(_format_problem(DAILY, 1, pattern))
        else:
            yield "daily_format", read_pattern
    templates = choices.folder(_json(config.get(TEMPLATES, b"")).get("folder"))
    if templates:
        yield "ignore", (*DEFAULTS.ignore, templates)
        yield "template_folder", templates
    if _json(config.get(APP, b"")).get("useMarkdownLinks") is True:
        yield "link_style", "markdown"


def daily_template(config: Mapping[VaultPath, bytes]) -> VaultPath | None:
    """Return the note that Obsidian makes daily notes from, if it names one."""
    given = choices.folder(_json(config.get(DAILY, b"")).get("template"))
    return VaultPath(f"{given.removesuffix('.md')}.md") if given else None


def _json(data: bytes) -> Mapping[str, object]:
    """Return what Obsidian stored; its files are not ours, so garbage is nothing."""
    try:
        stored = json.loads(data.decode("utf-8-sig")) if data else {}
    except (ValueError, RecursionError):
        return {}
    return stored if isinstance(stored, dict) else {}


# --- problems ------------------------------------------------------------------------


def _unknown(name: str, text: str) -> Problem:
    near = difflib.get_close_matches(key(name), _BY_KEY, n=1, cutoff=0.6)
    advice = (
        f"Did you mean `{_BY_KEY[near[0]].name}`?"
        if near
        else "Remove it, or look it up in docs/settings.md."
    )
    shown = name[:80]
    return Problem(
        FILE,
        line_of(name, text) or 1,
        1,
        "settings-unknown",
        f"there is no setting `{shown}`",
        advice,
    )


def _refused(
    setting: Setting, name: tuple[str, ...], given: object, text: str
) -> Problem:
    line = next((at for part in reversed(name) if (at := line_of(part, text))), 1)
    if setting.reader is choices.FORMAT and isinstance(given, str):
        return _format_problem(FILE, line, given)
    shown = "this table" if isinstance(given, dict) else f"`{str(given)[:80]}`"
    return Problem(
        FILE,
        line,
        1,
        "settings-value",
        f"`{'.'.join((setting.name, *name[1:]))[:80]}` cannot be {shown}",
        f"Write {setting.reader[0]}; until then the default holds.",
    )


def _format_problem(path: VaultPath, line: int, given: str) -> Problem:
    return Problem(
        path,
        line,
        1,
        "daily-format",
        f"the daily-note format `{given[:80]}` cannot be read",
        f"Set `daily_format` in {FILE} to a format {choices.FORMAT[0]}; until then "
        "YYYY-MM-DD holds.",
    )
