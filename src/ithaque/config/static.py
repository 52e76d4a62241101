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

    # Our modules import each other; vendored files are served as they came.
    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns = (
        "ui/js/*.js",
        CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1],
    )
    patterns = _without_source_maps(CompressedManifestStaticFilesStorage.patterns)
