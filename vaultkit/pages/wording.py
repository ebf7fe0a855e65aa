"""What templates may say: people, notes, days and quotes, ready to be shown."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain, groupby
from typing import TYPE_CHECKING, Final

from vaultkit import insights
from vaultkit.book.people import Said
from vaultkit.dates import exactly
from vaultkit.frozen import Frozen, field
from vaultkit.names import fold
from vaultkit.pages.days import about, day, number, span
from vaultkit.pages.drafts import paragraphs
from vaultkit.pages.markup import (
    Linker,
    Markup,
    code,
    escape,
    label,
    linkable,
    plain,
    prose,
    shorten,
)
from vaultkit.pages.rings import rings
from vaultkit.pages.trees import pieces
from vaultkit.snapshot import VaultPath

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from vaultkit.book.book import Book
    from vaultkit.book.encounters import Promise
    from vaultkit.book.people import PersonId
    from vaultkit.book.topics import Topic
    from vaultkit.dates import Day
    from vaultkit.findings.reasons import Reason
    from vaultkit.insights.people import Listed
    from vaultkit.problems import Origin
    from vaultkit.settings import Settings

    Row = tuple[str, tuple[PersonId, ...]]
    Rows = Callable[[Sequence[Listed], tuple[str, str, str, str]], Sequence[Row]]

QUOTED: Final = 140
"""Characters of somebody's own words on a page."""

REASON: Final = 200
"""Characters of what two people might meet for."""

NAMED: Final = 80
"""Characters of a need, an offer, an interest or a place."""


