"""A mentor, or a mentee, is proposed: why, and the answer."""
