"""Reproducible measurements of the pairing engine: `python -m benchmarks`."""
