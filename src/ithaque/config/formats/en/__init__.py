"""English formats: day first, as in Europe."""
