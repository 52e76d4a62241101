"""A backup is one file: the database, the private files, the key, and a manifest that proves them.

`write` makes it while the site runs; `restore` refuses whatever it cannot prove, then swaps everything in.
"""

from ithaque.cli.archive.manifest import BackupError, Manifest
from ithaque.cli.archive.reading import restore
from ithaque.cli.archive.writing import write

__all__ = ["BackupError", "Manifest", "restore", "write"]
