"""The views of the pair's room, by subject."""
