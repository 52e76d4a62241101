"""Pairs of a programme, and one pair as the coordinator may see it."""
