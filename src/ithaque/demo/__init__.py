"""The cast and the world builder: a living instance to try, test and photograph."""
