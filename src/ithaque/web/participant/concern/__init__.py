"""Something is wrong: say it to the safeguarding lead."""
