"""The archive on disk: open, lock, migrations, queries, journal, backup."""
