"""Hints: which files may have changed; the one home of watchdog.

What a watcher says is never taken for more than that: it loses events when its queue
is full, leaves folders unwatched when the system has no watches left, and stops for
ever when a thread of its own dies. Each of these is noticed here.
"""

from __future__ import annotations

import contextlib
import logging
import sys
import threading
import warnings
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Final

from vaultkit.daemon.patience import EVERYTHING
from vaultkit.settings import CONFIG
from vaultkit.vault import COOKIE, is_side_file, stands_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from watchdog.events import FileSystemEvent
    from watchdog.observers.api import BaseObserver

WAKE: Final = "\0"
"""A name that no file has: nothing changed, but look after yourself."""
LOST: Final = "\0lost"
"""Another such: changes were lost, so that everything must be looked at."""

_SETTINGS_FOLDERS: Final = frozenset(path.partition("/")[0] for path in CONFIG)
_GOODBYE: Final = 2.0


class Hints:
    """What was heard and not taken yet; it may be filled from anywhere."""

    def __init__(self) -> None:
        # Of all queues this one alone may be filled by a signal while it is read.
        self._heard: SimpleQueue[str] = SimpleQueue()

    def put(self, name: str) -> None:
        """Note the name of a file that may have changed."""
        self._heard.put(name)

    def waiting(self) -> bool:
        """Return whether something was heard that was not taken yet."""
        return not self._heard.empty()

    def take(self, patience: float) -> frozenset[str]:
        """Return what was heard, waiting so many seconds for the first."""
        names: set[str] = set()
        with contextlib.suppress(Empty):
            names.add(self._heard.get(timeout=max(0.0, patience)))
            while True:
                names.add(self._heard.get_nowait())
        return frozenset(names)


def hint(root: str, path: str, *, folder: bool) -> str | None:
    """Return what a change at a path asks to look at, or None for nothing.

    Args:
        root: The vault's folder.
        path: What changed, as the watcher names it.
        folder: Whether that is a folder.
    """
    name = path[len(root) :].strip("/\\")
    if sys.platform == "win32":
        name = name.replace("\\", "/")
    if not name or name in CONFIG:
        return name
    parts = name.split("/")
    if folder:
        hidden = any(part.startswith(".") for part in parts)
        return None if hidden and name not in _SETTINGS_FOLDERS else EVERYTHING
    if parts[-1].startswith(COOKIE):
        return parts[-1]
    if meant := stands_for(parts[-1]):  # iCloud took that away, or brought it
        parts[-1] = meant
        name = "/".join(parts)
    if is_side_file(parts[-1]) or any(part.startswith(".") for part in parts):
        return None
    return name


def _text(path: object) -> str:
    if isinstance(path, bytes):
        return path.decode(sys.getfilesystemencoding(), "surrogateescape")
    return str(path)


@dataclass(slots=True)
class Watcher:
    """Tells of changes below a folder, as long as it is alive."""

    root: Path
    tell: Callable[[str], None]
    _observer: BaseObserver | None = None
    _threads: list[threading.Thread] = field(default_factory=list)
    _log: logging.Handler | None = None

    def start(self) -> None:
        """Begin to tell.

        Raises:
            OSError: The system has no watches left, or the folder is not there.
        """
        from watchdog import events  # noqa: PLC0415 (late, for --help)
        from watchdog.observers import Observer  # noqa: PLC0415 (late, for --help)

        tell, root = self.tell, str(self.root)

        class Ear(events.FileSystemEventHandler):
            def dispatch(self, event: FileSystemEvent) -> None:
                for path in filter(None, (event.src_path, event.dest_path)):
                    at = hint(root, _text(path), folder=event.is_directory)
                    if at is not None:
                        tell(at)

        # These warnings would print every folder of the vault.
        warnings.filterwarnings("ignore", module="watchdog")
        self._listen_to_complaints()
        already = set(threading.enumerate())
        observer = Observer()
        try:
            observer.schedule(
                Ear(),
                root,
                recursive=True,
                event_filter=[
                    *(events.FileCreatedEvent, events.FileMovedEvent),
                    *(events.FileDeletedEvent, events.FileClosedEvent),
                    *(events.DirCreatedEvent, events.DirMovedEvent),
                    events.DirDeletedEvent,
                ],
            )
            observer.start()
        finally:
            self._observer = observer
            self._threads = [t for t in threading.enumerate() if t not in already]

    def _listen_to_complaints(self) -> None:
        """Take any complaint of the watcher for lost events: it has no other way."""
        tell = self.tell

        class Complaints(logging.Handler):
            def emit(self, record: logging.LogRecord) -> None:
                del record
                tell(LOST)

        log = logging.getLogger("watchdog")
        self._log = Complaints(logging.WARNING)
        log.addHandler(self._log)
        log.propagate = False  # what it says names files

    @property
    def alive(self) -> bool:
        """Whether every thread that should tell still runs."""
        return bool(self._threads) and all(t.is_alive() for t in self._threads)

    def unwatched(self, folders: AbstractSet[str]) -> int:
        """Return how many of these folders nothing is told of.

        Args:
            folders: As the disk spells them: `""`, `a/`.
        """
        watched: set[str] = set()
        for emitter in self._observer.emitters if self._observer else ():
            # watchdog says nothing where it got no watch; only its table shows it.
            group = getattr(emitter, "_inotify", None)
            paths = getattr(group, "_active_callbacks_by_path", None)
            if paths is None:
                return 0  # this system watches a tree as a whole
            watched.update(map(_text, list(paths)))
        root = str(self.root)
        return sum(f"{root}/{below}".rstrip("/") not in watched for below in folders)

    def stop(self) -> None:
        """Tell nothing any more."""
        observer, self._observer, self._threads = self._observer, None, []
        if observer is not None:
            # A thread that died before it ran cannot be joined.
            with contextlib.suppress(RuntimeError, OSError):
                observer.stop()
                observer.join(_GOODBYE)
        if self._log is not None:
            logging.getLogger("watchdog").removeHandler(self._log)
            self._log = None
