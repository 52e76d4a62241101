"""Announcements: a coordinator writes to a segment of a programme, in both languages."""
