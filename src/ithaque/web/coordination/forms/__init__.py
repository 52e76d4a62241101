"""The form designer: questions drawn, moved and reworded by a team, previewed, published in versions."""
