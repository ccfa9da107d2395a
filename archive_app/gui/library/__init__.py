"""The library: the articles of the archive with a search box and filters."""
