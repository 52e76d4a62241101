"""One's account: name, language, zone, appearance, sign-in, data."""
