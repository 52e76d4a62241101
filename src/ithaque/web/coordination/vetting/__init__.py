"""What a programme asks before the match: steps, interview slots, the text for guardians."""
