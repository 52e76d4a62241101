"""What mentors and mentees can lean on: question cards, conversation guides, agendas."""
