"""Skills and occupations people name, in both languages: ESCO and ROME behind one search.

The vocabulary is reference data, not rows of the product: a read-only SQLite file with full-text
indexes, built once from the packaged tables into the data folder, used as it is beside PostgreSQL too.
A concept has one id and two labels; free entry is always allowed (`id` is then None).
"""

from ithaque.people.skills.search import Suggestion, label_of, resolve, search, starters

__all__ = ["Suggestion", "label_of", "resolve", "search", "starters"]
