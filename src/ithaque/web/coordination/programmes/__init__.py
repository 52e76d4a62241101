"""Programmes: from a template, settings, team, public page."""
