"""Who enrolled, at which step; validate, refuse."""
