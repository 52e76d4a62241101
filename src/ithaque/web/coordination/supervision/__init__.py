"""The conversations of minors, for the designated adults: each opening is seen by the two."""
