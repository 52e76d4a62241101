"""Tests of the form designer."""
