"""Regenerate: one turn, from what was heard to pages on the disk.

A turn looks, believes, builds, plans and writes; whatever stops it leaves every page
as it was. What it learned goes into the next turn as a value.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING, TypeAlias

from vaultkit import aside as beside
from vaultkit import build, changes, consent
from vaultkit import settings as chosen
from vaultkit import vault as disk
from vaultkit.changes import Refuse
from vaultkit.daemon.belief import Belief, believe
from vaultkit.daemon.differing import as_before, as_text, changed, same
from vaultkit.daemon.holding import Left, held_off
from vaultkit.daemon.paranoia import compare
from vaultkit.daemon.patience import EVERYTHING
from vaultkit.frozen import replace
from vaultkit.guests import NOBODY
from vaultkit.network.memory import Memory
from vaultkit.problems import VaultkitError, VaultMissingError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from pathlib import Path

    from vaultkit.aside import Aside
    from vaultkit.build import Build
    from vaultkit.changes import Change
    from vaultkit.daemon.patience import Pace
    from vaultkit.guests import Guests
    from vaultkit.parsing import Parsed
    from vaultkit.problems import Problem
    from vaultkit.settings import Settings
    from vaultkit.snapshot import Snapshot, VaultPath
    from vaultkit.vault import Outcome, Seen


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of a vault, and of which."""

    seen: Seen
    snapshot: Snapshot
    settings: Settings
    today: date
    build: Build


@dataclass(frozen=True, slots=True)
class State:
    """What one turn leaves to the next.

    Attributes:
        belief: The vault, as it is held to be.
        made: What was made of it; None before the first turn.
        left: How we left the pages.
        undone: Whether some page is not as it should be.
    """

    belief: Belief = field(default_factory=Belief)
    made: Made | None = None
    left: Left = field(default_factory=Left)
    undone: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a turn is asked to do.

    Attributes:
        names: What to look at, as the disk spells it; `EVERYTHING` for all.
        now: Seconds of a steady clock.
        disk_now: The time as the disk tells it, in nanoseconds.
        today: The day it is where the user is.
        accept_loss: Whether most people may be gone.
    """

    names: frozenset[str]
    now: float
    disk_now: int
    today: date
    accept_loss: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one turn saw and did.

    Attributes:
        today: The day the pages are for.
        walked: Whether it looked at everything.
        changed: Notes and settings that are other than before.
        built: Whether pages were made anew.
        outcomes: What became of the pages that were not right already.
        notes: How many notes there are.
        people: How many people pages could name.
        problems: What is wrong in the notes.
        doubted: What seems to be lost and is not believed yet.
        held: Pages that are left alone while somebody edits them.
        stopped: Why no page was touched, or "".
        again: When what was left undone should be tried again, by the steady clock.
        lost: Whether the system lost changes, so that everything had to be looked at.
        seconds: How long it took; whoever runs it knows.
    """

    today: date
    walked: bool = False
    changed: tuple[VaultPath, ...] = ()
    built: bool = False
    outcomes: tuple[Outcome, ...] = ()
    notes: int = 0
    people: int = 0
    problems: tuple[Problem, ...] = ()
    doubted: tuple[VaultPath, ...] = ()
    held: tuple[VaultPath, ...] = ()
    stopped: str = ""
    again: float = inf
    lost: bool = False
    seconds: float = 0.0

    @property
    def written(self) -> tuple[Outcome, ...]:
        """What was done to the pages: written, removed, set aside."""
        return tuple(one for one in self.outcomes if one.problem is None)

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """What could not be done and is worth trying again."""
        return tuple(
            one
            for one in self.outcomes
            if one.problem is not None and not isinstance(one.change, Refuse)
        )


Before: TypeAlias = "Callable[[Snapshot, Settings], Mapping[VaultPath, Parsed]]"
"""What returns notes of a snapshot that need not be parsed."""


def nothing_before(
    snapshot: Snapshot, settings: Settings
) -> Mapping[VaultPath, Parsed]:
    """Return no note: each must be parsed."""
    del snapshot, settings
    return {}


@dataclass(frozen=True, slots=True)
class Door:
    """How a turn reaches the disk, and what it may assume.

    Attributes:
        root: The vault's folder.
        pace: How patient to be.
        aside: How work is done that may be done beside.
        paranoid: Whether every build is compared with one from scratch.
        writing: Held open while pages are written, which is done to its end.
        guests: Who else reads notes and makes pages.
        before: Returns notes that were parsed before this process began.
        heed: Called while everything is looked at; what it raises ends the turn.
    """

    root: Path
    pace: Pace
    aside: Aside = beside.here
    paranoid: bool = False
    writing: AbstractContextManager[object] = field(default_factory=nullcontext)
    guests: Guests = NOBODY
    before: Before = nothing_before
    heed: Callable[[], object] | None = None


def turn(state: State, asked: Asked, door: Door) -> tuple[State, Turn]:
    """Look, and make the pages true; return what was learned and what was done.

    Raises:
        VaultMissingError: The vault's folder is not there.
        PagesDifferError: A build was not what a build from scratch is.
    """
    before, last = state.belief, state.made
    belief, walked = _looked(before, asked, door)
    disk.take_back(door.root, belief.seen.left, asked.disk_now)
    said = Turn(
        today=asked.today,
        walked=walked,
        doubted=tuple(belief.doubts),
        again=min(belief.doubts.values(), default=inf) + door.pace.doubt,
    )
    if last is not None and not state.undone:
        day = last.settings.today or asked.today
        if day == last.today and same(before.seen, belief.seen):
            return replace(state, belief=belief), said
    made = _made(last, belief.seen, asked, door)
    return _written(State(belief, made, _left(state, made)), last, said, asked, door)