class Wording(Frozen, frozen=True):
    """The filters of the templates, for one page.

    Everything they return is `Markup`: escaped, or a link this page may write.

    Attributes:
        book: The public book: names, daily notes, topics.
        settings: How many rows a section shows.
        pages: Where every page stands, by its name.
        linker: How links are written on this page.
        templates: Every template's text by its name, messages among them.
        named: Everybody this page has named so far; `people` in its properties.
        rows: Words lines in the list of everybody, where they are remembered.
        told: Words one row by the name of its macro, where they are remembered.
    """

    book: Book
    settings: Settings
    pages: Mapping[str, VaultPath]
    linker: Linker
    templates: Mapping[str, str] = field(default_factory=dict)
    named: set[PersonId] = field(default_factory=set)
    rows: Rows | None = None
    told: Callable[[object, str], Row] | None = None

    def filters(self) -> dict[str, Callable[..., object]]:
        """Return every filter by the name templates use.

        `id|person`, `ids|people`: links; plain text for who has no note; "you" for me.
        `origin|note`: a link to the note a fact stands in, shown as its name or day.
        `date|on(origin)`: a day, linked to the note that says so. `date|day`: a day.
        `said|topic`: what somebody needs, offers or likes, linked to a topic's note.
        `text|quote`, `text|remark`: somebody's own words, shortened between two words;
        the second ends like a sentence.
        `text|short`, `text|code`: shortened, as code. `text|sentence`: one of ours.
        `id|paste("wrote")`: the line to paste, as code. `name|page`: a link to a page.
        `text|at(path)`: a place or an event, linked if it has a note.
        `days|span`, `days|about`, `count|number`: words for numbers.
        `items|capped`: `shown` and `more`. `items|listed`: "a, b and c".
        `trees|pieces`: trees in pieces of at most 30 people. `circles|rings`: circles
        as a diagram of some 30. `id|label`: a name in Mermaid. `several|entries(...)`:
        lines in the list of everybody; `several|by_letter`: that under its letters.
        `one|row("quiet")`: a row, as that macro of `_rows` words it.
        `path|file`: a link to a note, or a file's name. `kind|draft(to, other, why)`:
        the paragraphs of a message, names without links.
        `reasons|reason("last")`: the first of that kind, or none; `reasons("known")`:
        all. `items|few`: the first three. `items|without(text)`: those that do not say
        what stands elsewhere.
        """
        own = {word: getattr(self, word) for word in _OWN}
        return own | {word.__name__: word for word in _FREE}

    def person(self, who: PersonId) -> Markup:
        """Return a person as a link; "you" for me, text for who has no note."""
        if who == self.book.me:
            return Markup("you")
        self.named.add(who)
        known = self.book.people[who]
        if known.path is None:
            return escape(known.name)
        return self.linker.link(known.path, known.name)

    def people(self, several: Iterable[PersonId], more: int = 0) -> Markup:
        """Return people as "A, B and C", or "A, B and two more"."""
        shown = [*map(self.person, several)]
        if more:
            shown.append(Markup(f"{number(more)} more"))
        return shown[0] if len(shown) == 1 else listed(shown)

    def draft(
        self, kind: str, to: PersonId, other: PersonId, why: str
    ) -> tuple[Markup, ...]:
        """Return the paragraphs of a message, without links: it is to be copied."""
        self.named.update((to, other))
        people = self.book.people
        values = {
            "to": people[to].name,
            "other": people[other].name,
            "why": shorten(why, REASON),
        }
        said = paragraphs(self.templates[f"messages/{kind}.md"], values)
        return tuple(map(escape, said))

    def note(self, origin: Origin) -> Markup:
        """Return a link to the note a fact stands in, shown as its day or its name."""
        return self.file(VaultPath(origin.path))

    def file(self, path: VaultPath, shown: str = "") -> Markup:
        """Return a link to a note, shown as its day or its name; other files' paths.

        A page of ours that is named like a note is one that may not be written.
        """
        if not path.endswith(".md") or path in self.pages.values():
            return code(path)
        when = self.book.daily.get(path)
        return self.linker.link(path, shown or (day(when) if when else _name(path)))

    def on(self, when: date | Day, origin: Origin | None = None) -> Markup:
        """Return a day, linked to the note that says so."""
        if origin is None or not origin.path.endswith(".md"):
            return escape(day(when))
        return self.linker.link(VaultPath(origin.path), day(when))

    def topic(self, what: Said | Topic) -> Markup:
        """Return what somebody said, or a topic, linked to the topic's note."""
        known = self.book.topics.get(what.topic) if isinstance(what, Said) else what
        text = shorten(what.text if isinstance(what, Said) else what.name, NAMED)
        if known is None or known.path is None:
            return escape(text)
        return self.linker.link(known.path, text)

    def paste(self, who: PersonId, word: str) -> Markup:
        """Return the line to paste into today's note, as code; "" if no link is one."""
        known = self.book.people[who]
        name = plain(known.name)
        if known.path is not None:
            name = self.linker.name(known.path)
        return code(f"{word}: [[{name}]]") if linkable(name) else Markup()

    def page(self, name: str) -> Markup:
        """Return a link to one of our pages."""
        return self.linker.link(self.pages[name], _name(self.pages[name]))

    def page_name(self, name: str) -> Markup:
        """Return the name of one of our pages, for one that is not there."""
        return Markup(f"*{escape(_name(self.pages[name]))}*")

    def at(self, text: str, path: VaultPath | None) -> Markup:
        """Return a place or an event, linked if it has a note."""
        return self.linker.link(path, shorten(text, NAMED)) if path else _place(text)

    def capped(
        self, items: Sequence[object] | insights.Capped[object]
    ) -> insights.Capped[object]:
        """Return a handful of items, and how many more there are."""
        if isinstance(items, insights.Capped):
            return items
        return insights.capped(items, self.settings.page_limit)

    def entry(self, one: Listed, last: str, met: str, through: str, first: str) -> str:
        """Return one person's line in the list of everybody, in the words given.

        It is Markdown, and `entries` says so of all of them.
        """
        facts: list[str] = []
        if one.last is not None:
            facts.append(" ".join((last, self.on(one.last, one.last_from))))
        place = self.at(one.met_at, one.met_at_path) if one.met_at else ""
        words = [met]
        if one.met is not None and exactly(one.met) != one.last:
            words.append(day(one.met))
        if one.through:
            words += through, self.people(one.through)
        if words[1:]:
            facts.append(" ".join([*words, f"({place})"] if place else words))
        elif place:
            facts.append(f"{met}: {place}" if facts else place)
        if one.first is not None and one.first != one.last:
            facts.append(f"{first} {day(one.first)}")
        name = self.person(one.person)
        return ": ".join((name, "; ".join(facts))) if facts else name

    def entries(
        self, several: Sequence[Listed], last: str, met: str, through: str, first: str
    ) -> Markup:
        """Return the lines of people in the list of everybody, in the words given.

        That page is the longest by far: all lines of a letter cost as much as one.
        """
        if self.rows is None:
            said = [self.entry(one, last, met, through, first) for one in several]
        else:
            rows = self.rows(several, (last, met, through, first))
            self.named.update(chain.from_iterable(named for _, named in rows))
            said = [text for text, _ in rows]
        return Markup("".join([f"- {text}\n" for text in said]))

    def row(self, one: object, name: str) -> Markup | None:
        """Return a row that is remembered; None where it has to be printed."""
        if self.told is None:
            return None
        text, named = self.told(one, name)
        self.named.update(named)
        return Markup(text)

    def label(self, who: PersonId) -> Markup:
        """Return a name as a label in a Mermaid diagram."""
        me = who == self.book.me
        return label("you" if me else shorten(self.book.people[who].name, NAMED))


