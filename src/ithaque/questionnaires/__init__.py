"""Questions designed in the product: versioned forms, their answers, saved while typing."""
