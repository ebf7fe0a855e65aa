"""Introductions and thanks: who is being brought together, and who brought whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    from vaultkit.introductions import Introduction
    from vaultkit.people import PersonId, Said
    from vaultkit.problems import Origin
    from vaultkit.reasons import Reason

State = Literal["asking", "waiting", "agreed", "introduced", "heard", "closed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderWay:
    """Where one introduction stands.

    Attributes:
        introduction: The note: `between`, `why`, `introduced`, `heard_back`.
        state: `asking`: neither has said yes; ask each alone first.
            `waiting`: one has said yes, `waiting_for` has not answered.
            `agreed`: both have; only now a joint message may exist.
            `introduced`: made; no news yet. `heard`: and heard back. `closed`: somebody
            said no (who is nobody's business: name neither).
        waiting_for: Who has not answered yet (asking, waiting).
        because: `introduction` (text: why; origin: the note).
    """

    introduction: Introduction
    state: State
    waiting_for: tuple[PersonId, ...] = ()
    because: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """Two people worth thinking about introducing: not asked yet, nothing more.

    Attributes:
        first: One of them (the order is by name and means nothing).
        second: The other.
        kind: `interest`: both care about it. `need`: `second_said` offers what
            `first_said` needs; then `first` is who needs it.
        first_said: What the first says about it.
        second_said: What the second says about it.
        because: `said` twice (person, text, origin), `known` twice (as in help).
    """

    first: PersonId
    second: PersonId
    kind: Literal["interest", "need"]
    first_said: Said
    second_said: Said
    because: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One person in a tree of who brought whom.

    Attributes:
        person: Who.
        by: Who brought them; None for the root.
        depth: 0 for the root.
        when: When I met them, if known.
        origin: The line that says who brought them; None for the root.
    """

    person: PersonId
    by: PersonId | None
    depth: int
    when: date | None = None
    origin: Origin | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """One root and everyone who came through it: parents before their children.

    Draw it as it stands: `branches[0]` is the root, each later branch hangs on its
    `by`, and siblings are in order of name.
    """

    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Two people I brought together (an introduction made, or `introduced_to`)."""

    first: PersonId
    second: PersonId
    when: date | None
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Thanks:
    """Somebody who brought me a person I now know well, and no word of thanks noted.

    Attributes:
        to: Who brought them.
        brought: Whom.
        when: When I met that person, if known.
        because: `introduced` (origin: the line that says so), `known` (person:
            `brought`; text and days as in help).
    """

    to: PersonId
    brought: PersonId
    when: date | None = None
    because: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Introductions:
    """The page: introductions and thanks.

    Attributes:
        under_way: asking, waiting, agreed; those that wait for me first, then by name.
        news: introduced, and nobody has told me how it went; oldest first.
        heard: introduced and heard back, newest first.
        closed: a no was said: closed quietly. For counting at most, never for names.
        worth: Pairs worth considering, rarest topic first, each person once.
        trees: Who brought whom, the largest tree first.
        joined: Whom I brought together, newest first.
        thanks: Thanks not yet said.
    """

    under_way: tuple[UnderWay, ...] = ()
    news: tuple[UnderWay, ...] = ()
    heard: tuple[UnderWay, ...] = ()
    closed: tuple[UnderWay, ...] = ()
    worth: tuple[Worth, ...] = ()
    trees: tuple[Tree, ...] = ()
    joined: tuple[Joined, ...] = ()
    thanks: tuple[Thanks, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        return not any(
            (
                self.under_way,
                self.news,
                self.heard,
                self.worth,
                self.trees,
                self.joined,
                self.thanks,
            )
        )
