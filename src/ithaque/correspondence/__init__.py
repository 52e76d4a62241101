"""What the house writes to people: kinds of message, rendered as text and HTML, put in the outbox."""
