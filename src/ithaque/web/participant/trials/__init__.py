"""The end of a trial, and the words after a pair."""
