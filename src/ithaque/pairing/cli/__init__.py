"""The command `ithaque match`, usable without the platform: `python -m ithaque.pairing match`."""

from ithaque.pairing.cli.command import match

__all__ = ["match"]
