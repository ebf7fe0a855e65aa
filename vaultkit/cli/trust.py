"""`vaultkit trust`: look at a vault's own templates, and say that they may be used."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Final, NamedTuple

import click

from vaultkit import settings as chosen
from vaultkit import vault as disk
from vaultkit.cli import session
from vaultkit.cli.terminal import agreed as agreed_to
from vaultkit.cli.terminal import can_ask, say, say_json, say_problem
from vaultkit.problems import WriteFailedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from vaultkit.settings import Settings
    from vaultkit.snapshot import Snapshot, VaultPath

UNTRUSTED: Final = 1
_WIDE: Final = 1_000


class Seen(NamedTuple):
    """A template, as it is and as it was trusted.

    Attributes:
        path: Where it is in the vault.
        text: What it says; None where it is gone.
        before: What it said when it was trusted; None where it never was.
    """

    path: VaultPath
    text: str | None
    before: str | None

    @property
    def state(self) -> str:
        """Which of `new`, `changed`, `gone` and `trusted` it is."""
        if self.text is None:
            return "gone"
        if self.before is None:
            return "new"
        return "trusted" if self.text == self.before else "changed"


@click.command(
    epilog="""\b
Example:
  vaultkit trust ~/notes
  vaultkit trust ~/notes --yes
"""
)
@session.vault
@click.option("--yes", is_flag=True, help="Trust them without being asked.")
@click.option("--none", "forget", is_flag=True, help="Trust none of them any more.")
@session.dry_run("Change nothing; show what would be trusted.")
@session.JSON
def command(
    *, vault: Path | None, yes: bool, forget: bool, dry_run: bool, as_json: bool
) -> int:
    """Show the page templates of a vault, and trust them.

    You are asked first. A `.md.j2` file in the template folder makes a page once it is
    trusted, and no more when it changes, until it is trusted again. What is new is
    shown whole, what changed line by line. That you trust them is kept outside the
    vault. Exits 1 if some are not trusted in the end.
    """
    root = session.root_of(vault)
    snapshot = disk.read(root)
    settings, _ = chosen.read(snapshot.config)
    seen = [] if forget else [*_seen(root, snapshot, settings)]
    due = [one for one in seen if one.state != "trusted"]
    if as_json:
        rows = [{"path": one.path, "state": one.state} for one in seen]
        say_json({"templates": rows})
    elif not forget:
        _show(seen, settings)
        _warn(snapshot, settings)
    asked = bool(due) and can_ask() and not (yes or dry_run or as_json)
    agreed = yes or (asked and agreed_to("Trust these?"))
    if forget or (due and agreed and not dry_run):
        _keep(root, {o.path: o.text for o in seen if o.text is not None})
        if not as_json:
            say("none is trusted" if forget else "trusted: the next build uses them")
        return 0
    return UNTRUSTED if due else 0


def _keep(root: Path, texts: Mapping[VaultPath, str]) -> None:
    try:
        disk.trust(root, texts)
    except OSError as wrong:
        said = f"That they are trusted could not be kept: {wrong.strerror or wrong}."
        raise WriteFailedError(said) from None


def _seen(root: Path, snapshot: Snapshot, settings: Settings) -> Iterator[Seen]:
    """Yield the templates there are, and those that were."""
    from vaultkit.pages.own import within  # noqa: PLC0415 (late, for --help)

    before = dict(disk.known_texts(root))
    texts = {
        path: data.decode()
        for path, data in within(snapshot.templates, settings)
        if _is_text(data)
    }
    for path in sorted({*texts, *before}):
        yield Seen(path, texts.get(path), before.get(path))


def _is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _show(seen: list[Seen], settings: Settings) -> None:
    """Print every template: what is new whole, what changed by its lines."""
    if not seen:
        say(f"there is no `.md.j2` in {settings.template_folder}")
    for one in seen:
        say(f"{one.path}  ({one.state})", bold=True)
        if one.state in {"new", "changed"}:
            for line in _lines(one):
                # Whole, however long: what is not seen is not looked at.
                for start in range(0, len(line), _WIDE):
                    say(f"  {line[start : start + _WIDE]}")


def _lines(one: Seen) -> Iterator[str]:
    new = (one.text or "").splitlines()
    if one.before is None:
        yield from (f"+ {line}" for line in new)
        return
    old = one.before.splitlines()
    for line in difflib.unified_diff(old, new, n=2, lineterm=""):
        if not line.startswith(("---", "+++", "@@")):
            yield f"{line[:1]} {line[1:]}"


def _warn(snapshot: Snapshot, settings: Settings) -> None:
    """Print what is wrong with templates, but for being new."""
    from vaultkit.pages import own  # noqa: PLC0415 (late, for --help)

    found = own.templates(snapshot.templates, snapshot.trusted, settings)
    for problem in own.own(found, settings).problems:
        if problem.code == "template-broken":
            say_problem(problem)
