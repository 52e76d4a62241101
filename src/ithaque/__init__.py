"""Ithaque: mentoring programmes, from the call for mentors to the last thank-you."""

__version__ = "0.1.0"
