"""Pages for mentees and mentors."""
