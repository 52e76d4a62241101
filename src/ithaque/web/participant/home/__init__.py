"""Home of a mentee or mentor: the next step."""
