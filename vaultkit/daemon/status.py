"""Status: how the daemon is, as a value that grows with every turn and can be kept.

It holds names of pages of ours and numbers, and nothing that a note says.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vaultkit.daemon.listening import Mode
    from vaultkit.daemon.regenerate import Turn
    from vaultkit.problems import Problem
    from vaultkit.vault import Outcome

FILE: Final = "status.json"
_NONE: Final[Mapping[str, int]] = MappingProxyType({})

Trouble = dict[str, str]
"""A page that could not be made true: its `path`, a `code`, a `message`, `advice`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How a daemon is. Times are ISO 8601 in local time, or "" for never.

    Attributes:
        version: Of vaultkit.
        pid: Its process.
        since: When it began.
        ended: When it ended by itself; "" where it still lives, or was killed.
        code: The exit code it ended with.
        events: Whether the system tells it of changes.
        polls: Why it looks at everything every few seconds as well, or "".
        looked: When it looked last.
        today: The day the pages are for.
        notes: How many notes there are.
        people: How many people pages could name.
        problems: What is wrong in the notes: how many errors, warnings, hints.
        built: When pages were made last.
        seconds: How long that took.
        written: How many pages were written, removed or set aside then.
        held: Pages left alone for a moment, since somebody edits them.
        doubted: How many files seem to be lost, which is not believed yet.
        failed: Pages that could not be written; it is tried again.
        refused: Pages that are not written, since that would do harm.
        stopped: Why no page is touched, or "".
    """

    version: str = ""
    pid: int = 0
    since: str = ""
    ended: str = ""
    code: int = 0
    events: bool = False
    polls: str = ""
    looked: str = ""
    today: str = ""
    notes: int = 0
    people: int = 0
    problems: Mapping[str, int] = field(default_factory=lambda: _NONE)
    built: str = ""
    seconds: float = 0.0
    written: int = 0
    held: tuple[str, ...] = ()
    doubted: int = 0
    failed: tuple[Trouble, ...] = ()
    refused: tuple[Trouble, ...] = ()
    stopped: str = ""

    def after(self, turn: Turn, mode: Mode, now: str) -> Status:
        """Return how it is after a turn.

        Args:
            turn: What it saw and did.
            mode: How changes are learned of.
            now: When it was over.
        """
        status = replace(
            self,
            events=mode.events,
            polls=mode.polls,
            looked=now,
            held=tuple(sorted(turn.held)),
            doubted=len(turn.doubted),
            failed=_troubles(turn.failed),
            stopped=turn.stopped,
        )
        if not turn.notes:
            return status  # nothing was new, or nothing could be read
        status = replace(
            status,
            today=turn.today.isoformat(),
            notes=turn.notes,
            people=turn.people,
            problems=_counts(turn.problems),
            refused=_refused(turn.outcomes),
        )
        if not turn.built and not turn.written:
            return status
        return replace(
            status,
            built=now,
            seconds=round(turn.seconds, 3),
            written=len(turn.written),
        )

    @property
    def line(self) -> str:
        """How it is, in a line."""
        if self.stopped:
            return self.stopped
        waits = len(self.held) + len(self.failed)
        later = f"; {waits} of them wait" if waits else ""
        had = f"notes: {self.notes}, people: {self.people}"
        return f"{had}; pages of {self.built}{later}"

    def as_json(self) -> dict[str, object]:
        """Return it as plain data."""
        plain = {one.name: getattr(self, one.name) for one in fields(self)}
        return plain | {"problems": dict(self.problems)}

    @classmethod
    def read(cls, found: Mapping[str, Any]) -> Status | None:
        """Return the status that was kept as plain data, or None where it is none.

        What another version kept, and what does not fit, is left out.
        """
        if not isinstance(found.get("since"), str):
            return None
        known: dict[str, Any] = {}
        for name, default in cls().as_json().items():
            value = found.get(name)
            if isinstance(default, tuple) and isinstance(value, list):
                inside = str if name == "held" else dict
                known[name] = tuple(one for one in value if isinstance(one, inside))
            elif isinstance(value, type(default)):
                known[name] = value
        return cls(**known)


def _counts(problems: Iterable[Problem]) -> Mapping[str, int]:
    from vaultkit.problems import Severity  # noqa: PLC0415 (late, for `status`)

    counts = Counter(problem.severity.value for problem in problems)
    return {kind.value: counts[kind.value] for kind in Severity}


def _refused(outcomes: Iterable[Outcome]) -> tuple[Trouble, ...]:
    from vaultkit.changes import Refuse  # noqa: PLC0415 (late, for `status`)

    return _troubles(one for one in outcomes if isinstance(one.change, Refuse))


def _troubles(outcomes: Iterable[Outcome]) -> tuple[Trouble, ...]:
    return tuple(
        {
            "path": one.change.path,
            "code": one.problem.code,
            "message": one.problem.message,
            "advice": one.problem.advice,
        }
        for one in outcomes
        if one.problem is not None
    )
