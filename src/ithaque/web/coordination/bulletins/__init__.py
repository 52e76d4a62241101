"""Announcements to a segment of a programme: written, previewed, tried, scheduled, followed."""
