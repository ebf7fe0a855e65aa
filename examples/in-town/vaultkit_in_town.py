"""Who is in town: people by the `place` in their notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vaultkit.toolkit import Page

if TYPE_CHECKING:
    from datetime import date

    from vaultkit.book.people import PersonId
    from vaultkit.toolkit import Asked


class Here(NamedTuple):
    """Somebody who lives in a town, and when we were last in touch."""

    person: PersonId
    last: date | None


class Town(NamedTuple):
    """A town, and who lives there, in order of name."""

    name: str
    people: tuple[Here, ...]


def find(asked: Asked) -> tuple[Town, ...]:
    """Return every town where I know somebody, in order of name."""
    towns: dict[str, list[Here]] = {}
    for one in asked.network.book.people.values():
        if one.place and not one.me and not one.over:
            days = asked.network.contact_days(one.id, asked.today)
            here = Here(one.id, days[-1] if days else None)
            towns.setdefault(one.place, []).append(here)
    return tuple(Town(name, tuple(towns[name])) for name in sorted(towns))


def command(asked: Asked, words: tuple[str, ...]) -> str:
    """Say who lives in a town, or in which towns I know somebody."""
    wanted = " ".join(words).casefold()
    book = asked.network.book
    lines = [
        f"{town.name}: {', '.join(book.people[one.person].name for one in town.people)}"
        for town in find(asked)
        if wanted in town.name.casefold()
    ]
    return "\n".join(lines) or "nobody that your notes know of"


page = Page(
    title="In town",
    find=lambda asked: asked.insight("in-town"),
    template="""
*For the next time you are there.*

{% for town in page %}
## {{ town.name }}

{% for one in town.people %}
- {{ one.person|person }}
{%- if one.last is not none %}, last in touch {{ one.last|day }}{% endif %}

{% endfor %}

{% endfor %}
""",
)
