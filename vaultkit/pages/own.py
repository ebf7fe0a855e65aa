"""Own: pages of the vault's own, each from a template that its user trusts.

The front matter of a template says what its page is called and what it is made of. One
with the name of a page of ours replaces it; where it fails, ours is there as before.
"""

from __future__ import annotations

import re
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultkit.choices import file_name
from vaultkit.frozen import Frozen
from vaultkit.names import fold, key
from vaultkit.notes import frontmatter
from vaultkit.pages import IN_WORDS, paths
from vaultkit.pages.rows import ORDERS
from vaultkit.problems import Problem
from vaultkit.snapshot import VaultPath

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from vaultkit.settings import Settings

LONGEST: Final = 64 * 1024
"""Bytes of a template; a longer one is not used."""

MOST: Final = 50
"""Templates of one vault that are used."""

ENDING: Final = ".md.j2"

_LIMIT: Final = range(1, 501)
_KNOWN: Final = ("title", "file", "insights", "limit", "order")
_BY_KEY: Final = MappingProxyType({key(page.name): page for page in IN_WORDS})
_ODD: Final = re.compile("[\r\x00]")


class Template(NamedTuple):
    """A template as it was found.

    Attributes:
        path: Where it is in the vault.
        text: What it says, with LF at line ends.
        trusted: Whether it is what its user looked at.
        known: Whether something at its path was looked at once.
    """

    path: VaultPath
    text: str
    trusted: bool
    known: bool

    @property
    def name(self) -> str:
        """Its name without folder and ending; others import it by its file's name."""
        return self.path.rpartition("/")[2][: -len(ENDING)]


class OwnPage(Frozen, frozen=True):
    """A page that a template of the vault makes.

    Attributes:
        template: The path of its template.
        name: What the front matter of the page calls it.
        replaces: Whether that is a page of ours.
        path: Where it stands.
        heading: What it is headed, or "".
        insights: Which insights it is made of: names of pages of ours.
        limit: How many rows of each; 0 for all.
        order: In which order, or "".
        body: Its template, with blank lines for the front matter.
    """

    template: VaultPath
    name: str
    replaces: bool
    path: VaultPath
    heading: str
    insights: tuple[str, ...]
    limit: int
    order: str
    body: str


class Own(NamedTuple):
    """All that the templates of a vault make.

    Attributes:
        pages: The pages, in order of their templates' paths.
        texts: Every trusted template by its file's name, for others to import.
        problems: What is wrong with templates, those that are not trusted included.
    """

    pages: tuple[OwnPage, ...] = ()
    texts: Mapping[str, str] = MappingProxyType({})
    problems: tuple[Problem, ...] = ()


def templates(
    found: Mapping[VaultPath, bytes],
    trusted: Mapping[VaultPath, str],
    settings: Settings,
) -> tuple[Template, ...]:
    """Return the templates in the folder for them, in order of path.

    Args:
        found: Every template there is.
        trusted: The digests of those the user trusts.
        settings: For the folder.
    """
    return tuple(
        Template(
            path,
            data.decode("utf-8-sig", "replace").replace("\r\n", "\n"),
            trusted.get(path) == sha256(data).hexdigest(),
            path in trusted,
        )
        for path, data in within(found, settings)
    )


def within(
    found: Mapping[VaultPath, bytes], settings: Settings
) -> list[tuple[VaultPath, bytes]]:
    """Return those templates that are in the folder for them, in order of path."""
    folder = fold(f"{settings.template_folder}/")
    return [
        (p, data) for p, data in sorted(found.items()) if fold(p).startswith(folder)
    ]


def own(several: Iterable[Template], settings: Settings) -> Own:
    """Return the pages that templates make, and what is wrong with them."""
    pages: list[OwnPage] = []
    problems: list[Problem] = []
    texts: dict[str, str] = {}
    taken = {fold(path) for path in paths(settings).values()}
    for number, one in enumerate(several):
        try:
            page = _page(one, settings, number)
        except _WrongError as wrong:
            problems.append(broken(one.path, str(wrong), wrong.line))
            continue
        if not one.trusted:
            problems.append(_untrusted(one, page))
            continue
        texts[f"{one.name}{ENDING}"] = one.text
        if page is None or (page.replaces and page.name in settings.pages_off):
            continue
        if not page.replaces and fold(page.path) in taken:
            said = f"another page is called `{page.path}` already"
            problems.append(broken(one.path, said))
            continue
        taken.add(fold(page.path))
        pages.append(page)
    return Own(tuple(pages), MappingProxyType(texts), tuple(problems))


