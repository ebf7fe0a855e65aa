"""Messages: one introduction, its note, and what to write to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from vaultkit.choices import file_name
from vaultkit.cli import asking
from vaultkit.frozen import replace
from vaultkit.problems import NoteExistsError, StepRefusedError
from vaultkit.shipped import templates
from vaultkit.snapshot import VaultPath

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from vaultkit.book.introductions import Introduction
    from vaultkit.book.people import Person, Said
    from vaultkit.cli.session import Known
    from vaultkit.findings.joins import Join
    from vaultkit.network.closeness import Gate

_REASONS: Final = 3
_TOLD: Final = {
    "waiting": "One of them has said yes.",
    "agreed": "Both have said yes, so it is your turn.",
    "introduced": "They are introduced; no news yet.",
    "heard": "They are introduced, and you have heard back. Nothing is left to do.",
    "closed": "This one is closed; nothing is passed on, and it stays closed.",
}


class Steps(NamedTuple):
    """Steps to note down: who said yes, who said no, which days."""

    yes: tuple[Person, ...] = ()
    no: tuple[Person, ...] = ()
    introduced: date | None = None
    heard_back: date | None = None


class Draft(NamedTuple):
    """A message to copy.

    Attributes:
        to: The names of whom it is to.
        kind: Its template, `opt-in`.
        text: Plain text.
    """

    to: tuple[str, ...]
    kind: str
    text: str


# --- what there is -------------------------------------------------------------------


def note_of(known: Known, a: Person, b: Person) -> Introduction | None:
    """Return the note about introducing two people: one still open, else the last."""
    notes = [
        made
        for made in known.network.introductions_of.get(a.id, ())
        if b.id in made.between
    ]
    going = [made for made in notes if not (made.no or made.introduced)]
    # A no stands, whatever other notes say.
    refused = [made for made in notes if made.no and not made.introduced]
    return next(iter([*refused, *going, *reversed(notes)]), None)


def stopped(known: Known, a: Person, b: Person) -> str:
    """Return why the two are not to be introduced by me, or ""."""
    network = known.network
    if network.acquainted(a.id, b.id, known.today):
        return f"{a.name} and {b.name} know each other already, as far as you noted."
    ended = [one.name for one in (a, b) if one.season == "ended"]
    if ended:
        return f"The season with {' and '.join(ended)} ended, by your own note."
    gates = [gate for gate in _gates(known, a, b) if not gate.open]
    if not gates:
        return ""
    lines = " ".join(_closed(gate, network.book.people[gate.person]) for gate in gates)
    return (
        f"Not yet: your word is for people you know well. {lines} More time together "
        "will do it, or `vouch` in their note."
    )


def _gates(known: Known, a: Person, b: Person) -> tuple[Gate, Gate]:
    """Return whether I know both well enough, by what each brings to the other."""
    from vaultkit.findings.joins import joins  # noqa: PLC0415 (late, for --help)

    found = joins(known.network, a.id, b.id, known.settings)

    def gate(who: Person) -> Gate:
        its = [join.second_said.topic for join in found if join.second == who.id]
        its += [join.first_said.topic for join in found if join.kind == "interest"]
        tried = [
            known.network.knows_well(who.id, known.settings, known.today, topic)
            for topic in (None, *its)
        ]
        return next((one for one in tried if one.open), tried[0])

    return gate(a), gate(b)


def _closed(gate: Gate, who: Person) -> str:
    needed = f"it takes {gate.needed} days to know somebody well."
    if not gate.days:
        return f"No contact with {who.name} is noted yet; {needed}"
    days = "one day" if gate.days == 1 else f"{gate.days} days"
    return f"You were in touch with {who.name} on {days}; {needed}"


# --- the note ------------------------------------------------------------------------


def begun(known: Known, a: Person, b: Person, why: str) -> tuple[Introduction, bytes]:
    """Return a new introduction and its note, which is not written yet.

    Raises:
        NoteExistsError: A note has that name.
        StepRefusedError: Their names cannot be a file's, or no link can name them.
    """
    from vaultkit.book.introductions import Introduction  # noqa: PLC0415 (late)
    from vaultkit.cli import new  # noqa: PLC0415 (late, for --help)
    from vaultkit.findings.joins import joins  # noqa: PLC0415 (late, for --help)
    from vaultkit.problems import Origin  # noqa: PLC0415 (late, for --help)

    name = file_name(f"{a.name} and {b.name}")
    if name is None:
        both = f"{a.name} and {b.name}"
        raise StepRefusedError(
            f"{both!r} cannot be a file name; make the note by hand."
        )
    there = new.taken(name, known.snapshot)
    if there is not None:
        raise NoteExistsError(there)
    folder = new.folder_of("introduction", known.network.book, known.settings)
    path = VaultPath(f"{folder}/{name}.md".lstrip("/"))
    found = joins(known.network, a.id, b.id, known.settings)[:_REASONS]
    reason = why or (_why(found[0], known) if found else "")
    text = new.filled(templates()["notes/introduction.md"], name, known.today)
    lines = "\n".join(f"- {line}" for line in _reasons(found, known, path))
    data = f"{text.rstrip()}\n\n{lines}\n".encode() if lines else text.encode()
    for who in (a, b):
        link = asking.link(who, known, path, wiki=True)
        data = _needed(_put(known, path, data, "between", link), path, "between", link)
    if reason:
        data = _needed(_put(known, path, data, "why", reason), path, "why", reason)
    made = Introduction(
        path=path, between=(a.id, b.id), origin=Origin(path), why=reason
    )
    return made, data


def _why(join: Join, known: Known) -> str:
    """Return what joins two people, in words both may hear."""
    people = known.network.book.people
    first, second = people[join.first].name, people[join.second].name
    asked, given = join.first_said.text, join.second_said.text
    if join.kind == "interest":
        return f"both of you care about {asked}"
    verb = "looks for" if join.kind == "need" else "wants to learn"
    return f"{first} {verb} {asked}, and {second} offers {given}"


def _reasons(found: tuple[Join, ...], known: Known, page: VaultPath) -> Iterator[str]:
    """Yield why, with links to the people and to the notes that say so."""
    from vaultkit.pages.markup import escape  # noqa: PLC0415 (late, for --help)

    people = known.network.book.people

    def told(who: Person, verb: str, said: Said) -> str:
        name = asking.link(who, known, page)
        where = VaultPath(said.origin.path)
        own = where == who.path or not where.endswith(".md")
        shown = where.rpartition("/")[2].removesuffix(".md")
        source = "" if own else f" ({asking.note_link(where, shown, known, page)})"
        return f"{name} {verb} {escape(said.text)}{source}"

    for join in found:
        verbs = {
            "interest": ("cares about", "cares about"),
            "need": ("looks for", "offers"),
            "learn": ("wants to learn", "offers"),
        }[join.kind]
        first = told(people[join.first], verbs[0], join.first_said)
        second = told(people[join.second], verbs[1], join.second_said)
        yield f"{first}, and {second}."


def fits(made: Introduction, steps: Steps) -> None:
    """Stop where a step does not fit what the note says.

    Raises:
        StepRefusedError: It does not; the text says what to do.
    """
    if twice := [one.name for one in steps.yes if one.id in made.no or one in steps.no]:
        names = " and ".join(twice)
        raise StepRefusedError(
            f"{made.path} says that {names} would rather not. If that changed, take "
            "the line out of `no` yourself."
        )
    yes = {*made.yes, *(one.id for one in steps.yes)}
    if not (steps.introduced or steps.heard_back):
        return
    if made.no or steps.no:
        raise StepRefusedError(f"{made.path} is closed; nothing was written.")
    if not made.introduced and set(made.between) - yes:
        raise StepRefusedError(
            "Both say yes before they are introduced; note it with --yes NAME."
        )
    if steps.heard_back and not (made.introduced or steps.introduced):
        raise StepRefusedError("Note the day you introduced them first: --introduced.")
    for name, day in (("introduced", made.introduced), ("heard_back", made.heard_back)):
        wanted: date | None = getattr(steps, name)
        if wanted and day and wanted != day:
            raise StepRefusedError(
                f"{made.path} says `{name}: {day}` already; change it there."
            )


def written(
    known: Known, made: Introduction, data: bytes, steps: Steps
) -> tuple[bytes, tuple[str, ...]]:
    """Return the note with the steps noted down, and what was put into it.

    Raises:
        StepRefusedError: A property has a shape that nothing can be added to.
    """
    wanted = [
        (name, asking.link(who, known, made.path, wiki=True))
        for name, those, had in (
            ("yes", steps.yes, made.yes),
            ("no", steps.no, made.no),
        )
        for who in those
        if who.id not in had
    ]
    for name in ("introduced", "heard_back"):
        day: date | None = getattr(steps, name)
        if day and not getattr(made, name):
            wanted.append((name, day.isoformat()))
    for name, text in wanted:
        data = _needed(_put(known, made.path, data, name, text), made.path, name, text)
    return data, tuple(f"{name}: {text}" for name, text in wanted)


def _put(
    known: Known, path: VaultPath, data: bytes, name: str, text: str
) -> bytes | None:
    from vaultkit import filling  # noqa: PLC0415 (late, for --help)
    from vaultkit.book.meanings import keys  # noqa: PLC0415 (late, for --help)
    from vaultkit.notes.note import parse  # noqa: PLC0415 (late, for --help)

    note = parse(path, data)
    meanings = keys(known.settings.synonyms)["introduction"]
    typed = [key for key in note.properties if meanings[key][1] == name]
    typed.sort(key=lambda key: (note.properties[key] is None, meanings[key][0]))
    key = next(iter(typed), name)
    put = filling.item if name in {"between", "yes", "no"} else filling.value
    return put(path, data, key, text)


def _needed(data: bytes | None, path: VaultPath, name: str, text: str) -> bytes:
    if data is not None:
        return data
    value = f'\n    - "{text}"' if text.startswith("[[") else f" {text}"
    raise StepRefusedError(
        f"{path} was not touched: nothing can be added to its `{name}` without writing "
        f"that anew. Put this into its properties yourself:\n  {name}:{value}"
    )


def after(made: Introduction, steps: Steps) -> Introduction:
    """Return the introduction once the steps are noted down."""
    no = {*made.no, *(one.id for one in steps.no)}
    yes = {*made.yes, *(one.id for one in steps.yes)} - no
    return replace(
        made,
        yes=tuple(one for one in made.between if one in yes),
        no=tuple(one for one in made.between if one in no),
        introduced=made.introduced or steps.introduced,
        heard_back=made.heard_back or steps.heard_back,
    )


# --- what to write to whom -----------------------------------------------------------


def due(
    known: Known, made: Introduction, asker: Person | None
) -> tuple[str, tuple[Draft, ...]]:
    """Return where an introduction stands, and the messages for that.

    Before both said yes there is no message to both; of a no nobody is told, and who
    had said yes is owed a kind answer that does not say whose it was.
    """
    from vaultkit.insights.introductions import under_way  # noqa: PLC0415 (late)

    people = known.network.book.people
    first, second = (people[one] for one in made.between)
    other = {first.id: second, second.id: first}
    found = under_way(made, known.today)
    if found.state in {"asking", "waiting"}:
        asked = [people[one] for one in found.waiting_for]
        drafts = [
            drafted(
                known,
                "asked" if asker and asker.id != one.id else "opt-in",
                one,
                other[one.id],
                made.why,
            )
            for one in asked
        ]
    elif found.state == "agreed":
        joint = drafted(known, "joint", first, second, made.why)
        drafts = [joint._replace(to=(first.name, second.name))]
    elif found.state == "introduced":
        drafts = [drafted(known, "news", one, other[one.id]) for one in (first, second)]
    elif found.state == "closed":
        had = [people[one] for one in made.yes]
        kind = "kind-no" if asker else "not-this-time"
        drafts = [drafted(known, kind, one, other[one.id]) for one in had]
    else:
        drafts = []
    return found.state, tuple(drafts)


def drafted(known: Known, kind: str, to: Person, other: Person, why: str = "") -> Draft:
    """Return one message, from its template."""
    from vaultkit.pages.drafts import draft  # noqa: PLC0415 (late, for --help)

    values = {"to": to.name, "other": other.name, "why": why}
    return Draft((to.name,), kind, draft(known.letters.template(kind), values))


def told(state: str, path: str) -> Iterator[str]:
    """Yield what to say about the state an introduction is in."""
    if state == "asking":
        yield "Ask each of them alone; neither hears of it before."
    elif state in _TOLD:
        yield f"{_TOLD[state]}{f' ({path})' if path else ''}"
