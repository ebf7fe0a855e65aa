"""The terminal: what is printed, and how nothing from a note can control it."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vaultkit.problems import Problem

_C1: Final = range(0x7F, 0xA0)
_TURNS: Final = (*range(0x2028, 0x202F), *range(0x2066, 0x206A))
"""What ends a line or turns the direction of text around."""
# C0 and C1 but for new lines, and all that turns; half a character is none.
_HARMLESS: Final = {
    **dict.fromkeys((*range(0x0A), *range(0x0B, 0x20), *_C1), " "),
    **dict.fromkeys((0x061C, 0x200E, 0x200F, *_TURNS), " "),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}
# What JSON leaves as it is, and a terminal does not.
_SAFE_JSON: Final = {sign: f"\\u{sign:04x}" for sign in (*_C1, *_TURNS)}
_COLOURS: Final = {"error": "red", "warning": "yellow", "hint": "blue"}
_PATIENCE: Final = 1.0
_LONGEST: Final = 2_000


def prepare() -> None:
    """Let the terminal show a `?` for what it cannot, whatever its encoding."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def finish() -> None:
    """Send what was printed, so that a closed pipe is noticed while it can be."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # a program without a window on Windows has none
            stream.flush()


def hang_up() -> None:
    """Print nothing any more: nobody reads it."""
    sys.stdout = sys.stderr


def harmless(text: str) -> str:
    """Return text without what controls a terminal; long lines are cut."""
    text = text.translate(_HARMLESS)
    if len(text) <= _LONGEST:
        return text
    lines = (
        line if len(line) <= _LONGEST else f"{line[:_LONGEST]} ..."
        for line in text.split("\n")
    )
    return "\n".join(lines)


def say(text: str = "", *, colour: str = "", bold: bool = False) -> None:
    """Print a line; colours reach a terminal alone."""
    text = harmless(text)
    if colour or bold:
        text = click.style(text, fg=colour or None, bold=bold or None)
    click.echo(text, color=_colour())


def can_ask() -> bool:
    """Return whether somebody is there to answer a question."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def choose(question: str, choices: Sequence[str]) -> int:
    """Ask which of several is meant; return its place in the list, from 0."""
    for number, choice in enumerate(choices, 1):
        click.echo(harmless(f"  {number}  {choice}"), err=True)
    limits = click.IntRange(1, len(choices))
    return int(click.prompt(harmless(question), type=limits, err=True)) - 1


def agreed(question: str) -> bool:
    """Ask a question that is answered with yes or no; return gives no."""
    return click.confirm(harmless(question), default=False, err=True)


def complain(text: str) -> None:
    """Print what went wrong, for the user and not for a pipe."""
    click.echo(harmless(f"vaultkit: {text}"), err=True)


def say_json(value: Mapping[str, object]) -> None:
    """Print one JSON document in UTF-8, whatever the terminal's encoding."""
    click.echo(json_text(value), nl=False)


def json_text(value: Mapping[str, object]) -> bytes:
    """Return one JSON document as it is printed."""
    import json  # noqa: PLC0415 (late, for --help)

    text = json.dumps(value, ensure_ascii=False, indent=2)
    return text.translate(_SAFE_JSON).encode(errors="backslashreplace") + b"\n"


def say_problem(one: Problem) -> None:
    """Print a problem as `path:line:col: code message`, its advice below."""
    where = harmless(f"{one.path}:{one.line}:{one.column}:").replace("\n", " ")
    colour = _COLOURS[one.severity.value]
    code = click.style(one.code, fg=colour)
    message = harmless(one.message).replace("\n", " ")
    click.echo(f"{where} {code} {message}", color=_colour())
    say(f"  {one.advice}")


def counted(count: int, one: str, several: str = "") -> str:
    """Return `1 note`, `2 notes`."""
    return f"{count} {one if count == 1 else several or one + 's'}"


def summed(counts: Iterable[tuple[int, str]]) -> str:
    """Return `3 written, 8 unchanged`, leaving out what there is none of."""
    return ", ".join(f"{count} {what}" for count, what in counts if count)


def _colour() -> bool | None:
    context = click.get_current_context(silent=True)
    return None if context is None else context.find_root().color


@dataclass(slots=True)
class Progress:
    """Says on a terminal how far it is, once that takes more than a second."""

    what: str
    started: float = field(default_factory=time.monotonic)
    said: bool = False

    def __call__(self, count: int) -> None:
        """Tell how many were done."""
        if time.monotonic() - self.started > _PATIENCE and sys.stderr.isatty():
            self.said = True
            click.echo(f"\r{self.what} {count:,} ...", nl=False, err=True)

    def end(self) -> None:
        """Leave an empty line behind where something was said."""
        if self.said:
            click.echo("\r" + " " * 40 + "\r", nl=False, err=True)
            self.said = False
