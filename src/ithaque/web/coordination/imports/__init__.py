"""People from a file: columns, preview, import."""
