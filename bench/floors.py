"""Floors: what cannot be avoided, each a program that does that and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_WALK: Final = """
import os, sys
def notes(top):
    for entry in os.scandir(top):
        if entry.is_dir(): yield from notes(entry.path)
        else:
            entry.stat()
            if entry.name.endswith(".md"): yield entry.path
def texts(top):
    for path in notes(top):
        file = os.open(path, os.O_RDONLY)
        data = os.read(file, 1 << 21)
        os.close(file)
        yield data
def heads(top):
    for data in texts(top):
        if data.startswith(b"---\\n") and (end := data.find(b"\\n---", 3)) > 0:
            yield data[4:end + 1]
top = sys.argv[1]
"""


@dataclass(frozen=True)
class Floor:
    """A program that does one thing to a vault, whose folder is its argument.

    Attributes:
        says: What it does.
        code: The program.
    """

    says: str
    code: str


FLOORS: Final = {
    "start": Floor("Python starts and ends (`python -c pass`)", "pass"),
    "walk": Floor(
        "the same, and a stat of every file", f"{_WALK}\nfor _ in notes(top): pass"
    ),
    "bytes": Floor(
        "the same, and every byte read", f"{_WALK}\nfor _ in texts(top): pass"
    ),
    "raw": Floor(
        "the same, and libyaml parses all front matter, making nothing of it",
        f"{_WALK}\nfrom yaml._yaml import CParser\n"
        "for head in heads(top): CParser(head).raw_parse()",
    ),
    "full": Floor(
        "all read, and `yaml.CSafeLoader` over all front matter",
        f"{_WALK}\nimport yaml\n"
        "for head in heads(top): yaml.load(head, yaml.CSafeLoader)",
    ),
    "naive": Floor(
        # `load` itself falls over a key that YAML 1.1 takes for no text: `yes:`.
        "python-frontmatter for each note, as one writes it first",
        "import sys, frontmatter\nfrom pathlib import Path\n"
        "notes = Path(sys.argv[1]).rglob('*.md')\n"
        "read = [frontmatter.parse(path.read_text('utf-8')) for path in notes]",
    ),
}
"""From the lowest up; `full` is what the bars are ratios of."""
