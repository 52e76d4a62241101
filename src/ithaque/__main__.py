"""`python -m ithaque`: the same as the command `ithaque`."""

from ithaque.cli import main

main()
