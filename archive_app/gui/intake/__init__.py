"""Taking articles in: the running import with its progress, the report, and pasted text."""