@lru_cache(maxsize=16_384)
def _place(text: str) -> Markup:
    """Return a place or an event; few of them make most of what is shown."""
    return short(text)


def _initial(name: str) -> str:
    """Return the letter a name is listed under; `#` for what is no letter."""
    if name[:2].isascii() and name[:1].isalpha():  # as are nearly all
        return name[0].upper()
    first = fold(plain(name))[:1].upper()[:1]
    return first if first.isalpha() else "#"


def _name(path: VaultPath) -> str:
    return path.rpartition("/")[2].removesuffix(".md")


def by_letter(
    several: Sequence[Listed],
) -> tuple[tuple[str, tuple[Listed, ...]], ...]:
    """Return a list of people under the letters their names begin with."""
    under = groupby(several, lambda one: _initial(one.name))
    return tuple([(letter, tuple(those)) for letter, those in under])


def few(items: Sequence[object]) -> Sequence[object]:
    """Return the first three items."""
    return items[:3]


def without(items: Iterable[Said | Promise], text: str) -> tuple[Said | Promise, ...]:
    """Return the items that do not say `text`, which stands elsewhere."""
    return tuple(item for item in items if item.text != text)


def reasons(because: Iterable[Reason], kind: str) -> tuple[Reason, ...]:
    """Return the reasons of a kind."""
    return tuple(one for one in because if one.kind == kind)


def reason(because: Iterable[Reason], kind: str) -> Reason | None:
    """Return the first reason of a kind, or None."""
    return next((one for one in because if one.kind == kind), None)


def quote(text: str, limit: int = QUOTED) -> Markup:
    """Return somebody's own words in quotation marks, shortened between two words."""
    return Markup(f"“{escape(shorten(text, limit))}”")


def remark(text: str) -> Markup:
    """Return somebody's own words in quotation marks, as a sentence that ends.

    Where Markdown joins the lines of a paragraph, the next one follows upon it.
    """
    ended = shorten(text, QUOTED).endswith((".", "?", "!", "…"))
    return Markup(f"{quote(text)}{'' if ended else '.'}")


def sentence(text: str) -> Markup:
    """Return a sentence of ours with a full stop, if it ends in none."""
    said = prose(text)
    return said if said.endswith((".", "?", "!")) else Markup(f"{said}.")


def short(text: str, limit: int = NAMED) -> Markup:
    """Return a few words of theirs, shortened between two words."""
    return escape(shorten(text, limit))


def listed(items: Iterable[str]) -> Markup:
    """Return items as "a, b and c"; what is not Markup is escaped."""
    shown = [item if isinstance(item, Markup) else escape(item) for item in items]
    return Markup(
        " and ".join([", ".join(shown[:-1]), shown[-1]] if shown[1:] else shown)
    )


_OWN: Final = (
    *("person", "people", "note", "on", "topic", "paste", "page", "at", "capped"),
    *("label", "entries", "draft", "file", "row", "page_name"),
)
_FREE: Final[tuple[Callable[..., object], ...]] = (
    *(day, span, about, number, quote, short, listed, rings, pieces, code),
    *(by_letter, few, reason, reasons, without, remark, sentence),
)
WORDS: Final = frozenset((*_OWN, *(word.__name__ for word in _FREE)))
"""The names of all filters."""
