"""Concerns, for the safeguarding lead alone."""
