"""For those of a team who do not coordinate: the pairs entrusted to them, or figures without anyone."""
