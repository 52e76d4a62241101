"""The commands `ithaque match`, `explain`, `check`, `repair`, `replay`: usable without the platform.

`python -m ithaque.pairing` gives the same ones. Each is loaded when it is used.
"""

from __future__ import annotations

from ithaque.pairing.cli.checking import check
from ithaque.pairing.cli.command import match
from ithaque.pairing.cli.explaining import explain
from ithaque.pairing.cli.repairing import repair
from ithaque.pairing.cli.replaying import replay

COMMANDS = (match, explain, check, repair, replay)

__all__ = ["COMMANDS", "check", "explain", "match", "repair", "replay"]