def ready(state: State) -> State:
    """Return the same, with what only some turns need made already."""
    made = state.made
    if made is None:
        return state
    return replace(state, made=replace(made, build=build.ready(made.build)))


def _left(state: State, made: Made) -> Left:
    """Return how the pages were left, as far as that is of use for what was made."""
    if state.made is None:
        return Left.found(made.snapshot.pages)
    return state.left if made.build is state.made.build else Left(state.left.pages)


def _written(
    state: State, last: Made | None, said: Turn, asked: Asked, door: Door
) -> tuple[State, Turn]:
    """Make the pages true, and return what was learned and what was done."""
    made = state.made
    if made is None:
        return state, said
    said = replace(
        said,
        today=made.today,
        changed=changed(last.snapshot if last else None, made.snapshot),
        built=last is None or made.build is not last.build,
        notes=len(made.build.parsed),
        people=made.build.people,
        problems=made.build.problems,
    )
    try:
        todo = _planned(made, asked, door)
    except VaultkitError as wrong:
        return replace(state, undone=True), replace(said, stopped=str(wrong))
    belief, left = state.belief, state.left
    due, later = held_off(todo, belief, left, asked.disk_now, door.pace.hold)
    with door.writing:
        outcomes = disk.apply(door.root, due)
        left = left.after(outcomes)
        ours = left.touched(outcomes)
        belief = replace(belief, seen=_learned(belief.seen, ours, asked, door))
    again = min(said.again, asked.now + min(later.values(), default=inf))
    said = replace(said, outcomes=outcomes, held=tuple(later), again=again)
    undone = bool(later or said.failed)
    return State(belief, made, left, undone), said


def _looked(before: Belief, asked: Asked, door: Door) -> tuple[Belief, bool]:
    """Return what to hold to be true, and whether everything was looked at."""
    root = str(door.root)
    found, heed = None, door.heed
    if EVERYTHING not in asked.names:
        heed = None  # names that a look alone can tell of wait no longer
        # What is doubted stands among the rest as if it were there: look again.
        doubted = {before.seen.files[path].name for path in before.doubts}
        names = sorted(asked.names | doubted)
        found = disk.glance(root, before.seen, names, asked.disk_now)
    walked = found is None
    if found is None:
        found = disk.look(root, before.seen, asked.disk_now, heed=heed)
    if EVERYTHING in found.closed:
        raise VaultMissingError(root, "the folder is not there now.")
    return believe(before, found, asked.now, door.pace.doubt), walked


def _made(before: Made | None, seen: Seen, asked: Asked, door: Door) -> Made:
    """Return what is made of a vault: what is there already if nothing changed."""
    snapshot = (
        as_text(seen, before.seen, before.snapshot) if before else seen.snapshot()
    )
    settings, _ = chosen.read(snapshot.config)
    today, guests = settings.today or asked.today, door.guests
    if before is None:
        made = build.build(
            snapshot,
            settings,
            today,
            door.before(snapshot, settings),
            aside=door.aside,
            guests=guests,
            memory=Memory(),
        )
    elif (settings, today) == (before.settings, before.today) and as_before(
        before.snapshot, snapshot
    ):
        return replace(before, seen=seen, snapshot=snapshot)
    else:
        made = build.rebuild(before.build, snapshot, settings, today, guests)
    if guests.gave_up():
        made = build.build(snapshot, settings, today, guests=guests)
    if door.paranoid:
        compare(made, build.build(snapshot, settings, today, guests=guests))
    return Made(seen, snapshot, settings, today, made)


def _planned(now: Made, asked: Asked, door: Door) -> tuple[Change, ...]:
    """Return what is to be done.

    Raises:
        VaultkitError: Nothing may be done now; its text says why.
    """
    root = str(door.root)
    consent.has_notes(root, now.snapshot)
    consent.legible(root, now.snapshot)
    consent.settled(now.build.problems)
    changes.guard(now.snapshot, now.build.people, accept_loss=asked.accept_loss)
    made = now.build
    pages = made.pages, now.snapshot, now.settings
    return changes.plan(*pages, made.refused, made.filled)


def _learned(
    seen: Seen, ours: Mapping[VaultPath, bytes | None], asked: Asked, door: Door
) -> Seen:
    """Return the vault with what we wrote, so that our own writing is no news."""
    if not ours:
        return seen
    root = str(door.root)
    found = disk.glance(root, seen, sorted(ours), asked.disk_now) or disk.look(
        root, seen, asked.disk_now
    )
    # What somebody else wrote meanwhile is news still, and must be found as such.
    there = found.files
    gone = [path for path, data in ours.items() if data is None and path not in there]
    come = {p: there[p] for p, data in ours.items() if p in there}
    come = {  # in the bytes that we have of it already
        path: replace(file, data=ours[path])
        for path, file in come.items()
        if file.data == ours[path]
    }
    folders = seen.folders | found.folders
    return replace(seen.but(come, gone), folders=folders)