def _page(one: Template, settings: Settings, number: int) -> OwnPage | None:
    """Return the page a template makes; None for one that others import.

    Raises:
        _WrongError: It says something that means nothing.
    """
    if number >= MOST:
        raise _WrongError(f"there are more than {MOST} templates")
    if len(one.text.encode()) > LONGEST:
        raise _WrongError("it is larger than 64 KiB")
    if _ODD.search(one.text):
        raise _WrongError("it is not text with usual line ends")
    if one.name.startswith("_"):
        return None
    front = frontmatter.read(one.path, one.text)
    if front.problems:
        raise _WrongError(front.problems[0].message, front.problems[0].line)
    said = _Said({key(k): (k, v) for k, v in front.properties.items()}, front.lines)
    ours = _ours(one.name, settings)
    title = said.text("title") or one.name
    file = file_name(said.text("file") or title)
    if file is None and ours is None:
        raise _WrongError("no file can be called that: give it a `file`")
    body = "\n" * (front.body_line - 1) + one.text[front.body_at :]
    where = paths(settings)
    return OwnPage(
        template=one.path,
        name=ours or _slug(one.name),
        replaces=ours is not None,
        path=where[ours] if ours else VaultPath(f"{settings.folder}/{file}.md"),
        heading="" if ours or title == file else title,
        insights=said.insights() or ((ours,) if ours else ()),
        limit=said.limit(),
        order=said.order(),
        body=body,
    )


def _ours(name: str, settings: Settings) -> str | None:
    """Return the page of ours that a template of this name replaces."""
    for page, shown in settings.page_names.items():
        if key(name) in {key(page), key(shown)}:
            return page
    return None


def _slug(name: str) -> str:
    """Return a name as a property can hold it without quotation marks."""
    words = re.sub(r"[^\w]+", "-", fold(name)).strip("-")
    return words or "own"


class _WrongError(Exception):
    """A template says something that means nothing; its text says what."""

    def __init__(self, said: str, line: int = 1) -> None:
        super().__init__(said)
        self.line = line


class _Said:
    """What the front matter of a template says."""

    def __init__(
        self, found: Mapping[str, tuple[str, object]], lines: Mapping[str, int]
    ) -> None:
        self.found = {name: value for name, (_, value) in found.items()}
        self.lines = {name: lines.get(typed, 1) for name, (typed, _) in found.items()}
        unknown = [typed for name, (typed, _) in found.items() if name not in _KNOWN]
        if unknown:
            said = f"`{unknown[0][:80]}` is none of {', '.join(_KNOWN)}"
            raise _WrongError(said, lines.get(unknown[0], 1))

    def text(self, name: str) -> str:
        """Return a text, "" where there is none."""
        value = self.found.get(name)
        if value is None or value == "":
            return ""
        if not isinstance(value, str) or not value.strip():
            raise self._wrong(name, "is text")
        return value.strip()

    def insights(self) -> tuple[str, ...]:
        """Return the insights it wants."""
        value = self.found.get("insights")
        given = value if isinstance(value, tuple) else (value,) if value else ()
        names = [_BY_KEY.get(key(one)) for one in self._texts(given)]
        if None in names:
            known = ", ".join(page.name for page in IN_WORDS)
            raise self._wrong("insights", f"is any of {known}")
        return tuple(dict.fromkeys(page.name for page in names if page))

    def _texts(self, given: tuple[object, ...]) -> Iterator[str]:
        for one in given:
            yield one if isinstance(one, str) else "?"

    def limit(self) -> int:
        """Return how many rows it wants, 0 for all."""
        value = self.found.get("limit")
        if value in (None, ""):
            return 0
        text = str(value)
        if isinstance(value, bool) or not (text.isascii() and text.isdigit()):
            raise self._wrong("limit", "is a whole number from 1 to 500")
        if int(text[:4]) not in _LIMIT:
            raise self._wrong("limit", "is a whole number from 1 to 500")
        return int(text[:4])

    def order(self) -> str:
        """Return the order it wants them in, or ""."""
        value = self.found.get("order") or ""
        if value and value not in ORDERS:
            raise self._wrong("order", f"is one of {', '.join(ORDERS)}")
        return str(value)

    def _wrong(self, name: str, should: str) -> _WrongError:
        return _WrongError(f"its `{name}` {should}", self.lines.get(name, 1))


def broken(path: VaultPath, why: str, line: int = 1) -> Problem:
    """Return the problem of a template that cannot be used."""
    said = f"this template is not used: {why}"
    return Problem(path, line, 1, "template-broken", said, _MEND)


def failed(page: OwnPage, why: str) -> Problem:
    """Return the problem of a page whose template failed."""
    said = f"the template `{page.template}` {why}"
    advice = _MEND if page.replaces else _LEFT
    return Problem(page.path, 1, 1, "template-broken", said, advice)


def _untrusted(one: Template, page: OwnPage | None) -> Problem:
    what = "changed since it was trusted" if one.known else "is not trusted yet"
    instead = ", so it is not used"
    if page is not None and page.replaces:
        instead = ", so the page that ships with vaultkit is used"
    said = f"this template {what}{instead}"
    return Problem(one.path, 1, 1, "template-untrusted", said, _LOOK)


_LOOK: Final = (
    "Read it, then run `vaultkit trust`: what a template says is worded by whoever "
    "wrote it."
)
_MEND: Final = (
    "Mend it and run `vaultkit trust`; until then the page that ships with vaultkit "
    "is used, if there is one of that name."
)
_LEFT: Final = (
    "Mend it and run `vaultkit trust`; until then what the page says stays as it is."
)
