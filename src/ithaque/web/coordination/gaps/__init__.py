"""What mentees ask and mentors offer; whom to recruit, and with which words."""
