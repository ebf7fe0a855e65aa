"""Found: a vault as it is on the disk, and what of its notes was parsed before.

What is in the cache of the vault is not read or parsed again; it is kept for the next
time when everything is said and done.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, NamedTuple

import click

from vaultkit import aside as beside
from vaultkit import vault as disk
from vaultkit.cli.terminal import Progress, complain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from vaultkit.daemon.regenerate import Before, Made
    from vaultkit.guests import Guests
    from vaultkit.parsing import Parsed
    from vaultkit.settings import Settings
    from vaultkit.snapshot import Snapshot, VaultPath

NO_CACHE: Final = "vaultkit.no_cache"
"""Where a context says that the cache is not to be used."""


class Found(NamedTuple):
    """A vault as it was found.

    Attributes:
        remembered: What is in its cache.
        seen: What is on the disk.
        snapshot: The same as text.
        guests: Who else reads notes.
        progress: Told how many notes were looked at.
    """

    remembered: disk.Remembered
    seen: disk.Seen
    snapshot: Snapshot
    guests: Guests
    progress: Progress

    @classmethod
    def in_vault(cls, root: Path, guests: Guests) -> Found:
        """Return a vault as it is now.

        Args:
            root: Its folder.
            guests: Who else reads notes; what they found is in no cache.

        Raises:
            VaultMissingError: There is no such folder.
        """
        place, now = str(disk.opened(root)), time.time_ns()
        remembered = _remembered(place, guests)
        progress = Progress("reading")
        seen = disk.look(place, remembered.seen(), now, progress)
        return cls(remembered, seen, seen.snapshot(), guests, progress)

    def known(self, settings: Settings) -> dict[VaultPath, Parsed]:
        """Return the notes that the cache has, parsed."""
        from vaultkit.habits import ways  # noqa: PLC0415 (late, for status)

        return self.remembered.parsed(self.snapshot, ways(settings))

    def reading(self, settings: Settings) -> Callable[[], dict[VaultPath, Parsed]]:
        """Begin to parse the notes that the cache does not have; return what ends it.

        What takes a while to load is best loaded in between: many notes are parsed in
        two processes, and one of them is at work already.
        """
        from vaultkit.cli import second  # noqa: PLC0415 (late, for --help)
        from vaultkit.parsing import reading  # noqa: PLC0415 (late, for --help)

        args = self.snapshot, settings, self.known(settings)
        return reading(*args, self.progress, second.process, self.guests)

    def keeping(
        self, settings: Settings, parsed: Mapping[VaultPath, Parsed]
    ) -> Callable[[bytes], None]:
        """Begin to keep what was parsed for the next time; return what ends it, once.

        That takes what is to be kept of a build, if anything. Where something fails,
        nothing is lost.
        """
        from vaultkit.cli import second  # noqa: PLC0415 (late, for --help)
        from vaultkit.habits import ways  # noqa: PLC0415 (late, for status)

        remembered, seen, notes = self.remembered, self.seen, self.snapshot.notes
        how = ways(settings)
        many = len(parsed) >= beside.WORTH
        rest = (second.process if many else beside.here)(
            lambda: remembered.keep(seen, parsed, notes, how)
        )
        due = [rest]

        def keep(front: bytes) -> None:
            while due:
                _tell(due.pop()() or remembered.keep_front(front))

        return keep


def in_the_end(keep: Callable[[bytes], None]) -> None:
    """Keep what was parsed once the command that is running has ended, or failed."""
    context = click.get_current_context(silent=True)
    if context is None:
        keep(b"")
    else:
        context.call_on_close(lambda: keep(b""))


def before(root: Path, guests: Guests) -> Before:
    """Return what returns the notes of a vault that need not be parsed.

    It reads the cache once it is asked, and holds nothing of it.
    """

    def known(snapshot: Snapshot, settings: Settings) -> Mapping[VaultPath, Parsed]:
        from vaultkit.habits import ways  # noqa: PLC0415 (late, for status)
        from vaultkit.notes.alike import Alike  # noqa: PLC0415 (late, for status)

        how = ways(settings)
        return _remembered(str(root), guests).parsed(
            snapshot, how, Alike(snapshot.notes)
        )

    return known


def kept(root: Path, guests: Guests, made: Made) -> None:
    """Keep what a daemon knows, now that it ends."""
    from vaultkit.habits import ways  # noqa: PLC0415 (late, for status)

    remembered, notes = _remembered(str(root), guests), made.snapshot.notes
    how = ways(made.settings)
    _tell(remembered.keep(made.seen, made.build.parsed, notes, how))


def _tell(why: str) -> None:
    """Say why nothing could be kept, where somebody can mend that."""
    if why:
        said = "what was read could not be kept for the next time"
        complain(f"{said}: {why}. Everything else is done.")


def _remembered(root: str, guests: Guests) -> disk.Remembered:
    """Return what the cache of a vault holds; nothing where it is not to be used."""
    from vaultkit.guests import Nobody  # noqa: PLC0415 (late, for status)

    context = click.get_current_context(silent=True)
    left_out = context is not None and NO_CACHE in context.meta
    if left_out or not isinstance(guests, Nobody):
        return disk.Remembered()
    remembered = disk.Remembered.of(root)
    if remembered.why:
        complain(f"the cache is not used, and made anew: {remembered.why}.")
    return remembered
