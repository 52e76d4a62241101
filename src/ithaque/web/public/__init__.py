"""Pages for anyone: programmes, sign-up, legal notices, certificates to verify."""
