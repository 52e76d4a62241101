"""Programmes from template to team: cohorts, calendar, charter, enrolment and its steps."""
