"""Wishes: people suggested, ranked, ruled out."""
