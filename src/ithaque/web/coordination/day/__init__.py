"""The coordinator's day: worklist, funnel, health."""
