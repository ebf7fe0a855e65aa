"""`python -m vaultkit` is the command `vaultkit`."""

import os
import sys

from vaultkit import unchanged


def main() -> None:
    """Run the command and exit with its code."""
    said = unchanged.answer(sys.argv[1:])
    if said is None:
        from vaultkit.cli import main as run  # noqa: PLC0415 (late: it takes a while)

        run()
    else:
        what, text, _kept = said
        unchanged.say(what, text)
        os._exit(0)


if __name__ == "__main__":
    main()
