"""Words as they were typed, made fit to be kept."""


def typed(value: str) -> str:
    """Return the words without NUL bytes, which nobody types and PostgreSQL refuses; forms do it for their fields."""
    return value.replace("\x00", "")
