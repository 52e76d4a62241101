"""How one is told: by e-mail, in a summary, only here; and what was written."""
