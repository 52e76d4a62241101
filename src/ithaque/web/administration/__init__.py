"""Pages for the person who runs the instance."""
