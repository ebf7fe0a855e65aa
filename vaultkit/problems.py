"""What can be wrong: mistakes in notes are values, failures of the tool are raised.

A mistake somebody made in a note becomes a `Problem` and everything else goes on.
Only what stops the tool itself (no such vault, a vault that is suddenly empty) is
raised, as a `VaultkitError` with the exit code the command ends with.
"""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from vaultkit.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Mapping


class Severity(StrEnum):
    """How much a problem matters."""

    ERROR = "error"  # something the user wrote is not used
    WARNING = "warning"  # it is used, but perhaps not as meant
    HINT = "hint"  # it is used as meant here, but not in every editor


class Origin(Frozen, frozen=True, order=True):
    """Where a fact stands: a note's path in the vault and a line, counted from 1."""

    path: str
    line: int = 1


class Problem(Frozen, frozen=True, order=True):
    """A mistake in a note, with what to do about it.

    Attributes:
        path: The note (or settings file), relative to the vault.
        line: Line, counted from 1.
        column: Column in characters, counted from 1.
        code: A key of `KINDS`.
        message: What is wrong, quoting the note where that helps.
        advice: What to do, in one sentence.
        about: The front-matter key it is about, or "". Whoever marks a property
            private keeps its problems off every page with it.
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    advice: str
    about: str = ""

    @property
    def severity(self) -> Severity:
        """How much it matters, by its code."""
        return KINDS[self.code].severity


class Kind(Frozen, frozen=True):
    """A kind of problem: how much it matters and, for the documentation, what it is."""

    severity: Severity
    means: str


_E, _W, _H = Severity.ERROR, Severity.WARNING, Severity.HINT

KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        # --- the file itself
        "file-unread": Kind(_E, "A file could not be read now."),
        "file-away": Kind(_E, "A sync tool keeps a file elsewhere, not on this disk."),
        "file-too-large": Kind(_E, "A note is larger than 1 MiB."),
        "note-limit": Kind(_E, "A note has more links or log lines than are read."),
        "file-not-text": Kind(_E, "A note is not UTF-8 text."),
        "file-outside": Kind(_W, "A link in the folder leads outside the vault."),
        "file-name": Kind(_W, "A file name that no link can name."),
        "conflict-copy": Kind(_W, "A copy that a sync tool left behind."),
        "conflict-marks": Kind(_E, "Lines of which git left two versions."),
        # --- front matter
        "frontmatter-bom": Kind(_H, "A byte-order mark stands before the `---`."),
        "frontmatter-late": Kind(_E, "Blank lines stand before the first `---`."),
        "frontmatter-spaces": Kind(_H, "Spaces stand behind the first `---`."),
        "frontmatter-dots": Kind(_H, "Front matter ends with `...`, not `---`."),
        "frontmatter-unclosed": Kind(_E, "Front matter is opened and never closed."),
        "frontmatter-list": Kind(_E, "Front matter is a list or a single value."),
        "frontmatter-json": Kind(_H, "Front matter is written as JSON."),
        "frontmatter-foreign": Kind(_H, "Front matter in TOML, or in JSON alone."),
        "frontmatter-toml": Kind(_E, "Front matter that ought to be TOML and is not."),
        "frontmatter-yaml": Kind(_E, "Front matter is not YAML."),
        "frontmatter-limit": Kind(_E, "Front matter is too large or nested too deep."),
        "frontmatter-alias": Kind(_E, "An anchor, alias, merge key or tag."),
        "frontmatter-key": Kind(_W, "A key that is not text."),
        "key-duplicate": Kind(_E, "The same property stands twice."),
        "key-singular": Kind(_W, "`tag` or `alias`, which Obsidian no longer reads."),
        "tags-unread": Kind(_W, "Tags with commas or spaces, which are no tags."),
        "placeholder": Kind(_W, "A template's placeholder was left in."),
        "pipe-escape": Kind(_H, "A `\\|` inside a quoted value."),
        "link-unquoted": Kind(_W, "A link in a property without quotation marks."),
        # --- values
        "date-unclear": Kind(
            _E, "A value, or what a line starts with, that is no date."
        ),
        "line-code": Kind(_W, "A log line in backticks, which counts for nothing."),
        "date-future": Kind(_W, "A last contact that lies in the future."),
        "cadence-unclear": Kind(_E, "A value that is not a span of time."),
        "circle-unknown": Kind(_E, "A circle that does not exist."),
        "season-unknown": Kind(_E, "A season that does not exist."),
        "number-unclear": Kind(_E, "A value that is not a number in its range."),
        "value-unclear": Kind(_E, "A value of the wrong shape."),
        # --- links and names
        "link-ambiguous": Kind(_W, "A link that fits several notes."),
        "link-by-alias": Kind(_W, "A link that only an alias resolves."),
        "link-astray": Kind(_W, "A link to no note, taken for whom it names."),
        "name-ambiguous": Kind(_E, "A name that several people have."),
        "name-unknown": Kind(_W, "A name that nobody has."),
        "alias-shared": Kind(_E, "An alias that two people share."),
        "person-twice": Kind(_W, "Two notes that may be about one person."),
        # --- people, topics, events, introductions
        "me-twice": Kind(_E, "Two notes say that they are me."),
        "introduction-pair": Kind(_E, "An introduction that is not between two."),
        "event-undated": Kind(_W, "An event without a date."),
        "topic-loop": Kind(_E, "A topic that is broader than itself."),
        "topic-shared": Kind(_E, "A spelling that two topics claim."),
        "private-unclear": Kind(_E, "`private` names a property that is not there."),
        # --- settings
        "settings-toml": Kind(_E, "`vaultkit.toml` is not TOML."),
        "settings-unknown": Kind(_W, "A setting that does not exist."),
        "settings-value": Kind(_E, "A setting with a value that cannot be."),
        "daily-format": Kind(_E, "A daily-note format that cannot be read."),
        # --- blocks in notes
        "block-broken": Kind(_E, "A block's lines are missing, doubled or nested."),
        "block-unknown": Kind(_E, "A block asks for what there is not."),
        "block-edited": Kind(_W, "A block was edited, so it is not written anew."),
        "block-unwritable": Kind(_E, "The blocks of a note cannot be written."),
        # --- our own pages
        "message-unusable": Kind(_E, "A message of the vault's own cannot be used."),
        "page-taken": Kind(_E, "A page's name is taken by a file that is not ours."),
        "page-edited": Kind(_W, "The generated part of a page was edited."),
        "page-newer": Kind(_E, "A page was written by a newer vaultkit."),
        "page-captures": Kind(_E, "A page's name would change where a link leads."),
        "page-unwritable": Kind(_E, "A page cannot be written."),
        # --- templates of the vault's own
        "template-untrusted": Kind(_W, "A template that nobody said to trust."),
        "template-broken": Kind(_E, "A template that cannot be used, or failed."),
        # --- what others added
        "plugin-failed": Kind(_E, "A plugin did not do what it promised."),
    }
)
"""Every kind of problem there is; each has a folder in `tests/problems`."""


NOT_NOW: Final = frozenset({"file-unread", "file-away"})
"""Kinds of problems of files that cannot be read now, and may be another time."""

UNREAD: Final = NOT_NOW | {"file-too-large"}
"""Kinds of problems of files of which nothing was read."""


def _people(count: int) -> str:
    return f"{count} {'person' if count == 1 else 'people'}"


class VaultkitError(Exception):
    """A failure of the tool; its text is for the user, `exit_code` for scripts."""

    exit_code: int = 70


class SettingsBrokenError(VaultkitError):
    """The settings cannot be read, and they may say where pages belong."""

    exit_code = 2

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}. Nothing was touched; mend it first.")


class VaultMissingError(VaultkitError):
    """No vault where one was named."""

    exit_code = 3

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path}: {why}")


class VaultEmptiedError(VaultkitError):
    """The pages name people and the vault has lost most of them."""

    exit_code = 4

    def __init__(self, had: int, has: int) -> None:
        super().__init__(
            f"The pages name {_people(had)} and the notes now name {has}. A disk "
            "that is not mounted or a sync that is half done looks like this, so "
            "nothing was touched. If they are gone on purpose, run again with "
            "--accept-loss."
        )


class NoteExistsError(VaultkitError):
    """A note that was to be created is there already."""

    exit_code = 5

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} exists already; it was not touched.")


class PersonUnknownError(VaultkitError):
    """A name that fits nobody, or nobody but me."""

    exit_code = 6

    def __init__(
        self, name: str, near: tuple[str, ...] = (), advice: str = "", me: str = ""
    ) -> None:
        hint = f" Did you mean {', '.join(near)}?" if near else ""
        more = f" {advice}" if advice else ""
        nobody = f"{me} is you, and nobody else" if me else "Nobody"
        super().__init__(f"{nobody} is called {name}.{hint}{more}")


class PersonUnclearError(VaultkitError):
    """A name that fits several people."""

    exit_code = 6

    def __init__(self, name: str, people: tuple[str, ...]) -> None:
        super().__init__(f"{name} may be {', '.join(people)}; write more of the name.")


class WriteFailedError(VaultkitError):
    """A page or note could not be written; it is as it was."""

    exit_code = 7


class NoteChangedError(VaultkitError):
    """A note is not what it was when everything was looked at, a moment ago."""

    exit_code = 7

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} changed while it was read; run it again.")


class VaultWatchedError(VaultkitError):
    """Another vaultkit keeps the pages of this vault."""

    exit_code = 3

    def __init__(self, holder: str) -> None:
        super().__init__(f"{holder} keeps the pages of this vault already.")
        self.holder = holder


class PagesDifferError(VaultkitError):
    """A build made from the one before was not what a build from scratch is."""

    exit_code = 8

    def __init__(self, where: str, made: str | None, fresh: str | None) -> None:
        super().__init__(
            f"{where} is not what a build from scratch makes: {made!r} instead of "
            f"{fresh!r}. Please report this; `vaultkit build` makes the pages right."
        )


class ServiceFailedError(VaultkitError):
    """The system would not start or stop what keeps the pages."""

    exit_code = 9


class PluginError(VaultkitError):
    """A plugin that is not there, cannot be loaded, or did not answer."""

    exit_code = 11


class StepRefusedError(VaultkitError):
    """A step that does not fit what the notes say; nothing was written."""

    exit_code = 10


class FileForeignError(VaultkitError):
    """A file from elsewhere that cannot be read as what it was said to be."""

    exit_code = 12

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path}: {why}.")
