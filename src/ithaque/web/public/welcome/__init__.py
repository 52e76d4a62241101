"""Signed pages before the match: a reference, an interview, a mentor’s link; nobody signs in."""
