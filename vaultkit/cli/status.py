"""`vaultkit status`: how the pages of a vault are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from vaultkit import vault as disk
from vaultkit.cli import session
from vaultkit.cli.terminal import counted, say, say_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from vaultkit.daemon.status import Status, Trouble
    from vaultkit.vault import Holder

UNWATCHED: Final = 1


@click.command(
    epilog="""\b
Example:
  vaultkit status ~/notes
  vaultkit status ~/notes --json
  vaultkit status ~/notes > /dev/null || vaultkit build ~/notes
"""
)
@session.vault
@session.JSON
def command(*, vault: Path | None, as_json: bool) -> int:
    """Say whether a vault is watched, since when and how well.

    Answers at once, from what the daemon noted last; exits 1 if nobody watches.
    """
    root = session.root_of(vault)
    found, holder = read(root)
    watched = holder is not None
    if as_json:
        say_json(_as_json(root, found, holder))
    else:
        say("\n".join([*lines(found, holder), *_cached(root)]))
    return 0 if watched else UNWATCHED


def read(root: Path) -> tuple[Status | None, Holder | None]:
    """Return what a daemon noted last, and which one watches now."""
    from vaultkit.daemon import status  # noqa: PLC0415 (late, for --help)

    folder = disk.state_folder(root)
    holder = disk.held(folder)
    if holder is not None and holder.work != disk.WATCH:
        holder = None  # somebody builds, and is done in a moment
    found = status.Status.read(disk.said(folder, status.FILE))
    if holder is not None and found is not None and found.pid != holder.pid:
        found = None  # that was the one before, and this one begins just now
    return found, holder


def _cached(root: Path) -> Iterator[str]:
    """Yield where the cache of a vault is, and how large, if there is one."""
    from vaultkit.vault import cache  # noqa: PLC0415 (late, for --help)

    where = cache.place(str(root))
    if size := cache.size(where):
        yield f"what was read is kept in {where} ({size / 1_000_000:.1f} MB)"


def lines(status: Status | None, holder: Holder | None) -> Iterator[str]:
    """Yield in words how a vault is kept."""
    if holder is not None:
        if not holder.pid:
            yield f"watched by {holder}"
            return
        yield f"watched by pid {holder.pid}, since {holder.since}"
        if status is None or not status.looked:
            yield "the first look is not over yet"
            return
        yield _heard(status)
    else:
        yield _unwatched(status)
        if status is None:
            return
    if status.stopped:
        yield f"no page is touched now: {status.stopped}"
    if status.built:
        yield from _made(status)
    yield from _waiting(status)


def _heard(status: Status) -> str:
    if not status.polls:
        return "changes are heard of as they happen"
    if status.events:
        return f"changes are heard of, and looked for every few seconds: {status.polls}"
    return f"changes are looked for every few seconds: {status.polls}"


def _unwatched(status: Status | None) -> str:
    begin = "`vaultkit watch` does it, `vaultkit service install` for good"
    if status is None:
        return f"nobody watches, nor ever did: {begin}"
    if status.ended:
        return f"nobody watches since {_when(status.ended)}: {begin}"
    last = _when(status.looked or status.since)
    return f"nobody watches; who did was stopped by force after {last}: {begin}"


def _made(status: Status) -> Iterator[str]:
    notes = counted(status.notes, "note")
    people = counted(status.people, "person", "people")
    yield f"{notes}, {people}; last look {_when(status.looked)}"
    took = f"{status.seconds:.2f} s" if status.seconds else "no time"
    what = counted(status.written, "page") if status.written else "no page"
    yield f"last made {_when(status.built)}, in {took}, with {what} to change"
    counts = [counted(n, kind) for kind, n in status.problems.items() if n]
    if counts:
        yield f"in the notes: {', '.join(counts)}; `vaultkit check` lists them"


def _waiting(status: Status) -> Iterator[str]:
    for path in status.held:
        yield f"waits until nobody edits it: {path}"
    if status.doubted:
        yield f"{counted(status.doubted, 'file')} seem to be lost; waits for certainty"
    yield from _troubled("not written, tried again", status.failed)
    yield from _troubled("not written", status.refused)


def _troubled(what: str, troubles: Iterable[Trouble]) -> Iterator[str]:
    for one in troubles:
        yield f"{what}: {one.get('path', '')}: {one.get('message', '')}"
        yield f"  {one.get('advice', '')}"


def _when(moment: str) -> str:
    """Return a moment as people read it: `2026-11-02 10:05:12`."""
    return moment[: len("2026-11-02T10:05:12")].replace("T", " ")


def _as_json(
    root: Path, status: Status | None, holder: Holder | None
) -> dict[str, object]:
    return {
        "vault": str(root),
        "watched": holder is not None,
        "pid": holder.pid if holder is not None else None,
        "killed": holder is None and status is not None and not status.ended,
        "status": status.as_json() if status is not None else None,
    }
