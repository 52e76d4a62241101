"""The relationship: pairs, agreement, goals, meetings, messages, follow-up, closure, recognition."""
