"""The pair's room."""
