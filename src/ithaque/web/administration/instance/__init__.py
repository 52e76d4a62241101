"""The instance: organisations, people, outbox, tasks, status."""
