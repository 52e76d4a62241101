"""Circles and teams: composed, opened, joined and left."""
