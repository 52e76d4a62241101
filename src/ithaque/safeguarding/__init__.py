"""Concerns: their own door, their own readers, their own retention."""
