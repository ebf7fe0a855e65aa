"""Audits what is locked for known vulnerabilities, where the list of them can be had.

It first asks about an old version that is known to have some. Where nobody answers
within a few seconds it says so and ends well: a machine without a network can check
everything else.
"""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from http.client import HTTPException
from pathlib import Path
from urllib.request import urlopen

HERE = Path(__file__).parent
KNOWN = "https://pypi.org/pypi/jinja2/2.4.1/json"
PATIENCE = 3.0


def reachable() -> bool:
    """Return whether the list of vulnerabilities answers, and has any."""
    try:
        with urlopen(KNOWN, timeout=PATIENCE) as answer:
            return bool(json.load(answer).get("vulnerabilities"))
    except (OSError, ValueError, HTTPException):
        return False


def main() -> int:
    """Audit dev.lock and return the exit code; 0 where nothing could be asked."""
    if not reachable():
        print(
            "NOT AUDITED: the list of known vulnerabilities cannot be reached from "
            "here. Run `make audit` where it can."
        )
        return 0
    place = HERE.parent / "build/audit"
    programs = place / ("Scripts" if sys.platform == "win32" else "bin")
    if not (programs / "pip-audit").exists():
        venv.create(place, with_pip=True)
        pip = [programs / "python", "-m", "pip", "install", "--quiet"]
        lock = ["--require-hashes", "-r", HERE / "audit.lock"]
        subprocess.run([*pip, *lock], check=True)
    command = [programs / "pip-audit", "--disable-pip", "--require-hashes"]
    return subprocess.run([*command, "-r", HERE / "dev.lock"], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
