"""Static files as they are served: under a name that holds their hash, compressed."""

from __future__ import annotations

from typing import Any

from servestatic.storage import CompressedManifestStaticFilesStorage


def _without_source_maps(patterns: tuple[Any, ...]) -> tuple[Any, ...]:
    """Leave out the patterns that look for source maps: vendored files come without theirs."""
    return tuple(
        (files, tuple(rule for rule in rules if "sourceMappingURL" not in str(rule)))
        for files, rules in patterns
    )


class StaticFiles(CompressedManifestStaticFilesStorage):
    """The storage of a real site; developer mode serves the files as they are."""

    patterns = _without_source_maps(CompressedManifestStaticFilesStorage.patterns)
