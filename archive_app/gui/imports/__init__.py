"""The imports view: every import that was made, what became of each file, and what can be done about it."""
