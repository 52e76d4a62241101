"""Circles, teams, peers and flash meetings: composed, opened, joined and left."""
