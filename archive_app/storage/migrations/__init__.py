"""Alembic's migrations of an archive's database, from the first version on."""
