"""The project's commands: run it, check it, test it; one step from a fresh machine with only Python."""

import os
import shutil
import sys

OLDEST = (3, 11)


def _use_a_recent_python():
    """Go on under Python 3.11 or newer: this one, or the newest found on the PATH."""
    if sys.version_info[:2] >= OLDEST:
        return
    for minor in range(14, OLDEST[1] - 1, -1):
        found = shutil.which("python3.%d" % minor)
        if found:
            os.execv(found, [found] + sys.argv)
    sys.exit(
        "Ithaque needs Python 3.11 or newer; this is %d.%d.\n"
        "Install one (https://www.python.org/downloads/, `apt-get install python3`, `brew install python`)\n"
        "and type: make run PYTHON=python3.11" % sys.version_info[:2]
    )


if __name__ == "__main__":
    _use_a_recent_python()
    from commands import main

    sys.exit(main())
