"""Finding words and names in the open article, and tagging all of their places at once."""
