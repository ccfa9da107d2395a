"""What a person can do: each names itself, changes the archive and says what changed."""
