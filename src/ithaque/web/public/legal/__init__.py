"""Data and rights, accessibility, emergency numbers, legal notice, sources."""
