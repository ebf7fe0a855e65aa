"""A second process, where the system can fork one, for work that may be done aside."""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import sys
import threading
from typing import TYPE_CHECKING, Final, TypeVar

from vaultkit import aside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from multiprocessing.connection import Connection

T = TypeVar("T")


def process(work: Callable[[], T], /) -> Callable[[], T]:
    """Begin the work in a second process; what is returned waits for its result.

    A forked process sees every value of this one without a copy; only the result is
    sent. Where that cannot be (another system than Linux, one processor, threads that
    a fork would lose), or where the process ends without a result, the work is done
    here. Spawning instead costs what it gains: a pool of spawned processes has to be
    sent the notes first.

    One that begins while another works waits until that is done: two at a time are as
    many as there is room for, and what was begun first is asked for first.
    """
    if sys.platform != "linux" or not _alone() or multiprocessing.cpu_count() == 1:
        return aside.here(work)
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    done, busy = context.Pipe(duplex=False)
    given = work, receiver, sender, busy, (*_last,)
    second = context.Process(target=_work, args=given, daemon=True)
    second.start()
    sender.close()
    busy.close()
    _last[:] = [done]

    def finished() -> T:
        try:
            result: T = receiver.recv()
        except EOFError:
            result = work()
        finally:
            receiver.close()
        second.join()
        return result

    return finished


_last: Final[list[Connection]] = []
"""What is at its end once the last process that was begun has done its work."""


def _alone() -> bool:
    return threading.active_count() == 1


def end() -> bool:
    """End every second process: nobody waits for its result any more.

    Returns whether any was at work; what it had half written is left then.
    """
    at_work = multiprocessing.active_children()
    for one in at_work:
        one.kill()
    for one in at_work:
        one.join()
    return bool(at_work)


def _work(
    work: Callable[[], object],
    receiver: Connection,
    sender: Connection,
    busy: Connection,
    before: Iterable[Connection],
) -> None:
    """Do the work and send its result; the first process alone answers to Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # While somebody could read, this would wait for ever to be read: with this end
    # open it would outlive a first process that was killed, and hold its claim.
    receiver.close()
    # Whatever goes wrong, the first process hears no result and does the work itself.
    with sender, contextlib.suppress(Exception):
        with busy:
            for last in before:
                last.poll(None)
            result = work()
        sender.send(result)
