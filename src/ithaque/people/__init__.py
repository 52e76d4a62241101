"""Who is there: accounts, organisations, roles, the skills people name, and how a person is forgotten."""
