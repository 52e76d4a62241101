"""When one can meet: one's usual hours, and one's own calendars, read for their busy hours alone."""
