"""The form of a programme, saved while typing."""
