"""Suggestions while someone types a skill or an occupation."""
