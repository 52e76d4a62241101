"""Is this certificate genuine? A page without a name."""
