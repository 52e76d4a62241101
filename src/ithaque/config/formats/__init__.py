"""Date formats of the two languages, where Django's differ from ours."""
