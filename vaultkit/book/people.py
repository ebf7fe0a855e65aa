"""People: what the notes say about each of them, as values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NewType

from vaultkit.frozen import Frozen, replace

if TYPE_CHECKING:
    from datetime import date, timedelta

    from vaultkit.book.topics import TopicId
    from vaultkit.dates import Day
    from vaultkit.problems import Origin
    from vaultkit.snapshot import VaultPath

PersonId = NewType("PersonId", str)
"""The path of the person's note, or for somebody without a note the folded name."""


class Said(Frozen, frozen=True):
    """A need, an offer, an interest: what the note says, and what it is about.

    Attributes:
        text: The user's words.
        topic: The topic those words name.
        origin: Where it stands.
        since: The day of the line that said so; None when a property did.
        likely: True when it was taken from somebody's `role`, not stated.
    """

    text: str
    topic: TopicId
    origin: Origin
    since: date | None = None
    likely: bool = False


class Acquaintance(Frozen, frozen=True):
    """Somebody a person's note names: who introduced whom, who knows whom."""

    person: PersonId
    origin: Origin


class Withheld(Frozen, frozen=True, kw_only=True):
    """What no page may tell of somebody, and what is said must not contradict.

    It may keep somebody out of a list and never puts them on one; nothing of it is
    shown, not even to whoever prints it.

    Attributes:
        days: Days with contact that may not be told, oldest first, days to come too.
        not_now: Days on which their name was put to rest where nobody may see it.
        words: The last day about which something may not be told.
        snooze_until: A hidden `snooze_until`.
        season: A hidden `season`.
        cadence: A hidden `cadence`.
        near: A hidden `circle` or `vouch`: how well I know them may not be told.
        met: When we met may not be told.
    """

    days: tuple[date, ...] = ()
    not_now: tuple[date, ...] = ()
    words: date | None = None
    snooze_until: date | None = None
    season: str = ""
    cadence: int | None = None
    near: bool = False
    met: bool = False

    def __repr__(self) -> str:
        """Say nothing: what may not be told is not even printed."""
        return "Withheld()"

    def since(self, day: date | None, today: date) -> bool:
        """Return whether there was contact after `day`, today at the latest."""
        return any(one <= today and (day is None or one > day) for one in self.days)

    def rests(self, today: date, rest: timedelta) -> bool:
        """Return whether their name rests today; `rest` is how long after not now."""
        snoozed = self.snooze_until is not None and self.snooze_until > today
        left = any(one <= today < one + rest for one in self.not_now)
        return bool(self.season) or snoozed or left


class Person(Frozen, frozen=True, kw_only=True):
    """Somebody the notes name, and what they say about them.

    Attributes:
        id: What they are referred to by everywhere.
        name: As shown: the note's file name, else the name as it was written.
        origin: The note's first line, or the line that first named them.
        path: Their note; None for somebody without one.
        aliases: Other names.
        circle: `inner`, `close`, `active`, `wider`, or "" when not set.
        cadence: Days between contacts they and I would like, 1 to 3660.
        last_contact: The day, month or year a property states, beside the log.
        snooze_until: Not to be brought up before this day.
        season: `resting` or `ended`: a good ending; "" while neither.
        interests: What they care about.
        offers: What they can help with.
        needs: What they look for now; what was found or helped with is gone.
        learning: What they want to learn (mostly: what I want to learn).
        met: When we met.
        met_at: The event or place where we met, in words.
        met_at_path: The note of that event or place.
        introduced_by: Who brought us together.
        introduced_to: Whom they were introduced to.
        knows: Whom they know.
        org: Where they work.
        role: What they do there.
        place: Where they live.
        email: As typed.
        phone: As typed.
        birthday: `1980-05-14`, or `05-14` without the year.
        ways: How they like to be in touch.
        vouch: Topics I would put my name to, whatever the days met say.
        private: On no page at all.
        hidden: Properties (their names in `properties.PROPERTIES`) on no page.
        withheld: What pages must not contradict; None in the whole book.
        me: This is whose vault it is.
        purpose: Why I do this, in one line (me).
        reach_outs: How many people I want to write to in a week (me).
    """

    id: PersonId
    name: str
    origin: Origin
    path: VaultPath | None = None
    aliases: tuple[str, ...] = ()
    circle: str = ""
    cadence: int | None = None
    last_contact: tuple[Day, Origin] | None = None
    snooze_until: date | None = None
    season: Literal["", "resting", "ended"] = ""
    interests: tuple[Said, ...] = ()
    offers: tuple[Said, ...] = ()
    needs: tuple[Said, ...] = ()
    learning: tuple[Said, ...] = ()
    met: Day | None = None
    met_at: str = ""
    met_at_path: VaultPath | None = None
    introduced_by: tuple[Acquaintance, ...] = ()
    introduced_to: tuple[Acquaintance, ...] = ()
    knows: tuple[Acquaintance, ...] = ()
    org: str = ""
    role: str = ""
    place: str = ""
    email: str = ""
    phone: str = ""
    birthday: str = ""
    ways: tuple[str, ...] = ()
    vouch: tuple[TopicId, ...] = ()
    private: bool = False
    hidden: frozenset[str] = frozenset()
    withheld: Withheld | None = None
    me: bool = False
    purpose: str = ""
    reach_outs: int | None = None

    @property
    def over(self) -> bool:
        """Whether the season with them ended, be it said aloud or hidden."""
        hidden = self.withheld is not None and self.withheld.season == "ended"
        return hidden or self.season == "ended"


def with_introducer(person: Person, by: Acquaintance) -> Person:
    """Return somebody of whom another note says that its person brought us together."""
    if any(one.person == by.person for one in person.introduced_by):
        return person
    return replace(person, introduced_by=(*person.introduced_by, by))
