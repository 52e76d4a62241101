"""First start: organisation, administrator, mail, first programme."""
